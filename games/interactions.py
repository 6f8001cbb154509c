"""What players do and say about games: recorded once, and learnt from in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Greatest

from games.models import Game, Impression, Interaction, Player

# How far one event moves the score of each genre and tag of its game, of the way to -1 or 1.
_LESSONS: dict[str, float] = {
    Interaction.Kind.LIKE: 0.25,
    Interaction.Kind.PURCHASE: 0.25,
    Interaction.Kind.SAVE: 0.15,
    Interaction.Kind.CLICK: 0.05,
    Interaction.Kind.SKIP: -0.05,
    Interaction.Kind.DISLIKE: -0.2,
}
_ACCEPTS = {Interaction.Kind.LIKE, Interaction.Kind.SAVE, Interaction.Kind.CLICK, Interaction.Kind.PURCHASE}
_REJECTS = {Interaction.Kind.DISLIKE, Interaction.Kind.SKIP, Interaction.Kind.PLAYED}
_ANSWERS_WITHIN = timedelta(days=7)
# Of a child nothing is kept but what spares it the same game again.
_KEPT_OF_A_CHILD = {Interaction.Kind.PLAYED, Interaction.Kind.DISLIKE}
_SCORES_KEPT = 120


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
) -> bool:
    """Store an event once; False when that key was recorded already, or may not be kept.

    Likes and dislikes move the player's scores for the game's genres and tags, and settle what
    became of the suggestion they answer.
    """
    # The player's row first, always: two events of one player take turns and lose no lesson.
    owner = Player.objects.select_for_update().only("age_band", "scores").get(pk=player.pk)
    is_child = owner.age_band == Player.AgeBand.UNDER_13
    if is_child and kind not in _KEPT_OF_A_CHILD:
        return False
    try:
        with transaction.atomic():
            Interaction.objects.create(
                player=owner, game=game, kind=Interaction.Kind(kind), source=source, at=at, key=key, value=value
            )
    except IntegrityError:
        if key is not None and Interaction.objects.filter(key=key).exists():
            return False
        raise
    if game is not None:
        _settle(owner, game, kind, at)
    lesson = _LESSONS.get(kind, 0.0) * value
    changes = {"scores": _taught(owner.scores, game, lesson)} if game and lesson and not is_child else {}
    Player.objects.filter(pk=owner.pk).update(events_count=F("events_count") + 1, **changes)
    return True


@transaction.atomic
def take_back(*, player_id: int, game_id: int, kinds: Iterable[str]) -> int:
    """Delete what was recorded of these kinds about a game, and unlearn it; returns how many events went.

    The scores are learnt anew from all that stays, in its order, for a lesson cannot be subtracted.
    """
    owner = Player.objects.select_for_update().only("age_band", "scores").get(pk=player_id)
    gone, _ = Interaction.objects.filter(player=owner, game_id=game_id, kind__in=list(kinds)).delete()
    if not gone:
        return 0
    left = Interaction.objects.filter(player=owner, game_id=game_id, kind__in=_ACCEPTS | _REJECTS)
    if not left.exists():
        settled = Impression.objects.filter(player=owner, game_id=game_id).exclude(outcome=Impression.Outcome.IGNORED)
        settled.update(outcome=Impression.Outcome.PENDING)
    scores: dict[str, float] = {}
    taught = Interaction.objects.filter(player=owner, game__isnull=False, kind__in=list(_LESSONS))
    for event in taught.select_related("game").order_by("at", "pk"):
        scores = _taught(scores, event.game, _LESSONS[event.kind] * event.value) if event.game else scores
    Player.objects.filter(pk=owner.pk).update(
        scores=scores, events_count=Greatest(F("events_count") - gone, 0), profile_version=F("profile_version") + 1
    )
    return gone


def drop_what_a_child_said(*, player_id: int) -> int:
    """What is not kept of a player under 13 goes, when we learn that they are; returns how many events went."""
    gone, _ = Interaction.objects.filter(player_id=player_id).exclude(kind__in=_KEPT_OF_A_CHILD).delete()
    return gone


def _settle(player: Player, game: Game, kind: str, at: datetime) -> None:
    """The latest open suggestion of this game has its answer."""
    outcome = (
        Impression.Outcome.ACCEPTED if kind in _ACCEPTS else Impression.Outcome.REJECTED if kind in _REJECTS else None
    )
    if outcome is None:
        return
    open_ones = Impression.objects.filter(
        player=player, game=game, outcome=Impression.Outcome.PENDING, slate__created_at__gt=at - _ANSWERS_WITHIN
    )
    latest = open_ones.order_by("-slate__created_at", "-pk").values_list("pk", flat=True).first()
    if latest is not None:
        Impression.objects.filter(pk=latest).update(outcome=outcome)


def _taught(scores: dict[str, float], game: Game, lesson: float) -> dict[str, float]:
    """Each score goes a part of the way to 1 or -1, so none ever leaves that range."""
    taught = dict(scores)
    goal, step = (1.0, lesson) if lesson > 0 else (-1.0, -lesson)
    for name in _names(game):
        known = taught.get(name, 0.0)
        taught[name] = round(known + min(step, 1.0) * (goal - known), 4)
    strongest = sorted(taught.items(), key=lambda item: (-abs(item[1]), item[0]))[:_SCORES_KEPT]
    return dict(sorted(strongest))


def _names(game: Game) -> Iterable[str]:
    yield from (f"genre:{genre}" for genre in game.genres)
    yield from (f"tag:{tag}" for tag in game.tags)
