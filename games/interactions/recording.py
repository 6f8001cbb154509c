"""What players do and say about games: recorded once, and learnt from in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from games.interactions import outcomes
from games.interactions.settling import settle, settle_anew
from games.models import Game, Impression, Interaction, Player, PlayerClusterMembership
from games.taste.learning import NOTHING_LEARNT, all_lessons, lessons_of
from games.taste.scores import TELLING_KINDS

# Of a child nothing is kept but what spares it the same game again.
KEPT_OF_A_CHILD = {Interaction.Kind.PLAYED, Interaction.Kind.DISLIKE}
_LEAVE_THE_PROFILE = {Interaction.Kind.VIEW, Interaction.Kind.SEARCH}
# Who takes back that they liked a game takes back what they made of it.
_GO_WITH = {Interaction.Kind.LIKE: (Interaction.Kind.WILL_PLAY, Interaction.Kind.FIT)}


@transaction.atomic
def record_interaction(
    *,
    player: Player,
    game: Game | None,
    kind: str,
    source: str,
    at: datetime,
    key: str | None = None,
    value: float = 1.0,
    sentiment: float | None = None,
) -> bool:
    """Store an event once; False when that key was recorded already, or may not be kept.

    It teaches the player's profile and settles what became of the suggestions that it answers, whose
    ``sentiment`` is that of the words it was said in. ``player`` itself knows of it afterwards.
    """
    # The player's row first, always: two events of one player take turns and lose no lesson.
    owner = Player.objects.select_for_update().get(pk=player.pk)
    if owner.age_band == Player.AgeBand.UNDER_13 and kind not in KEPT_OF_A_CHILD:
        return False
    try:
        with transaction.atomic():
            event = Interaction.objects.create(
                player=owner, game=game, kind=Interaction.Kind(kind), source=source, at=at, key=key, value=value
            )
    except IntegrityError:
        if key is not None and Interaction.objects.filter(key=key).exists():
            return False
        raise
    if game is not None and kind in outcomes.ANSWERS:
        settle(player_id=owner.pk, game_id=game.pk, at=at, sentiment=sentiment)
    changes = {**_counted(owner.events_count + (kind in TELLING_KINDS)), **lessons_of(event, owner)}
    _write(owner, {**changes, **next_version(owner, [kind])}, also=player)
    return True


@transaction.atomic
def record_lean(*, player: Player, names: Sequence[str], source: str, at: datetime, key: str) -> bool:
    """What somebody leaned towards ("genre:stealth", "tag:cozy") without a game: a weak like of each, once a key."""
    owner = Player.objects.select_for_update().get(pk=player.pk)
    if owner.age_band == Player.AgeBand.UNDER_13 or not names:
        return False
    known = dict.fromkeys(name for name in names if name.partition(":")[2])
    event = Interaction(
        player=owner, kind=Interaction.Kind.LEAN, source=source, at=at, key=key, names=list(known)
    )  # fmt: skip
    try:
        with transaction.atomic():
            event.save(force_insert=True)
    except IntegrityError:
        if Interaction.objects.filter(key=key).exists():
            return False
        raise
    _write(owner, {**lessons_of(event, owner), **next_version(owner, [event.kind])}, also=player)
    return True


@transaction.atomic
def record_fit(*, player: Player, impression_id: int, fit: float, source: str, at: datetime) -> bool:
    """How a suggestion fitted the mood (0…1), told once by whom we asked; it moves their taste a little."""
    owner = Player.objects.select_for_update().get(pk=player.pk)
    asked = Impression.objects.filter(pk=impression_id, player=owner, fit_asked_at__isnull=False, fit=None)
    impression = asked.select_related("game").first()
    if impression is None:
        return False
    asked.update(fit=fit)
    record_interaction(
        player=player,
        game=impression.game,
        kind=Interaction.Kind.FIT,
        source=source,
        at=at,
        key=f"impression:{impression_id}:fit",
        value=2 * fit - 1,
    )
    return True


@transaction.atomic
def take_back(*, player_id: int, game_id: int, kinds: Iterable[str], now: datetime) -> int:
    """Delete what was recorded of these kinds about a game, and unlearn it; returns how many events went."""
    owner = Player.objects.select_for_update().get(pk=player_id)
    named = {*kinds}
    also = {other for kind in named for other in _GO_WITH.get(Interaction.Kind(kind), ())}
    events = Interaction.objects.filter(player=owner, game_id=game_id, kind__in=named | also)
    counted = events.filter(is_unlearnt=False, kind__in=TELLING_KINDS).count()
    gone, _ = events.delete()
    if not gone:
        return 0
    settle_anew(player_id=owner.pk, game_id=game_id, now=now)
    left = max(owner.events_count - counted, 0)
    _write(owner, {**_counted(left), **all_lessons(owner), "profile_version": owner.profile_version + 1})
    return gone


@transaction.atomic
def relearn(*, player_id: int) -> None:
    """The taste as everything that is recorded teaches it, after events came from elsewhere."""
    owner = Player.objects.select_for_update().get(pk=player_id)
    events = Interaction.objects.filter(player=owner, is_unlearnt=False, kind__in=TELLING_KINDS).count()
    _write(owner, {**_counted(events), **all_lessons(owner)})


@transaction.atomic
def reset_taste(*, player_id: int) -> None:
    """Back to cold: nothing that was done so far teaches anything any more, and no genre is liked or avoided.

    What was played, bought or turned down still spares them the same game; machines, budget, time, place and age
    are no taste and stay.
    """
    owner = Player.objects.select_for_update().get(pk=player_id)
    Interaction.objects.filter(player=owner, is_unlearnt=False).update(is_unlearnt=True)
    PlayerClusterMembership.objects.filter(player=owner).delete()
    _write(
        owner,
        {
            **NOTHING_LEARNT,
            **_counted(0),
            "unlearnt": {},
            "liked_genres": [],
            "avoided_genres": [],
            "skills": {},
            "onboarding_intent": "",
            "profile_version": owner.profile_version + 1,
        },
    )


def drop_what_a_child_said(*, player_id: int) -> int:
    """What is not kept of a player under 13 goes, when we learn that they are; returns how many events went."""
    gone, _ = Interaction.objects.filter(player_id=player_id).exclude(kind__in=KEPT_OF_A_CHILD).delete()
    return gone


def next_version(owner: Player, kinds: Iterable[str]) -> dict[str, int]:
    """What was reckoned for the profile before, a feed for one, holds no longer. Looking and searching leave it."""
    return {"profile_version": owner.profile_version + 1} if {*kinds} - _LEAVE_THE_PROFILE else {}


def _counted(events: int) -> dict[str, Any]:
    return {"events_count": events, "cold_start_done": events >= settings.COLD_START_EVENTS}


def _write(owner: Player, changes: Mapping[str, Any], *, also: Player | None = None) -> None:
    """``also`` is the caller's copy of the row: it must not recommend, or be saved, as it was before."""
    Player.objects.filter(pk=owner.pk).update(**changes)
    if also is not None:
        for name, value in changes.items():
            setattr(also, name, value)
