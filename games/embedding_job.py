"""Vectors for what has none of the current version, as a job: small chunks, resumable, safe beside imports."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser

from games import jobs
from games.catalogue_writing import lock_catalogue
from games.encoder import EncoderUnavailable, get_encoder
from games.jobs import JobRefusedError, Progress
from games.models import Job

KIND = "embed"
# About five seconds of work: short enough for a cancel to be felt and for an import to get its turn.
CHUNK_GAMES = 256


def queue_embedding(*, by: AbstractBaseUser | None = None) -> Job:
    """Call it in the transaction that changes texts. One job too many ends at once; one too few would leave gaps."""
    return jobs.create(kind=KIND, by=by)


def run_embed_chunk(job: Job, now: datetime) -> Progress:
    from games.embeddings import embed_pending, pending_count

    try:
        encoder = get_encoder(settings.MODEL_DIR)
    except EncoderUnavailable as error:
        raise JobRefusedError(str(error)) from None
    # An import that changes a text while its old form is being encoded would get a stale vector that looks current.
    lock_catalogue()
    embedded = embed_pending(limit=CHUNK_GAMES, encoder=encoder, now=now)
    done, left = job.done + embedded, pending_count()
    # Nothing embedded although something is pending: somebody else is at it.
    return Progress(done=done, finished=not left or not embedded, total=done + left)
