"""Keeps what was counted of a day: only what differs is written, so counting anew every few minutes costs little."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

from analytics.models import DailyMetric
from analytics.values import Counted


class Key(NamedTuple):
    """Which number of a day."""

    metric: str
    is_demo: bool
    dim1: str = ""
    dim2: str = ""
    value1: str = ""
    value2: str = ""


def store(day: date, found: Mapping[Key, Counted], *, metrics: Collection[str]) -> int:
    """Make the day's rows of these metrics what was found; what is not found any more goes. Returns rows touched.

    Metrics that are not named stay as they are. The caller holds the day's lock.
    """
    stored: dict[Key, tuple[int, Counted]] = {}
    columns = ("pk", *Key._fields, "numerator", "denominator", "buckets")
    rows = DailyMetric.objects.filter(day=day, metric__in=metrics)
    for pk, *key, numerator, denominator, buckets in rows.values_list(*columns):
        stored[Key(*key)] = (pk, Counted(numerator, denominator, tuple(buckets or ())))
    changed = {key: counted for key, counted in found.items() if key not in stored or stored[key][1] != counted}
    DailyMetric.objects.bulk_create(
        [
            DailyMetric(
                day=day,
                **key._asdict(),
                numerator=counted.numerator,
                denominator=counted.denominator,
                buckets=list(counted.buckets) or None,
            )
            for key, counted in changed.items()
        ],
        update_conflicts=True,
        unique_fields=["metric", "is_demo", "dim1", "dim2", "day", "value1", "value2"],
        update_fields=["numerator", "denominator", "buckets"],
        batch_size=2_000,
    )
    gone = [pk for key, (pk, _) in stored.items() if key not in found]
    DailyMetric.objects.filter(pk__in=gone).delete()
    return len(changed) + len(gone)
