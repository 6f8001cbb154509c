"""Learn which games are played by the same people, now."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone


class Command(BaseCommand):
    help = "Reckon every game's neighbours from interactions and imported plays, and use them from now on."

    def handle(self, **options: Any) -> None:
        from games.neighbours.training import learn_and_publish

        began = time.monotonic()
        row = learn_and_publish(now=timezone.now())
        if row is None:
            self.stdout.write("nothing to learn that is not known")
            return
        told = row.config
        self.stdout.write(
            f"version {row.version[:12]}: {told['plays']:,} plays of {told['games']:,} games by {told['players']:,} "
            f"players, in {time.monotonic() - began:.0f} s"
        )
