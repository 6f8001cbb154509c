"""Two tastes that turn out to belong to one person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import F

from games.interactions.recording import drop_what_a_child_said, relearn
from games.models import Impression, Interaction, Player, PlayerClusterMembership, Slate
from games.players import places
from games.players.facts import remember


@transaction.atomic
def merge_players(*, keep: Player, gone: Player) -> None:
    """Move everything to ``keep`` and delete ``gone``. Of what both told the later word counts, but what was avoided
    by either stays avoided, and both have all their machines.

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
        age_band=age_band,
        places=places.merged(keep.places, gone.places),
        **_latest_words(keep, gone),
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


def _latest_words(keep: Player, gone: Player) -> dict[str, Any]:
    """Each fact that has one value, as who told it later did. What has no time is older than what has one."""
    words: dict[str, Any] = {"told_at": {**keep.told_at}}
    for fact, fields in _FACTS.items():
        earlier, later = (keep, gone) if _is_later(keep, gone, fact, fields[0]) else (gone, keep)
        words |= {name: getattr(later, name) for name in fields}
        if fact in later.told_at:
            words["told_at"][fact] = later.told_at[fact]
        if fact == "skills":  # of each genre on its own
            words["skills"] = {**earlier.skills, **later.skills}
    return words


def _is_later(keep: Player, gone: Player, fact: str, field: str) -> bool:
    told, told_by_gone = keep.told_at.get(fact), gone.told_at.get(fact)
    if told and told_by_gone:
        return datetime.fromisoformat(told_by_gone) > datetime.fromisoformat(told)
    return bool(told_by_gone) or not (told or getattr(keep, field))


# A fact → the fields that hold it.
_FACTS: Final[Mapping[str, tuple[str, ...]]] = {
    "budget": ("budget", "budget_currency"),
    "usual_minutes": ("usual_minutes",),
    "city": ("city",),
    "gender": ("gender",),
    "time_zone": ("time_zone",),
    "onboarding_intent": ("onboarding_intent",),
    "skills": ("skills",),
}
_AGE_ORDER = (Player.AgeBand.UNDER_13, Player.AgeBand.TEEN, Player.AgeBand.ADULT)
