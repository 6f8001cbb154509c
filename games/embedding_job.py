"""Vectors for what has none of the current version, as a job: small chunks, resumable, safe beside imports."""

from __future__ import annotations

import os
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser

from games import jobs, versions
from games.jobs import JobRefusedError, Progress
from games.models import DataVersion, Job

KIND = "embed"
# About five seconds of work: short enough for a cancel to be felt and for an import to get its turn.
CHUNK_GAMES = 256


def queue_embedding(*, by: AbstractBaseUser | None = None) -> Job:
    """Call it in the transaction that changes texts. One job too many ends at once; one too few would leave gaps."""
    return jobs.create(kind=KIND, by=by)


def run_embed_chunk(job: Job, now: datetime) -> Progress:
    # Here, for they bring onnxruntime along, and every process knows of this job.
    from games.embeddings import embed_pending, pending_count
    from games.encoder import EncoderUnavailable, get_document_encoder

    try:
        encoder = get_document_encoder(settings.MODEL_DIR, threads=os.cpu_count() or 1)
    except EncoderUnavailable as error:
        raise JobRefusedError(str(error)) from None
    embedded = embed_pending(limit=CHUNK_GAMES, encoder=encoder, now=now)
    done, left = job.done + embedded, pending_count()
    # Nothing embedded although something is pending: whoever holds those rows will queue or embed them.
    finished = not left or not embedded
    if finished and done:
        versions.bump(DataVersion.Kind.CATALOGUE)
    return Progress(done=done, finished=finished, total=done + left)
