"""What lies between a player and a game: played, disliked, shown lately, and what it tells of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from games.models import Interaction, Player
from games.recommender import steering
from games.statements import rows_of
from games.taste import history
from games.taste.history import HistoryItem

SEEN_FOR = timedelta(days=7)
# A slate on its way counts as seen until its message had time to arrive or to fail.
ON_ITS_WAY_FOR = timedelta(hours=1)
# Drawn for who asks by a page or an app of theirs. Nothing travels there, and `view` events tell what was seen.
_READ_AT_ONCE = ["api", "feed"]
# A mood is forgotten after so long.
MOOD_KEPT_FOR = timedelta(days=14)
# "Not now" is no verdict: the game may come again after so long.
LATER_AFTER = timedelta(days=14)
_NEVER_AGAIN = [str(kind) for kind in (Interaction.Kind.PLAYED, Interaction.Kind.PURCHASE, Interaction.Kind.DISLIKE)]
_DONE = """
SELECT game_id FROM games_interaction WHERE player_id = %(player)s AND game_id IS NOT NULL
AND (kind = ANY(%(never)s::varchar[]) OR kind = %(later)s AND at > %(later_since)s)
"""
_SEEN = """
SELECT shown.game_id FROM games_impression AS shown JOIN games_slate AS slate ON slate.id = shown.slate_id
WHERE shown.player_id = %(player)s
AND (shown.shown_at > %(seen_since)s OR shown.shown_at IS NULL AND slate.created_at > %(on_its_way_since)s
     AND slate.surface <> ALL(%(read_at_once)s::varchar[]))
"""
_MOODS = """
SELECT context ->> 'mood' AS mood, created_at FROM games_slate
WHERE player_id = %(player)s AND created_at > %(mood_since)s AND created_at <= %(now)s
ORDER BY created_at DESC LIMIT 5
"""
# All that an answer asks of a player's past in one statement: what it is, the game, a word, a number, when, its place.
_ALL = """
SELECT 'done' AS what, game_id, '' AS word, 0::float8 AS value, %(now)s::timestamptz AS at, 0::bigint AS place
FROM (<done>) AS done
UNION ALL SELECT 'history', game_id, kind, value, at, id FROM (<history>) AS history
UNION ALL SELECT 'worn', game_id, '', 0, shown_at, 0 FROM (<worn>) AS worn
UNION ALL SELECT 'mood', NULL, mood, 0, created_at, 0 FROM (<moods>) AS moods
"""
for _name, _text in {
    "done": f"{_DONE} UNION {_SEEN} AND %(exclude_seen)s",
    "history": history.NEWEST_FIRST,
    "worn": steering.SHOWN,
    "moods": _MOODS,
}.items():
    _ALL = _ALL.replace(f"<{_name}>", _text)


@dataclass(frozen=True)
class Past:
    """``done`` are games not to offer: played, owned or disliked ever, put off for later or shown lately. ``worn`` is
    how many unanswered showings of a game still weigh, ``mood`` the last one they asked for games in, "" if none
    lately: a hint at most, and never of today."""

    done: frozenset[int] = frozenset()
    history: tuple[HistoryItem, ...] = ()
    worn: Mapping[int, float] = field(default_factory=dict)
    mood: str = ""


def past_of(player: Player, *, now: datetime, exclude_seen: bool) -> Past:
    """In one statement, for every answer asks all of it."""
    asked = {
        **_asked(player, now=now), **history.asked(player), **steering.asked(player, now=now),
        "exclude_seen": exclude_seen, "now": now, "mood_since": now - MOOD_KEPT_FOR,
    }  # fmt: skip
    done: set[int] = set()
    events: list[tuple[int, str, float, datetime, int]] = []
    shown: list[tuple[int, datetime]] = []
    moods: list[tuple[datetime, str]] = []
    for what, game_id, word, value, at, place in rows_of(_ALL, asked):
        if what == "done":
            done.add(game_id)
        elif what == "history":
            events.append((game_id, word, value, at, place))
        elif what == "worn":
            shown.append((game_id, at))
        else:
            moods.append((at, word or ""))
    events.sort(key=lambda event: event[3:], reverse=True)
    moods.sort(reverse=True)
    return Past(
        frozenset(done),
        history.items_of(player, [event[:4] for event in events]),
        steering.worn_by(shown, now=now),
        next((mood for _, mood in moods if mood), ""),
    )


def games_not_to_offer(player: Player, *, now: datetime, exclude_seen: bool) -> frozenset[int]:
    """``Past.done`` alone."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_DONE} UNION {_SEEN}" if exclude_seen else _DONE, _asked(player, now=now))
        return frozenset(game_id for (game_id,) in cursor.fetchall())


def _asked(player: Player, *, now: datetime) -> dict[str, Any]:
    return {
        "player": player.pk,
        "never": _NEVER_AGAIN,
        "later": str(Interaction.Kind.SKIP),
        "later_since": now - LATER_AFTER,
        "seen_since": now - SEEN_FOR,
        "on_its_way_since": now - ON_ITS_WAY_FOR,
        "read_at_once": _READ_AT_ONCE,
    }
