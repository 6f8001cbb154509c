"""All wishes that one message states, put together from the grammars; titles are read first and set aside."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from conversations.understanding.company import read_player_mode, read_youngest_age
from conversations.understanding.genres import read_genres
from conversations.understanding.minutes import read_minutes
from conversations.understanding.money import read_price
from conversations.understanding.negation import Scopes, find_scopes
from conversations.understanding.normalise import Message
from conversations.understanding.platforms import read_platforms
from conversations.understanding.titles import TitleHit, TitleIndex
from conversations.understanding.types import Slots

# Stands for a title in the text that the other readers see; no grammar knows the word.
TITLE_MARK = "thatgame"

_DISLIKED_BEFORE = re.compile(
    r"\b(?:hate[ds]?|disliked?|not like|(?<!there's )(?<!theres )(?<!there is )nothing like|unlike|couldn'?t get into|can'?t get into|bounced off(?: of)?|rage ?-?quit|fed up (?:with|of)|bored of|burn(?:t|ed) out on|gave up on|binned(?: off)?|uninstalled|deleted|not (?:another|more)|(?:stop(?:ped)?|quit|quitting|stopping|banned from|off) playing|pushing|shilling|hyping(?: up)?|stop (?:recommending|suggesting|showing me)|refunded|regret|never liked|sick of|tired of|done with|over|opposite of|don'?t like|didn'?t like|less like|(?:dont|don'?t|do not|never|please no|pls no) (?:say|suggest|recommend|mention|tell me|give me|offer|bring up|name)|(?:every ?one|every ?body|people|they|ppl|friends|mates|the internet|reddit|tiktok|the algorithm|steam) (?:all |always |just |only )?(?:keeps? |kept )?(?:says?|saying|recommends?|recommending|suggests?|suggesting|pushes|tells? me to (?:play|try)|telling me to (?:play|try|get))|aparte de|ademas de|au(?:ss|s)er|a part|hors|sauf|bukod sa|tirando)(?: \w+)? (?:the )?$"
)
_DISLIKED_AFTER = re.compile(
    r"^\s*[0-6]/10\b|^(?: (?:and|n|&) [\w: ]{2,24})? (?:r|is|are|died|be) dead to me\b|^,? (?:but )?(?:i )?(?:bounced|bounced right|bounced straight) off\b|^,? (?:but )?(?:i )?(?:hated it|quit after|dropped it|refunded it|couldn'?t get into it|didn'?t (?:click|stick|grab me)|never clicked|no thanks|not for me)\b|^ (?:bhi )?(?:mat|na|nahi) (?:bol\w*|bata\w*|de\w*|dikha\w*|suggest\w*)|^ bhi nahi\b|^ ke (?:alawa|siwa\w*|bina)\b|^[^.!?;,]{0,16}? (?:got|has|had) (?:me|us) (?:so )?(?:fuming|raging|tilted|malding|livid|shaking with rage|furious)\b|^ (?:elo|ranked|solo queue|soloq|solo q) hell\b|^ (?:already )?(?:(?:ate|drained|emptied|robbed|took|cleaned out) (?:all )?(?:my|our) (?:wallet|money|savings|bank|salary|paycheck|card)|(?:robbed|bankrupted) (?:me|us)|cleaned (?:me|us) out|drained (?:me|us))\b|^ (?:khel khel ke|se (?:pak|bore?|thak|ub|man bhar)|ne (?:\w+ )?(?:gussa|dimag|dimaag|pareshan))\b|^ (?:tire|don tire|tired) (?:me|us)\b|^ (?:went|ended|goes) (?:so |very |really )?(?:badly|wrong|south|horribly|in tears|in a fight)\b|^[^.!?;]{0,24}\b(?:but |and )?(?:im|i'm|we'?re|we are|i am) (?:so |all |just )?(?:sick|tired|bored|over|done)(?: of| with)? (?:it|that|them)\b|^ (?:too|way too) (?:hard|ugly|long|slow|grindy|scary|loud|dark|easy|short|sad|expensive|sweaty|stressful|complicated|anime|bright|weird|big|cute|gory|violent|depressing|intense|difficult|punishing)\b|^\W*(?:(?:was|is|felt|feels|got|seems)(?: so| just| really| way| kinda| too| a bit)* (?:boring|bad|awful|terrible|trash|rubbish|mid|overrated|too (?:hard|long|stressful|slow|grindy|scary|difficult|complicated|confusing|repetitive|easy|short|dark|gory|violent|depressing|intense|frantic|chaotic|childish|expensive|punishing)|stressful|exhausting|tedious|meh|shit|crap|dull|annoying|a chore|not for me|not my)"
    r"|(?:wasn'?t|isn'?t|was not|is not) (?:for me|my|great|fun|it|good)|sucks?\b|sucked\b|bored me|didn'?t (?:click|do it|land|hook)|nahi pasand|annoyed me|stressed me|(?:nearly|almost) (?:ended|killed|broke)|(?:has |have )?(?:broke|broken|breaks|destroyed|wrecked|rinsed|drained|exhausted|humbled) (?:me|us)\b(?=[^?]{0,40}\b(?:easy|easier|calm\w*|chill\w*|low stress|less|gentle|relax\w*|brain off|mindless|soft\w*|break)\b)|gave me (?:grey|gray|a headache|nothing|anxiety|ptsd)|wore me out|ended (?:friendships|my|our)|(?:is|was)(?: \w+)? (?:done to death|too much|banned|\d+ ?gb|dead|4 only)\b|\? ?(?:boring|nah|no thanks|meh|hated)|drove me (?:mad|to|up|nuts|insane)|,? (?:meh|nah|no thanks|hated it|regretted)\b|,? and (?:regretted|hated|refunded|bounced)|made me (?:rage|mad|so mad|angry|ill|sick)|(?:is|was) a (?:rip|scam|joke|mess|waste|chore|slog|grind|drag|disappointment)|let me down|(?:\w+ )?lost me\b)"
)
# "Nearly killed me. do it again": what hurt is blamed only by who wants no more of it.
_HURT = re.compile(
    r"nearly|stressed|stressful|anxiety|ended|drove me|made me|wore me|too hard|punishing|exhausting|annoyed"
)
_WANTED_AGAIN = re.compile(
    r"\b(?:(?:do|want|need|gimme|give me) (?:it|that|this|more|another)|(?:it|that|this|me|pls|please) again|again (?:pls|please)|more (?:pls|please|of|like)|and (?:i|we) (?:still )?love[d]?|loved (?:it|every)|worth it|in (?:a|the) (?:good|best) way|what else)\b"
)
_LIKED_JUST_BEFORE = re.compile(r"(?<!never )(?<!not )\b(?:liked|loved|adored|enjoyed|miss) (?:the )?$")
# A verdict on what was named a little before: "… and i bounced off it", "none of them scared me".
_REFUSED_LATER = re.compile(
    r"^[^!?]{0,60}?\b(?:(?:i|we|he|she|they|never) (?:\w+ )?(?:bounced off|hated?|refunded|dropped|quit|uninstalled|disliked|couldn'?t get into|didn'?t (?:like|enjoy|get|click with)|never got into|can'?t stand) (?:it|them|that|all of (?:it|them)|both)\b"
    r"|(?:none|neither) of (?:them|those|these|that|it)\b|didn'?t (?:do it|scare me|grab me|click|land)\b)"
)
_NOW_OVER = re.compile(
    r"^\s*(?:is|are|was|has|got|gets|'s)(?: (?:so|just|really|way|kinda|too|a bit|all|been|gotten|gone|become|getting|getting kinda|now|lowkey))* (?:over(?= for| now|,|\.|$)|stale|boring|old|dead|samey|played out|repetitive|sweaty|toxic|cooked|ruined(?! (?:me|my|other|everything))|full of \w+|(?:beyond )?boring|dry|mid|washed|chh?od (?:di|diya|dunga|do)|too \w+)\b|^ for good\b|^ (?:already|ages ago|years ago|last (?:year|month|week))\b(?![^.!?]{0,40}\b(?:love|loved|want|best|amazing|in my (?:top|fav\w*|heart)|one of my)\b)"
)
_PRAISE = r"(?:love[ds]?|lovin|loving|adored?|enjoyed|fav\w*|obsessed|goat\w*|amazing|great|awesome|brilliant|masterpiece|heaven|mint|unreal|perfect|the best|best game|liked|miss(?:ing)?|incredible|hit the spot|addicted|hooked|(?:need|want|any|some|gimme|give me) more|more of (?:that|it|this)|what else|what'?s next|anything else|something else like|equivalent|energy|in (?:that|this|the same) (?:line|vein|spirit|style)|along those lines|any(?:thing)? (?:new|newer|similar|close|closer|comparable|recent)|(?:a |the )?(?:modern|newer|new|recent|todays?) (?:version|equivalent|successor|take|one)|successors?|brain ?(?:rot)?(?=[.,!]| and| so|$| need)|what a (?:rush|ride|game|trip|blast|masterpiece|gem|journey|banger)|more games? (?:that|where|which|like)|since (?:19|20)\d\d|since (?:i was|day one|launch|forever|childhood)|all my life|best way|feels? (?:flat|empty)|nothing (?:compares|hits|else|comes close)|hole in my (?:life|heart)|bereft|sunk \d+|was (?:so |pretty |really )?(?:cool|fun|good|nice|lovely)|used to|in (?:a|one|1) (?:weekend|night|sitting|day|evening|week|go)|(?:next|another)(?: \w+)? ?\?|another (?:one |1 )?for (?:us|me|the two)|next (?:co-?op|one)|(?:that|the same|same) (?:kind|sort|vibe|feeling|feel|sweat|rush|energy|buzz|thrill)|still want|want (?:it|that|more)|(?:it|that|this) again|to me again|\d+ times|ate my|has me|had me|broke me|(?:raised|shaped) me|made me (?:\w+ )?(?:cry|sob|weep|bawl)|(?:ruined|spoil\w*) (?:\w+ )?(?:games|gaming|everything)|blew my mind|(?:grabbed|hooked|gripped|clicked with|stuck with|sucked) (?:me|in)|foaming|fan of|huge fan|like)"
_PRAISED = re.compile(rf"\b{_PRAISE}\b")
# "nothing excites me since i finished it": so good that what came after it is poor.
_MISSED_SINCE = re.compile(
    r"(?:\b(?:nothing|no(?: other)? games?|every ?(?:thing|game)(?: else)?|life|all games|games)\b[^.!?;]{0,40}\b(?:since|after|compared to|next to|as good as)|\b(?:empty|void|hole|lost|bereft|hangover|hungover|grieving|withdrawal|depression|blues)\b[^.!?;]{0,20}\b(?:since|after|from|left by)|\bpost|(?:can'?t|cannot|never|not) (?:get|got|gotten)? ?over)\b[^.!?;,]{0,24}$"
)
_JOINT = re.compile(r"\s*(?:[,/&+]|,?\s*\b(?:and|n|or|y|e|aur|und|then)\b)\s*(?:the )?")
_LIKE_AT_END = re.compile(r"(?:something|smth|sth)? ?\b(?:like|than) (?:the )?$")
# "gta vi release date": asked about, not wished for.
_ASKED_AFTER = re.compile(
    r"^ is on (?:the|my) (?:\w+ )?(?:pile|list|backlog|wishlist|shelf)\b|^ (?:is|was) (?:done|finished|completed)(?= too| already|$|, (?:plat|100|what|next|n\b))|^[^.!?]{0,24}\b(?:is|its|it's|thats|that's) (?:literally )?all (?:my \w+|he|she|they|everyone|we|people) (?:ever |want to |wanna )?(?:plays?|talks?|watch)"
    r"|^ (?:release date|release|price|trailer|update|patch|servers?|news|leaks?|dlc (?:date|release|price)|tickets?|tournament|esports?|movie|film|show|series on|merch)\b"
)
_ASKED_BEFORE = re.compile(
    r"\b(?:copy of|is it \w+ than|is this \w+ than|hands to play|(?:beats?|beaten|thrash\w*|destroy\w*|smash\w*|rinse[sd]?) (?:me|us) (?:\w+ )?(?:at|in|on)) $"
)
# "Fifa night … sick of fifa": said once outright, it is not liked for being named before.
_OUTRIGHT = re.compile(r"\b(?:sick|tired|bored|fed up) (?:of|with) (?:the )?$|\bhate[ds]? (?:the )?$")
# The title is a fact of the message, not a wish: owned, played, asked about.
_ONLY_NAMED = re.compile(
    r"\b(?:own|have|got|bought|have played|already played|already have|already own|already finished|finished|completed|cleared|platinumed|beat|beaten|done|played|is|does|are|(?<!childhood )(?<!teens )(?<!youth )(?<!twenties )(?<!teenage years )(?<!summers )(?<!summer )(?<!student years )(?<!life )(?<!comfort game )(?<!first game )(?<!fave )was|will|can i (?:play|get|run)|how (?:long|much|hard|big|many \w+) (?:is|does|are)|whats|what's|what is|tell me (?:more )?about|price of|when (?:is|did|does)|who made|cheat codes for|beat the \w+ (?:boss )?in|boss in|(?:brother|sister|bro|sis|mate|friend|cousin|gf|bf|dad|mum|wife|husband|son|daughter|he|she|they) (?:put|has|have|had|got|sunk|spent)\b[^.!?]{0,24}(?:into|in|on)|(?:been|was|were|keep getting|got) told|(?:i|ive|i've) heard|people say|apparently|along with|alongside|same (?:day|week|month|year|time) as|beg(?:s|ging)? for|i suck at|rubbish at|bad at|says i'?d like|(?:i )?gave|(?:destroyed|beaten|humbled|wrecked|killed) by|dropped|quit|uninstalled|deleted|outgrown|outgrew|(?:made|makes|making) (?:me|us) play|bought (?:me|us)|got me|(?:talks?|talking|yapping|goes? on|banging on) about|(?:is|are|'s|'re|s) (?:\w+ )?(?:glued|addicted|hooked|always|forever|still|stuck|constantly|permanently|obsessed) ?(?:to|on|with|playing|in)?|(?:he|she|they|son|daughter|kids?|gf|bf|wife|husband|brother|sister|mum|mom|dad|gran|nan|teenager|nephew|niece|roommate|flatmate|boss|grandma|grandad|cousins?|mates?|friends?) (?:lives? on|spends? (?:\w+ )?(?:\w+ )?on|plays?|binges?|grinds?|watch(?:es)?|streams?)|(?:he|she|they|son|daughter|kid|kids|gf|bf|wife|husband|brother|sister|mates?|friends?|everyone|everybody|dad|mum) (?:only |just |all |still )?plays?|(?:been|keep|kept) playing|i play|did|spent \S+ on|stop (?:recommending|suggesting|showing me)|hated|(?:beat|beaten|lost|losing|smashed|destroyed|bronze|cracked|good|bad|rubbish|trash|shit|level \d+|hours?|hrs)(?: \w+)? (?:on|at|in))(?: (?:the|that|this))? $"
)
_NAME = re.compile(
    r"\b(?:call me|my name'?s?(?: is)?|name is|name's|names|i go by|i'm called|im called|im known as|this is|me llamo|mi nombre es|soy|meu nome e|eu sou(?: o| a)?|me chamo|mera naam|main hoon|my name na|je m'appelle|ich heisse|ako si|put me down as|you can call me|save my name as)\s+(?P<name>[^\W\d_][\w'-]{1,19})"
)
_NAME_AFTER_IM = re.compile(
    r"\b(?:[Ii]'?m|[Ii] am|[Ii]ts|[Ii]t's)\s+(?P<name>[A-Z][^\W\d_]{1,19})\b(?=\s*(?:$|[,.!]|btw|and|by the way|from|\d))"
)
_NOT_A_NAME = frozenset(
    [
        "a",
        "the",
        "an",
        "not",
        "so",
        "just",
        "very",
        "on",
        "in",
        "at",
        "my",
        "your",
        "feeling",
        "really",
        "tired",
        "bored",
        "sad",
        "happy",
        "angry",
        "hungry",
        "back",
        "here",
        "ready",
        "done",
        "good",
        "fine",
        "ok",
        "okay",
        "maybe",
        "when",
        "later",
        "if",
        "crazy",
        "out",
        "gonna",
        "going",
        "new",
        "from",
        "about",
        "for",
        "one",
        "that",
        "this",
        "it",
        "game",
        "games",
        "boring",
        "great",
        "perfect",
        "is",
        "was",
        "why",
        "how",
        "what",
        "daddy",
        "pc",
        "mac",
        "switch",
        "xbox",
        "ps4",
        "ps5",
        "playstation",
        "steam",
        "phone",
        "linux",
        "android",
        "ios",
        "vr",
    ]
)
_ORDINALS = (
    (re.compile(r"\b(?:the )?(?:first|1st)(?: one| game| pick| option)?\b(?! (?:time|person|day|try|thing|of all|date|choice uni|paycheck|two|boss|level|console|class|half|world|year|and|job|place))|\b(?:number|no\.?|option|nr|#) ?(?:1|one)\b|\bel primero\b|\bo primeiro\b|\bpehla\b"), 1),
    (re.compile(r"\b(?:the )?(?:second|2nd)(?: one| game| pick| option)?\b(?! (?:boss|hand|time|level|date|year|class|half|thoughts|screen|world|opinion|chance|choice))|\b(?:number|no\.?|option|nr|#) ?(?:2|two)\b|\bel segundo\b|\bo segundo\b|\bdusra\b"), 2),
    (re.compile(r"\b(?:the )?(?:third|3rd)(?: one| game| pick| option)?\b(?! (?:person|time|night|day|boss|date|year|coffee|week|world|wheel|party))|\b(?:number|no\.?|option|nr|#) ?(?:3|three)\b|\bel tercero\b|\bteesra\b"), 3),
    (re.compile(r"\b(?:the )?last one\b|\bthe last (?:game|pick|option)\b"), -1),
)  # fmt: skip
_CHEAPER = re.compile(
    r"\bcheap(?:er|est|ish)?\b|\bless expensive\b|\btoo (?:expensive|pricey|pricy|dear|much money|costly)\b|\bover (?:my )?budget\b|\bcan'?t afford\b|\bbarat[ao]s?\b|\bsasta\b|\bsaste\b|\bmas mura\b|\bmoins cher\b|\bbilliger\b|\bgo lower\b|\bbargain\b"
)
_SHORTER = re.compile(
    r"\bshort(?:er|est)?\b(?! (?:story|on))|\btoo long\b|\bquick(?:er|ie)?\b(?! (?:question|q))|\bless time\b|\btakes too long\b|\bmas corto\b|\bmais curto\b|\bchota\b|\bbite ?-?size[d]?\b|\bnot (?:so|that|too|as) long\b|\bsmaller\b|\bin one (?:evening|sitting|night|weekend)\b"
)
_EASIER = re.compile(
    r"\beas(?:y|ier|iest)\b(?! ?going)|\bless (?:hard|difficult|difficulty|challenging|complicated)\b|\btoo (?:hard|difficult|complicated|complex|punishing)\b|\bsimple[r]?\b|\bbeginner\b|\bnoob\b|\bnot (?:too|so|that) (?:hard|difficult)\b|\bnot a gamer\b|\bmas facil\b|\bmais facil\b|\baasan\b|\bmadali\b|\bno skill\b|\brubbish at games\b"
)


@dataclass(frozen=True)
class SlotReading:
    slots: Slots
    words: str  # the text with titles set aside
    scopes: Scopes


def read_slots(message: Message, titles: TitleIndex, *, awaiting: str = "") -> SlotReading:
    hits = titles.find(message.words, raw=message.raw)
    words = _set_titles_aside(message.words, hits)
    scopes = find_scopes(words)
    liked, disliked = _sort_titles(message.words, hits)
    platforms, exclude_platforms = read_platforms(words, scopes)
    genres, exclude_genres = read_genres(words, scopes)
    price, currency = read_price(words)
    slots = Slots(
        platforms=platforms,
        exclude_platforms=exclude_platforms,
        genres=genres,
        exclude_genres=exclude_genres,
        price_max=price,
        currency=currency,
        session_minutes=read_minutes(words),
        player_mode=read_player_mode(words, scopes),
        like_titles=liked,
        dislike_titles=disliked,
        wants_cheaper=bool(_CHEAPER.search(words)),
        wants_shorter=bool(_SHORTER.search(words)),
        wants_easier=bool(_EASIER.search(words)),
        youngest_age=read_youngest_age(words),
        name=read_name(message.raw, awaiting=awaiting),
        ordinal=next((number for pattern, number in _ORDINALS if pattern.search(words)), None),
    )
    return SlotReading(slots, words, scopes)


def read_name(raw: str, *, awaiting: str) -> str:
    """What the player wants to be called, as they spelt it, or "" ."""
    for found in _NAME.finditer(raw.casefold()):
        spelt = raw[found.start("name") : found.end("name")]
        if len(raw) == len(raw.casefold()) and found["name"] not in _NOT_A_NAME and _stands_alone(raw, found.end()):
            return _as_name(spelt)
    if (
        (found_im := _NAME_AFTER_IM.search(raw))
        and found_im["name"].casefold() not in _NOT_A_NAME
        and not raw.isupper()
    ):
        return found_im["name"]
    if awaiting == "name":
        answer = re.sub(r"^(?:it'?s|im|i'm|i am|just|call me|its)\s+", "", raw.strip(" .!"), flags=re.IGNORECASE)
        if (
            re.fullmatch(r"[^\W\d_][\w' -]{0,24}", answer)
            and len(answer.split()) <= 2
            and answer.casefold() not in _NOT_A_NAME
        ):
            return _as_name(answer)
    return ""


def _stands_alone(raw: str, end: int) -> bool:
    """A name ends the clause; "this is boring stuff" does not."""
    return bool(
        re.match(
            r"\s*(?:$|[,.!?;:)(]|btw|pls|please|and|n\b|by the way|hai|from|i\b|im\b|thanks|lol|here|\W)",
            raw[end:],
            re.IGNORECASE,
        )
    )


def _as_name(spelt: str) -> str:
    return spelt if any(char.isupper() for char in spelt) else spelt.title()


def _set_titles_aside(words: str, hits: tuple[TitleHit, ...]) -> str:
    for hit in reversed(hits):
        words = f"{words[: hit.start]}{TITLE_MARK}{words[hit.end :]}"
    return words


def _hide(words: str, hits: tuple[TitleHit, ...]) -> str:
    """The "no" of No Man's Sky refuses nothing; places stay as they are."""
    for hit in hits:
        words = f"{words[: hit.start]}{'x' * (hit.end - hit.start)}{words[hit.end :]}"
    return words


def _is_blamed(after: str) -> bool:
    found = _DISLIKED_AFTER.match(after)
    return found is not None and not (_HURT.search(found[0]) and _WANTED_AGAIN.search(after[:90]))


def _said_of_it(words: str, hits: tuple[TitleHit, ...]) -> str:
    """What is said of the first of these as far as its sentence goes: "gris is short. i liked abzu" praises no gris."""
    for hit, following in itertools.pairwise(hits):
        between = words[hit.end : following.start]
        if not _JOINT.fullmatch(between):
            ends = [found.start() for found in re.finditer(r"[.!?;]", between)]
            return between[: ends[-1]] if ends else _LIKE_AT_END.sub("", between)
    return words[hits[-1].end :]


def _sort_titles(words: str, hits: tuple[TitleHit, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A named title is a reference to something good unless the words beside it say otherwise."""
    liked: list[str] = []
    disliked: list[str] = []
    outright = {hit.title for hit in hits if _OUTRIGHT.search(words[: hit.start])}
    scopes = find_scopes(_hide(words, hits)) if hits else Scopes(())
    for place, hit in enumerate(hits):
        before, after = words[: hit.start], words[hit.end :]
        beside = _said_of_it(words, hits[place:])
        if words[hit.start : hit.end].endswith("'s"):
            after = f" is{after}"  # "fortnite's too sweaty now"
        if _MISSED_SINCE.search(before) and not _is_blamed(after):
            liked.append(hit.title)
            continue
        is_refused = scopes.cover(hit.start, hit.start + 1) and not (
            _PRAISED.search(beside[:50]) or _LIKED_JUST_BEFORE.search(before)
        )
        is_over = _NOW_OVER.match(after) and not _PRAISED.search(before[-30:]) and not before.endswith("reminds me of ")
        if _DISLIKED_BEFORE.search(before) or _is_blamed(after) or is_refused or is_over or _REFUSED_LATER.match(after):
            if not re.search(r"\b(?:done with|over|tired of|finished) (?:the )?$", before):
                disliked.append(hit.title)
        elif _ASKED_AFTER.match(after) or _ASKED_BEFORE.search(before):
            continue
        elif not (_ONLY_NAMED.search(before) and not _PRAISED.search(before[-40:] + beside[:50])):
            liked.append(hit.title)
    if outright and not _MISSED_SINCE.search(words):
        liked = [title for title in liked if title not in outright or title not in disliked]
    return tuple(dict.fromkeys(liked)), tuple(title for title in dict.fromkeys(disliked) if title not in liked)
