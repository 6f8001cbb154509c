"""When somebody wants to be reminded: "friday 8pm", "in half an hour", "tomorrow after work". Pure.

``now`` is the moment on their own clock; what is read stands on the same clock. A moment counted from now ("in two
hours") needs no clock at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from conversations.dialogue.times.hindi_times import in_english
from conversations.dialogue.times.spoken_numbers import spell_numbers
from conversations.understanding.phrase_files import phrases_of

_SAID = phrases_of("times", Path(__file__).parent / "phrases")

FARTHEST = timedelta(days=366)
_YEARS_WORTH_COUNTING = 2  # beyond them a date may not fit any clock: 9999-12-31 has no day after it
_EVENING = time(19)  # when nothing but a day is said: that is when people play
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_UNITS = {
    "m": 1, "min": 1, "minute": 1, "h": 60, "hr": 60, "hour": 60, "d": 1440, "day": 1440, "night": 1440, "w": 10_080,
    "wk": 10_080, "week": 10_080, "month": 43_200, "year": 525_600,
}  # fmt: skip
_UNIT = r"(?P<unit>(?:year|month|week|wk|day|night|hour|hr|minute|min)s?|[wdhm])(?![a-z])"
_COUNTED = re.compile(
    rf"\b(?:in|after|within) (?:{_SAID['about']} )*(?P<number>\d+(?:[.,]\d+)?) ?(?:more )?{_UNIT}"
    r"(?:(?: and| &)? ?(?P<half>0\.5)(?: hours?)?|(?: and| &)? ?(?P<rest>\d{1,2}) ?(?:minutes?|mins?|m)?\b)?"
)
_FROM_NOW = re.compile(rf"\b(?P<number>\d+(?:[.,]\d+)?) ?{_UNIT}(?: from now| later| from here)\b")
_IN_BARE_MINUTES = re.compile(r"\bin (?P<number>10|15|20|25|30|40|45|50|60|90)\b(?! ?(?:h|d|w|am|pm|[:.]))")
_DAY_NAME = (
    r"(?P<name>mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
)
_WEEKDAY = re.compile(rf"\b(?P<which>next |this |coming |every |each |on )?(?:coming )?{_DAY_NAME}s?\b")
_TOMORROW = re.compile(rf"\b{_SAID['tomorrow']}\b")
_OVERMORROW = re.compile(r"\b(?:the )?day after (?:tomorrow|tmrw?|tmw)\b|\bovermorrow\b")
_TODAY = re.compile(r"\b(?:today|later today|2day|hoy|heute)\b")
_TONIGHT = re.compile(r"\b(?:tonight|tonite|2nite|this evening|later this evening|heute abend|esta noche)\b")
_THIS_PART = re.compile(r"\bthis (?P<part>morning|afternoon|arvo)\b")
_WEEKEND = re.compile(r"\b(?P<next>next )?(?:the |this |on the |at the |over the )?(?:weekend|wkend|wknd)\b")
_NEXT_WEEK = re.compile(r"\bnext (?:week|wk)\b")
_NEXT_MONTH = re.compile(r"\bnext month\b")
_ISO = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)\b")
_DAY_MONTH = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{'|'.join(_MONTHS)})[a-z]*\b"
    rf"|\b(?P<month2>{'|'.join(_MONTHS)})[a-z]*\.? (?:the )?(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?! ?[ap]\.?m|:)"
)
_DAY_ALONE = re.compile(r"\b(?:on )?the (?P<day>\d{1,2})(?:st|nd|rd|th)\b|\bon (?P<day2>\d{1,2})(?:st|nd|rd|th)\b")
_SLASHES = re.compile(r"\b(?P<one>\d{1,2})[/](?P<two>\d{1,2})(?:[/](?:20)?\d\d)?\b")
_CLOCK = re.compile(
    rf"\b{_SAID['at']}?(?P<hour>\d{{1,2}})(?:[:.h](?P<minute>\d\d))? ?(?P<half>[ap])\.?m?\.?(?=$|[^\w])"
    r"|\b(?P<hour2>\d{1,2})[:.h](?P<minute2>\d\d)\b|(?:\b(?:at|by|around|@|make it|say)|@) ?"
    rf"(?P<hour3>\d{{1,2}})(?: ?(?:o'?clock|ish|sharp))?(?= |$|[,;!?])(?! ?{_SAID['no clock']})"
    rf"|\b(?P<hour4>\d{{1,2}}) ?(?:o'?clock)\b|\b(?P<hour5>\d{{1,2}})(?= {_SAID['part of a day']}\b)"
)
_SPOKEN = re.compile(
    r"\b(?P<part>half|quarter|10|20|5|25)(?: (?P<way>past|after|to|before|till?))? (?P<hour>\d{1,2})\b ?(?P<half>[ap])?"
)
_BARE_END = re.compile(r"(?:^|\s)(?P<hour>\d{1,2})$")
_PARTS: tuple[tuple[re.Pattern[str], time], ...] = (
    (re.compile(r"\bfirst thing(?: in the morning)?\b|\b(?:when|as soon as) i wake up\b"), time(8)),
    (re.compile(r"\bbefore (?:work|school|class)\b"), time(7, 30)),
    (re.compile(r"\bmid ?-?morning\b"), time(10)),
    (re.compile(r"\bmornings?\b|\bat breakfast\b|\bin the am\b"), time(9)),
    (re.compile(r"\bnoon\b|\bmid ?-?day\b"), time(12)),
    (re.compile(_SAID["at lunch"]), time(12, 30)),
    (re.compile(r"\bafternoons?\b|\barvo\b"), time(15)),
    (re.compile(r"\bafter (?:school|class(?:es)?|uni|college)\b"), time(16)),
    (re.compile(_SAID["after work"]), time(18)),
    (re.compile(r"\bat (?:dinner|tea) ?(?:time)?\b"), time(18, 30)),
    (re.compile(_SAID["after dinner"]), time(20)),
    (re.compile(r"\bevenings?\b|\beve\b"), _EVENING),
    (re.compile(r"\bbed ?time\b|\bbefore (?:i go to )?(?:bed|sleep)\b|\blate at night\b"), time(22)),
    (re.compile(r"\bnights?\b|\btonight\b|\btonite\b"), time(20)),
)  # fmt: skip
_MIDNIGHT = re.compile(r"\bmidnight\b")
_REPEATS = re.compile(_SAID["every"])
_IN_A_BIT = re.compile(_SAID["in a bit"])
_AM = re.compile(r"\b(?:morning|am|a\.m\.?)\b")
_PM = re.compile(r"\b(?:evening|night|tonight|tonite|afternoon|arvo|after work|after school|pm)\b")


@dataclass(frozen=True)
class Moment:
    """``at`` carries the zone of ``now``. ``problem`` is "past" or "far" for a moment nobody can be reminded at."""

    at: datetime
    needs_clock: bool
    repeats: bool = False
    problem: str = ""


def read_moment(text: str, *, now: datetime, unless_said: date | None = None) -> Moment | None:
    """The moment that a text names, or None. ``unless_said`` is the day that an hour alone belongs to."""
    words = spell_numbers(in_english(text.casefold()))
    repeats = bool(_REPEATS.search(words))
    gap = _counted(words)
    at_clock = _clock(words)
    if gap is not None and not (gap >= timedelta(days=1) and (at_clock or _part(words))):
        return _judged(Moment(now + gap, needs_clock=False, repeats=repeats), now)
    day, is_certain = _day(words, now, gap)
    if day is None and unless_said is not None and unless_said > now.date():
        day, is_certain = unless_said, True
    if day is not None and abs(day.year - now.year) > _YEARS_WORTH_COUNTING:
        return _out_of_reach(day, now, repeats=repeats)
    hour = _hour(words, at_clock, now, has_day=day is not None)
    if hour is None and day == unless_said and not _day(words, now, gap)[0]:
        day = None
    is_midnight = at_clock is None and bool(_MIDNIGHT.search(words))
    if day is None and hour is None and not is_midnight:
        return None
    at = _on(day or now.date(), hour or _EVENING, now)
    if is_midnight:
        at = _on((day or now.date()) + timedelta(days=1), time(0), now)  # tonight's midnight is tomorrow's first minute
    if at <= now:
        at = _later(at, words, has_day=day is not None, is_certain=is_certain, hour=hour, now=now)
    return _judged(Moment(at, needs_clock=True, repeats=repeats), now)


def _counted(words: str) -> timedelta | None:
    found = _COUNTED.search(words) or _FROM_NOW.search(words)
    if found is None:
        if found := _IN_BARE_MINUTES.search(words):
            return timedelta(minutes=int(found["number"]))
        return timedelta(minutes=30) if _IN_A_BIT.search(words) else None
    unit = _UNITS[found["unit"].rstrip("s")]
    minutes = float(found["number"].replace(",", ".")) * unit
    rest = found.groupdict().get("rest")
    if rest and unit == 60:
        minutes += int(rest)
    return timedelta(minutes=min(minutes, 60.0 * 24 * 3660))


def _day(words: str, now: datetime, gap: timedelta | None) -> tuple[date | None, bool]:
    """The day that is named, and whether it can be no other (a date, today)."""
    today = now.date()
    if gap is not None:
        return today + timedelta(days=gap.days), True
    if _OVERMORROW.search(words):
        return today + timedelta(days=2), True
    if _TOMORROW.search(words):
        return today + timedelta(days=1), True
    if dated := _dated(words, today):
        return dated, True
    if found := _WEEKDAY.search(words):
        return _next_weekday(found["name"], found["which"] or "", words, today), False
    if found := _WEEKEND.search(words):
        to_saturday = (5 - today.weekday()) % 7 if today.weekday() != 6 else 0
        return today + timedelta(days=to_saturday + (7 if found["next"] else 0)), False
    if _NEXT_WEEK.search(words):
        return today + timedelta(days=7 - today.weekday()), True
    if _NEXT_MONTH.search(words):
        return (today.replace(day=1) + timedelta(days=32)).replace(day=1), True
    if _TODAY.search(words) or _TONIGHT.search(words) or _THIS_PART.search(words):
        return today, True
    return None, False


def _next_weekday(name: str, which: str, words: str, today: date) -> date:
    wanted = next(number for number, day in enumerate(_WEEKDAYS) if day.startswith(name[:3]))
    if which.strip() == "next" or re.search(rf"\b{name} next week\b|\bnext week\b.*\b{name}", words):
        monday = today + timedelta(days=7 - today.weekday())
        return monday + timedelta(days=wanted)
    return today + timedelta(days=(wanted - today.weekday()) % 7)


def _dated(words: str, today: date) -> date | None:
    if found := _ISO.search(words):
        return _safe(int(found["year"]), int(found["month"]), int(found["day"]))
    if found := _DAY_MONTH.search(words):
        month = _MONTHS.index((found["month"] or found["month2"])[:3]) + 1
        return _coming(month, int(found["day"] or found["day2"]), today)
    if found := _SLASHES.search(words):
        one, two = int(found["one"]), int(found["two"])
        if one > 12 >= two or one == two:
            return _coming(two, one, today)
        return _coming(one, two, today) if two > 12 >= one else None  # 4/5 is two days at once
    if found := _DAY_ALONE.search(words):
        day = int(found["day"] or found["day2"])
        for months in range(3):
            month = (today.month - 1 + months) % 12 + 1
            then = _safe(today.year + (today.month - 1 + months) // 12, month, day)
            if then and then >= today:
                return then
    return None


def _coming(month: int, day: int, today: date) -> date | None:
    this_year = _safe(today.year, month, day)
    return this_year if this_year and this_year >= today else _safe(today.year + 1, month, day)


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@dataclass(frozen=True)
class _Clock:
    hour: int
    minute: int
    half: str = ""  # "a" | "p"
    is_exact: bool = False  # written as 20:00 or 08:30: no half of the day to guess


def _clock(words: str) -> _Clock | None:
    words = _DAY_MONTH.sub(" ", _ISO.sub(" ", words))
    if (found := _SPOKEN.search(words)) and (found["part"] == "half" or found["way"]):
        hour, part = int(found["hour"]), {"half": 30, "quarter": 15}.get(found["part"]) or int(found["part"])
        if found["way"] in ("to", "before", "till", "til"):
            hour, part = hour - 1, 60 - part
        return _Clock(hour % 24, part, found["half"] or "") if 0 <= hour <= 23 else None
    for found in _CLOCK.finditer(words):
        hour = int(next(value for name, value in found.groupdict().items() if name.startswith("hour") and value))
        minute = int(found["minute"] or found["minute2"] or 0)
        if hour <= 24 and minute <= 59:
            is_exact = bool(found["hour2"]) and (hour > 12 or found["hour2"].startswith("0") or hour == 0)
            return _Clock(hour % 24, minute, found["half"] or "", is_exact=is_exact)
    has_day = _TOMORROW.search(words) or _TONIGHT.search(words) or _WEEKDAY.search(words) or _TODAY.search(words)
    if has_day and (found := _BARE_END.search(words)) and int(found["hour"]) <= 23:
        return _Clock(int(found["hour"]), 0)
    return None


def _part(words: str) -> time | None:
    return next((hour for pattern, hour in _PARTS if pattern.search(words)), None)


def _hour(words: str, clock: _Clock | None, now: datetime, *, has_day: bool) -> time | None:
    if clock is None:
        if has_day and _WEEKEND.search(words) and not _part(words):
            return time(11)
        return _part(words)
    hour = clock.hour
    if clock.half:
        return time(hour % 12 + (12 if clock.half == "p" else 0), clock.minute)
    if clock.is_exact or hour > 12 or hour == 0:
        return time(hour, clock.minute)
    if _AM.search(words) and not re.search(r"\bthis morning\b", words):
        return time(hour % 12, clock.minute)
    if _PM.search(words):
        return time(hour % 12 + 12, clock.minute)
    if has_day and not (_TODAY.search(words) and now.hour < 12):
        # "friday at 9": people play in the evening; noon is noon.
        return time(hour if hour == 12 else hour + 12, clock.minute)
    # No day: whichever comes first, but nobody means the small hours.
    for candidate in (hour % 12, hour % 12 + 12):
        if candidate >= 7 and time(candidate, clock.minute) > now.time():
            return time(candidate, clock.minute)
    return time(hour % 12 if hour % 12 >= 7 else hour % 12 + 12, clock.minute)


def _later(at: datetime, words: str, *, has_day: bool, is_certain: bool, hour: time | None, now: datetime) -> datetime:
    """The same words, meant of a later day, where that is how people speak."""
    if _WEEKEND.search(words):
        return _on(now.date() + timedelta(days=1), time(11), now)
    if _TONIGHT.search(words) and hour is not None and now.hour >= 18 and not _clock(words):
        return now + timedelta(hours=1)
    if not has_day:
        return _on(at.date() + timedelta(days=1), at.time(), now)
    return at if is_certain else _on(at.date() + timedelta(days=7), at.time(), now)


def _on(day: date, hour: time, now: datetime) -> datetime:
    """That hour of that day on the clock of ``now``; an hour that the clock skips becomes the one after it."""
    return datetime.combine(day, hour, tzinfo=now.tzinfo).astimezone(UTC).astimezone(now.tzinfo)


def _out_of_reach(day: date, now: datetime, *, repeats: bool) -> Moment:
    """A year nobody means. ``at`` only stands on the right side of now, as far away as can still be counted."""
    away = timedelta(days=366 * (_YEARS_WORTH_COUNTING + 1))
    is_past = day < now.date()
    return Moment(now - away if is_past else now + away, True, repeats, problem="past" if is_past else "far")


def _judged(moment: Moment, now: datetime) -> Moment:
    if moment.at <= now:
        return replace(moment, problem="past")
    return replace(moment, problem="far") if moment.at - now > FARTHEST else moment


def without_moment(text: str) -> str:
    """The text without the words that name a moment, so that what is left says what it is about."""
    words = spell_numbers(text)
    for pattern in (
        _REPEATS, _COUNTED, _FROM_NOW, _IN_BARE_MINUTES, _IN_A_BIT, _OVERMORROW, _TOMORROW, _ISO, _DAY_MONTH, _SLASHES,
        _DAY_ALONE, _NEXT_WEEK, _NEXT_MONTH, _WEEKEND, _WEEKDAY, _THIS_PART, _TODAY, _CLOCK, _SPOKEN, _MIDNIGHT,
        *(part for part, _ in _PARTS), _TONIGHT,
    ):  # fmt: skip
        words = pattern.sub(" ", words)
    return " ".join(words.split())
