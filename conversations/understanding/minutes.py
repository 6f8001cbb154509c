"""How long somebody has to play, in minutes; the length of anything else is not an answer."""

from __future__ import annotations

import re

from conversations.understanding.number_words import NUMBER_WORDS
from conversations.understanding.phrase_files import phrases_of

_SAID = phrases_of("minutes")
_HOURS, _MINUTES = _SAID["hour units"], _SAID["minute units"]
_WORDS = {
    **NUMBER_WORDS, "an": 1, "a": 1, "fifteen": 15, "twenty": 20, "twenty five": 25, "thirty": 30, "forty": 40,
    "forty five": 45, "fifty": 50, "sixty": 60, "ninety": 90, "a couple": 2, "a couple of": 2, "couple": 2,
    "couple of": 2, "twenty-five": 25, "forty-five": 45, "thirty-five": 35, "a cpl": 2, "a few": 3, "few": 3,
    "una": 1, "un": 1, "uma": 1, "dos": 2, "duas": 2, "tres": 3, "ek": 1, "do": 2, "teen": 3, "diez": 10, "quince": 15,
    "veinte": 20, "treinta": 30, "dez": 10, "quinze": 15, "vinte": 20, "trinta": 30, "das": 10, "bees": 20, "tees": 30,
    "eine": 1, "zwei": 2,
}  # fmt: skip
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_SHORT_UNITS = frozenset({"h", "m"})  # only right after digits: "an h" and "a m" are not times
_N = rf"(?:\d+(?:[.,]\d+)?|\b(?:{_WORD})\b)"
_RANGE = rf"(?P<low>{_N})(?:\s?(?:-|to|or|ou|o|a)\s?(?P<high>{_N}))?"
_IN_SO_MANY_WORDS = (
    (re.compile(_SAID["one and a half hours"]), 90),
    (re.compile(_SAID["two and a half hours"]), 150),
    (re.compile(_SAID["three quarters of an hour"]), 45),
    (re.compile(_SAID["an hour and a quarter"]), 75),
    (re.compile(_SAID["a quarter of an hour"]), 15),
    (re.compile(_SAID["half an hour"]), 30),
)
_BARE_HOUR = re.compile(_SAID["an hour without its article"])
_HOURS_AND_MINUTES = re.compile(
    rf"(?<![\w.])(?P<hours>\d+) ?{_HOURS} ?(?:and |n |& )?(?P<minutes>\d{{1,2}})(?: ?{_MINUTES}\b|\b(?! ?[\w]))"
)
_AN_HOUR_AND = re.compile(
    r"\b(?:an|one|1) ?(?:hours?|hrs?) ?(?:and|n|&) ?(?P<minutes>[1-5]\d)\b"
    r"(?! ?(?:quid|bucks|euros?|pounds?|dollars?|people))"
)
_AMOUNT = re.compile(
    rf"(?<![\w.$€£₹]){_RANGE}(?:ish|\+)?[\s-]?(?:{_SAID['words before the unit']} )?"
    rf"(?:(?P<hour>{_HOURS})|(?P<minute>{_MINUTES}))(?![\w'])"
)
_GOT_BEFORE = re.compile(
    rf"\b(?:got|have|only) (?:about |like |roughly |maybe )?(?P<low>\d{{1,3}}) (?:before|till?|until) "
    rf"{_SAID['what ends the time']}"
)
_IN_A_BIT = re.compile(
    rf"\b{_SAID['what will be soon']}\b[^.!?]{{0,30}}\bin (?:about |like |abt |around |~)?"
    r"(?P<low>\d{1,3})(?! ?(?:years|days|%|[a-z]))"
)
_WAKES_EVERY = re.compile(
    rf"\b{_SAID['interrupts']}\b[^.!?]{{0,12}}\bevery (?P<low>\d{{1,2}})(?: ?(?:mins?|minutes|m))?\b"
    r"(?! ?(?:hours?|hrs?|h\b|days?))"
)

# "Train in 5 min, got 20 minutes": when they leave is the time there is only where no other is told.
_LEAVES_IN = re.compile(rf"\b{_SAID['what leaves']}\b[^.!?]{{0,12}}\bin (?:about |like |~)?$")

# The unit shows that it is the length of something else than this sitting.
_BEFORE_OTHER = re.compile(rf"\b{_SAID['spent before']}(?: {_SAID['between spent and the amount']})*\s?$")
_AFTER_OTHER = re.compile(rf"^\s?{_SAID['of something else']}")
# "a 60 hour game" is its length; "a 20 min game" is one for the time there is.
_GAME_AFTER = re.compile(r"^\s?games?\b(?! (?:time|session))")
_FOR = r"\bfor (?:about |over |like |nearly |almost |the (?:last|past) )?\s?$"
_WAITING_BEFORE = re.compile(
    rf"\b{_SAID['looks']}\b[^.!?]{{0,40}}\b(?:for|in)(?: like| about| over)?\s?$"
    rf"|\b{_SAID['waits']}\b[^.!?,;]{{0,30}}{_FOR}"
    rf"|\b{_SAID['complains']}\w* (?:\w+ ){{0,3}}(?:for|4) "
    r"(?:about |over |like |nearly |almost |a (?:whole|solid|full|good) )?\s?$"
)
_A_DAY_AFTER = re.compile(r"^\s?(?:a|per|each|every) (?:day|shift)\b")
_SPENT_BEFORE = re.compile(rf"\b{_SAID['spent each day']}\w{{0,3}}\b[^.!?;,]{{0,24}}\s?$")
_REFUSED_BEFORE = re.compile(r"\b(?:not|no|isn'?t|never|than|over)\s$")
# "never longer than an hour", "can't focus for more than ten minutes": that is all there is.
_AT_MOST = re.compile(r"\b(?:never|can'?t|cannot|don'?t|won'?t|not)\b[^.!?,]{0,40}\b(?:more|longer) than\s$")
_GAME_LENGTH_BEFORE = re.compile(rf"\b{_SAID['length of a game']}(?: \w+){{0,2}}\s?$")
_FREE_ALL_THE_SAME = re.compile(rf"\b{_SAID['free all the same']}(?: (?:about|like|around|only|just|maybe))*\s?$")


def read_minutes(words: str) -> int | None:
    """The time that is there for this sitting. Of a range the longer end: it is the time they have."""
    for pattern, length in _IN_SO_MANY_WORDS:
        found = pattern.search(words)
        if found and not _is_of_something_else(words, found.start(), found.end()):
            return length
    if found := _AN_HOUR_AND.search(words):
        return 60 + int(found["minutes"])
    for found in _HOURS_AND_MINUTES.finditer(words):
        if not _is_of_something_else(words, found.start(), found.end()):
            return int(found["hours"]) * 60 + int(found["minutes"])
    until_they_leave: int | None = None
    for found in _AMOUNT.finditer(words):
        told = _minutes_in(words, found)
        if told is not None and not _LEAVES_IN.search(words[: found.start()]):
            return told
        until_they_leave = until_they_leave or told
    if until_they_leave is not None:
        return until_they_leave
    if _BARE_HOUR.search(words):
        return 60
    if found := _GOT_BEFORE.search(words) or _WAKES_EVERY.search(words) or _IN_A_BIT.search(words):
        minutes = float(found["low"])
        return round(minutes) if 1 <= minutes <= 180 else None
    return None


def _minutes_in(words: str, found: re.Match[str]) -> int | None:
    """The amount in minutes; None where it is no time to play, or no time at all."""
    if _is_of_something_else(words, found.start(), found.end()):
        return None
    if (found["hour"] or found["minute"]) in _SHORT_UNITS and not found["low"].isdigit():
        return None
    minutes = _number(found["high"] or found["low"]) * (60 if found["hour"] else 1)
    if found["minute"] == "m" and minutes > 90:
        return None  # 500m is money or a distance
    return round(minutes) if 1 <= minutes <= 24 * 60 else None


def _is_of_something_else(words: str, start: int, end: int) -> bool:
    before, after = words[:start], words[end:]
    if _REFUSED_BEFORE.search(before):
        return not _AT_MOST.search(before)
    if _GAME_AFTER.match(after) and "min" not in words[start:end]:
        return True
    if _A_DAY_AFTER.match(after) and _SPENT_BEFORE.search(before):
        return True
    if _AFTER_OTHER.match(after) or _WAITING_BEFORE.search(before):
        return True
    return bool(_BEFORE_OTHER.search(before) or _GAME_LENGTH_BEFORE.search(before)) and not _FREE_ALL_THE_SAME.search(
        before
    )


def _number(text: str) -> float:
    return float(_WORDS[text]) if text in _WORDS else float(text.replace(",", "."))
