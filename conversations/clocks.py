"""Which clock somebody lives by: told by them, or the one clock of their number's country. Pure.

Two zones are one clock when they agree on the hour today and half a year from now.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import phonenumbers
from phonenumbers import timezone as phone_zones

NIGHT_FROM, NIGHT_TO = time(22), time(9)
_FILE = Path(__file__).parent / "data" / "time_zones.tsv"
# The edges of the numbers that begin with +1: an area code goes with its owner wherever they move.
_NORTH_AMERICA = ("America/St_Johns", "America/New_York", "America/Los_Angeles", "Pacific/Honolulu")
_USUAL_IN_NORTH_AMERICA = ("America/New_York", "America/Chicago", "America/Los_Angeles")
_BUTTON_CHARS, _MOST_GUESSES = 20, 3
_OLD_NAMES = {
    "Asia/Calcutta": "Asia/Kolkata", "Asia/Saigon": "Asia/Ho_Chi_Minh", "Asia/Katmandu": "Asia/Kathmandu",
    "Asia/Rangoon": "Asia/Yangon", "Europe/Kiev": "Europe/Kyiv", "Asia/Dacca": "Asia/Dhaka",
    "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
}  # fmt: skip
# Zones that are no whole hours from UTC; the first that stands at an offset today is meant by it.
_BETWEEN_HOURS = (
    "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tehran", "Asia/Kabul", "Asia/Yangon", "Australia/Darwin",
    "Australia/Adelaide", "Australia/Lord_Howe", "Australia/Eucla", "America/St_Johns", "Pacific/Chatham",
    "Pacific/Marquesas",
)  # fmt: skip
_WEST, _EAST = -12, 14
_OFFSET = re.compile(r"^(?:utc|gmt) ?([+-]) ?(\d{1,2})(?::?(\d\d))?$|^([+-])(\d{1,2})(?::?(\d\d))?$")
_SAID_WITH_THE_HOUR = re.compile(
    r"\b(est|edt|cst|cdt|mst|mdt|pst|pdt|cet|cest|eet|bst|ist|jst|kst|pkt|sgt|hkt|aest|aedt|sast|msk|brt"
    r"|(?:utc|gmt)(?: ?[+-] ?\d{1,2}(?::\d\d)?)?)\b"
    r"|\b((?:[a-z]+ )?[a-z]+) time\b"
)
_CLOCK_NOW = re.compile(
    r"\b(?:it'?s|its|it is|time is|now|here|currently)\b.*?\b(\d{1,2})(?:[:.h](\d\d))? ?([ap])?\.?m?\b"
    r"|^(\d{1,2})(?:[:.h](\d\d))? ?([ap])?\.?(?:m)?\b(?: ?(?:here|now|rn|right now|over here|local(?: time)?))*$"
)
_AROUND = re.compile(
    r"\b(?:i'?m|im|i am|we'?re|i live|i'?ve moved|i moved|based|living|it'?s|its|my|the|time|timezone|time ?zone|zone|"
    r"is|in|from|on|at|to|near|around|here|now|city|country|currently|hello|hi|ok|okay|yes|yeah|pls|please|just|set|use|change|standard|daylight|so|and|a)\b"
)


def zones_of_phone(number: str) -> tuple[str, ...]:
    """Every zone that the owner of this number may live in; empty when nobody can tell."""
    if number.startswith("+1"):
        return _NORTH_AMERICA
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return ()
    # A block of numbers that is newer than the library is still one of its country.
    typical = phonenumbers.example_number_for_type(
        phonenumbers.region_code_for_country_code(parsed.country_code or 0), phonenumbers.PhoneNumberType.MOBILE
    )
    return _zones(parsed) or (_zones(typical) if typical else ())


def _zones(number: phonenumbers.PhoneNumber) -> tuple[str, ...]:
    named = (_OLD_NAMES.get(zone, zone) for zone in phone_zones.time_zones_for_number(number))
    return tuple(zone for zone in named if is_zone(zone))


def clock_of_phone(number: str, *, now: datetime) -> str:
    """The zone of this number, where its country has one clock; else empty."""
    zones = zones_of_phone(number)
    if not zones or len({_signature(zone, now) for zone in zones}) > 1:
        return ""
    return next((zone for zone in zones if zone in _told()), zones[0])


def guesses_for_phone(number: str, *, now: datetime) -> tuple[str, ...]:
    """Up to three zones worth offering to somebody with this number; none where that would be a lottery."""
    if number.startswith("+1"):
        return _USUAL_IN_NORTH_AMERICA
    one_a_clock = {_signature(zone, now): zone for zone in reversed(zones_of_phone(number))}
    zones = tuple(sorted(zone for zone in one_a_clock.values() if len(name_of(zone)) <= _BUTTON_CHARS))
    return zones if len(zones) <= _MOST_GUESSES else ()


def is_zone(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return bool(zone)


def is_night(zones: Iterable[str], now: datetime) -> bool:
    """Whether it may be night for them: in any of their zones, or because no zone is known."""
    hours = [now.astimezone(ZoneInfo(zone)).time() for zone in zones]
    return not hours or any(hour >= NIGHT_FROM or hour < NIGHT_TO for hour in hours)


def name_of(zone: str) -> str:
    """A zone as one says it: "London time", "UTC+2"."""
    if zone in ("", "UTC", "Etc/UTC"):
        return "UTC"
    if zone.startswith("Etc/GMT"):
        hours = -int(zone.removeprefix("Etc/GMT") or 0)  # these names count westwards
        return f"UTC{hours:+d}" if hours else "UTC"
    return f"{zone.rsplit('/', 1)[-1].replace('_', ' ')} time"


def zone_in_words(text: str, *, now: datetime, likely: Iterable[str] = ()) -> str:
    """The zone that an answer to "where are you?" names: a city, a country, an offset, or the hour on their wall.

    ``likely`` are zones to prefer where only the hour is told. Empty when it names none.
    """
    lowered = " ".join(re.sub(r"[!?,;]|\.(?!\d)", " ", text.casefold().replace("’", "'")).split())
    bare = " ".join(_AROUND.sub(" ", lowered).split())
    for name in (lowered, bare):
        if zone := _named().get(name, ""):
            return zone
        if found := _OFFSET.match(name):
            sign, hours, minutes = (found[1], found[2], found[3]) if found[1] else (found[4], found[5], found[6])
            if int(minutes or 0) > 59:
                return ""
            return _of_offset((int(hours) * 60 + int(minutes or 0)) * (-1 if sign == "-" else 1), likely, now)
    words = bare.split()
    for size in (3, 2, 1):
        for start in range(len(words) - size + 1):
            phrase = " ".join(words[start : start + size])
            if (size > 1 or len(phrase) > 3) and phrase in _named():
                return _named()[phrase]
    return _by_the_wall(lowered, likely, now)


def zone_said_with_the_hour(text: str, *, now: datetime) -> str:
    """ "8pm EST", "at 9 London time": the zone of this very hour; empty where none is named."""
    for found in _SAID_WITH_THE_HOUR.finditer(text.casefold()):
        for name in (found[1], found[2], (found[2] or "").rpartition(" ")[2]):
            if name and (zone := _named().get(name, "") or (zone_in_words(name, now=now) if found[1] else "")):
                return zone
    return ""


def without_zone(text: str, *, now: datetime) -> str:
    return _SAID_WITH_THE_HOUR.sub(" ", text) if zone_said_with_the_hour(text, now=now) else text


def _by_the_wall(lowered: str, likely: Iterable[str], now: datetime) -> str:
    found = _CLOCK_NOW.search(lowered)
    if not found:
        return ""
    hour, minute, half = (found[1], found[2], found[3]) if found[1] else (found[4], found[5], found[6])
    told = int(hour) % 12 + (12 if half == "p" else 0) if half else int(hour)
    if told > 23 or int(minute or 0) > 59 or not (half or minute or "here" in lowered or "it" in lowered):
        return ""
    there = now.astimezone(UTC)
    minutes = told * 60 + int(minute or 0) - (there.hour * 60 + there.minute)
    offset = round(minutes / 30) * 30
    while offset > _EAST * 60:
        offset -= 24 * 60
    while offset < _WEST * 60:
        offset += 24 * 60
    if not minute and not _between_hours(offset, now):
        offset = round(offset / 60) * 60  # who says "it's 3pm" rounds as well
    return _of_offset(offset, likely, now)


def _of_offset(minutes: int, likely: Iterable[str], now: datetime) -> str:
    for zone in likely:
        if now.astimezone(ZoneInfo(zone)).utcoffset() == timedelta(minutes=minutes):
            return zone
    if minutes % 60:
        return _between_hours(minutes, now)
    hours = minutes // 60
    return f"Etc/GMT{-hours:+d}" if hours and _WEST <= hours <= _EAST else "UTC" if hours == 0 else ""


def _between_hours(minutes: int, now: datetime) -> str:
    """The zone at an offset that is no whole hours: today, else in the other half of the year; empty if none is."""
    wanted = timedelta(minutes=minutes)
    if not minutes % 60:
        return ""
    today = (zone for zone in _BETWEEN_HOURS if _signature(zone, now)[0] == wanted)
    other = (zone for zone in _BETWEEN_HOURS if wanted in _signature(zone, now))
    return next(today, "") or next(other, "")


def _signature(zone: str, now: datetime) -> tuple[timedelta | None, timedelta | None]:
    clock = ZoneInfo(zone)
    return now.astimezone(clock).utcoffset(), (now + timedelta(days=182)).astimezone(clock).utcoffset()


@functools.cache
def _told() -> Mapping[str, tuple[str, ...]]:
    told: dict[str, tuple[str, ...]] = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            zone, _, names = line.partition("\t")
            told[zone] = tuple(name for name in names.split("|") if name)
    return MappingProxyType(told)


@functools.cache
def _named() -> Mapping[str, str]:
    """Zones by the names that people use; where two claim a name, the file's word counts."""
    cities = {
        zone.rsplit("/", 1)[-1].replace("_", " ").casefold(): zone
        for zone in sorted(available_timezones())
        if zone.partition("/")[0]
        in ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
    }
    listed = {zone.rsplit("/", 1)[-1].replace("_", " ").casefold(): zone for zone in _told() if "/" in zone}
    told = {name: zone for zone, names in _told().items() for name in names}
    full = {zone.casefold(): zone for zone in available_timezones() if "/" in zone}
    return MappingProxyType({**full, **cities, **listed, **told})
