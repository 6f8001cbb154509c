"""Two tastes that turn out to belong to one person."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from games.models import Impression, Interaction, Player, Slate


@transaction.atomic
def merge_players(*, keep: Player, gone: Player) -> None:
    """Move everything to ``keep`` and delete ``gone``. What was avoided by either stays avoided."""
    for model in (Interaction, Slate, Impression):
        model._default_manager.filter(player=gone).update(player=keep)
    avoided = {*keep.avoided_genres, *gone.avoided_genres}
    Player.objects.filter(pk=keep.pk).update(
        platforms=list(dict.fromkeys([*keep.platforms, *gone.platforms])),
        avoided_genres=sorted(avoided),
        liked_genres=sorted({*keep.liked_genres, *gone.liked_genres} - avoided),
        budget=gone.budget if keep.budget is None else keep.budget,
        budget_currency=gone.budget_currency if keep.budget is None else keep.budget_currency,
        usual_minutes=keep.usual_minutes or gone.usual_minutes,
        # The younger of two known ages decides what may be offered.
        age_band=min(filter(None, (keep.age_band, gone.age_band)), key=_AGE_ORDER.index, default=""),
        scores={**gone.scores, **keep.scores},
        events_count=F("events_count") + gone.events_count,
        profile_version=F("profile_version") + 1,
    )
    gone.delete()


_AGE_ORDER = (Player.AgeBand.UNDER_13, Player.AgeBand.TEEN, Player.AgeBand.ADULT)
