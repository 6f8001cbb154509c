from __future__ import annotations

import numpy as np
import pytest
from django.conf import settings

from games.embedding.encoder import (
    DIMENSIONS,
    FULL_PRECISION,
    POOLED_DIMENSIONS,
    Encoder,
    EncoderUnavailable,
    get_encoder,
)

TEXTS = ["short", "a much longer text " * 30, "", "third night no sleep, something calm", "🎮", "x " * 2000]


def test_a_batch_gives_what_each_text_gives_alone_and_in_order(encoder):
    together = encoder.encode(TEXTS)
    alone = np.stack([encoder.encode_one(text) for text in TEXTS])

    assert together.shape == (len(TEXTS), DIMENSIONS)
    # Not to the last digit: int8 is scaled by the largest number of a batch.
    assert (together * alone).sum(axis=1).min() > 0.97
    assert np.linalg.norm(together, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-4)


def test_no_text_is_no_vector(encoder):
    assert encoder.encode([]).shape == (0, DIMENSIONS)


def test_what_runs_means_the_same_as_the_model_in_full_precision(encoder):
    texts = [
        "A cozy farming game about a small village and its seasons.",
        "Ranked team shooter with tight maps and tournaments.",
        "You are hunted through a dark hospital with one flickering lamp.",
        "Deduce who did it from the ship's log and a pocket watch.",
    ]
    in_full = Encoder(settings.MODEL_DIR, threads=1, precision=FULL_PRECISION).encode(texts)

    assert (in_full * encoder.encode(texts)).sum(axis=1).min() > 0.97


def test_peaks_and_first_token_of_a_message_stand_behind_its_vector(encoder):
    pooled = encoder.encode_one_pooled("third night no sleep")
    assert pooled.shape == (POOLED_DIMENSIONS,)
    assert pooled[:DIMENSIONS] == pytest.approx(encoder.encode_one("third night no sleep"))
    peaks, first = np.split(pooled[DIMENSIONS:], 2)
    assert (peaks >= first - 1e-6).all()


def test_a_missing_model_names_the_command_that_makes_it(tmp_path):
    with pytest.raises(EncoderUnavailable, match="prepare_model"):
        get_encoder(tmp_path)
