"""Every minute: how much waits in the queues. What is older than a month goes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Min
from django_q.models import OrmQ

from analytics.models import QueueSample

KEPT: Final = timedelta(days=30)
_AT_ONCE: Final = timedelta(seconds=30)
QUEUES: Final = ("talk", "work")


def take(*, now: datetime) -> None:
    """A task's lock is its time of queueing until a cluster claims it; then it lies ahead. Twice at once is once."""
    if QueueSample.objects.filter(at__gt=now - _AT_ONCE).exists():
        return
    rows = OrmQ.objects.filter(lock__lte=now).values("key").annotate(waiting=Count("pk"), oldest=Min("lock"))
    found = {row["key"]: row for row in rows}
    QueueSample.objects.bulk_create(
        [
            QueueSample(
                at=now,
                queue=queue,
                waiting=found[queue]["waiting"] if queue in found else 0,
                oldest_seconds=(now - found[queue]["oldest"]).total_seconds() if queue in found else 0.0,
            )
            for queue in QUEUES
        ],
        ignore_conflicts=True,
    )


def forget_old(*, now: datetime) -> None:
    QueueSample.objects.filter(at__lt=now - KEPT).delete()
