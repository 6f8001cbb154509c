"""Vectors for every game that lacks the current version."""

from __future__ import annotations

import os
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

_BAR = 30


class Command(BaseCommand):
    help = "Encode the games that have no vector of the current version. Safe to stop, to repeat and to run twice."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--threads", type=int, default=os.cpu_count() or 1, help="processors to use")

    def handle(self, *, threads: int, **options: Any) -> None:
        from games import versions
        from games.embedding import game_vectors
        from games.embedding.encoder import EncoderUnavailable, get_encoder
        from games.models import DataVersion
        from games.moods import estimates

        total = game_vectors.pending_count()
        if not total:
            self.stdout.write("every game has its vector")
            return
        try:
            # A thread a chunk, each encoding on one core.
            encoder = get_encoder(settings.MODEL_DIR, threads=1)
        except EncoderUnavailable as error:
            raise CommandError(str(error)) from None
        began = time.monotonic()
        if estimates.learn_and_publish(encoder=encoder, now=timezone.now()):
            self.stdout.write(f"learnt how texts suit moods in {time.monotonic() - began:.0f} s")

        def show(done: int) -> None:
            self._show(min(done, total), total, time.monotonic() - began)

        # One more than processors: somebody always waits for the database.
        game_vectors.embed_all(workers=threads + 1, encoder=encoder, now=timezone.now(), on_progress=show)
        estimates.renew_all(now=timezone.now())
        versions.bump(DataVersion.Kind.CATALOGUE)
        seconds = time.monotonic() - began
        self.stdout.write(f"\n{total:,} games embedded in {seconds:.0f} s ({total / max(seconds, 0.001):.0f}/s)")

    def _show(self, done: int, total: int, seconds: float) -> None:
        filled = _BAR * done // total
        left = seconds / done * (total - done)
        self.stdout.write(
            f"\r[{'█' * filled}{'·' * (_BAR - filled)}] {done:,}/{total:,}  {done / max(seconds, 0.001):.0f}/s"
            f"  {left:.0f} s left ",
            ending="",
        )
        self.stdout.flush()
