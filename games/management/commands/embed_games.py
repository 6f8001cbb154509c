"""Vectors for every game that lacks the current version."""

from __future__ import annotations

import os
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

_STEP = 256
_BAR = 30


class Command(BaseCommand):
    help = "Encode the games that have no vector of the current version. Safe to stop, to repeat and to run twice."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--limit", type=int, default=None, help="at most so many games")
        parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)

    def handle(self, *args: Any, **options: Any) -> None:
        from games import embeddings, versions
        from games.encoder import EncoderUnavailable, get_document_encoder
        from games.models import DataVersion

        total = embeddings.pending_count()
        if options["limit"] is not None:
            total = min(total, options["limit"])
        if not total:
            self.stdout.write("every game has its vector")
            return
        try:
            encoder = get_document_encoder(settings.MODEL_DIR, threads=options["threads"])
        except EncoderUnavailable as error:
            raise CommandError(str(error)) from None
        began, done = time.monotonic(), 0
        while done < total:
            embedded = embeddings.embed_pending(limit=min(_STEP, total - done), encoder=encoder, now=timezone.now())
            if not embedded:
                break  # another run holds the rest
            done += embedded
            self._show(done, total, time.monotonic() - began)
        versions.bump(DataVersion.Kind.CATALOGUE)
        seconds = time.monotonic() - began
        self.stdout.write(f"\n{done:,} games embedded in {seconds:.0f} s ({done / max(seconds, 0.001):.0f}/s)")

    def _show(self, done: int, total: int, seconds: float) -> None:
        filled = _BAR * done // total
        left = seconds / done * (total - done)
        self.stdout.write(
            f"\r[{'█' * filled}{'·' * (_BAR - filled)}] {done:,}/{total:,}  {done / max(seconds, 0.001):.0f}/s"
            f"  {left:.0f} s left ",
            ending="",
        )
        self.stdout.flush()
