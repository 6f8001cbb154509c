"""What the files say of the games of a play log, with vectors by the project's encoder, kept on disk by digest."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
from django.conf import settings

from games.catalogue.series import numbers_of, series_numbers
from games.collaborative.play_log import CatalogueEntry, centred, facts_of, match_titles, text_of
from games.collaborative.types import Floats, GameTexts
from games.embedding.encoder import DIMENSIONS, MODEL_NAME, SERVED_PRECISION, get_encoder
from games.recommender.types import GameFacts


def facts_and_texts(
    titles: Sequence[str], entries: Sequence[CatalogueEntry], *, today: date
) -> tuple[list[GameFacts], GameTexts]:
    """For each title its record and texts. Raises EncoderUnavailable."""
    matched = match_titles(titles, entries)
    facts = [
        facts_of(index, title, entry, today=today)
        for index, (title, entry) in enumerate(zip(titles, matched, strict=True))
    ]
    vectors = _vectors([text_of(title, entry) for title, entry in zip(titles, matched, strict=True)])
    return facts, GameTexts(centred(vectors), numbers_of([game.studio for game in facts]), series_numbers(titles))


def _vectors(texts: Sequence[str]) -> Floats:
    told = "\x1e".join((MODEL_NAME, SERVED_PRECISION, *texts))
    path = Path(settings.STATE_DIR) / "evaluation" / f"{hashlib.sha256(told.encode()).hexdigest()}.npy"
    with contextlib.suppress(OSError, ValueError):
        known: Floats = np.load(path, allow_pickle=False)
        if known.shape == (len(texts), DIMENSIONS):
            return known
    vectors = get_encoder(Path(settings.MODEL_DIR), threads=os.cpu_count() or 1).encode(texts)
    with contextlib.suppress(OSError):  # without a copy the next run takes a minute longer
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            np.save(file, vectors)
        os.replace(file.name, path)
    return vectors
