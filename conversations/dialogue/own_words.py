"""Small certain readings of one's own: yes and no, an age, a name, a question about oneself. Pure."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from conversations.understanding.phrase_files import phrases_of

_YES = re.compile(
    r"^(?:y|ya|yes+|yea+h*|yep+|yup|sure|ok(?:ay|ie)?|do it|go (?:ahead|on|for it)|please do|confirm(?:ed)?|delete(?: it| all)?|"
    r"si|sí|oui|ja|yes please|absolutely|definitely|of course|for sure|👍|✅)(?:[ ,.!]+(?:please|pls|delete(?: it(?: all)?| everything)?|do it|thanks|ty|go ahead))*[.! ]*$"
)
_NO = re.compile(
    r"^(?:n|no+|nope|nah+|naw|not now|don'?t|do not|cancel|never ?mind|keep (?:it|everything)|wait|stop|non|nein|👎|❌)"
    r"(?:[ ,.!]+(?:thanks|thank you|ty|keep it|don'?t|please|cancel|nvm|wait|no|not yet|actually))*[.! ]*$"
)
_AGE = re.compile(
    r"\b(?:i'?m|i am|im) (?:only |just |almost |nearly )?(\d{1,2})(?: ?(?:yo|y/o|yrs?(?: old)?|years? old))?(?=$|[.,!?;)\n]|\s+(?:and|so|but|btw|lol|now|, )\b)"
    r"|\b(?:i'?m|i am|im) (?:a |an )?(\d{1,2})[- ](?:year|yr)s?[- ]old\b|\bmy age is (\d{1,2})\b|^\s*(\d{1,2}) (?:years old|yo|y/o)\s*$"
)
_ABOUT_ME = re.compile(
    r"\bwhat (?:do|did|have|has) (?:you|u|ya|thrum) (?:know|remember(?:ed)?|keep|kept|got|have|store[d]?|save[d]?|saved up|learn(?:ed|t)?)(?: \w+){0,2} (?:about|on|of) (?:me|us)\b"
    r"|\b(?:show|see|read) (?:me )?my (?:profile|data|info)\b|^my (?:profile|data)\??$|\bwho am i\b|\bwhat data (?:do|have) (?:you|u)\b"
)
_ONLY = re.compile(
    r"\b(?:only|just) (?:have|own|got|play on|use|a|an|on)\b|\bfrom now on\b|\bswitched to\b|\bnothing else\b|\bnow only\b|\bsold my\b"
)
_AGREES = re.compile(
    r"\b(?:i'?m in|im down|i'?m down|down for (?:it|that|this)|sold|say less|you'?re on|i'?ll (?:try|take|play|get|go with) (?:it|that|this)(?: one)?|gonna (?:try|play|get) (?:it|that|this))\b|^(?:ok(?:ay)? )?bet\W*$"
)
_NO_IDEA = re.compile(
    r"(?:(?:honestly|hmm*|um+|uh+|well|lol|idk|tbh)[ ,.]+)*(?:i )?(?:idk|dunno|don'?t (?:really )?know|have no (?:idea|clue)|no (?:idea|clue)|(?:am |'m )?not (?:really )?sure|can'?t decide|couldn'?t say)"
    r"(?:[ ,]+(?:what i (?:want|feel like|need|am in the mood for)|what to (?:play|say|pick)|how i feel|what|tbh|lol|honestly|really|yet|man|sorry|right now|today|tonight))*[\s.!?🤷]*"
)
_LASTING = re.compile(
    r"\b(?:usually|always|normally|generally|mostly|typically|never|from now on|in general|every (?:day|night|evening|week)|most (?:days|nights|evenings)|on (?:weekdays|weekends)|remember|my (?:usual|max(?:imum)?|normal)|my budget is|i (?:own|(?:have|got) an?(?! (?:hour|half|few|couple|bit|quick|spare|free))|only have|play on|only play|hate|love)|we (?:own|have an?)|just so you know|for the record|for future|in future|call me|my name)\b"
)
_NO_QUESTIONS = re.compile(
    r"\b(?:stop|quit|enough|no more|less|cut)(?: with| it with)?(?: (?:the|your|all|asking|me|so many|these|this|those|of))* questions?\b|\b(?:don'?t|dont|do not|stop|quit) (?:ask|asking)(?: me)?(?: (?:so much|so many|anything|stuff|things|any|more|questions))*\W*$|\btoo many questions\b"
)
# Where children are listed; beyond it lies a story, and this pattern would take its time over it.
_LONGEST_LIST = 600
_CHILDREN = re.compile(
    r"\b(?:kids?|children|sons?|daughters?|boys?|girls?|nieces?|nephews?|grand ?(?:kids|children)|little ones|siblings|toddlers)\b[^.!?\d]{0,14}(?:\d{1,2}(?:\s*(?:,|and|&|\+|/|-)\s*|\s+(?:and\s+)?)){1,5}\d{1,2}\b(?! ?(?:min|hour|hr|usd|eur|bucks|\$|£|€|player|%))"
    r"|\b\d{1,2}(?:\s*(?:,|and|&|or)\s*(?:an? )?\d{1,2})+[- ](?:year|yr|yo|y/o)s?\b"
)
_INTRODUCES = re.compile(
    r"\b(?:[Mm]y name(?:'s| is)|[Cc]all me|[Nn]ame's)\s+([^\W\d_][\w'’-]+)|\b(?:[Ii]'?m|[Ii] am|[Tt]his is|[Ii]t'?s)\s+([A-Z][a-z'’-]+)(?=\s*(?:$|[.,!)]|here\b|and\b|btw\b))"
)
_SAID_LOW = phrases_of("low", Path(__file__).parent / "phrases")
_WORTH = re.compile(rf"\b{_SAID_LOW['doubts their worth']}\b")
_LOW = re.compile(rf"^{_SAID_LOW['all of it']}\W*$|\b{_SAID_LOW['nothing is fun']}\b|{_WORTH.pattern}")
_LOOKS_BACK = re.compile(r"\b(?:again|show me|back to|go back|previous|earlier|before|ones)\b")
_OWNS_IT = re.compile(
    r"\b(?:i|we)(?:'ve| have)? ?(?:already |alr )?(?:have|own|got|played|finished|beat|completed|done|100%'?ed) (?:it|that|this|them|those|that one|this one|all of them|both)\b(?! (?:on|to|in) )|\b(?:already|alr) (?:have|own|got|played|finished|did)(?: (?:it|that|this|them|those))?\b|\bgot (?:it|that|that one) already\b"
)
_SETTLES = re.compile(
    r"^(?:ok(?:ay)?|yes|yeah|yep|alright|sure|fine|cool|bet|let'?s (?:go|do|try|play)|i'?ll (?:take|go|try|play|get)|going with|i'?m going|gonna|then)\b|\b(?:it is|it is then|then|please)\W*$"
)
_ITS_LIKE = re.compile(
    r"\b(?:like|similar|same|as|style|vibes?|but|instead|not|than|another|more|was|were|is|too|hate|didn'?t)\b|\?"
)
_ASKS_FOR_A_GAME = re.compile(
    r"\b(?:recommend|suggest|give me|gimme|show me|find me|looking for|want(?: to play)? (?:a|some|something)|need (?:a|some) (?:\w+ )?games?|what should i play|any(?:thing)? (?:good|fun|games?)|(?:something|smth|sth|anything) (?:to play|\w+ (?:on|for|under|with|like)\b|funny|calm|chill|scary|silly|relaxing|easy|short|new|cozy|cosy))\b"
)
# Whoever asks for the like of a game and says no more has told no mood.
_ITS_LIKE_ONLY = re.compile(
    r"(?:.*[.!,] *)?(?:(?:ok|hey|hi|so|and|then|pls|please|give me|gimme|show me|recommend(?: me)?|suggest|i (?:want|need)|looking for|got|any)[ ,]+)*"
    r"(?:something|smth|sth|anything|stuff|(?:a |any |more )?games?|more|one)(?: (?:just|more|kinda|a bit|similar))* (?:like|similar to|to|along the lines of|in the vein of) (?P<it>[\w':&-]+(?: [\w':&-]+){0,4})[ .!?]*"
)
_AND_MORE = re.compile(r"\b(?:but|and|with|without|that|for|when|because|cuz|so|yet|less|more)\b")
_ASKS_ABOUT_IT = re.compile(
    r"\bwhat(?:'?s| is| are| was)\b.* (?:about|like)\b|\b(?:tell|know|hear) (?:me )?(?:more |sth |something )?about\b|\bmore (?:info|details|about)\b|\bhow (?:much|long|hard|old|scary) (?:is|does|are)\b"
)
_CHOOSES = re.compile(
    r"\b(?:like|love|loved|fancy|want|prefer|pick|choose|take|go(?:ing)? (?:with|for)|try|trying|download(?:ing)?|get(?:ting)?)(?: the look of)? (?:the |that |this |number |no\.? ?|option |#)?"
    r"(?:first|1st|second|2nd|third|3rd|last|middle|final|one|two|three|\d)\b"
)
_ITS_KIND = re.compile(
    r"\b(?:more|another|others?|something|anything|stuff|games?|ones?)(?: \w+)? (?:like|similar to|along the lines of) (?:the |that |this |number |no\.? ?|#)?"
    r"(?:first|1st|second|2nd|third|3rd|last|middle|final|one|two|three|\d)\b"
)
_REFUSES = re.compile(r"\b(?:not|n't|never|hate|dislike|no|neither|less|don'?t|dont)\b")
_LEFT_TO_US = re.compile(
    r"\b(?:(?:you|u) (?:choose|pick|decide)|up to (?:you|u)|(?:your|ur) (?:call|choice|pick)|dealer|whatever|just pick|for me|surprise)\b"
)
_SHRUG = re.compile(
    r"(?:(?:hm+|uh+|um+|ah|well|honestly|tbh|ngl|idk|dunno|no idea|no clue|not sure|i don'?t know|nah|nope|eh+|meh|ok|okay|fine|sure|alright|whatever|anything)[\s,.!]+)*(?:idk|i don'?t know|i dont know|dunno|i dunno|no idea|not sure|no clue|can'?t decide|cant decide|hard to (?:say|choose|pick)|(?:you|u) (?:choose|pick|decide|tell me)|up to (?:you|u)|(?:your|ur) (?:call|choice|pick)|dealer'?s choice|whatever (?:you|u)(?: (?:think|say|want|pick|choose|like|prefer))?|just pick(?: (?:one|something|for me))?|pick (?:one )?for me|choose for me|surprise me)"
    r"(?:[\s,.!]+(?:lol|really|tbh|man|bro|yet|maybe|please|pls|haha|honestly|which|either|what i want|what to play|what i feel like))*[\s.!?🤷♂♀️]*"
)
_ALL_OF_THEM = re.compile(
    r"\b(?:everything|all(?: that)?|whatever|each one) (?:you|u) (?:'?ve |have |keep |just )?(?:show|shown|give|gave|suggest|send|sent|recommend|pick|offer)\w*(?: me)?(?: so far| tonight)?(?: is| are|'s| was)? (?:just |so |all |pure |complete |total )*(?:boring|bad|meh|lame|trash|garbage|the same|dull|wrong|mid|ass|shit\w*|awful|terrible|rubbish)\b"
    r"|\b(?:they(?:'?re| are)?|these|those|all)(?: (?:all|of them|of these|of those|are|look|seem|sound|so|pretty|kinda|just|really|too))* (?:boring|bad|meh|lame|trash|the same|not (?:for me|it|my thing)|dull|wrong|mid|ass|shit|awful|terrible|rubbish)\b"
    r"|\b(?:none|neither|not (?:any|one|a single one)) of (?:these|those|them|the three|it)\b|^(?:none|neither|no to all|nope to all|all (?:no|bad|boring|mid|meh))\W*$|\b(?:don'?t|dont|do not) (?:like|want|fancy|vibe with) any(?: of (?:these|those|them))?\b|\b(?:hate|dislike) (?:all of )?(?:them|these|those) all\b|\b(?:hate|dislike) all (?:of )?(?:them|these|those|three)\b|\b(?:i )?(?:don'?t|dont) like (?:your|these|those|the) (?:picks|suggestions|games|options|choices)\b"
)
_SAID_OF_MONEY = phrases_of("comparing", Path(__file__).parent / "phrases")
_LIFTED = {
    "minutes": re.compile(r"\bany (?:length|amount of time)\b|\b(?:time|length) (?:doesn'?t|does not|dont) matter\b|\bno (?:time )?rush\b|\bi have (?:all (?:night|day|evening)|plenty of time)\b|\bno time limit\b|\b(?:got|have|free|off|home)(?: now| tonight| today)?,? (?:for )?(?:all|the whole) (?:night|day|evening|afternoon|weekend)\b|\b(?:all|(?:the |a )?whole) (?:night|day|evening|afternoon|weekend) (?:free|off|ahead|to (?:play|myself|ourselves|kill|spare))\b|\b(?:drop|forget|ignore|lose|lift) (?:the |my )?(?:\d+ )?(?:time|minutes?|length)(?: limit)?\b"),
    "price": re.compile(rf"\b{_SAID_OF_MONEY['no limit']}(?!\w)|\b(?:drop|forget|ignore|lose|lift) (?:the |my |being )?(?:free|price|budget|money|[$£€]?\d+(?: ?[a-z]+)?(?= limit))(?: limit| part| bit)?\b"),
    "platforms": re.compile(r"\b(?:any|whatever|whichever) (?:platform|console|system|device)\b|\b(?:platform|console) (?:doesn'?t|does not|dont) matter\b"),
    "genres": re.compile(r"\b(?:any|whatever|whichever) (?:genre|kind|type)\b|\bgenre (?:doesn'?t|does not|dont) matter\b"),
    "player_mode": re.compile(r"\b(?:drop|forget|ignore|lose|lift|skip|never ?mind|scrap) (?:the |about )*(?:multi ?player|co-?op|pvp|versus|online|two[- ]player|company)(?: part| bit| thing)?\b|\b(?:solo|single ?player|on my own|alone) (?:is|would be|s|works|'s) (?:fine|ok|okay|good|alright) too\b|\b(?:solo|co-?op|multi ?player)(?: or (?:solo|co-?op|multi ?player)),? (?:doesn'?t matter|both|either|whatever|any)"),
}  # fmt: skip
_NAME = re.compile(
    r"^(?:(?:it'?s|its|i'?m|im|i am|my name is|my name'?s|name'?s|call me|just|the name is)\s+)*([^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]*){0,2})[.! ]*$",
    re.IGNORECASE,
)
_NO_NAMES = frozenset(
    line.strip()
    for line in (Path(__file__).parents[1] / "data" / "no_names.txt").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
)


def yes_or_no(text: str) -> bool | None:
    """What a short answer says; None when it is neither."""
    lowered = text.strip().lower().replace("’", "'")
    if _YES.match(lowered):
        return True
    return False if _NO.match(lowered) else None


def own_age(text: str) -> int | None:
    """The age that somebody states of themselves, 4 to 99."""
    found = _AGE.search(text.lower().replace("’", "'"))
    age = next((int(part) for part in found.groups() if part), None) if found else None
    return age if age is not None and 4 <= age <= 99 else None


def asks_what_we_know(text: str) -> bool:
    return bool(_ABOUT_ME.search(text.lower()))


def agrees(text: str) -> bool:
    """Whether somebody takes up what was just suggested."""
    return bool(_AGREES.search(text.strip().lower().replace("’", "'")))


def has_no_idea(text: str) -> bool:
    """Whether they say that they do not know what they want, and nothing else."""
    return bool(_NO_IDEA.fullmatch(text.strip().lower().replace("’", "'")))


def name_in_greeting(text: str) -> str:
    """ "hi, I'm Tom": a name of its own, written as one; "im tired" is none."""
    found = _INTRODUCES.search(text)
    return usable_name(found[1] or found[2]) if found else ""


def sounds_low(text: str) -> bool:
    """ "Not great", "nothing feels fun any more": no mood that a game is picked by, and no time for jokes."""
    return bool(_LOW.search(text.strip().lower().replace("’", "'")))


def doubts_their_worth(text: str) -> bool:
    """ "Am I a loser?": low too, and to be answered with more than an ear."""
    return bool(_WORTH.search(text.lower().replace("’", "'")))


def only_ok(text: str) -> bool:
    return bool(
        re.fullmatch(
            r"(?:ok(?:ay|ie)?|k+|kk|alright|right|cool|hm+|i see|noted|fine|sure)(?: ok| cool| then| lol| thanks)?[\s.!👍]*",
            text.strip().lower(),
        )
    )


def looks_back(text: str) -> bool:
    """ "Show me the first ones again" chooses nothing."""
    return bool(_LOOKS_BACK.search(text.lower()))


def owns_it(text: str) -> bool:
    """ "Good, but I have it": no news to them."""
    lowered = text.lower().replace("’", "'")
    return bool(_OWNS_IT.search(lowered)) and not re.search(
        r"\?|\b(?:not|n't|never|no|do (?:you|u)|want to|wanna|gotta|must|need to)\b", lowered
    )


def settles_on(text: str) -> bool:
    """ "Ok, Hades then": a title by name, and no wish for its like."""
    return bool(_SETTLES.search(text.lower())) and not _ITS_LIKE.search(text.lower())


def asks_for_a_game(text: str) -> bool:
    return bool(_ASKS_FOR_A_GAME.search(text.lower()))


def asks_only_for_its_like(text: str) -> bool:
    """ "Something like Doom", and nothing else that could tell a mood."""
    found = _ITS_LIKE_ONLY.fullmatch(text.strip().lower().replace("’", "'"))
    return found is not None and not _AND_MORE.search(found["it"])


def asks_about_it(text: str) -> bool:
    """ "What's that second one about?" chooses nothing either."""
    return bool(_ASKS_ABOUT_IT.search(text.lower().replace("’", "'")))


def names_stop(text: str) -> bool:
    """Whether the very word stands there, whatever else does."""
    return bool(re.search(r"\b(?:stop|unsubscribe|opt ?out)\b", text.lower()))


def wants_no_questions(text: str) -> bool:
    return bool(_NO_QUESTIONS.search(text.lower().replace("’", "'")))


def youngest_of_children(text: str) -> int | None:
    """ "3 kids (5, 8, 11)" is 5: several ages beside the word for children."""
    found = _CHILDREN.search(text[:_LONGEST_LIST].lower())
    ages = [int(age) for age in re.findall(r"\d{1,2}", found[0])] if found else []
    ages = [age for age in ages if 1 <= age <= 17]
    return min(ages) if len(ages) > 1 else None


def chooses(text: str) -> bool:
    """ "I like the last one", "going with number 2": said of one of several."""
    lowered = text.lower().replace("’", "'")
    return bool(_CHOOSES.search(lowered)) and not _REFUSES.search(lowered)


def wants_its_kind(text: str) -> bool:
    """ "More like the last one": another of its kind, and not that one."""
    return bool(_ITS_KIND.search(text.lower()))


def is_lasting(text: str) -> bool:
    """Whether something is said of always, not of tonight."""
    return bool(_LASTING.search(text.lower().replace("’", "'")))


def shrugs(text: str) -> bool:
    """Whether all they say is that they do not know, or that we may choose."""
    return bool(_SHRUG.fullmatch(text.strip().lower().replace("’", "'")))


def leaves_it_to_us(text: str) -> bool:
    """ "You pick", and not "idk": asked what to give up, the one is an answer."""
    return shrugs(text) and bool(_LEFT_TO_US.search(text.lower()))


def means_all(text: str) -> bool:
    """Whether everything that was just suggested is turned down."""
    return bool(_ALL_OF_THEM.search(text.strip().lower().replace("’", "'")))


def lifted_wish(text: str) -> str:
    """The wish that no longer matters to them ("any length is fine"), or empty."""
    lowered = text.lower().replace("’", "'")
    return next((wish for wish, pattern in _LIFTED.items() if pattern.search(lowered)), "")


def says_only(text: str) -> bool:
    """ "I only have a Switch" replaces what was known; "I have a Switch" adds to it."""
    return bool(_ONLY.search(text.lower()))


def name_in_answer(text: str) -> str:
    """The name in an answer to "what do I call you?"; empty when it is no name."""
    found = _NAME.match(text.strip())
    if not found or any(word.strip("'’.-") in _NO_NAMES for word in found[1].lower().split()):
        return ""
    return usable_name(found[1])


def usable_name(raw: str) -> str:
    """What to call somebody by: the first name of a profile name, or empty if there is none in it."""
    words = [word for word in re.split(r"[\s_|/·•]+", "".join(map(_letters_only, raw))) if word]
    first = next((word.strip("'’.-") for word in words if sum(map(str.isalpha, word)) >= 2), "")
    if not first or len(first) > 24 or first.lower() in _NO_NAMES:
        return ""
    return first if any(char.islower() for char in first) or not first.isascii() else first.capitalize()


def _letters_only(char: str) -> str:
    kind = unicodedata.category(char)
    if "\ufe00" <= char <= "\ufe0f":  # belongs to an emoji, not to a letter
        return ""
    return char if kind[0] in "LM" or char in "'’.-" else " "
