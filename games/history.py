"""What a player did with games, as weights that recommendations lean on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from games.models import Interaction, Player
from games.taste import WEIGHED_KINDS, weight_of

MOST = 50
# Several events tell of one game; what is older than so many is no longer looked at.
_EVENTS_READ = 300


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
    if player.age_band == Player.AgeBand.UNDER_13:
        return ()
    rows = Interaction.objects.filter(player=player, is_unlearnt=False, game__isnull=False, kind__in=WEIGHED_KINDS)
    events: dict[int, list[tuple[str, float]]] = defaultdict(list)
    last: dict[int, datetime] = {}
    newest_first = rows.order_by("-at", "-pk").values_list("game_id", "kind", "value", "at")[:_EVENTS_READ]
    for game_id, kind, value, at in newest_first:
        if game_id is None:
            continue
        events[game_id].append((kind, value))
        last.setdefault(game_id, at)
    items = (HistoryItem(game_id, weight_of(reversed(events[game_id])), at) for game_id, at in last.items())
    return tuple(item for item in items if item.weight)[:MOST]
