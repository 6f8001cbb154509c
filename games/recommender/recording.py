"""What was offered, stored: the slate, its impressions, and when they were really seen."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from games import models
from games.models import Impression, Player
from games.recommender import types

_COLUMNS = ("public_id", "player_id", "surface", "context", "policy_version", "seed", "candidates", "created_at")
# Of an impression, what is known when it is stored.
_SHOWN = {
    "slate_id": "bigint", "player_id": "bigint", "game_id": "bigint", "slot": "smallint", "score": "float8",
    "confidence": "float8", "strategy": "varchar", "propensity": "float8", "reason": "varchar",
    "shown_at": "timestamptz",
}  # fmt: skip
# A list for a column must be of one kind: a score that happens to be a whole number would be refused among others.
_NUMBERS: Mapping[str, Callable[[Any], Any]] = {"float8": float}


@transaction.atomic(savepoint=False)
def record(slate: types.Slate, *, player: Player, surface: str, now: datetime) -> models.Slate:
    """Store a slate with an impression a pick, in the caller's transaction.

    Nothing counts as shown yet: the message that carries it may still be withheld or fail.
    """
    ((row, _),) = record_all([(slate, player)], surface=surface, now=now)
    return row


@transaction.atomic(savepoint=False)
def record_all(
    slates: Sequence[tuple[types.Slate, Player]], *, surface: str, now: datetime, shown_at: datetime | None = None
) -> Sequence[tuple[models.Slate, Sequence[Impression]]]:
    """Many at once, in two statements; returned in the same order, each with its impressions by slot.

    ``shown_at`` is told where they are seen with what the caller's transaction stores.
    """
    if any(slate.player_id != player.pk for slate, player in slates):
        raise ValueError("a slate is recorded for the player it was made for")
    rows = [_row(slate, player, surface, now) for slate, player in slates]
    _insert(rows)
    shown = [
        [_impression(row, pick, player, shown_at) for pick in slate.picks]
        for row, (slate, player) in zip(rows, slates, strict=True)
    ]
    _insert_shown([impression for of_slate in shown for impression in of_slate])
    return list(zip(rows, shown, strict=True))


def _row(slate: types.Slate, player: Player, surface: str, now: datetime) -> models.Slate:
    guesses = {pick.facts.game_id: pick.guess for pick in slate.picks}
    return models.Slate(
        player=player,
        surface=surface,
        context=slate.as_context_json(),
        policy_version=slate.policy_version,
        seed=slate.seed,
        candidates=[_candidate(candidate, guesses) for candidate in slate.candidates],
        created_at=now,
    )


def _insert(rows: Sequence[models.Slate]) -> None:
    """As ``bulk_create``, which sends each column as an array: to quote fifteen kilobytes of JSON within one, letter by
    letter, took it longer than to store them."""
    if not rows:
        return
    values = [getattr(row, name) for row in rows for name in _COLUMNS]
    told = [json.dumps(value) if isinstance(value, list | dict) else value for value in values]
    places = ", ".join([f"({', '.join(['%s'] * len(_COLUMNS))})"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO games_slate ({', '.join(_COLUMNS)}) VALUES {places} RETURNING id",  # noqa: S608 - our names
            told,
        )
        for row, (pk,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk, row._state.adding = pk, False


def _insert_shown(impressions: Sequence[Impression]) -> None:
    """As ``bulk_create``, but a list for each column: of thirty games of a feed Django writes 420 placeholders."""
    if not impressions:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO games_impression ({', '.join(_SHOWN)}, outcome)"  # noqa: S608 - our names
            f" SELECT *, %s FROM unnest({', '.join(f'%s::{kind}[]' for kind in _SHOWN.values())})"
            " RETURNING slate_id, slot, id",
            [Impression.Outcome.PENDING, *([_NUMBERS.get(kind, _as_it_is)(getattr(one, name)) for one in impressions]
                                           for name, kind in _SHOWN.items())],
        )  # fmt: skip
        numbers = {(slate, slot): pk for slate, slot, pk in cursor.fetchall()}
        for one in impressions:
            one.pk, one._state.adding = numbers[one.slate_id, one.slot], False


def _as_it_is(value: Any) -> Any:
    return value


def _impression(row: models.Slate, pick: types.Pick, player: Player, shown_at: datetime | None) -> Impression:
    return Impression(
        slate=row,
        player=player,
        game_id=pick.facts.game_id,
        slot=pick.slot,
        score=pick.score,
        confidence=pick.confidence,
        strategy=pick.strategy,
        propensity=pick.propensity,
        reason=pick.reason,
        shown_at=shown_at,
    )


def mark_shown(*, slate_ids: Sequence[int], at: datetime) -> None:
    """The messages that carried these slates were accepted. Said twice, the first time stands."""
    Impression.objects.filter(slate__in=slate_ids, shown_at=None).update(shown_at=at)


def mark_seen(*, impression_ids: Sequence[int], at: datetime) -> None:
    """These single games were seen, as whoever shows them tells us. Said twice, the first time stands."""
    if impression_ids:
        Impression.objects.filter(pk__in=impression_ids, shown_at=None).update(shown_at=at)


def _candidate(candidate: types.Candidate, guesses: Mapping[int, float]) -> dict[str, Any]:
    return {
        "game": candidate.facts.game_id,
        "slug": candidate.facts.slug,
        "title": candidate.facts.title,
        "source": candidate.source,
        "score": candidate.score,
        "static_score": candidate.static_score,
        **({"set_back": candidate.set_back} if candidate.set_back < 1 else {}),
        "parts": {name: round(value, 4) for name, value in candidate.parts.items()},
        "dropped_because": candidate.dropped_because,
        "ranks": [candidate.rank_before, candidate.rank_after],
        **({"rules": list(candidate.rules)} if candidate.rules else {}),
        **({"plain_score": candidate.plain_score} if candidate.plain_score not in (None, candidate.score) else {}),
        **({"worn": candidate.worn} if candidate.worn else {}),
        **({"pinned": True} if candidate.is_pinned else {}),
        **({"guess": guesses[candidate.facts.game_id]} if candidate.facts.game_id in guesses else {}),
        **({"chances": list(candidate.chances)} if candidate.chances else {}),
    }
