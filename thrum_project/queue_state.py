"""How much waits in the queue, and for how long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min
from django_q.models import OrmQ

CLUSTERS = ("talk", "work")


@dataclass(frozen=True)
class QueueState:
    name: str
    waiting: int
    oldest_seconds: float


def read_queues(now: datetime) -> tuple[QueueState, ...]:
    """One query. A task's lock is its time of queueing until a cluster claims it; then it lies ahead."""
    rows = OrmQ.objects.filter(lock__lte=now).values("key").annotate(waiting=Count("pk"), oldest=Min("lock"))
    found = {row["key"]: row for row in rows}
    return tuple(
        QueueState(
            name,
            waiting=found[name]["waiting"] if name in found else 0,
            oldest_seconds=(now - found[name]["oldest"]).total_seconds() if name in found else 0.0,
        )
        for name in CLUSTERS
    )
