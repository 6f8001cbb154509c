"""What moves a player's candidates besides their own parts: the editors' rules, and what was shown in vain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from games import ranking_rules
from games.models import Impression, Player
from games.recommender.rotation import weariness
from games.recommender.rules import Rule
from games.recommender.shaping import Steering

# What was shown before that has been forgotten, as good as: it would cost half a hundredth of the score.
_REMEMBERED = timedelta(days=60)
_MOST = 300
_UNANSWERED = (Impression.Outcome.PENDING, Impression.Outcome.IGNORED)


def steering_for(player: Player | None, *, now: datetime, rules: Sequence[Rule] | None = None) -> Steering:
    """By the rules in use, or by these. One statement for a known player, none for a stranger."""
    in_use = ranking_rules.in_use() if rules is None else tuple(rules)
    return Steering(in_use, {} if player is None else worn_for(player, now=now))


def worn_for(player: Player, *, now: datetime) -> dict[int, float]:
    """Game → how many unanswered showings still weigh. What was answered is not in it."""
    shown = Impression.objects.filter(
        player=player, shown_at__gt=now - _REMEMBERED, shown_at__lte=now, outcome__in=_UNANSWERED
    )
    days: dict[int, list[float]] = {}
    for game_id, at in shown.order_by("-shown_at").values_list("game_id", "shown_at")[:_MOST]:
        if at is not None:
            days.setdefault(game_id, []).append((now - at) / timedelta(days=1))
    return {game_id: weariness(ago) for game_id, ago in days.items()}
