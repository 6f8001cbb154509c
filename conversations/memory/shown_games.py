"""The games that somebody was shown, read for recollection: each once, with how near it is to their words."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max, Min, QuerySet
from pgvector.django import CosineDistance

from conversations.dialogue.offers.recollection import Known
from games.models import Game, Impression, Player
from games.recommender.types import Vector

_FITS_FROM = 0.6
_MOST = 400  # games; who was shown more remembers the later ones


def shown_to(
    player: Player, *, vector: Vector | None, since: datetime | None = None, until: datetime | None = None
) -> list[Known]:
    """Newest first. Two statements, however much was shown."""
    rows = list(
        _within(player, since, until)
        .order_by()
        .values("game_id")
        .annotate(first=Min("shown_at"), last=Max("shown_at"), latest=Max("pk"))
        .order_by("-last", "latest")[:_MOST]
    )
    games = Game.objects.filter(pk__in=[row["game_id"] for row in rows]).only(
        "slug", "title", "genres", "tags", "feel", "summary", "mood_fit"
    )
    if vector is not None:
        games = games.annotate(distance=CosineDistance("embedding", vector))
    by_id = {game.pk: game for game in games}
    return [
        _known(by_id[row["game_id"]], row["latest"], row["first"], row["last"])
        for row in rows
        if row["game_id"] in by_id
    ]


def first_shown(player: Player) -> Impression | None:
    return _shown(player).order_by("shown_at", "slate", "slot").first()


def last_shown_before(player: Player, *, at: datetime) -> datetime | None:
    """When something was last shown before then."""
    latest: datetime | None = _shown(player).filter(shown_at__lt=at).aggregate(latest=Max("shown_at"))["latest"]
    return latest


def _within(player: Player, since: datetime | None, until: datetime | None) -> QuerySet[Impression]:
    rows = _shown(player)
    if since is not None:
        rows = rows.filter(shown_at__gte=since)
    return rows.filter(shown_at__lt=until) if until is not None else rows


def _shown(player: Player) -> QuerySet[Impression]:
    return Impression.objects.filter(player=player, shown_at__isnull=False, game__is_published=True)


def _known(game: Game, impression_id: int, first: datetime, last: datetime) -> Known:
    distance = getattr(game, "distance", None)
    return Known(
        impression_id=impression_id,
        slug=game.slug,
        title=game.title,
        keys=(*game.genres, *game.tags, *(mood for mood, fit in game.mood_fit.items() if fit >= _FITS_FROM)),
        text=f"{game.feel} {game.summary}",
        first_shown_at=first,
        last_shown_at=last,
        nearness=0.0 if distance is None else 1.0 - float(distance),
    )
