"""How widely the showings are spread over the catalogue. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def variety_of(shown: Sequence[int], *, published: int) -> dict[str, float]:
    """``shown`` holds how often each game was, those that never were left out; not empty.

    ``novelty`` is the mean surprise of a showing in bits: -log2 of the share that its game has of all showings.
    ``gini`` is 0 where every published game is shown alike and 1 where one has all; ``top_tenth`` is what the most
    shown tenth of the published games has of all showings.
    """
    counts = np.sort(np.asarray(shown, dtype=np.float64))
    games = max(published, len(counts))
    shares = counts / counts.sum()
    novelty = float(-(shares * np.log2(shares)).sum())
    places = np.arange(games - len(counts) + 1, games + 1)
    gini = float((2 * places - games - 1) @ shares / games)
    top = max(round(games / 10), 1)
    return {
        "shown": len(counts),
        "published": published,
        "coverage": min(len(counts) / max(published, 1), 1.0),
        "novelty": novelty,
        "gini": gini,
        "top_tenth": float(shares[-top:].sum()),
    }
