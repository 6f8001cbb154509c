"""What a page of the dashboards is made of: a question, the panels that answer it, and who may look."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from analytics import reading
from analytics.charts import Drawing, Table
from analytics.metrics import METRICS
from analytics.reading import Filters, Period

NO_FILTERS: Final[tuple[str, ...]] = ()


@dataclass(frozen=True)
class Ask:
    """Of which days and whom somebody wants to know. ``today`` is that of the reporting zone."""

    period: Period
    only: Filters
    now: datetime
    today: date
    people: str = ""  # "real" where there are made-up ones too, and these are not meant

    def settled(self, *metrics: str) -> Period:
        """Its days of which every outcome is in; all of them where that would be none."""
        last = min(METRICS[metric].last_final(self.today) for metric in metrics)
        if last >= self.period.last_day or last < self.period.first_day:
            return self.period
        return Period(self.period.first_day, last)

    def of_everybody(self) -> Ask:
        return replace(self, only=Filters(is_demo=self.only.is_demo))


def with_filter(only: Filters, key: str) -> Filters:
    """With some value or other of this filter chosen as well, to ask what would be offered then."""
    return replace(only, **{key: "?"})  # type: ignore[arg-type]


@dataclass(frozen=True)
class Tile:
    """One number in large, with how it compares. ``tone`` is "good", "bad" or empty."""

    label: str
    value: str
    definition: str = ""
    beside: str = ""
    tone: str = ""

    @property
    def label_parts(self) -> tuple[str, str]:
        """Its last word apart, with which the question mark stays on one line."""
        start, space, last = self.label.rpartition(" ")
        return start + space, last


@dataclass(frozen=True)
class Drill:
    """Where the rows behind a panel are listed: a list of the admin, narrowed to what the panel shows."""

    label: str
    view: str  # "app_model"
    query: Callable[[Ask], Mapping[str, str]] = lambda _: {}

    @property
    def permission(self) -> str:
        app, _, model = self.view.rpartition("_")
        return f"{app}.view_{model}"


@dataclass(frozen=True)
class Panel:
    """One chart or table. ``metrics`` are what it is drawn from: their definitions stand beside it, and by the
    breakdowns of the metrics it is known which filters it follows.

    ``by`` are the dimensions that it shows. What ``empty`` says is shown while there is nothing to draw.
    """

    key: str
    title: str
    draw: Callable[[Ask], Drawing | Table]
    metrics: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    empty: str = "Comes with the first day on which something of the kind happened."
    drills: tuple[Drill, ...] = ()
    note: Callable[[Ask], str] | str = ""
    is_wide: bool = False
    # Rows that carry no people, such as those of the machinery, are the same whatever is chosen.
    follows_filters: bool = True

    def offers(self, only: Filters) -> bool:
        if not self.follows_filters:
            return not only.chosen
        return all(reading.offers(metric, by=self.by, only=only) for metric in self.metrics)

    @property
    def definitions(self) -> list[tuple[str, str]]:
        return [(METRICS[key].label, METRICS[key].in_full) for key in self.metrics]


@dataclass(frozen=True)
class Page:
    """``tiles`` is asked with the page; ``headlines`` name metrics that stand for it on the home page."""

    key: str
    title: str
    icon: str
    question: str
    panels: tuple[Panel, ...]
    tiles: Callable[[Ask], list[Tile]] = lambda _: []
    headlines: tuple[str, ...] = ()
    links: tuple[tuple[str, str, str], ...] = field(default=())  # label, name of the address, permission

    @property
    def permission(self) -> str:
        return f"analytics.see_{self.key}"

    def panel(self, key: str) -> Panel | None:
        return next((panel for panel in self.panels if panel.key == key), None)

    @property
    def filters(self) -> tuple[str, ...]:
        """Those that at least one panel follows."""
        return tuple(
            key for key in reading.FILTERS if any(panel.offers(with_filter(Filters(), key)) for panel in self.panels)
        )
