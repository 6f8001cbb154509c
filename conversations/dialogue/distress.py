"""Words that must never be met with a game: somebody may be in danger. Pure.

Better once too often than once too little: only what is plainly a joke, about a game or about somebody else's
story is let through. Said in English and, as far as a few certain phrases go, in other languages.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from conversations.dialogue import harm
from conversations.understanding.normalise import fold

_MYSELF = r"(?:my ?self|meself|mysef)"
_ANYMORE = r"(?: (?:any ?more|anymore|no more))?"
_DONT_WANT = r"(?:don'?t|do not|dont|didn'?t|dnt|no longer|wish i didn'?t) (?:even |really |just )?(?:want|wanna|wana|need|have)(?: to)?"
# Said of oneself these leave no doubt, laughter or not.
_CERTAIN = re.compile(
    rf"\b(?:kill(?:ing)? {_MYSELF}|kms (?:tonight|today|for real|fr)|end(?:ing)? (?:my (?:own )?life|it all(?! with)|things for good)|tak(?:e|ing) my own life"
    rf"|(?:feel(?:ing)?|am|i'?m|im|been|get|getting|so|kinda|bit) (?:\w+ )?suicidal|suicidal thoughts?|thoughts? of (?:suicide|dying|ending)|(?:thinking|thought|think|thinkin) (?:about|of|abt) (?:\w+ )?(?:suicide|dying|ending (?:it|my life)|killing {_MYSELF}|hurting {_MYSELF})"
    rf"|commit(?:ting)? suicide|suicide (?:note|plan|attempt)|attempt(?:ed)? suicide|unaliv(?:e|ing) {_MYSELF}|self[- ]?harm(?:ing|ed)?(?: again)?"
    rf"|(?:hurt|cut|harm|burn|cutt|slit)(?:ting|ing)? (?:{_MYSELF}|my (?:wrists?|arms?))|i(?:'ve| have)? (?:started|start|been) cutting(?: again)?"
    rf"|better off (?:without me|(?:if i (?:was|were) )?(?:dead|gone))|no (?:reason|point)(?: left)? (?:to|in|for me to) (?:live|living|liv|going on|carry(?:ing)? on|staying alive|being alive)"
    rf"|(?:no|nothing|not? much) (?:left )?to live for|{_DONT_WANT} (?:live|be alive|be here|exist|wake up)(?! (?:in|at|with|near|on|for|to|early|before|tomorrow morning|so early))"
    rf"|(?:tired|sick|done|over it|fed up)(?: of| with)? (?:of )?(?:living(?! (?:with|in|room|at|next|on|off))|being alive|existing(?! on)|life itself)|done with (?:life(?! is)|living(?! (?:room|with|in)))"
    rf"|can'?t (?:go on|do this|take (?:it|this)|keep (?:going|living))(?: any ?more| like this)*,? (?:i )?(?:want|wanna|just want|need) (?:to )?(?:die|end|it to end|disappear)"
    rf"|can'?t go on(?: any ?more| like this| living)*$|can'?t (?:live|keep living) (?:like this|any ?more|anymore)|don'?t (?:see|have) a (?:reason|point) to (?:live|be here|keep going)"
    r"|want(?:ed)? to disappear (?:for ?ever|for good)|wish i (?:was|were|had) never (?:been )?born|(?:hope|wish) i (?:don'?t|never|wouldn'?t|didn'?t|wont|won'?t) wake up"
    r"|(?:jump(?:ing)? off (?:a|the) (?:bridge|roof|building)) (?:tonight|today|now)|overdos(?:e|ing) on (?:pills|meds|my)|took (?:all|too many)(?: of)? (?:my |the )?(?:pills|meds|tablets)"
    r"|goodbye (?:world|everyone) for ?ever|this is my last (?:night|day|message)(?: alive)?|won'?t be (?:here|around|alive) (?:tomorrow|much longer))\b"
)
# Said so plainly of oneself that neither laughter nor a game beside it takes it back.
_PLAIN = re.compile(
    rf"\b(?:i'?m|i am|im|i feel|feeling|i'?ve been|been feeling) (?:\w+ )?suicidal\b|\b(?:end|ending|take|taking) my (?:own )?life\b"
    rf"|\b(?:i|i'?m|im) (?:really |just )?(?:want(?:ed)?|wanna|going|gonna|plan(?:ning)?|tried|try) ?(?:to )?(?:kill {_MYSELF}|commit suicide)(?! (?:of|from|laughing|over this|if |in (?:the |a |this |my )?(?:game|level|run|minecraft|roblox|fortnite|sims)))"
    rf"|\bkill(?:ing)? {_MYSELF} (?:tonight|today|now|tomorrow)\b|\b(?:almost|nearly) killed {_MYSELF} (?:with (?:pills|meds|a knife|my)|last (?:night|week|month|year)|again)"
    rf"|\bi(?:'ve| have)? (?:cut|been cutting|hurt|been hurting) {_MYSELF} (?:and (?:can'?t|cannot) stop|again|every|on purpose|when i'?m|because)"
)
# These are figures of speech as often as not: laughter or a cause beside them decides.
_OFTEN = re.compile(
    r"\b(?:(?:want|wanna|wana|wanted|wish i could|ready|going|gonna|need|rather|better) (?:to )?(?:just )?die|just let me die|wish i (?:was|were) dead|i(?:'d| would) rather be dead|"
    r"i should (?:just )?(?:be dead|die|kms)|kms|kill me(?: now| pls| please)*(?=$| i mean)|want (?:it|everything|this) all to (?:end|stop|be over)|i want out of (?:this )?life|life (?:is not|isn'?t|is no longer|ain'?t) worth (?:it|living)|hate being alive|"
    r"(?:want|wanna) (?:to )?(?:hurt|harm) myself|everything would be easier if i (?:was|were) (?:gone|dead))\b"
)
_ELSEWHERE = re.compile(
    r"\b(?:quiero morir(?:me)?|me quiero (?:morir|matar)|me voy a matar|no quiero (?:vivir|seguir viviendo)|ya no quiero (?:vivir|estar aqui)|suicidarme|matarme|quitarme la vida"
    r"|quero (?:morrer|me matar)|vou me matar|nao quero (?:mais )?viver|me suicidar|tirar a minha vida"
    r"|je veux mourir|envie de mourir|me suicider|me tuer|(?:plus|pas) envie de vivre|en finir avec la vie|je ne veux plus vivre"
    r"|ich will sterben|will nicht mehr leben|mich umbringen|bringe mich um|mir das leben nehmen|selbstmord begehen|selbstmordgedanken"
    r"|voglio morire|ammazzarmi|uccidermi|non voglio (?:piu )?vivere|ik wil (?:dood|niet meer leven)|zelfmoord plegen"
    r"|mar(?:na|jana)? chaht[ai] h(?:u|oo|un)|marna chahta|mar jana hai|jeene ka mann nahi|khudkushi|suicide kar(?:na|ne|lu|lunga)|jeena nahi (?:chahta|chahti)|zindagi khatam kar"
    r"|gusto ko(?:ng)? (?:nang )?mamatay|ayoko na(?:ng)? mabuhay|magpakamatay|magpapakamatay|mau bunuh diri|ingin mati|pengen mati|olmek istiyorum|intihar)\b"
    r"|मरना चाहत|आत्महत्या|жить не хочу|хочу умереть|не хочу жить|покончить с собой|أريد أن أموت|انتحر|死にたい|自殺したい|想死|不想活|自杀|죽고 ?싶|자살"
)
_JOKING = re.compile(
    r"\b(?:l+o+l+|lo+l|lmao+|lmfao+|haha\w*|hehe\w*|jk|jks|rofl|xd|kidding|joking|jajaja\w*|kkkk+|rsrs|/s)\b|[😂🤣😅😆😹]|💀"
)
_CAUSE = re.compile(
    r"\b(?:mak(?:e|es|ing|ed)|made|makin) me (?:\w+ )?(?:want(?:ed)?|wanna|wana) (?:to )?(?:die|kms)|\b(?:cute|good|funny|hot|bored|boring|embarrass\w+|cringe\w*|hungry|hangover|hungover|cold|heat|hiccups?|homework|monday|mondays|traffic)\b"
    r"|(?:want|wanna|going|gonna|about|ready) to die (?:of|from|laughing|in (?:a|the|this|that|your|game|dark|elden|minecraft|real) ?(?:game|video|run|level|hardcore)?|a (?:lot|million|hundred|thousand)|\d+|less|again and again|trying|over and over|a hero|heroically|in (?:battle|combat|style|glory))|\bdie (?:of|from) (?:boredom|laugh\w+|embarrass\w+|cringe|cuteness|heat|hunger|thirst)|to die for\b|die hard\b"
)
_ABOUT_A_GAME = re.compile(
    r"\b(?:boss(?:es)?|level|levels|respawn\w*|ranked|lobby|in[- ](?:the )?games?|in[- ]game|permadeath|souls ?-?like|souls games?|elden ring|dark souls|sekiro|bloodborne|hades|fromsoft\w*|speedrun\w*|hardcore mode"
    r"|minecraft|fortnite|valorant|league|cod|warzone|tetris|the sims|sims|npc|npcs|character|protagonist|enem(?:y|ies)|rogue ?-?(?:like|lite)s?|game (?:where|about|that|with)|games? about|story (?:where|about)|without dying|visual novel|quest|mission|raid|dungeon|checkpoint)\b"
    r"|\bsuicide squad\b|\bsuicide (?:mission|run|burn|bomber)\b|\b(?:omori|doki doki|ddlc|what remains of edith finch|life is strange|gris|the cat lady)\b"
)
_ABOUT_ME_ALL_THE_SAME = re.compile(
    r"\b(?:in real life|irl|for real|not the game|not (?:a )?jok\w+|not kidding|i'?m serious|im serious|seriously|no joke|actually|i mean it|in my life|but (?:now|today|tonight|lately|this time))\b"
)
_NOT_ME = re.compile(
    r"\b(?:not|never|isn'?t|no longer|wouldn'?t|won'?t|am not|i'?m not|don'?t|dont|do not|havent|haven'?t) (?:\w+ ){0,3}?(?:suicidal|going to (?:kill|hurt|harm) myself|gonna (?:kill|hurt|harm) myself|(?:kill|hurt|harm|cut) myself|want to (?:die|kill myself|hurt myself)|wanna (?:die|kms)|self[- ]?harm\w*)"
    r"|\b(?:nearly|almost) (?:\w+ )?(?:killed|cut|hurt|burn(?:ed|t)) myself (?:cooking|shaving|laughing|trying|on (?:the|my|a)|at (?:the|work)|with (?:laughter|that|this|the))\b|\b(?:hurt|cut|burn(?:t|ed)?) (?:myself|my (?:arm|finger|hand|leg|wrist)) (?:at|while|when|on|cooking|playing|in|shaving|skating|working|running)\b|\b(?:hurt|cut|burn(?:t|ed)?) my (?:arm|finger|hand|leg|wrist|thumb) and can'?t\b"
)
_SOMEBODY_ELSE = re.compile(
    r"\b(?:friend|brother|sister|mum|mom|dad|father|mother|son|daughter|uncle|aunt|cousin|boyfriend|girlfriend|bf|gf|wife|husband|partner|flatmate|roommate|classmate|somebody|someone|he|she|they)\b"
    r"[^.!?]{0,30}\b(?:kill(?:ed|s)? (?:him|her|them)sel\w+|suicide|suicidal|took (?:his|her|their) own life|end(?:ed)? (?:his|her|their) life|self[- ]?harm\w*)"
)


def is_serious(text: str) -> bool:
    """Whether somebody says, in earnest as far as one can tell, that they want to die or hurt themselves.

    Fear for somebody else counts too, and who is hurt by another: they need the same help lines.
    """
    if harm.is_harmed(text):
        return True
    lowered = " ".join(text.lower().replace("’", "'").replace("`", "'").split())
    if _ELSEWHERE.search(lowered) or _ELSEWHERE.search(fold(lowered)):
        return not _JOKING.search(lowered)
    means_it = bool(_ABOUT_ME_ALL_THE_SAME.search(lowered))
    if not means_it:
        # "I don't want to hurt myself but I want to die": what is denied goes, the rest is looked at.
        lowered = _NOT_ME.sub(" ", lowered)
    if _PLAIN.search(lowered):
        return True
    if _ABOUT_A_GAME.search(lowered) and not means_it:
        return False
    if _CERTAIN.search(lowered) or _SOMEBODY_ELSE.search(lowered):
        return means_it or not _is_laughed_at(lowered)
    return bool(_OFTEN.search(lowered)) and (means_it or not (_JOKING.search(lowered) or _CAUSE.search(lowered)))


def _is_laughed_at(lowered: str) -> bool:
    """Loud laughter and a cause: "gonna kill myself lmao this homework". One alone is not enough here."""
    return bool(_JOKING.search(lowered)) and bool(_CAUSE.search(lowered))


_RECENT = timedelta(days=2)


def is_recent(at: datetime | None, *, now: datetime) -> bool:
    """Whether such words were said so lately that we still speak softly and ask for nothing."""
    return at is not None and now - at < _RECENT


_WANTS_A_GAME = re.compile(
    r"\b(?:games?|play|playing|recommend\w*|suggest\w*|pick|(?:something|smth|sth|anything) (?!else is|wrong|bad|happen|terrible|to live)\w+|another one|cheaper|shorter|switch|ps[45]|xbox|steam|on pc|on my phone)\b"
)
_IS_FINE = re.compile(
    r"\b(?:jk|just kidding|was (?:just )?(?:a )?jok\w+|only joking|not serious|i'?m (?:ok|okay|fine|alright|good|safe|better)(?: now)?|im (?:ok|okay|fine|alright|good|safe|better)(?: now)?"
    r"|i (?:won'?t|wont|would never) do (?:it|anything)|didn'?t mean (?:it|that)|wasn'?t (?:serious|being serious)|(?:it'?s|its|was) (?:just )?(?:a )?(?:song|lyrics?|quote|meme)|dark humou?r|false alarm)\b"
)
_NOT_FINE = re.compile(
    r"\b(?:not (?:ok|okay|fine|alright|good|safe|joking|kidding|a joke)|never (?:be )?(?:ok|okay|fine))\b"
)
_THANKS = re.compile(
    r"\b(?:thanks?(?: you)?|thx|ty|tysm|appreciate|i(?:'ll| will) (?:call|try|text|talk|reach)|will do)\b"
)


def after_care(text: str) -> str:
    """What is said after a word of care: "game", "fine", "thanks", or empty for anything else."""
    lowered = text.lower().replace("’", "'")
    if _NOT_FINE.search(lowered):
        return ""
    if _WANTS_A_GAME.search(lowered):
        return "game"
    if _IS_FINE.search(lowered):
        return "fine"
    return "thanks" if _THANKS.search(lowered) else ""
