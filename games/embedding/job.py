"""Vectors for what has none of the current version, as a job: small chunks, resumable, safe beside imports."""

from __future__ import annotations

import os
import time
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser

from games import jobs, versions
from games.jobs import JobRefusedError, Progress
from games.models import DataVersion, Job
from games.moods import estimates_job

KIND = "embed"
# A chunk ends with the batch in which its time is up: on a busy machine it holds fewer games, never more
# seconds, so that a cancel is felt and an import gets its turn.
CHUNK_SECONDS = 15.0
BATCH_GAMES = 64


def queue_embedding(*, by: AbstractBaseUser | None = None) -> Job:
    """Call it in the transaction that changes texts. One job too many ends at once; one too few would leave gaps."""
    return jobs.create(kind=KIND, by=by)


def run_embed_chunk(job: Job, now: datetime) -> Progress:
    # Here, for they bring onnxruntime along, and every process knows of this job.
    from games.embedding.encoder import EncoderUnavailable, get_encoder
    from games.embedding.game_vectors import embed_pending, pending_count
    from games.moods import estimates as mood_estimates

    try:
        encoder = get_encoder(settings.MODEL_DIR, threads=os.cpu_count() or 1)
    except EncoderUnavailable as error:
        raise JobRefusedError(str(error)) from None
    mood_estimates.learn_and_publish(encoder=encoder, now=now)
    deadline, embedded = time.monotonic() + CHUNK_SECONDS, 0
    while batch := embed_pending(limit=BATCH_GAMES, encoder=encoder, now=now):
        embedded += batch
        if time.monotonic() > deadline:
            break
    done, left = job.done + embedded, pending_count()
    # Nothing to be had although something is pending: whoever holds those rows will queue or embed them.
    finished = not left or not batch
    if finished and done:
        versions.bump(DataVersion.Kind.CATALOGUE)
    if finished and mood_estimates.pending().exists():
        estimates_job.queue_renewal(by=job.by)
    return Progress(done=done, finished=finished, total=done + left)
