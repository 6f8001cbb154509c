"""What lies between a player and a game: played, disliked, shown lately. A statement a question."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from games.models import Interaction, Player

SEEN_FOR = timedelta(days=7)
# A slate on its way counts as seen until its message had time to arrive or to fail.
ON_ITS_WAY_FOR = timedelta(hours=1)
# A mood is forgotten after so long.
MOOD_KEPT_FOR = timedelta(days=14)
# "Not now" is no verdict: the game may come again after so long.
LATER_AFTER = timedelta(days=14)
_NEVER_AGAIN = [str(kind) for kind in (Interaction.Kind.PLAYED, Interaction.Kind.PURCHASE, Interaction.Kind.DISLIKE)]
# Written out, here and beside: every answer asks them, and to build them by Django took longer than to answer them.
_DONE = """
SELECT game_id FROM games_interaction WHERE player_id = %s AND game_id IS NOT NULL
AND (kind = ANY(%s::varchar[]) OR kind = %s AND at > %s)
"""
_SEEN = """
UNION SELECT shown.game_id FROM games_impression AS shown JOIN games_slate AS slate ON slate.id = shown.slate_id
WHERE shown.player_id = %s AND (shown.shown_at > %s OR shown.shown_at IS NULL AND slate.created_at > %s)
"""
_MOODS = """
SELECT context ->> 'mood' FROM games_slate WHERE player_id = %s AND created_at > %s AND created_at <= %s
ORDER BY created_at DESC LIMIT 5
"""


def games_not_to_offer(player: Player, *, now: datetime, exclude_seen: bool) -> frozenset[int]:
    """Played, owned or disliked ever, put off for later lately; with ``exclude_seen`` also what seven days showed."""
    done: list[Any] = [player.pk, _NEVER_AGAIN, str(Interaction.Kind.SKIP), now - LATER_AFTER]
    seen: list[Any] = [player.pk, now - SEEN_FOR, now - ON_ITS_WAY_FOR] if exclude_seen else []
    with connection.cursor() as cursor:
        cursor.execute(_DONE + _SEEN if exclude_seen else _DONE, [*done, *seen])
        return frozenset(game_id for (game_id,) in cursor.fetchall())


def mood_of_an_earlier_day(player: Player, *, now: datetime) -> str:
    """The last mood they asked for games in, "" if none lately: a hint at most, and never of today."""
    with connection.cursor() as cursor:
        cursor.execute(_MOODS, [player.pk, now - MOOD_KEPT_FOR, now])
        return next((mood for (mood,) in cursor.fetchall() if mood), "")
