"""The outcomes of recommendations, written where a reaction or the clock changes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Coalesce

from games.interactions.outcomes import ACCEPTS, ANSWERED_WITHIN, ANSWERS, DISLIKES, TURNS_DOWN, outcome_of
from games.models import Impression, Interaction

_AT_ONCE = 2000


def judged(impressions: QuerySet[Impression], *, now: datetime) -> QuerySet[Any]:
    """The same rows with ``verdict``: what ``games.interactions.outcomes.outcome_of`` says of each. One statement.

    A game counts as shown from when its message was accepted, as long as that is unknown from when it was chosen.
    """
    return impressions.annotate(
        began_at=Coalesce("shown_at", "slate__created_at"),
        verdict=Case(
            When(_answered(DISLIKES), then=Value("rejected")),
            When(_answered(ACCEPTS), then=Value("accepted")),
            When(_answered(TURNS_DOWN), then=Value("rejected")),
            When(shown_at__lt=now - ANSWERED_WITHIN, then=Value("ignored")),
            default=Value("pending"),
            output_field=TextField(),
        ),
    )


def settle(*, player_id: int, game_id: int, at: datetime, sentiment: float | None = None) -> None:
    """What a reaction at that time answers gets its outcome, and the sentiment of its words."""
    told = {} if sentiment is None else {"sentiment": min(max(sentiment, -1.0), 1.0)}
    _settle(player_id, game_id, now=at, only_since=at - ANSWERED_WITHIN, also=told)


def settle_many(*, player_id: int, answers: Sequence[tuple[int, datetime]]) -> None:
    """The same for several reactions (game, when) of one player at once, without the sentiment of words."""
    by_game: dict[int, list[datetime]] = defaultdict(list)
    for game_id, at in answers:
        by_game[game_id].append(at)
    offered = Impression.objects.filter(player_id=player_id, game_id__in=by_game)
    rows = [
        (pk, game_id, shown_at or chosen_at, shown_at is not None)
        for pk, game_id, shown_at, chosen_at in offered.values_list("pk", "game_id", "shown_at", "slate__created_at")
    ]
    rows = [row for row in rows if any(at - ANSWERED_WITHIN <= row[2] <= at for at in by_game[row[1]])]
    if not rows:
        return
    told = Interaction.objects.filter(player_id=player_id, game_id__in=by_game, kind__in=ANSWERS).order_by()
    told = told.filter(at__gte=min(row[2] for row in rows))  # what was done before answers none of them
    reactions: dict[int | None, list[tuple[str, datetime]]] = defaultdict(list)
    for game, kind, at in told.values_list("game_id", "kind", "at"):
        reactions[game].append((kind, at))
    judgements = [
        (pk, outcome_of(began, reactions[game], was_shown=was, now=max(by_game[game]))) for pk, game, began, was in rows
    ]
    for verdict, ids in _by_verdict(judgements).items():
        Impression.objects.filter(pk__in=ids).update(outcome=verdict)


def settle_anew(*, player_id: int, game_id: int, now: datetime) -> None:
    """After something was taken back: every outcome as what is left says, without the words that went."""
    _settle(player_id, game_id, now=now, only_since=None, also={"sentiment": None})


def settle_unanswered(*, now: datetime) -> int:
    """What nobody answered in time is ignored; returns how many were settled. Safe to run twice and at once."""
    done = 0
    waiting = Impression.objects.filter(outcome=Impression.Outcome.PENDING, shown_at__lt=now - ANSWERED_WITHIN)
    while batch := list(judged(waiting, now=now).values_list("pk", "verdict")[:_AT_ONCE]):
        for verdict, ids in _by_verdict(batch).items():
            # A reaction that was recorded meanwhile has settled its own.
            done += Impression.objects.filter(pk__in=ids, outcome=Impression.Outcome.PENDING).update(outcome=verdict)
    return done


def _answered(kinds: tuple[str, ...]) -> Exists:
    reactions = Interaction.objects.filter(player=OuterRef("player"), game=OuterRef("game"), kind__in=kinds)
    in_time = Q(at__gte=OuterRef("began_at"), at__lte=OuterRef("began_at") + Value(ANSWERED_WITHIN))
    return Exists(reactions.filter(in_time))


def _settle(player_id: int, game_id: int, *, now: datetime, only_since: datetime | None, also: dict[str, Any]) -> None:
    """Of one player and game, where the rows are few and mostly none: no need for the large statement."""
    offered = Impression.objects.filter(player_id=player_id, game_id=game_id)
    rows = [
        (pk, shown_at or chosen_at, shown_at is not None)
        for pk, shown_at, chosen_at in offered.values_list("pk", "shown_at", "slate__created_at")
    ]
    if only_since is not None:
        rows = [row for row in rows if only_since <= row[1] <= now]
    if not rows:
        return
    told = Interaction.objects.filter(player_id=player_id, game_id=game_id, kind__in=ANSWERS).order_by()
    reactions = list(told.values_list("kind", "at"))
    judgements = [(pk, outcome_of(began, reactions, was_shown=was, now=now)) for pk, began, was in rows]
    for verdict, ids in _by_verdict(judgements).items():
        Impression.objects.filter(pk__in=ids).update(outcome=verdict, **also)


def _by_verdict(rows: Iterable[tuple[int, str]]) -> dict[str, list[int]]:
    grouped: dict[str, list[int]] = defaultdict(list)
    for pk, verdict in rows:
        grouped[verdict].append(pk)
    return grouped
