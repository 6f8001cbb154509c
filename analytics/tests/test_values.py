"""Sums of days as values."""

from __future__ import annotations

import pytest

from analytics.dimensions import DIMENSIONS
from analytics.metrics import METRICS, SCANS, SECONDS
from analytics.metrics.types import Metric
from analytics.values import Counted, interval_of, quantile_of, together, value_of

SHARE = Metric("s", "s", "", "share", "", "")
LEVEL = Metric("l", "l", "", "level", "", "")


def test_a_share_of_several_days_is_the_sum_by_the_sum():
    days = [Counted(1, 10), None, Counted(9, 10)]
    assert value_of(SHARE, together(SHARE, days)) == 0.5
    assert value_of(SHARE, None) is None
    assert interval_of(SHARE, Counted(1, 2)).low > 0


def test_of_a_state_the_last_day_counts():
    assert value_of(LEVEL, together(LEVEL, [Counted(5), Counted(3), None])) == 3


def test_a_quantile_lies_in_its_bucket():
    buckets = [0] * (len(SECONDS) + 1)
    buckets[SECONDS.index(2) + 1] = 90  # from 2 s to 3 s
    buckets[SECONDS.index(10) + 1] = 10  # from 10 s to 15 s
    assert 2 < quantile_of(buckets, 0.5) < 3
    assert 10 <= quantile_of(buckets, 0.95) <= 15
    assert quantile_of([0] * 3, 0.5, (1, 2)) is None
    assert quantile_of([0, 0, 4], 0.5, (1, 2)) == 2  # beyond the last bound nobody knows


@pytest.mark.parametrize("metric", METRICS.values(), ids=lambda metric: metric.key)
def test_every_metric_says_what_it_means_and_is_counted_by_what_its_scan_knows(metric):
    assert metric.definition.endswith((".", "it surely brought somebody."))
    assert all(key in DIMENSIONS for breakdown in metric.by for key in breakdown)
    assert all(len(breakdown) <= 2 for breakdown in metric.by)
    scan = SCANS.get(metric.scan)
    if scan is not None:
        assert {metric.numerator, metric.denominator} - {""} <= scan.measures.keys()
        assert {key for breakdown in metric.by for key in breakdown} <= {*scan.dimensions, "cluster", "segment"}
