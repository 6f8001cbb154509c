"""A line of one day is a dot that nobody can read: it is told in numbers until a second day is counted. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from analytics.charts import Chart, Drawing, Line
from analytics.number_words import day_in_words, in_words


@dataclass(frozen=True)
class Number:
    """``name`` is empty where the heading above says it already."""

    name: str
    value: str
    beside: str


@dataclass(frozen=True)
class LoneDay:
    numbers: tuple[Number, ...]
    words: str


def lone_day_of(drawing: Drawing) -> LoneDay | None:
    """None where there is a line to be drawn, or nothing at all."""
    if not isinstance(drawing, Chart) or drawing.kind != "lines" or not drawing.is_over_days:
        return None
    there = {place for line in drawing.lines for place, value in enumerate(line.values) if value is not None}
    if len(there) != 1:
        return None
    place = there.pop()
    told = [line for line in drawing.lines if line.values[place] is not None]
    numbers = tuple(_number(drawing, line, place, is_named=len(told) > 1) for line in told)
    return LoneDay(numbers, _words(drawing, place))


def _number(chart: Chart, line: Line, place: int, *, is_named: bool) -> Number:
    beside = []
    if line.low and line.low[place] is not None:
        beside.append(f"{in_words(line.low[place], chart.unit)} to {in_words(line.high[place], chart.unit)}")
    if line.behind:
        beside.append(f"{chart.behind_label} {in_words(line.behind[place])}")
    return Number(line.name if is_named else "", in_words(line.values[place], chart.unit), ", ".join(beside))


def _words(chart: Chart, place: int) -> str:
    day = day_in_words(date.fromisoformat(chart.places[place]))
    if chart.open_words and place >= len(chart.places) - chart.open_places:
        day = f"{day} ({chart.open_words})"
    return f"{day}." if len(chart.places) == 1 else f"One day so far, {day}: a line needs two."
