"""Two tastes that turn out to belong to one person."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from games import places
from games.interactions import drop_what_a_child_said, relearn
from games.models import Impression, Interaction, Player, PlayerClusterMembership, Slate
from games.players import remember


@transaction.atomic
def merge_players(*, keep: Player, gone: Player) -> None:
    """Move everything to ``keep`` and delete ``gone``. What was avoided by either stays avoided.

    The taste is that of all that both did. What the caller read of either may be old: both are read anew.
    """
    # In the order of their ids, so that two who merge the same two never wait for each other.
    locked = Player.objects.select_for_update().filter(pk__in=(keep.pk, gone.pk)).order_by("pk").in_bulk()
    keep, gone = locked[keep.pk], locked[gone.pk]
    # The younger of two known ages decides what may be offered, and what is kept.
    age_band = min(filter(None, (keep.age_band, gone.age_band)), key=_AGE_ORDER.index, default="")
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
        age_band=age_band,
        city=keep.city or gone.city,
        gender=keep.gender or gone.gender,
        time_zone=keep.time_zone or gone.time_zone,
        onboarding_intent=keep.onboarding_intent or gone.onboarding_intent,
        places=places.merged(keep.places, gone.places),
        skills={**gone.skills, **keep.skills},
        unlearnt={
            name: max(filter(None, (keep.unlearnt.get(name), gone.unlearnt.get(name))))
            for name in {*keep.unlearnt, *gone.unlearnt}
        },
        profile_version=F("profile_version") + 1,
    )
    gone.delete()
    # Found for a taste that is another now; the next grouping places it.
    PlayerClusterMembership.objects.filter(player=keep).delete()
    if age_band == Player.AgeBand.UNDER_13:
        remember(player_id=keep.pk, age_band=age_band)
        drop_what_a_child_said(player_id=keep.pk)
    relearn(player_id=keep.pk)


_AGE_ORDER = (Player.AgeBand.UNDER_13, Player.AgeBand.TEEN, Player.AgeBand.ADULT)
