"""How long we take to acknowledge what a provider sends: counted in memory, written down once a minute a process.

A webhook answers in milliseconds and with few statements; writing each of its times would cost more than it tells.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from analytics.metrics import SECONDS
from analytics.models import WebhookSample

KEPT: Final = timedelta(days=30)


class Tally:
    """Times by webhook, in the buckets of ``SECONDS``. Safe among threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._buckets: dict[str, list[int]] = {}

    def add(self, webhook: str, seconds: float) -> None:
        with self._lock:
            buckets = self._buckets.setdefault(webhook, [0] * (len(SECONDS) + 1))
            buckets[bisect_right(SECONDS, seconds)] += 1

    def take(self) -> Mapping[str, list[int]]:
        """What came since the last time."""
        with self._lock:
            taken, self._buckets = self._buckets, {}
        return taken


def store(taken: Mapping[str, list[int]], *, now: datetime) -> None:
    WebhookSample.objects.bulk_create(
        [WebhookSample(at=now, webhook=webhook, buckets=buckets) for webhook, buckets in taken.items()]
    )


def forget_old(*, now: datetime) -> None:
    WebhookSample.objects.filter(at__lt=now - KEPT).delete()
