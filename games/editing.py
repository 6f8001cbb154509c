"""An editor's change to one game, with everything that follows from it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from games import versions
from games.catalogue_writing import forget_vectors
from games.embedding_job import queue_embedding
from games.models import DataVersion, Game
from games.quality import quality_of_record


@transaction.atomic
def save_edited(*, game: Game, now: datetime) -> None:
    """Store the game; a changed text loses its vector and waits for a new one."""
    from games.embeddings import text_of  # here, for it brings onnxruntime along

    before = Game.objects.select_for_update().defer("embedding", "search").filter(pk=game.pk).first()
    game.quality = quality_of_record(game, today=now.date())
    game.save()
    if before is None or text_of(before) != text_of(game):
        forget_vectors(game_ids=[game.pk])
        queue_embedding()
    versions.bump(DataVersion.Kind.CATALOGUE)
