"""What an event changes in a player's profile: reckoned here, written by who recorded the event.

Scores move on from what they were; an event that is older than the last lesson, or one that is taken back, has all
of them learnt anew from what is recorded, so the order in which events arrive makes no difference. Prices are always
reckoned anew, from the games that the history holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from games.catalogue.offers import IN_DOLLARS, cheapest
from games.models import Game, Interaction, Player
from games.recommender.profiles import rules
from games.taste.history import HistoryItem, history_of
from games.taste.scores import (
    WEIGHED_KINDS,
    Lesson,
    Taste,
    TasteRules,
    learn,
    learn_all,
    names_of,
    price_range,
    share_left,
)


def lessons_of(event: Interaction, player: Player) -> dict[str, Any]:
    """The fields of the player that this event, which is recorded already, changes."""
    if player.age_band == Player.AgeBand.UNDER_13 or (event.game is None and not event.names):
        return {}
    changes: dict[str, Any] = {}
    known, taught = Taste(player.scores, player.scores_at), rules()
    lesson = _lesson(event, event.game)
    if taught.steps.get(event.kind):
        is_late = known.at is not None and lesson.at < known.at
        taste = _all_anew(player, taught) if is_late else learn(known, lesson, taught, unlearnt=_unlearnt(player))
        changes = {"scores": dict(taste.scores), "scores_at": taste.at}
    if event.kind in WEIGHED_KINDS:
        changes |= _prices_of(player, taught)
    return changes


def lessons_of_many(events: Sequence[Interaction], player: Player) -> dict[str, Any]:
    """The same of several at once, which are recorded already."""
    about = [(event, event.game) for event in events if event.game is not None]
    if player.age_band == Player.AgeBand.UNDER_13 or not about:
        return {}
    changes: dict[str, Any] = {}
    taste, taught = Taste(player.scores, player.scores_at), rules()
    lessons = [_lesson(event, game) for event, game in about if taught.steps.get(event.kind)]
    lessons.sort(key=lambda lesson: lesson.at)
    if lessons:
        if taste.at is not None and lessons[0].at < taste.at:
            taste = _all_anew(player, taught)
        else:
            for lesson in lessons:
                taste = learn(taste, lesson, taught, unlearnt=_unlearnt(player))
        changes = {"scores": dict(taste.scores), "scores_at": taste.at}
    if any(event.kind in WEIGHED_KINDS for event, _ in about):
        changes |= _prices_of(player, taught)
    return changes


def all_lessons(player: Player) -> dict[str, Any]:
    """The fields of the player as everything that is recorded teaches them."""
    if player.age_band == Player.AgeBand.UNDER_13:
        return dict(NOTHING_LEARNT)
    taught = rules()
    taste = _all_anew(player, taught)
    return {"scores": dict(taste.scores), "scores_at": taste.at, **_prices_of(player, taught)}


NOTHING_LEARNT: Mapping[str, Any] = {
    "scores": {},
    "scores_at": None,
    "price_low": None,
    "price_sweet": None,
    "price_high": None,
}


def _all_anew(player: Player, taught: TasteRules) -> Taste:
    return learn_all(_recorded(player, taught), taught, unlearnt=_unlearnt(player))


def _recorded(player: Player, taught: TasteRules) -> Iterator[Lesson]:
    kinds = [kind for kind, step in taught.steps.items() if step]
    events = Interaction.objects.filter(player=player, is_unlearnt=False, kind__in=kinds)
    events = events.filter(Q(game__isnull=False) | Q(names__isnull=False))
    rows = events.order_by("at", "pk").values_list("kind", "at", "value", "game__genres", "game__tags", "names")
    for kind, at, value, genres, tags, names in rows.iterator():
        yield Lesson(kind, at, tuple(names or names_of(genres or (), tags or ())), value)


def _lesson(event: Interaction, game: Game | None) -> Lesson:
    names = names_of(game.genres, game.tags) if game is not None else event.names or ()
    return Lesson(event.kind, event.at, tuple(names), event.value)


def _unlearnt(player: Player) -> dict[str, datetime]:
    return {name: datetime.fromisoformat(until) for name, until in player.unlearnt.items()}


def _prices_of(player: Player, taught: TasteRules) -> dict[str, Any]:
    """What the games they liked cost."""
    history = [item for item in history_of(player) if item.weight > 0]
    newest = max((item.at for item in history), default=None)
    dollars = _in_dollars(history)
    prices = [
        (item.weight * (share_left(item.at, newest, taught.half_life) if newest else 1.0), price)
        for item in history
        if (price := dollars.get(item.game_id)) is not None
    ]
    paid = price_range(prices)
    return {
        "price_low": paid.low if paid else None,
        "price_sweet": paid.sweet if paid else None,
        "price_high": paid.high if paid else None,
    }


def _in_dollars(history: list[HistoryItem]) -> dict[int, Decimal]:
    """Of each game the least it costs now; a currency without a rate says nothing."""
    if not history:
        return {}
    of_each = cheapest(game=OuterRef("pk")).values_list("dollars")
    dollars = Subquery(of_each[:1], output_field=IN_DOLLARS)
    known = Game.objects.filter(pk__in=[item.game_id for item in history])
    return dict(known.values_list("pk", dollars))
