"""What the queue calls, by the clock or when it is due. Ids in, one call, nothing else."""

from __future__ import annotations

from django.utils import timezone
from django_q.tasks import async_task


def count_what_happened() -> None:
    from analytics import alerts, rollups

    rollups.refresh(now=timezone.now())
    alerts.evaluate(now=timezone.now())
    alerts.mail(now=timezone.now())


def count_back() -> None:
    """Days that were never counted, for as long as a task may take; the rest in the next one, till none is left.

    Where it gets none of them done, somebody else is counting or there is no time, and the clock goes on with it.
    """
    from analytics import rollups

    before = len(rollups.never_counted(now=timezone.now()))
    rollups.refresh(now=timezone.now())
    if 0 < len(rollups.never_counted(now=timezone.now())) < before:
        async_task(count_back, cluster="work")


def reckon_reports() -> None:
    from analytics import reports

    reports.refresh(now=timezone.now())


def note_memberships() -> None:
    from analytics import memberships, queue_samples, webhook_times

    now = timezone.now()
    queue_samples.forget_old(now=now)
    webhook_times.forget_old(now=now)
    memberships.queue_noting()


def sample_queues() -> None:
    from analytics import queue_samples

    queue_samples.take(now=timezone.now())
