"""How long somebody has to play, in minutes; the length of anything else is not an answer."""

from __future__ import annotations

import re

from conversations.understanding.number_words import NUMBER_WORDS

_UNITS_HOUR = r"(?:hours?|hrs?|hr|h|horas?|ghant[ae]|stunden?|heures?|oras)"
_UNITS_MINUTE = r"(?:minutes?|mins?|min|minutos?|minuten|mnts?|m)"
_WORDS = {
    **NUMBER_WORDS, "an": 1, "a": 1, "fifteen": 15, "twenty": 20, "twenty five": 25, "thirty": 30, "forty": 40, "forty five": 45, "fifty": 50,
    "sixty": 60, "ninety": 90, "a couple": 2, "a couple of": 2, "couple": 2, "couple of": 2, "twenty-five": 25, "forty-five": 45, "thirty-five": 35, "a cpl": 2, "a few": 3, "few": 3,
    "una": 1, "un": 1, "uma": 1, "dos": 2, "duas": 2, "tres": 3, "ek": 1, "do": 2, "teen": 3, "diez": 10, "quince": 15, "veinte": 20,
    "treinta": 30, "dez": 10, "quinze": 15, "vinte": 20, "trinta": 30, "das": 10, "bees": 20, "tees": 30, "eine": 1, "zwei": 2,
}  # fmt: skip
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_SHORT_UNITS = frozenset({"h", "m"})  # only right after digits: "an h" and "a m" are not times
_N = rf"(?:\d+(?:[.,]\d+)?|\b(?:{_WORD})\b)"
_RANGE = rf"(?P<low>{_N})(?:\s?(?:-|to|or|ou|o|a)\s?(?P<high>{_N}))?"
_PATTERNS: tuple[tuple[re.Pattern[str], float], ...] = (
    (re.compile(r"\b(?:an?|one|1|ek) ?(?:hr|hour|h) ?(?:and|n|&|\+|n') ?(?:a )?half\b|\b1 ?1/2 (?:hrs?|hours?)\b|\bhora y media\b|\bhora e meia\b|\bdedh ghanta\b|\b(?:hour|hr)[- ](?:and|n|&|an|n')[- ](?:a[- ])?half\b|\banderthalb stunden\b"), 90),
    (re.compile(r"\b(?:two|2) (?:and a half|n a half) (?:hrs?|hours?)\b|\b(?:2|two) (?:hrs?|hours?) (?:and|n) a half\b|\bdhai ghant[ae]\b"), 150),
    (re.compile(r"\b(?:three|3) quarters of an hour\b|\bthree[- ]quarters of an hour\b"), 45),
    (re.compile(r"\b(?:an? )?hour and a quarter\b"), 75),
    (re.compile(r"\b(?:quarter|1/4) (?:of )?(?:an? )?(?:hr|hour)\b|\bcuarto de hora\b"), 15),
    (re.compile(r"\b(?:half|1/2|hlf) ?(?:of )?(?:an? |n )?(?:hr|hour)\b|\bmedia hora\b|\bmeia hora\b|\baadh?a ghanta\b|\bhalbe stunde\b|\bdemi[- ]heure\b|\bkalahating oras\b|\bhalf[- ]hour\b"), 30),
)  # fmt: skip
# "hour or so each night", "hour on sunday": one, without the "an".
_BARE_HOUR = re.compile(
    r"\bfor the next hour\b|(?:^|[,.;!] |\b(?:got|have|for|about|roughly|maybe) )hour (?:or so|or two|on|tops|max|free|spare|each|a (?:night|day|week))\b"
)
_HOURS_AND_MINUTES = re.compile(
    rf"(?<![\w.])(?P<hours>\d+) ?{_UNITS_HOUR} ?(?:and |n |& )?(?P<minutes>\d{{1,2}})(?: ?{_UNITS_MINUTE}\b|\b(?! ?[\w]))"
)
_AN_HOUR_AND = re.compile(
    r"\b(?:an|one|1) ?(?:hours?|hrs?) ?(?:and|n|&) ?(?P<minutes>[1-5]\d)\b(?! ?(?:quid|bucks|euros?|pounds?|dollars?|people))"
)
_AMOUNT = re.compile(
    rf"(?<![\w.$€£₹]){_RANGE}(?:ish|\+)?[\s-]?(?:ish |or so |short |spare |good |solid |free |more |full |whole |straight |odd |quiet |quick |calm |lazy |precious |measly |lousy |blissful |peaceful )?(?:(?P<hour>{_UNITS_HOUR})|(?P<minute>{_UNITS_MINUTE}))(?![\w'])"
)
_GOT_BEFORE = re.compile(
    r"\b(?:got|have|only) (?:about |like |roughly |maybe )?(?P<low>\d{1,3}) (?:before|till?|until) (?:work|bed|class|school|dinner|lunch|tea|i\b|my\b|the (?:bus|train|kids|baby))"
)
_IN_A_BIT = re.compile(
    r"\b(?:before|bus|train|meeting|class|shift|pickup|pick up|leave|leaving|lunch|appointment|lecture|call|dentist|boarding|flight|bed|sleep|lesson|starts?|comes?|ends?|over|free)\b[^.!?]{0,30}\bin (?:about |like |abt |around |~)?(?P<low>\d{1,3})(?! ?(?:years|days|%|[a-z]))"
)

# The unit shows that it is the length of something else than this sitting.
_BEFORE_OTHER = re.compile(
    r"\b(?:slept|sleep|sleeping|got like|awake|up|worked|working|work|shift|drove|driving|drive|cried|crying|waited|queued|studied|studying|revised|scrolled|scrolling[^.!?,]{0,24}|browsing[^.!?,]{0,24}|talked|played|playing|put in|spent|wasted|sunk|clocked|logged|invested|lost|after|for the (?:last|past)|(?<!that )(?<!which )(?<!runs )(?<!rounds )(?<!matches )(?<!levels )(?<!sessions )(?<!to )(?<!can )(?<!should )last|past|every|closing (?:it|them) after|quit after|done after|bored after|after like|within|takes|took|beat in|finish(?:ed)? in|under \d+ hours to|been|woke up|did|pulled|ran|only got|of)"
    r"(?: (?:about|like|around|for|a|an|the|only|maybe|over|nearly|almost|just|it|them|him|her|me|at|on|work|another|roughly))*\s?$"
)
_AFTER_OTHER = re.compile(
    r"^\s?(?:ago\b|at (?:the |my )?(?:hospital|office|work|uni|school|clinic|shop|factory|warehouse)\b|shifts?\b|old\b|sleep\b|of sleep\b|of (?:work|crying|driving|sleeping|meetings?|lectures?|class|homework|nothing|zoom|traffic|reading|studying|scrolling|gameplay|content|my life|overtime|calls)\b|of playtime|playtime|long\b(?! (?:session|flight|train|bus|drive|wait|layover))|to (?:beat|finish|complete|get into|100)|gameplay|campaign|story\b|rpg|in (?:already|and|n|so|,|it|now)?\b(?! (?:the|my|a|total|between|bed|front))|into it|on (?:the clock|record)|late\b|away\b|drive\b(?! ahead)|commute each day ago|each (?:day|week) (?:at|working)|at (?:work|the gym|uni|school)|workdays?|work ?days?|exam\b|lecture\b(?! break)|meetings?\b|run\b|walk\b|gym|before (?:i|it) (?:passed|died)|a day (?:at|in|of|on) (?:work|the office)|straight (?:of|at|on) (?:work|the)|on (?:my|his|her) feet|later\b|per week\b|week\b|days?\b|read\b|movie|episodes?|nap\b|delay ago|queue)"
)
# "a 60 hour game" is its length; "a 20 min game" is one for the time there is.
_GAME_AFTER = re.compile(r"^\s?games?\b(?! (?:time|session))")
# Time that something else takes: "on hold for 2 hours", "2hrs stuck behind a tractor", "8 hrs of nobody".
_WAITING_BEFORE = re.compile(
    r"\b(?:scroll(?:ed|ing|s)?|opened|brows(?:e|ed|ing)|star(?:e|ed|ing)|looked|search(?:ed|ing)?|watched|sat|stood|slept|tried|talked|argued|argue|debat(?:e|ed)|procrastinat\w+)\b[^.!?]{0,40}\b(?:for|in)(?: like| about| over)?\s?$|\b(?:on hold|customer service|retail|on call|on shift|on duty|smiling|serving|teaching|driving|walking|wandering|driving around|grinding|stuck|waiting|wait|queue(?:ing|d)?|standing|sat|sitting|stood|traffic|tired|crying|at work|at it|fighting|arguing|worked|commut\w+)\b[^.!?,;]{0,30}\bfor (?:about |over |like |nearly |almost |the (?:last|past) )?\s?$|\b(?:scream|shout|yell|rant|moan|lectur|cr[iy]|sob|argu|whin)\w* (?:\w+ ){0,3}(?:for|4) (?:about |over |like |nearly |almost |a (?:whole|solid|full|good) )?\s?$"
)
_WAITING_AFTER = re.compile(
    r"^\s?(?:of (?:(?!gam|play|chill|relax|farm|read|some|any|noth)\w+ing\b|nobody|no one|noone|nothing|waiting|silence|darkness|small talk|my life|your life|pain|hell|rain|snow|being|people|patients|customers|kids|babies|screaming|spreadsheets|emails?|calls|boredom)\b|deep\b|of (?:daylight|sunlight|sunshine|sun|light|darkness|dark|work|wind|battery)\b|on (?:the |a |my )?(?:tractor|ward|shop ?floor|floor|tills?|line|forklift|combine|site|building site|farm|shift|night ?shift|job|road|ladder|roof|motorway|reception|door|counter|my feet)\b|stuck\b|already\b|late\b|queue|(?:pehle|pahle|hace|atras)\b|in (?:a queue|traffic|a&e|line|hold)|on hold\b|behind\b)"
)
# "I talk to customers 8 hrs a day"; what is free each day is theirs.
_A_DAY_AFTER = re.compile(r"^\s?(?:a|per|each|every) (?:day|shift)\b")
_SPENT_BEFORE = re.compile(
    r"\b(?:talk|work|play|sit|sat|stare|stud(?:y|ies)|drive|teach|cod(?:e|es|ing)|spend|scroll|watch|practi[cs]e|commut|stand|grind|stream|read|write|type|game)\w{0,3}\b[^.!?;,]{0,24}\s?$"
)
_WAKES_EVERY = re.compile(
    r"\b(?:wakes?|waking|up|interrupt\w*|cries|crying|calls?|beeps?|breaks?|feeds?|pause)\b[^.!?]{0,12}\bevery (?P<low>\d{1,2})(?: ?(?:mins?|minutes|m))?\b(?! ?(?:hours?|hrs?|h\b|days?))"
)
_REFUSED_BEFORE = re.compile(r"\b(?:not|no|isn'?t|never|than|over)\s$")
# "never longer than an hour", "can't focus for more than ten minutes": that is all there is.
_AT_MOST = re.compile(r"\b(?:never|can'?t|cannot|don'?t|won'?t|not)\b[^.!?,]{0,40}\b(?:more|longer) than\s$")
_GAME_LENGTH_BEFORE = re.compile(
    r"\b(?:campaign|story|length|takes|beatable|finishable|finish it|beat|complete|finish|done)(?: \w+){0,2}\s?$"
)


def read_minutes(words: str) -> int | None:
    """The time that is there for this sitting. Of a range the longer end: it is the time they have."""
    for pattern, minutes in _PATTERNS:
        found = pattern.search(words)
        if found and not _is_of_something_else(words, found.start(), found.end()):
            return int(minutes)
    if found := _AN_HOUR_AND.search(words):
        return 60 + int(found["minutes"])
    for found in _HOURS_AND_MINUTES.finditer(words):
        if not _is_of_something_else(words, found.start(), found.end()):
            return int(found["hours"]) * 60 + int(found["minutes"])
    for found in _AMOUNT.finditer(words):
        if not _is_of_something_else(words, found.start(), found.end()):
            if (found["hour"] or found["minute"]) in _SHORT_UNITS and not found["low"].isdigit():
                continue
            minutes = _number(found["high"] or found["low"]) * (60 if found["hour"] else 1)
            if found["minute"] == "m" and minutes > 90:
                continue  # 500m is money or a distance
            if 1 <= minutes <= 24 * 60:
                return round(minutes)
    if _BARE_HOUR.search(words):
        return 60
    if found := _GOT_BEFORE.search(words) or _WAKES_EVERY.search(words) or _IN_A_BIT.search(words):
        minutes = float(found["low"])
        return round(minutes) if 1 <= minutes <= 180 else None
    return None


def _is_of_something_else(words: str, start: int, end: int) -> bool:
    before, after = words[:start], words[end:]
    if _REFUSED_BEFORE.search(before):
        return not _AT_MOST.search(before)
    if _GAME_AFTER.match(after) and "min" not in words[start:end]:
        return True
    if _A_DAY_AFTER.match(after) and _SPENT_BEFORE.search(before):
        return True
    if _AFTER_OTHER.match(after) or _WAITING_AFTER.match(after) or _WAITING_BEFORE.search(before):
        return True
    return bool(_BEFORE_OTHER.search(before) or _GAME_LENGTH_BEFORE.search(before)) and not re.search(
        r"\b(?:put (?:it |this )?down after|only got|only get|got|i get|only have|have|(?:chunks?|bursts?|sessions?|sittings?|bits|rounds|slots?|windows?|pockets?|stints?|goes) of)(?: (?:about|like|around|only|just|maybe))*\s?$",
        before,
    )


def _number(text: str) -> float:
    return float(_WORDS[text]) if text in _WORDS else float(text.replace(",", "."))
