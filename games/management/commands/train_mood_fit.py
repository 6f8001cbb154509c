"""Learn the mood head from the bank now and renew every estimate by it; or measure its scale on this catalogue."""

from __future__ import annotations

import json
import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone


class Command(BaseCommand):
    help = "Learns how texts suit moods, if that has not been done for this bank, and renews stale estimates."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--measure", action="store_true", help="print this catalogue's scale for mood_scale.json; change nothing"
        )

    def handle(self, *, measure: bool, **options: Any) -> None:
        from games import versions
        from games.embedding.encoder import EncoderUnavailable, get_encoder
        from games.models import DataVersion
        from games.moods import estimates

        if measure:
            self._measure()
            return
        try:
            encoder = get_encoder(settings.MODEL_DIR, threads=os.cpu_count() or 1)
        except EncoderUnavailable as error:
            raise CommandError(str(error)) from None
        is_news = estimates.learn_and_publish(encoder=encoder, now=timezone.now())
        renewed = estimates.renew_all(now=timezone.now())
        if renewed:
            versions.bump(DataVersion.Kind.CATALOGUE)
        self.stdout.write(
            f"{'learnt' if is_news else 'known already'}: {estimates.version_in_use()}; {renewed:,} games reckoned"
        )

    def _measure(self) -> None:
        from games.moods import estimates

        scale = estimates.measured_scale()
        if not scale:
            raise CommandError("No head was learnt yet, or no game has a vector.")
        rows = ",\n".join(f"  {json.dumps(mood)}: {json.dumps(pair)}" for mood, pair in scale.items())
        self.stdout.write(f"{{\n{rows}\n}}")
