"""What lies between a player and a game: played, disliked, shown lately. Reads in one statement."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from games.models import Impression, Interaction, Player

SEEN_FOR = timedelta(days=7)
# A slate on its way counts as seen until its message had time to arrive or to fail.
ON_ITS_WAY_FOR = timedelta(hours=1)
_NEVER_AGAIN = (Interaction.Kind.PLAYED, Interaction.Kind.PURCHASE, Interaction.Kind.DISLIKE)


def games_not_to_offer(player: Player, *, now: datetime, exclude_seen: bool) -> frozenset[int]:
    """Played, owned or disliked ever; with ``exclude_seen`` also what the last seven days showed."""
    done = Interaction.objects.filter(player=player, kind__in=_NEVER_AGAIN, game__isnull=False).values_list("game_id")
    if not exclude_seen:
        return frozenset(game_id for (game_id,) in done.order_by())
    seen = Impression.objects.filter(
        Q(shown_at__gt=now - SEEN_FOR) | Q(shown_at=None, slate__created_at__gt=now - ON_ITS_WAY_FOR),
        player=player,
    ).values_list("game_id")
    return frozenset(game_id for (game_id,) in done.order_by().union(seen.order_by()))
