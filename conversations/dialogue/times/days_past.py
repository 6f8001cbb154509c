"""Which days somebody speaks of when they ask about something earlier: "on monday", "yesterday", "last week". Pure.

All days are theirs: ``now`` stands on their own clock.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = re.compile(
    r"\b(?P<last>last |this |past |on |from |the other )*"
    r"(?P<name>mon|tue|wed|thu|fri|sat|sun)(?:day|s|sday|nesday|rs|r|rsday|urday)?"
    r"(?:'s)?\b(?: last)?(?P<part> (?:morning|evening|night|afternoon))?"
)
_NUMBERS = {
    "a": 1,
    "one": 1,
    "a couple": 2,
    "a couple of": 2,
    "couple": 2,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
}
_AGO = re.compile(
    r"\b(?P<number>\d{1,2}|a couple(?: of)?|couple(?: of)?|a|one|two|three|four|five|six) "
    r"(?P<unit>days?|nights?|weeks?|months?) (?:ago|back|before)\b"
)
_A_FEW_DAYS = re.compile(
    r"\b(?:a )?few (?:days|nights) (?:ago|back)\b|\bthe other (?:day|night|evening)\b|\brecently\b|\blately\b"
)
_SPANS: tuple[tuple[re.Pattern[str], int, int], ...] = (
    # how many days back it begins and ends (the end is left out)
    (re.compile(r"\b(?:the )?day before yesterday\b"), 2, 1),
    (re.compile(r"\byesterday(?:'s)?\b|\byday\b|\bystrday\b|\byesterdays\b|\bayer\b|\bgestern\b|\bhier soir\b"), 1, 0),
    (re.compile(r"\blast night(?:'s)?\b|\blast evening\b"), 1, 0),
    (re.compile(r"\btoday(?:'s)?\b|\bthis (?:morning|afternoon|evening)(?:'s)?\b|\btonight(?:'s)?\b"
                r"|\bearlier(?: on)?(?: today)?\b"), 0, -1),
)  # fmt: skip
_WEEK = re.compile(r"\b(?P<which>last|this|the past|past) (?:week|wk)(?:'s)?\b")
_WEEKEND = re.compile(r"\b(?:last |this |the |at the |on the |over the |past )*weekend(?:'s)?\b")
_MONTH = re.compile(r"\b(?P<which>last|this|the past|past) month(?:'s)?\b")
_WORDS = re.compile(r"^(?:on|from|last|this|the|past|at|over|in|of|back)$")


@dataclass(frozen=True)
class Days:
    """From the first moment to the one after the last; ``words`` is how they were named, to say it back."""

    since: datetime
    until: datetime
    words: str


def read_days(text: str, *, now: datetime) -> Days | None:
    lowered = " ".join(text.casefold().replace("’", "'").split())
    if found := _AGO.search(lowered):
        number = int(found["number"]) if found["number"].isdecimal() else _NUMBERS[found["number"].strip()]
        size = {"d": 1, "n": 1, "w": 7, "m": 30}[found["unit"][0]]
        slack = {1: 0, 7: 3, 30: 15}[size]  # "two weeks ago" is no day
        return _days(now, number * size + slack, number * size - slack - 1, found[0])
    if found := _A_FEW_DAYS.search(lowered):
        return _days(now, 7, -1 if "ly" in found[0] else 0, found[0])
    for pattern, since, until in _SPANS:
        if found := pattern.search(lowered):
            return _days(now, since, until, found[0])
    if found := _WEEK.search(lowered):
        to_monday = now.weekday()
        is_last = found["which"] == "last"
        return _days(now, to_monday + 7, to_monday, found[0]) if is_last else _days(now, 7, -1, found[0])
    if found := _WEEKEND.search(lowered):
        to_saturday = (now.weekday() - 5) % 7
        return _days(now, to_saturday, to_saturday - 2, "the weekend")
    if found := _MONTH.search(lowered):
        return _days(now, 62 if found["which"] == "last" else 31, -1, found[0])
    if found := _WEEKDAY.search(lowered):
        if not _is_a_day(lowered, found):
            return None
        back = (now.weekday() - _WEEKDAYS.index(found["name"])) % 7 or 7
        name = f"{_day_before(now, back):%A}"
        return _days(now, back, back - 1, f"on {name}")
    return None


def without_days(text: str) -> str:
    """The text without the words that name a day, so that what is left describes the game."""
    lowered = " ".join(text.casefold().replace("’", "'").split())
    for pattern in (_AGO, _A_FEW_DAYS, *(pattern for pattern, _, _ in _SPANS), _WEEK, _WEEKEND, _MONTH):
        lowered = pattern.sub(" ", lowered)
    lowered = _WEEKDAY.sub(lambda found: " " if _is_a_day(found.string, found) else found[0], lowered)
    return " ".join(lowered.split())


def _is_a_day(lowered: str, found: re.Match[str]) -> bool:
    """ "sun" and "sat" are words of their own; as days they come with "on", "last" or their full name."""
    word = lowered[found.start("name") : found.end()].split(" ")[0].removesuffix("'s")
    return word not in ("sun", "sat", "mon", "wed", "suns", "sats") or bool(found["last"])


def day_in_words(at: datetime, *, now: datetime) -> str:
    """When something was, as a friend would say it; both on the same clock."""
    days = (now.date() - at.date()).days
    if days <= 0:
        return "earlier today"
    if days == 1:
        return "yesterday"
    if days < 7:
        return f"on {at:%A}"
    year = f" {at.year}" if at.year != now.year else ""
    return f"on {at:%a} {at.day} {at:%b}{year}"


def _days(now: datetime, since: int, until: int, words: str) -> Days:
    return Days(_midnight(now, since), _midnight(now, until), words.strip())


def _midnight(now: datetime, days_back: int) -> datetime:
    day = (now - timedelta(days=days_back)).date()
    return datetime.combine(day, time(0), tzinfo=now.tzinfo).astimezone(UTC)


def _day_before(now: datetime, days: int) -> datetime:
    return now - timedelta(days=days)
