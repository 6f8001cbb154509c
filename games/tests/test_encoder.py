from __future__ import annotations

import numpy as np
import pytest
from django.conf import settings

from games.encoder import DIMENSIONS, EncoderUnavailable, get_document_encoder, get_encoder

TEXTS = ["short", "a much longer text " * 30, "", "third night no sleep, something calm", "🎮", "x " * 2000]


def test_a_batch_gives_what_each_text_gives_alone_and_in_order(encoder):
    together = encoder.encode(TEXTS)
    alone = np.stack([encoder.encode_one(text) for text in TEXTS])

    assert together.shape == (len(TEXTS), DIMENSIONS)
    assert together == pytest.approx(alone, abs=1e-4)
    assert np.linalg.norm(together, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-4)


def test_no_text_is_no_vector(encoder):
    assert encoder.encode([]).shape == (0, DIMENSIONS)


def test_the_documents_model_means_the_same_as_the_queries(encoder):
    texts = [
        "A cozy farming game about a small village and its seasons.",
        "Ranked team shooter with tight maps and tournaments.",
        "You are hunted through a dark hospital with one flickering lamp.",
        "Deduce who did it from the ship's log and a pocket watch.",
    ]
    documents = get_document_encoder(settings.MODEL_DIR, threads=1).encode(texts)

    assert (documents * encoder.encode(texts)).sum(axis=1).min() > 0.97


def test_a_missing_model_names_the_command_that_makes_it(tmp_path):
    with pytest.raises(EncoderUnavailable, match="prepare_model"):
        get_encoder(tmp_path)
