"""What lies between a player and a game: played, disliked, shown lately. A statement a question."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from games.models import Impression, Interaction, Player, Slate

SEEN_FOR = timedelta(days=7)
# A slate on its way counts as seen until its message had time to arrive or to fail.
ON_ITS_WAY_FOR = timedelta(hours=1)
# A mood is forgotten after so long.
MOOD_KEPT_FOR = timedelta(days=14)
# "Not now" is no verdict: the game may come again after so long.
LATER_AFTER = timedelta(days=14)
_NEVER_AGAIN = (Interaction.Kind.PLAYED, Interaction.Kind.PURCHASE, Interaction.Kind.DISLIKE)


def games_not_to_offer(player: Player, *, now: datetime, exclude_seen: bool) -> frozenset[int]:
    """Played, owned or disliked ever, put off for later lately; with ``exclude_seen`` also what seven days showed."""
    answered = Q(kind__in=_NEVER_AGAIN) | Q(kind=Interaction.Kind.SKIP, at__gt=now - LATER_AFTER)
    done = Interaction.objects.filter(answered, player=player, game__isnull=False).values_list("game_id")
    if not exclude_seen:
        return frozenset(game_id for (game_id,) in done.order_by())
    seen = Impression.objects.filter(
        Q(shown_at__gt=now - SEEN_FOR) | Q(shown_at=None, slate__created_at__gt=now - ON_ITS_WAY_FOR),
        player=player,
    ).values_list("game_id")
    return frozenset(game_id for (game_id,) in done.order_by().union(seen.order_by()))


def mood_of_an_earlier_day(player: Player, *, now: datetime) -> str:
    """The last mood they asked for games in, "" if none lately: a hint at most, and never of today."""
    lately = Slate.objects.filter(player=player, created_at__gt=now - MOOD_KEPT_FOR, created_at__lte=now)
    moods = lately.order_by("-created_at").values_list("context__mood", flat=True)[:5]
    return next((mood for mood in moods if mood), "")
