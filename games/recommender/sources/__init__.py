"""Where candidates come from: a file a source, each with the interface of ``base.Source``.

A source knows only how to draw from a pool; ``games.retrieval`` runs them all in one statement.
"""

from __future__ import annotations

from games.recommender.sources.age_group import AgeGroup
from games.recommender.sources.base import Source
from games.recommender.sources.collaborative import Collaborative
from games.recommender.sources.discovery import Discovery
from games.recommender.sources.editors_picks import EditorsPicks
from games.recommender.sources.intended import Intended
from games.recommender.sources.liked import Liked
from games.recommender.sources.mood import FitsMood
from games.recommender.sources.nearby import Nearby
from games.recommender.sources.new import NewTitles
from games.recommender.sources.popular import Popular
from games.recommender.sources.right_now import RightNow
from games.recommender.sources.similar import Similar
from games.recommender.sources.trending import Trending

SIMILAR = Similar()
SOURCES: tuple[Source, ...] = (
    SIMILAR, FitsMood(), Liked(), Collaborative(), Popular(), Trending(), Nearby(), AgeGroup(), RightNow(), Intended(),
    NewTitles(), EditorsPicks(), Discovery(),
)  # fmt: skip
