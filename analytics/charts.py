"""What a chart says, apart from how it is drawn: as rows of a table, as a file, as a sentence. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from analytics.number_words import day_in_words, in_words

Kind = Literal["lines", "stacked", "bars", "rows", "funnel", "calibration", "intervals"]
Look = Literal["", "quiet", "good", "bad"]
Value = float | None

# What a spreadsheet would run instead of showing it.
_RUNS_IN_A_SHEET: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Line:
    """One named row of values, a value for each place of its chart.

    ``low`` and ``high`` hold its interval, ``behind`` how many rows it was reckoned from; each is empty or complete.
    """

    name: str
    values: tuple[Value, ...]
    low: tuple[Value, ...] = ()
    high: tuple[Value, ...] = ()
    behind: tuple[Value, ...] = ()
    look: Look = ""
    tone: int | None = None  # its hue, where a value keeps it whatever else is there; else its place


@dataclass(frozen=True)
class Chart:
    """Values over places: days (as ISO dates where ``is_over_days``), hours, moods, campaigns.

    ``links`` leads from a place to its rows; it is empty or complete, as in ``Line``. The last ``open_places`` are not
    over yet; ``open_words`` say in which way.
    """

    kind: Kind
    place_label: str
    places: tuple[str, ...]
    lines: tuple[Line, ...]
    unit: str = ""
    is_over_days: bool = False
    links: tuple[str, ...] = ()
    behind_label: str = "out of"
    open_places: int = 0
    open_words: str = ""

    @property
    def is_empty(self) -> bool:
        return not any(value for line in self.lines for value in line.values)


@dataclass(frozen=True)
class Heat:
    """Values by two things at once; None where there was nothing to measure."""

    row_label: str
    rows: tuple[str, ...]
    column_label: str
    columns: tuple[str, ...]
    values: tuple[tuple[Value, ...], ...]
    unit: str = ""

    @property
    def is_empty(self) -> bool:
        return not any(value for row in self.values for value in row)


Drawing = Chart | Heat


@dataclass(frozen=True)
class Cell:
    """``value`` is what the file says: the exact number, or the words themselves."""

    text: str
    value: str | float | None = None
    link: str = ""
    is_number: bool = False


@dataclass(frozen=True)
class Table:
    """The first cell of a row is its heading."""

    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def words(text: str, link: str = "") -> Cell:
    return Cell(text, text, link)


def number(value: Value, unit: str = "") -> Cell:
    return Cell(in_words(value, unit), value, is_number=True)


def table_of(drawing: Drawing) -> Table:
    if isinstance(drawing, Heat):
        return Table(
            (f"{drawing.row_label} \\ {drawing.column_label}", *drawing.columns),
            tuple(
                (words(name), *(number(value, drawing.unit) for value in values))
                for name, values in zip(drawing.rows, drawing.values, strict=True)
            ),
        )
    headers = [drawing.place_label]
    for line in drawing.lines:
        headers.append(line.name)
        if line.low:
            headers += [f"{line.name}, at least", f"{line.name}, at most"]
        if line.behind:
            headers.append(f"{line.name}, {drawing.behind_label}")
    return Table(tuple(headers), tuple(_row(drawing, place) for place in range(len(drawing.places))))


def _row(chart: Chart, place: int) -> tuple[Cell, ...]:
    name = chart.places[place]
    shown = day_in_words(date.fromisoformat(name)) if chart.is_over_days else name
    cells = [Cell(shown, name, chart.links[place] if chart.links else "")]
    for line in chart.lines:
        cells.append(number(line.values[place], chart.unit))
        if line.low:
            cells += [number(line.low[place], chart.unit), number(line.high[place], chart.unit)]
        if line.behind:
            cells.append(number(line.behind[place]))
    return tuple(cells)


def file_of(headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Line by line, for a spreadsheet: nothing in it is run, and numbers are exact."""
    # With a mark at the start, without which a spreadsheet takes our letters for those of another code page.
    yield f"\ufeff{_written(headers)}"
    for row in rows:
        yield _written(["" if cell.value is None else cell.value for cell in row])


def _written(values: Sequence[str | float]) -> str:
    into = io.StringIO()
    csv.writer(into).writerow([_tame(value) if isinstance(value, str) else _plain(value) for value in values])
    return into.getvalue()


def _tame(text: str) -> str:
    return f"'{text}" if text.startswith(_RUNS_IN_A_SHEET) else text


def _plain(value: float) -> str:
    return f"{value:.10g}"


def sentence_of(drawing: Drawing) -> str:
    """What somebody should know who cannot see the chart."""
    if drawing.is_empty:
        return "Nothing to show yet."
    if isinstance(drawing, Heat):
        return _sentence_of_heat(drawing)
    if drawing.is_over_days:
        return " ".join(_over_days(drawing, line) for line in drawing.lines)
    if drawing.kind == "calibration":
        return " ".join(
            f"Told {place}: {in_words(value, drawing.unit)} came true."
            for place, value in zip(drawing.places, drawing.lines[0].values, strict=True)
            if value is not None
        )
    return " ".join(_over_places(drawing, line) for line in drawing.lines)


def _sentence_of_heat(heat: Heat) -> str:
    found = [
        (value, row, column)
        for row, values in zip(heat.rows, heat.values, strict=True)
        for column, value in zip(heat.columns, values, strict=True)
        if value is not None
    ]
    most, row, column = max(found)
    return (
        f"{len(heat.rows)} rows ({heat.row_label}) by {len(heat.columns)} columns ({heat.column_label}); "
        f"the most, {in_words(most, heat.unit)}, at {row} and {column}."
    )


def _over_days(chart: Chart, line: Line) -> str:
    there = [(value, place) for value, place in zip(line.values, chart.places, strict=True) if value is not None]
    if not there:
        return f"{line.name}: nothing."
    (low, at_low), (high, at_high) = min(there), max(there)
    last, at_last = there[-1]
    is_open = at_last in chart.places[len(chart.places) - chart.open_places :]
    return (
        f"{line.name}: {in_words(last, chart.unit)} on {_day(at_last)}{f' ({chart.open_words})' if is_open else ''}; "
        f"least {in_words(low, chart.unit)} on {_day(at_low)}, most {in_words(high, chart.unit)} on {_day(at_high)}."
    )


def _over_places(chart: Chart, line: Line) -> str:
    there = [(place, value) for place, value in zip(chart.places, line.values, strict=True) if value is not None]
    told = ", ".join(f"{place} {in_words(value, chart.unit)}" for place, value in there[:6])
    rest = f", and {len(there) - 6} more" if len(there) > 6 else ""
    return f"{line.name}: {told or 'nothing'}{rest}."


def _day(place: str) -> str:
    return day_in_words(date.fromisoformat(place))
