"""What is known of a player as the recommender takes it: as it is now, not as it was when last written."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from games.models import Player
from games.recommender.limits import Profile
from games.recommender.types import Money
from games.taste.scores import PriceRange, Taste, TasteRules, faded


def rules() -> TasteRules:
    return TasteRules(
        steps=settings.TASTE_STEPS, half_life=settings.TASTE_HALF_LIFE, ceilings={"lean": settings.TASTE_LEAN_CEILING}
    )


def profile_of(player: Player | None, *, now: datetime) -> Profile:
    if player is None:
        return Profile()
    return Profile(
        platforms=tuple(player.platforms),
        liked_genres=tuple(player.liked_genres),
        avoided_genres=tuple(player.avoided_genres),
        budget=None if player.budget is None else Money(player.budget, player.budget_currency),
        usual_minutes=player.usual_minutes,
        age_band=player.age_band,
        scores=faded(Taste(player.scores, player.scores_at), now=now, half_life=settings.TASTE_HALF_LIFE),
        prices=_prices(player),
        city=player.city,
        events_count=player.events_count,
        cold_start_done=player.cold_start_done,
        skills=tuple(sorted(player.skills.items())),
    )


def _prices(player: Player) -> PriceRange | None:
    if player.price_low is None or player.price_sweet is None or player.price_high is None:
        return None
    return PriceRange(player.price_low, player.price_sweet, player.price_high)
