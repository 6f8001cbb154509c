"""What should they play next? The public names; everything else in here is its own business."""

from games.recommender.limits import oldest_rating
from games.recommender.matching import any_match
from games.recommender.recommending import recommend
from games.recommender.recording import mark_seen, mark_shown, record, record_all
from games.recommender.types import Candidate, Context, GameFacts, Money, Pick, PriceTag, Slate, Vector

__all__ = [
    "Candidate",
    "Context",
    "GameFacts",
    "Money",
    "Pick",
    "PriceTag",
    "Slate",
    "Vector",
    "any_match",
    "mark_seen",
    "mark_shown",
    "oldest_rating",
    "recommend",
    "record",
    "record_all",
]
