"""Many events of one player at once, as partners' servers send them: what one by one would come to, in a dozen
statements instead of six for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from games.interactions import outcomes
from games.interactions.recording import KEPT_OF_A_CHILD, next_version
from games.interactions.settling import settle_many
from games.models import Game, Interaction, Player
from games.taste.learning import lessons_of_many
from games.taste.scores import TELLING_KINDS


@dataclass(frozen=True)
class Event:
    """``key`` makes it one event however often it is sent; it must name its player."""

    kind: str
    game: Game | None
    at: datetime
    value: float = 1.0
    key: str | None = None


@transaction.atomic
def record_many(*, player_id: int, events: Sequence[Event], source: str) -> Sequence[int | None]:
    """Store and learn from all of them; their numbers in the order given. None: of a child it may not be kept.

    An event whose key is known already gets the number that it has, and teaches nothing twice.
    """
    owner = Player.objects.select_for_update().get(pk=player_id)
    known = _known(event.key for event in events if event.key)
    new: list[Interaction] = []
    places: list[int | Interaction | None] = []
    met: dict[str, int | Interaction] = dict(known)
    for event in events:
        if event.key in met:
            places.append(met[event.key])
            continue
        if owner.age_band == Player.AgeBand.UNDER_13 and event.kind not in KEPT_OF_A_CHILD:
            places.append(None)
            continue
        row = Interaction(
            player=owner, game=event.game, kind=Interaction.Kind(event.kind), source=source, at=event.at,
            key=event.key, value=event.value,
        )  # fmt: skip
        new.append(row)
        places.append(row)
        if event.key:
            met[event.key] = row
    _store(new)
    answers = [(row.game_id, row.at) for row in new if row.game_id is not None and row.kind in outcomes.ANSWERS]
    if answers:
        settle_many(player_id=player_id, answers=answers)
    if new:
        count = owner.events_count + sum(row.kind in TELLING_KINDS for row in new)
        changes: dict[str, Any] = {"events_count": count, "cold_start_done": count >= settings.COLD_START_EVENTS}
        changes |= next_version(owner, [row.kind for row in new]) | lessons_of_many(new, owner)
        Player.objects.filter(pk=player_id).update(**changes)
    return [place.pk if isinstance(place, Interaction) else place for place in places]


def _store(events: Sequence[Interaction]) -> None:
    """Insert them, and give each its number.

    By hand, for Django sends a list for each column only where no column of the table is one itself, and takes twice
    as long to write a placeholder for every value.
    """
    if not events:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO games_interaction (player_id, game_id, kind, value, source, key, at, is_unlearnt)"
            " SELECT *, false FROM unnest(%s::bigint[], %s::bigint[], %s::varchar[], %s::float8[], %s::varchar[],"
            " %s::varchar[], %s::timestamptz[]) RETURNING id",
            [
                [getattr(event, column) for event in events]
                for column in ("player_id", "game_id", "kind", "value", "source", "key", "at")
            ],
        )
        for event, (number,) in zip(events, cursor.fetchall(), strict=True):
            event.pk = number


def _known(keys: Iterable[str]) -> Mapping[str, int]:
    rows = Interaction.objects.filter(key__in=list(keys)).values_list("key", "pk")
    return {key: pk for key, pk in rows if key is not None}
