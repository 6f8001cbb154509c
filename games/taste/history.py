"""What a player did with games, as weights that recommendations lean on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from games.models import Player
from games.taste.scores import WEIGHED_KINDS, weight_of

MOST = 50
# Several events tell of one game; what is older than so many is no longer looked at.
_EVENTS_READ = 300
_KINDS = sorted(map(str, WEIGHED_KINDS))
NEWEST_FIRST = """
SELECT game_id, kind, value, at, id FROM games_interaction
WHERE player_id = %(player)s AND NOT is_unlearnt AND game_id IS NOT NULL AND kind = ANY(%(kinds)s::varchar[])
ORDER BY at DESC, id DESC LIMIT %(most_events)s
"""


@dataclass(frozen=True)
class HistoryItem:
    """``weight`` is -1…1, from disliked to loved; ``at`` is the last word on the game."""

    game_id: int
    weight: float
    at: datetime


def history_of(player: Player) -> tuple[HistoryItem, ...]:
    """Each game once, newest first, at most fifty, in one statement. Empty for a child, whose taste is not learnt.

    What leaves no mark (a view, a save that was taken back) is not in it.
    """
    with connection.cursor() as cursor:
        cursor.execute(NEWEST_FIRST, asked(player))
        return items_of(player, [row[:4] for row in cursor.fetchall()])


def asked(player: Player) -> dict[str, Any]:
    """What ``NEWEST_FIRST`` is told."""
    return {"player": player.pk, "kinds": _KINDS, "most_events": _EVENTS_READ}


def items_of(player: Player, newest_first: Sequence[tuple[int, str, float, datetime]]) -> tuple[HistoryItem, ...]:
    """From the rows of ``NEWEST_FIRST``."""
    if player.age_band == Player.AgeBand.UNDER_13:
        return ()
    events: dict[int, list[tuple[str, float]]] = defaultdict(list)
    last: dict[int, datetime] = {}
    for game_id, kind, value, at in newest_first:
        events[game_id].append((kind, value))
        last.setdefault(game_id, at)
    items = (HistoryItem(game_id, weight_of(reversed(events[game_id])), at) for game_id, at in last.items())
    return tuple(item for item in items if item.weight)[:MOST]
