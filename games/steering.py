"""What moves a player's candidates besides their own parts: the editors' rules, and what was shown in vain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection

from games import ranking_rules
from games.models import Impression, Player
from games.recommender.rotation import weariness
from games.recommender.rules import Rule
from games.recommender.shaping import Steering

# What was shown before that has been forgotten, as good as: it would cost half a hundredth of the score.
_REMEMBERED = timedelta(days=60)
_MOST = 300
_UNANSWERED = [str(outcome) for outcome in (Impression.Outcome.PENDING, Impression.Outcome.IGNORED)]
_SHOWN = """
SELECT game_id, shown_at FROM games_impression
WHERE player_id = %s AND shown_at > %s AND shown_at <= %s AND outcome = ANY(%s::varchar[])
ORDER BY shown_at DESC LIMIT %s
"""


def steering_for(player: Player | None, *, now: datetime, rules: Sequence[Rule] | None = None) -> Steering:
    """By the rules in use, or by these. One statement for a known player, none for a stranger."""
    in_use = ranking_rules.in_use() if rules is None else tuple(rules)
    return Steering(in_use, {} if player is None else worn_for(player, now=now))


def worn_for(player: Player, *, now: datetime) -> dict[int, float]:
    """Game → how many unanswered showings still weigh. What was answered is not in it."""
    days: dict[int, list[float]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_SHOWN, [player.pk, now - _REMEMBERED, now, _UNANSWERED, _MOST])
        for game_id, at in cursor.fetchall():
            days.setdefault(game_id, []).append((now - at) / timedelta(days=1))
    return {game_id: weariness(ago) for game_id, ago in days.items()}
