"""From what was counted to charts: the shapes that several pages share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from analytics import reading
from analytics.charts import Chart, Heat, Kind, Line, Look, Value
from analytics.metrics import METRICS
from analytics.number_words import AS_BEFORE, change_in_words, in_words
from analytics.pages.types import Ask, Tile
from analytics.reading import Period, Row, Series
from analytics.values import interval_of

# More lines than hues would repeat them; the smallest become one.
MOST_LINES = 6
_NO_LOOKS: Mapping[str, Look] = {}
Draw = Callable[[Ask], Chart | Heat]


def settled(ask: Ask, *metrics: str) -> Period:
    """The days of which every outcome is in; where nothing is in yet, all of them, as far as they have come."""
    period = ask.settled(*metrics)
    if period == ask.period or not reading.offers(metrics[0], only=ask.only):
        return period
    return period if reading.total(metrics[0], period=period, only=ask.only).counted else ask.period


def over_time(*metrics: str, names: Mapping[str, str] | None = None, last_week: bool = False) -> Draw:
    """A line a metric, day by day; of a single share with its interval, or beside the week before."""

    def draw(ask: Ask) -> Chart:
        lines: list[Line] = []
        for key in metrics:
            told = reading.series(key, period=ask.period, only=ask.only)
            name = (names or {}).get(key, METRICS[key].label)
            lines.append(_line(told, name=name, with_interval=len(metrics) == 1))
        if last_week:
            week = timedelta(days=7)
            earlier = Period(ask.period.first_day - week, ask.period.last_day - week)
            told = reading.series(metrics[0], period=earlier, only=ask.only)
            lines.append(Line("the same day a week before", told.groups[0].values, look="quiet"))
        return _days(ask, "lines", lines, metrics[0])

    return draw


def quantiles_over_time(metric: str, shares: Mapping[str, float]) -> Draw:
    def draw(ask: Ask) -> Chart:
        lines = [
            Line(name, reading.series(metric, period=ask.period, only=ask.only, quantile=share).groups[0].values)
            for name, share in shares.items()
        ]
        return _days(ask, "lines", lines, metric)

    return draw


def split_over_time(metric: str, by: str, *, kind: Kind = "stacked", looks: Mapping[str, Look] = _NO_LOOKS) -> Draw:
    """A line or a part of the bar for each value; ``looks`` gives some values a colour that means something."""

    def draw(ask: Ask) -> Chart:
        told = reading.series(metric, period=ask.period, by=by, only=ask.only, most=MOST_LINES)
        order = told.by.order if told.by and len(told.by.order) <= MOST_LINES else ()
        lines = [
            Line(
                group.label, group.values,
                look="quiet" if group.value == reading.OTHERS else looks.get(group.value, ""),
                tone=order.index(group.value) if group.value in order else None,
            )
            for group in told.groups
        ]  # fmt: skip
        return _days(ask, kind, lines, metric)

    return draw


def by_value(
    *metrics: str,
    by: str,
    kind: Kind = "rows",
    most: int = 16,
    link: Callable[[str], str] | None = None,
) -> Draw:
    """A bar a value of the dimension; shares with their interval and with what lies behind them."""

    def draw(ask: Ask) -> Chart:
        told = reading.table(metrics, period=settled(ask, *metrics), by=by, only=ask.only)
        rows = [row for row in told.rows if any(total.value for total in row.totals)]
        if not told.by.order:
            rows.sort(key=lambda row: -(row.totals[0].counted.numerator if row.totals[0].counted else 0))
        rows = rows[:most]
        lines = [_column(metric, rows, place) for place, metric in enumerate(metrics)]
        return Chart(
            kind, told.by.label, tuple(row.label for row in rows), tuple(lines), METRICS[metrics[0]].unit,
            links=tuple(link(row.value) for row in rows) if link else (),
        )  # fmt: skip

    return draw


def _column(metric: str, rows: Sequence[Row], place: int) -> Line:
    totals = [row.totals[place] for row in rows]
    values = tuple(total.value for total in totals)
    if METRICS[metric].kind != "share":
        return Line(METRICS[metric].label, values)
    return Line(
        METRICS[metric].label, values,
        low=tuple(total.interval.low if total.interval else None for total in totals),
        high=tuple(total.interval.high if total.interval else None for total in totals),
        behind=tuple(total.counted.denominator if total.counted else 0 for total in totals),
    )  # fmt: skip


def heat(metric: str, *, rows: str, columns: str, of_row: bool = False, most: int = 20) -> Draw:
    """Two dimensions; ``of_row`` tells of each row how it spreads over the columns."""

    def draw(ask: Ask) -> Heat:
        told = reading.matrix(metric, rows=rows, columns=columns, period=settled(ask, metric), only=ask.only)
        # What has an order is told whole, such as the hours of a day; of the rest the largest come first.
        down = len(told.row_values) if told.rows.order else most
        across = len(told.column_values) if told.columns.order else most
        values = [row[:across] for row in told.values[:down]]
        unit = METRICS[metric].unit
        if of_row:
            values, unit = [_as_shares(row) for row in values], "%"
        return Heat(
            told.rows.label, tuple(label for _, label in told.row_values[:down]),
            told.columns.label, tuple(label for _, label in told.column_values[:across]), tuple(values), unit,
        )  # fmt: skip

    return draw


def _as_shares(row: Sequence[Value]) -> tuple[Value, ...]:
    whole = sum(value or 0 for value in row)
    return tuple((value or 0) / whole if whole else None for value in row)


def tile(metric: str, ask: Ask, *, quantile: float = 0.5, label: str = "") -> Tile:
    """The number of the period, and how it stands beside the one before."""
    now = reading.total(metric, period=settled(ask, metric), only=ask.only, quantile=quantile)
    before = reading.total(metric, period=ask.period.before(), only=ask.only, quantile=quantile)
    told = METRICS[metric]
    changed = change_in_words(now.value, before.value, told.unit)
    return Tile(
        label or told.label,
        in_words(now.value, told.unit),
        told.in_full,
        beside(changed, f"the {len(ask.period.days)} days before" if len(ask.period.days) > 1 else "the day before"),
        tone_of(metric, now.value, before.value),
    )


def beside(changed: str, what: str) -> str:
    """+12 % on the 28 days before; empty where nothing can be compared."""
    if not changed:
        return ""
    return f"as in {what}" if changed == AS_BEFORE else f"{changed} on {what}"


def tone_of(metric: str, now: float | None, before: float | None) -> str:
    """Whether a difference is good or bad news; small ones are neither."""
    wish = METRICS[metric].more_is
    if not wish or now is None or not before or abs(now / before - 1) < 0.05:
        return ""
    return "good" if (now > before) == (wish == "better") else "bad"


def tiles(*metrics: str) -> Callable[[Ask], list[Tile]]:
    """Those that can be counted under the filters."""

    def read(ask: Ask) -> list[Tile]:
        return [tile(metric, ask) for metric in metrics if reading.offers(metric, only=ask.only)]

    return read


def _line(told: Series, *, name: str, with_interval: bool) -> Line:
    group = told.groups[0]
    if not with_interval or told.metric.kind != "share":
        return Line(name, group.values)
    intervals = [interval_of(told.metric, day) for day in group.days]
    return Line(
        name, group.values,
        low=tuple(one.low if one else None for one in intervals),
        high=tuple(one.high if one else None for one in intervals),
        behind=tuple(day.denominator if day else 0 for day in group.days),
    )  # fmt: skip


def _days(ask: Ask, kind: Kind, lines: Sequence[Line], metric: str) -> Chart:
    """With the last days marked while they are not over, or while their outcomes still come in."""
    days = tuple(day.isoformat() for day in ask.period.days)
    told = METRICS[metric]
    first_open = (ask.today - timedelta(days=told.settles_in)).isoformat()
    return Chart(
        kind, "day", days, tuple(lines), told.unit, is_over_days=True,
        open_places=sum(day >= first_open for day in days),
        open_words="outcomes still come in" if told.settles_in else "today so far",
    )  # fmt: skip
