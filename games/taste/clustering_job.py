"""The nightly grouping of players, as a job: groups are found on a sample, then everybody is placed, a part a chunk."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from games import jobs
from games.jobs import Progress
from games.models import Job

KIND = "clusters"
_LOCK = 7_478_021  # of an advisory lock: two that queue at once would both find no other


@transaction.atomic
def queue_clustering() -> Job | None:
    """None where one waits or runs already."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    if Job.objects.filter(kind=KIND, state__in=(Job.State.QUEUED, Job.State.RUNNING)).exists():
        return None
    return jobs.create(kind=KIND)


def run_clustering_chunk(job: Job, now: datetime) -> Progress:
    # Here, for it brings scikit-learn along, and every process knows of this job.
    from games.taste import clustering

    return clustering.find_groups(now) if "names" not in job.cursor else clustering.place_players(job, now)
