"""A player's list: what they saved and have not taken off since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from games.models import Game, Impression, Interaction, Player

MOST = 200  # enough for anybody, and a bound for what one reads


@dataclass(frozen=True)
class Saved:
    """``impression_id`` is the last time it was shown to them, for its link; None if it never was."""

    game: Game
    saved_at: datetime
    impression_id: int | None


def saved_games(player: Player) -> list[Saved]:
    """Newest first. Two statements, however long the list. Games that are no longer published stay off it."""
    latest = (
        Interaction.objects.filter(
            player=player, kind__in=(Interaction.Kind.SAVE, Interaction.Kind.UNSAVE), game__is_published=True
        )
        .order_by("game_id", "-at", "-pk")
        .distinct("game_id")
        .select_related("game")
    )
    rows = [row for row in latest if row.kind == Interaction.Kind.SAVE and row.game is not None]
    rows.sort(key=lambda row: (row.at, row.pk), reverse=True)
    shown = (
        Impression.objects.filter(player=player, game_id__in=[row.game_id for row in rows[:MOST]])
        .order_by("game_id", "-pk")
        .distinct("game_id")
        .values_list("game_id", "pk")
    )
    links = dict(shown)
    return [Saved(row.game, row.at, links.get(row.game.pk)) for row in rows[:MOST] if row.game]
