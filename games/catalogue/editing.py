"""An editor's change to one game, with everything that follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from games import versions
from games.catalogue.quality import quality_of_record
from games.embedding.job import queue_embedding
from games.models import DataVersion, Game


@transaction.atomic
def save_edited(*, game: Game, now: datetime) -> None:
    """Store the game; a changed text loses its vector and waits for a new one."""
    from games.embedding.game_vectors import text_of  # here, for it brings onnxruntime along

    before = Game.objects.select_for_update().defer("embedding", "search").filter(pk=game.pk).first()
    game.quality = quality_of_record(game, today=now.date())
    game.save()
    if before is None or text_of(before) != text_of(game):
        forget_vectors(game_ids=[game.pk])
        queue_embedding()
    versions.bump(DataVersion.Kind.CATALOGUE)


def forget_vectors(*, game_ids: Sequence[int]) -> None:
    """Their text has changed: the vectors are of something else now."""
    if game_ids:
        Game.objects.filter(pk__in=game_ids).update(
            embedding=None, embedding_version="", mood_fit_estimate=None, mood_fit_version=""
        )
