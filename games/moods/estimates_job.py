"""Learning the mood head if that is due, and estimates by the head in use, as a job.

Small chunks, resumable, safe beside everything else.
"""

from __future__ import annotations

import contextlib
import os
import time
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser

from games import jobs, versions
from games.jobs import Progress
from games.models import DataVersion, Job

KIND = "mood_estimates"
ARTEFACT = "mood_fit"  # the name that heads are published by
CHUNK_SECONDS = 15.0


def queue_renewal(*, by: AbstractBaseUser | None = None) -> Job:
    """Call it in the transaction that puts another head into use."""
    return jobs.create(kind=KIND, by=by)


def run_renewal_chunk(job: Job, now: datetime) -> Progress:
    # Here, for they bring onnxruntime along, and every process knows of this job.
    from games.embedding.encoder import EncoderUnavailable, get_encoder
    from games.moods import estimates

    with contextlib.suppress(EncoderUnavailable):  # nothing can be learnt then; what is in use can be applied
        encoder = get_encoder(settings.MODEL_DIR, threads=os.cpu_count() or 1)
        estimates.learn_and_publish(encoder=encoder, now=now)
    deadline, renewed = time.monotonic() + CHUNK_SECONDS, 0
    while batch := estimates.renew_some(now=now):
        renewed += batch
        if time.monotonic() > deadline:
            break
    done, left = job.done + renewed, estimates.pending().count()
    finished = not left or not batch
    if finished and done:
        versions.bump(DataVersion.Kind.CATALOGUE)
    return Progress(done=done, finished=finished, total=done + left)
