"""What moves a player's candidates besides their own parts: the editors' rules, and what was shown in vain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from games.models import Impression, Player
from games.ranking_rules import rulebook
from games.recommender.rotation import weariness
from games.recommender.rules import Rule
from games.recommender.shaping import Steering

# What was shown before that has been forgotten, as good as: it would cost half a hundredth of the score.
_REMEMBERED = timedelta(days=60)
_MOST = 300
_UNANSWERED = [str(outcome) for outcome in (Impression.Outcome.PENDING, Impression.Outcome.IGNORED)]
SHOWN = """
SELECT game_id, shown_at FROM games_impression
WHERE player_id = %(player)s AND shown_at > %(shown_since)s AND shown_at <= %(now)s
AND outcome = ANY(%(unanswered)s::varchar[])
ORDER BY shown_at DESC LIMIT %(most_shown)s
"""


def steering_for(worn: Mapping[int, float], *, rules: Sequence[Rule] | None = None) -> Steering:
    """By the rules in use, or by these."""
    return Steering(rulebook.in_use() if rules is None else tuple(rules), worn)


def asked(player: Player, *, now: datetime) -> dict[str, Any]:
    """What ``SHOWN`` is told."""
    return {
        "player": player.pk, "now": now, "shown_since": now - _REMEMBERED, "unanswered": _UNANSWERED,
        "most_shown": _MOST,
    }  # fmt: skip


def worn_by(shown: Iterable[tuple[int, datetime]], *, now: datetime) -> dict[int, float]:
    """Game → how many unanswered showings still weigh, by the rows of ``SHOWN``. What was answered is not in it."""
    days: dict[int, list[float]] = {}
    for game_id, at in shown:
        days.setdefault(game_id, []).append((now - at) / timedelta(days=1))
    return {game_id: weariness(ago) for game_id, ago in days.items()}
