"""How a chart is drawn: the JSON that plotly.js reads. Colours come in the browser, with the theme. Pure.

Traces name a hue by its place ("tone"); ``static/analytics/charts.js`` looks it up among the colours of the theme.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from analytics.charts import Chart, Drawing, Heat, Line, Value
from analytics.number_words import DRAWN, in_words

_DASHES: Final = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
_SUFFIX: Final = {"%": " %", "s": " s", "USD": " USD", "bytes": " MB"}
_TOO_FEW: Final = 5  # of so few what came true is chance: they stand in the table alone
_LONGEST_LABEL: Final = 60  # the browser cuts further where there is less room


def figure(drawing: Drawing) -> dict[str, Any]:
    """``traces`` and ``layout`` for Plotly; ``height`` grows with what stands below each other."""
    if isinstance(drawing, Heat):
        return _heat(drawing)
    match drawing.kind:
        case "lines":
            return _over(drawing, [trace for n, line in enumerate(drawing.lines) for trace in _line(drawing, line, n)])
        case "stacked":
            bars = [_bar(drawing, line, n) for n, line in enumerate(drawing.lines)]
            return _over(drawing, bars, barmode="stack")
        case "bars":
            bars = [_bar(drawing, line, n) for n, line in enumerate(drawing.lines)]
            return _over(drawing, bars, barmode="group")
        case "rows" | "funnel":
            return _lying(drawing)
        case "intervals":
            return _intervals(drawing)
        case "calibration":
            return _calibration(drawing)


def _line(chart: Chart, line: Line, tone: int) -> list[dict[str, Any]]:
    edge = {"type": "scatter", "mode": "lines", "x": list(chart.places), "hoverinfo": "skip", "showlegend": False}
    band: list[dict[str, Any]] = []
    # Between days without anything a band would be filled straight across them.
    has_reach = bool(line.low) and _has_gaps(line.values)
    if line.low and not has_reach:
        meta = {"tone": _tone(line, tone), "is_band": True}
        band = [
            {**edge, "y": _drawn(chart, line.low), "meta": {**meta, "is_lower": True}},
            {**edge, "y": _drawn(chart, line.high), "fill": "tonexty", "meta": meta},
        ]
    drawn = {
        "type": "scatter",
        # A single day between days without anything would be a line without length.
        "mode": "lines+markers" if len(chart.places) < 15 or has_reach or _has_lone_points(line.values) else "lines",
        "x": list(chart.places), "y": _drawn(chart, line.values), "name": _plain(line.name),
        "text": _told(chart, line), "hovertemplate": "%{text}<extra></extra>",
        "meta": {"tone": _tone(line, tone), "dash": "dot" if line.look == "quiet" else _DASHES[tone % len(_DASHES)]},
    }  # fmt: skip
    if has_reach:
        drawn["error_y"] = _reach(chart, line)
    return [*band, drawn]


def _bar(chart: Chart, line: Line, tone: int) -> dict[str, Any]:
    bar = {
        "type": "bar", "x": _hours(chart.places), "y": _drawn(chart, line.values), "name": _plain(line.name),
        "text": _told(chart, line), "textposition": "none", "hovertemplate": "%{text}<extra></extra>",
        "meta": {"tone": _tone(line, tone)},
    }  # fmt: skip
    if line.low:
        bar["error_y"] = _reach(chart, line)
    return bar


def _lying(chart: Chart) -> dict[str, Any]:
    """Bars from left to right, the first on top, their numbers beside them."""
    labels = [_short(place) for place in chart.places]
    traces = []
    for tone, line in enumerate(chart.lines):
        told = [in_words(value, chart.unit) for value in line.values]
        if chart.kind == "funnel" and line.values and line.values[0]:
            told = [
                f"{text} ({in_words((value or 0) / line.values[0], '%')})"
                for text, value in zip(told, line.values, strict=True)
            ]
        trace: dict[str, Any] = {
            "type": "bar", "orientation": "h", "x": _drawn(chart, line.values), "y": list(range(len(labels))),
            "name": _plain(line.name), "customdata": _told(chart, line),
            "hovertemplate": "%{customdata}<extra></extra>", "meta": {"tone": _tone(line, tone)},
        }  # fmt: skip
        if line.low:
            trace["error_x"] = _reach(chart, line)
        if len(chart.lines) == 1 and not line.low:
            trace |= {"text": told, "textposition": "auto", "textangle": 0, "cliponaxis": False}
        traces.append(trace)
    return {
        "traces": traces,
        "layout": {
            "barmode": "group",
            "xaxis": {"ticksuffix": _SUFFIX.get(chart.unit, ""), "rangemode": "tozero", "nticks": 5},
            "yaxis": _names(labels),
            "showlegend": len(traces) > 1,
            "bargap": 0.25,
        },
        "height": 72 + len(labels) * (22 if len(traces) == 1 else 14 * len(traces) + 10),
        "links": list(chart.links),
        "labels_lie": True,
    }


def _intervals(chart: Chart) -> dict[str, Any]:
    """A dot with its reach on either side, a line a place, beside a line at nothing."""
    labels = [_short(place) for place in chart.places]
    traces = [
        {
            "type": "scatter", "mode": "markers", "x": _drawn(chart, line.values), "y": list(range(len(labels))),
            "name": _plain(line.name), "customdata": _told(chart, line),
            "hovertemplate": "%{customdata}<extra></extra>", "error_x": _reach(chart, line),
            "meta": {"tone": _tone(line, tone), "size": 10},
        }
        for tone, line in enumerate(chart.lines)
    ]  # fmt: skip
    return {
        "traces": traces,
        "layout": {
            "xaxis": {"ticksuffix": _SUFFIX.get(chart.unit, ""), "nticks": 5, "zeroline": True},
            "yaxis": {**_names(labels), "range": [len(labels) - 0.5, -0.5]},
            "showlegend": len(traces) > 1,
        },
        "height": 90 + len(labels) * 34,
        "links": list(chart.links),
        "labels_lie": True,
    }


def _calibration(chart: Chart) -> dict[str, Any]:
    """What was told against what came true; the first line is the truth, its places the middles of the classes."""
    told, true = chart.lines[1], chart.lines[0]
    enough = [not true.behind or (count or 0) >= _TOO_FEW for count in true.behind or (None,) * len(true.values)]
    came_true = [value if drawn else None for value, drawn in zip(_drawn(chart, true.values), enough, strict=True)]
    trace = {
        "type": "scatter", "mode": "lines+markers", "x": _drawn(chart, told.values), "y": came_true,
        "name": _plain(true.name), "text": _told(chart, true), "hovertemplate": "%{text}<extra></extra>",
        "error_y": _reach(chart, true), "meta": {"tone": 0, "dash": "solid", "size": 8},
    }  # fmt: skip
    even = {
        "type": "scatter", "mode": "lines", "x": [0, 100], "y": [0, 100], "name": "as told", "hoverinfo": "skip",
        "meta": {"tone": "quiet", "dash": "dash"},
    }  # fmt: skip
    axis = {"range": [0, 100], "ticksuffix": " %", "nticks": 6}
    return {
        "traces": [even, trace],
        "layout": {
            "xaxis": {**axis, "title": {"text": "told", "standoff": 6}},
            "yaxis": {**axis, "title": {"text": "came true", "standoff": 6}},
            "showlegend": True, "hovermode": "closest",
        },
        "height": 320,
    }  # fmt: skip


def _heat(heat: Heat) -> dict[str, Any]:
    trace = {
        "type": "heatmap",
        "x": list(range(len(heat.columns))), "y": list(range(len(heat.rows))),
        "z": [_scaled(heat.unit, row) for row in heat.values],
        "text": [
            [f"{_plain(row)}, {_plain(column)}: {in_words(value, heat.unit)}" for column, value in
             zip(heat.columns, values, strict=True)]
            for row, values in zip(heat.rows, heat.values, strict=True)
        ],
        "hovertemplate": "%{text}<extra></extra>", "hoverongaps": False, "xgap": 1, "ygap": 1,
        "meta": {"is_heat": True},
        "colorbar": {"ticksuffix": _SUFFIX.get(heat.unit, ""), "thickness": 10, "outlinewidth": 0, "nticks": 5},
    }  # fmt: skip
    columns = [_short(name) for name in _hours(heat.columns)]
    return {
        "traces": [trace],
        "layout": {
            "xaxis": {**_names(columns), "autorange": True, "side": "bottom"},
            "yaxis": _names([_short(name) for name in heat.rows]),
            "showlegend": False, "hovermode": "closest",
        },
        "height": 110 + 24 * len(heat.rows) + (40 if max(map(len, columns), default=0) > 3 else 0),
        "labels_lie": True,
    }  # fmt: skip


def _over(chart: Chart, traces: list[dict[str, Any]], **layout: Any) -> dict[str, Any]:
    axis: dict[str, Any] = {"type": "date", "tickformat": "%-d %b"} if chart.is_over_days else {"type": "category"}
    return {
        "traces": traces,
        "layout": {
            "xaxis": axis,
            "yaxis": {"ticksuffix": _SUFFIX.get(chart.unit, ""), "rangemode": "tozero", "nticks": 6},
            "showlegend": len(chart.lines) > 1,
            "hovermode": "x unified" if len(chart.lines) < 9 else "closest",
            "bargap": 0.2,
            **layout,
            **_not_over(chart),
        },
        "height": 300 + 22 * (max(len(chart.lines) - 1, 0) // 3),
        "links": list(chart.links),
    }


def _not_over(chart: Chart) -> dict[str, Any]:
    """A shade behind the last days, and above it why they do not compare with the others."""
    if not chart.open_places or chart.open_places >= len(chart.places):
        return {}
    # A line falls from the day before; a bar stands around its own day.
    back = timedelta(days=1) if chart.kind == "lines" else timedelta(hours=12)
    since = datetime.fromisoformat(chart.places[-chart.open_places]) - back
    until = datetime.fromisoformat(chart.places[-1]) + timedelta(hours=12)
    return {
        "shapes": [{
            "type": "rect", "xref": "x", "yref": "paper", "x0": since.isoformat(), "x1": until.isoformat(), "y0": 0,
            "y1": 1, "layer": "below", "line": {"width": 0},
        }],
        "annotations": [{
            "xref": "paper", "yref": "paper", "x": 1, "y": 1, "xanchor": "right", "yanchor": "bottom",
            "showarrow": False, "text": f"shaded: {chart.open_words}", "font": {"size": 11},
        }],
    }  # fmt: skip


def _names(labels: list[str]) -> dict[str, Any]:
    """Places by number, so that two of the same name stay two."""
    return {"tickmode": "array", "tickvals": list(range(len(labels))), "ticktext": labels, "autorange": "reversed",
            "automargin": True}  # fmt: skip


def _told(chart: Chart, line: Line) -> list[str]:
    told = []
    for place, value in enumerate(line.values):
        text = f"{_plain(line.name)}: {in_words(value, chart.unit)}"
        if not chart.is_over_days and len(chart.places) > 1:
            text = f"{_plain(chart.places[place])}<br>{text}"
        if line.low and line.low[place] is not None:
            text += f" ({in_words(line.low[place], chart.unit)} to {in_words(line.high[place], chart.unit)})"
        if line.behind:
            text += f"<br>{chart.behind_label} {in_words(line.behind[place])}"
        told.append(text)
    return told


def _reach(chart: Chart, line: Line) -> dict[str, Any]:
    middle = _drawn(chart, line.values)
    ups, downs = [], []
    for value, low, high in zip(middle, _drawn(chart, line.low), _drawn(chart, line.high), strict=True):
        is_known = value is not None and low is not None and high is not None
        ups.append(high - value if is_known else 0)  # type: ignore[operator]
        downs.append(value - low if is_known else 0)  # type: ignore[operator]
    return {"type": "data", "symmetric": False, "array": ups, "arrayminus": downs, "thickness": 1.5, "width": 4}


def _tone(line: Line, place: int) -> int | str:
    return line.look or (place if line.tone is None else line.tone)


def _drawn(chart: Chart, values: tuple[Value, ...]) -> list[Value]:
    return _scaled(chart.unit, values)


def _scaled(unit: str, values: tuple[Value, ...]) -> list[Value]:
    by = DRAWN.get(unit, 1.0)
    return [None if value is None else round(value * by, 4) for value in values]


def _has_gaps(values: tuple[Value, ...]) -> bool:
    """Whether nothing is told of a day between two that something is told of."""
    told = [place for place, value in enumerate(values) if value is not None]
    return bool(told) and len(told) <= told[-1] - told[0]


def _has_lone_points(values: tuple[Value, ...]) -> bool:
    around = (None, *values, None)
    return any(
        value is not None and around[place] is None and around[place + 2] is None for place, value in enumerate(values)
    )


def _hours(places: tuple[str, ...]) -> list[str]:
    """Twenty-four hours side by side need no minutes."""
    return [place.removesuffix(":00") for place in places]


def _plain(text: str) -> str:
    """Plotly reads a little HTML in its texts; nothing of ours is meant as such."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _short(text: str) -> str:
    return _plain(text if len(text) <= _LONGEST_LABEL else f"{text[: _LONGEST_LABEL - 1].rstrip()}…")
