"""Long work in chunks: each chunk and its cursor commit together, then the next one is queued.

A task names the chunk it is for, so a task delivered twice, or by a worker that was thought
dead, finds its chunk done and leaves. A worker that is killed loses only the chunk under way.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django_q.tasks import async_task

from games.models import Job

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 3
# A chunk takes 60 s at most and the queue delivers a lost task again after 180 s.
STALLED_AFTER = timedelta(minutes=5)
_LOCK_SPACE = 7_478_002  # of advisory locks, one a job
_RUNNABLE = (Job.State.QUEUED, Job.State.RUNNING)


@dataclass(frozen=True)
class Progress:
    """What a chunk has done. ``result`` is merged into the job's."""

    done: int
    finished: bool
    total: int | None = None
    cursor: dict[str, Any] = field(default_factory=dict)
    result: dict[str, Any] = field(default_factory=dict)


class JobRefusedError(Exception):
    """The work cannot be done and trying again will not help; the message is for the person waiting."""


# Does one chunk (at most 60 s) in the transaction it is called in.
Handler = Callable[[Job, datetime], Progress]
_handlers: dict[str, Handler] = {}


def register(kind: str, handler: Handler) -> None:
    """Say how jobs of this kind are done; called from ``AppConfig.ready``."""
    _handlers[kind] = handler


@transaction.atomic
def create(
    *,
    kind: str,
    by: AbstractBaseUser | None = None,
    total: int | None = None,
    cursor: dict[str, Any] | None = None,
) -> Job:
    """A job and the task of its first chunk, both or neither."""
    if kind not in _handlers:
        raise ValueError(f"nothing does jobs of kind {kind!r}")
    job = Job.objects.create(kind=kind, by_id=by.pk if by else None, total=total, cursor=cursor or {})
    _queue(job)
    return job


def run_chunk(job_id: int, chunk: int = 0) -> None:
    """Task: do this chunk of the job, unless it is done, or somebody else is at it, or nobody wants it."""
    now = timezone.now()
    if not _begin(job_id, chunk, now):
        return
    try:
        with transaction.atomic():
            _wait_for_twins(job_id)
            job = Job.objects.get(pk=job_id)
            if job.state != Job.State.RUNNING or job.chunk != chunk:
                return
            _finish_chunk(job, _handlers[job.kind](job, now))
    except JobRefusedError as error:
        _fail(job_id, chunk, str(error))
    except Exception as error:
        logger.exception("job %s failed at chunk %s", job_id, chunk)
        _try_again(job_id, chunk, f"{type(error).__name__}: {error}")


def request_cancel(job: Job) -> None:
    """Stop after the chunk under way; at once if none has begun. What is done stays done."""
    now = timezone.now()
    Job.objects.filter(pk=job.pk, state=Job.State.QUEUED).update(
        state=Job.State.CANCELLED, cancel_requested=True, finished_at=now
    )
    Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(cancel_requested=True)


@transaction.atomic
def resume(job: Job) -> bool:
    """Go on from the cursor. False when the job is not one that stopped."""
    resumed = Job.objects.filter(pk=job.pk, state__in=(Job.State.FAILED, Job.State.CANCELLED)).update(
        state=Job.State.QUEUED, cancel_requested=False, attempts=0, finished_at=None
    )
    if resumed:
        job.refresh_from_db()
        job.result.pop("error", None)
        job.save(update_fields=["result"])
        _queue(job)
    return bool(resumed)


@transaction.atomic
def requeue_stalled(*, now: datetime) -> int:
    """Sweep: jobs whose task got lost go on. A task too many does no harm (see ``run_chunk``)."""
    stalled = Job.objects.select_for_update(skip_locked=True).filter(
        state=Job.State.RUNNING, heartbeat_at__lt=now - STALLED_AFTER
    )
    count = 0
    for job in stalled:
        Job.objects.filter(pk=job.pk).update(heartbeat_at=now)
        _queue(job)
        count += 1
    return count


def _queue(job: Job) -> None:
    async_task(run_chunk, job.pk, job.chunk, cluster="work")


def _begin(job_id: int, chunk: int, now: datetime) -> bool:
    """Count the attempt before the work: a chunk that kills its worker must not return for ever."""
    mine = Job.objects.filter(pk=job_id, chunk=chunk, state__in=_RUNNABLE)
    if mine.filter(cancel_requested=True).update(state=Job.State.CANCELLED, finished_at=now):
        return False
    begun = mine.filter(attempts__lt=MAX_ATTEMPTS).update(
        state=Job.State.RUNNING, attempts=F("attempts") + 1, heartbeat_at=now
    )
    if not begun and mine.exists():
        _fail(job_id, chunk, "the worker stopped three times at the same chunk")
    return bool(begun)


def _wait_for_twins(job_id: int) -> None:
    """Whoever is at the same chunk goes first; afterwards its number has moved on.

    A lock beside the row, not on it: a row locked for a whole chunk would let "cancel" hang as long.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK_SPACE, job_id % 2**31])


def _finish_chunk(job: Job, progress: Progress) -> None:
    job.done, job.chunk, job.attempts = progress.done, job.chunk + 1, 0
    job.cursor = progress.cursor
    job.result = {**job.result, **progress.result}
    # A guess that was too low must not stop the work.
    total = progress.total if progress.total is not None else job.total
    job.total = None if total is None else max(total, job.done)
    job.heartbeat_at = timezone.now()
    if progress.finished:
        job.state, job.finished_at = Job.State.DONE, job.heartbeat_at
    else:
        _queue(job)
    # cancel_requested is not saved: somebody may have set it while the chunk ran.
    job.save(update_fields=[
        "done", "total", "chunk", "attempts", "cursor", "result", "heartbeat_at", "state", "finished_at",
    ])  # fmt: skip


@transaction.atomic
def _try_again(job_id: int, chunk: int, error: str) -> None:
    job = Job.objects.select_for_update().get(pk=job_id)
    if job.chunk != chunk or job.state != Job.State.RUNNING:
        return
    if job.attempts >= MAX_ATTEMPTS:
        _fail(job_id, chunk, error)
    else:
        _queue(job)


@transaction.atomic
def _fail(job_id: int, chunk: int, error: str) -> None:
    job = Job.objects.select_for_update().get(pk=job_id)
    if job.chunk == chunk and job.state in _RUNNABLE:
        job.state, job.finished_at = Job.State.FAILED, timezone.now()
        job.result = {**job.result, "error": error[:500]}
        job.save(update_fields=["state", "finished_at", "result"])
