"""Where candidates come from: a file a source, each with the interface of ``base.Source``.

A source knows only how to draw from a pool; ``games.retrieval`` runs them all in one statement.
"""

from __future__ import annotations

from games.recommender.sources.base import Source
from games.recommender.sources.liked import Liked
from games.recommender.sources.mood import FitsMood
from games.recommender.sources.popular import Popular
from games.recommender.sources.similar import Similar

SIMILAR = Similar()
SOURCES: tuple[Source, ...] = (SIMILAR, FitsMood(), Liked(), Popular())
