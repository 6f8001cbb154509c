"""Numbers as people read them: 1.2 k, 34 %, 240 ms. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

NONE: Final = "–"
AS_BEFORE: Final = "as before"
_STEPS: Final = ((1e9, " bn"), (1e6, " M"), (1e3, " k"))
_BYTES: Final = ((1024**4, " TB"), (1024**3, " GB"), (1024**2, " MB"), (1024, " kB"))
_TENFOLD: Final = 10
_TIMES: Final = ((86400, " d"), (3600, " h"), (60, " min"))
# What a fraction or a plain number is multiplied by before it is drawn.
DRAWN: Final[Mapping[str, float]] = {"%": 100.0, "of 100": 100.0, "bytes": 1 / 1024**2}


def in_words(value: float | None, unit: str = "") -> str:
    """``unit`` is that of a metric; a share is told as a fraction."""
    if value is None or not math.isfinite(value):
        return NONE
    match unit:
        case "%":
            return f"{_digits(value * 100)} %"
        case "of 100":
            return f"{_digits(value * 100)} of 100"
        case "s":
            return _seconds(value)
        case "bytes":
            return _scaled(value, _BYTES)
        case "":
            return _scaled(value, _STEPS)
        case _:
            return f"{_scaled(value, _STEPS)} {unit}"


def change_in_words(now: float | None, before: float | None, unit: str = "") -> str:
    """How ``now`` differs from ``before``: shares by points, everything else by percent. Empty where neither says.

    Of what has grown tenfold and more a percentage says less than what it grew from.
    """
    if now is None or before is None:
        return ""
    if unit == "%":
        points = round((now - before) * 100, 1)
        return AS_BEFORE if not points else f"{_signed(points)} points"
    if not before:
        return AS_BEFORE if not now else "from nothing"
    if now / before >= _TENFOLD:
        return f"from {in_words(before, unit)}"
    percent = round((now / before - 1) * 100)
    return AS_BEFORE if not percent else f"{_signed(percent)} %"


def day_in_words(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"


def span_in_words(first: date, last: date) -> str:
    """From one day to another, the year where it is needed."""
    if first == last:
        return f"{first.day} {first:%b %Y}"
    if first.year != last.year:
        return f"{first.day} {first:%b %Y} to {last.day} {last:%b %Y}"
    return f"{first.day} {first:%b} to {last.day} {last:%b %Y}"


def age_in_words(age: timedelta | None) -> str:
    if age is None:
        return "nothing was counted yet"
    minutes = round(age.total_seconds() / 60)
    if minutes < 1:
        return "counted a moment ago"
    if minutes < 120:
        return f"counted {minutes} {'minute' if minutes == 1 else 'minutes'} ago"
    hours = round(minutes / 60)
    return f"counted {hours} hours ago" if hours < 48 else f"counted {round(hours / 24)} days ago"


def _digits(value: float) -> str:
    """Three of them where they tell something: 0.34, 3.4, 34, 340."""
    size = abs(value)
    if size and size < 1:
        return f"{value:.2f}".rstrip("0").rstrip(".") if size >= 0.005 else f"{value:.1g}"
    if size < 10:
        return f"{value:.1f}".removesuffix(".0")
    return f"{value:.0f}"


def _scaled(value: float, steps: tuple[tuple[float, str], ...]) -> str:
    for size, name in steps:
        if abs(value) >= size:
            return f"{_digits(value / size)}{name}"
    return _digits(value) if steps is not _BYTES else f"{_digits(value)} B"


def _seconds(value: float) -> str:
    for size, name in _TIMES:
        if abs(value) >= 2 * size:
            return f"{_digits(value / size)}{name}"
    return f"{_digits(value)} s" if abs(value) >= 1 else f"{value * 1000:.0f} ms"


def _signed(value: float) -> str:
    return f"{value:+g}".replace("-", "−")
