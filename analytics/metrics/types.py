"""What a metric is, and what a scan of a day's rows is that several of them share. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final, Literal

Kind = Literal["count", "share", "mean", "quantile", "distinct", "level"]

# Seconds from a hundredth to a day; each about 1.5 times the one before, so a quantile is at most a fifth off.
SECONDS: Final[tuple[float, ...]] = (
    0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 7.5, 10, 15, 20, 30, 60, 120, 300,
    600, 1800, 3600, 14400, 86400,
)  # fmt: skip

ALL: Final[tuple[str, ...]] = ()


@dataclass(frozen=True)
class Metric:
    """Defined once: here, with the words that are shown beside it.

    ``numerator`` and ``denominator`` name measures of its scan. ``by`` holds the breakdowns that are counted, none,
    one or two dimensions each; what is not there is not offered. Of a "level" (a state, such as a queue's depth) a
    range of days has its last value; "distinct" people of several days do not add up. ``settles_in`` is how many
    days pass until the last outcome of a day is in: until then only those count who were quick.
    """

    key: str
    label: str
    definition: str
    kind: Kind
    scan: str
    numerator: str
    denominator: str = ""
    unit: str = ""  # "%", "s", "USD", … ; empty: a plain number
    by: tuple[tuple[str, ...], ...] = (ALL,)
    more_is: Literal["", "better", "worse"] = ""
    settles_in: int = 0

    @property
    def in_full(self) -> str:
        """The definition as it is read beside a sum."""
        open_days = f" Sums leave out the last {self.settles_in} days, whose outcomes still come in."
        return f"{self.definition}{open_days if self.settles_in else ''}"

    def last_final(self, today: date) -> date:
        """The newest day whose outcomes are all in; today itself of what is told at once."""
        return today - timedelta(days=self.settles_in + 1) if self.settles_in else today

    @cached_property
    def breakdowns(self) -> frozenset[tuple[str, ...]]:
        return frozenset(tuple(sorted(dims)) for dims in self.by)


@dataclass(frozen=True)
class Scan:
    """One reading of a day's rows, for every metric that names it.

    ``rows`` is a SELECT with ``is_demo``, its ``dimensions`` as columns and, where people are meant, ``player_id``; it
    may use the parameters since, until, day, zone and now. ``measures`` are aggregates over it, as ``r``. ``kept``
    says what is forgotten one day: then the day can be counted no more, and what was counted stays.
    """

    key: str
    rows: str
    measures: Mapping[str, str]
    dimensions: tuple[str, ...] = ()
    kept: Literal["", "words", "samples"] = ""


def histogram(column: str, bounds: tuple[float, ...] = SECONDS) -> str:
    """How many of the rows lie in each bucket; ``column`` is a ``width_bucket`` of the bounds."""
    counts = ", ".join(f"count(*) FILTER (WHERE {column} = {number})" for number in range(len(bounds) + 1))
    return f"ARRAY[{counts}]::int[]"


def summed(column: str, bounds: tuple[float, ...] = SECONDS) -> str:
    """Histograms of several rows as one."""
    sums = ", ".join(f"coalesce(sum({column}[{number}]), 0)" for number in range(1, len(bounds) + 2))
    return f"ARRAY[{sums}]::int[]"


def bucket_of(expression: str, bounds: tuple[float, ...] = SECONDS) -> str:
    return f"width_bucket({expression}, ARRAY[{', '.join(map(str, bounds))}]::float8[])"
