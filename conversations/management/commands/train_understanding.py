"""Learn from the example bank now, so that no process has to while somebody waits; or say how good that is."""

from __future__ import annotations

from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error as DatabaseError
from django.utils import timezone

from conversations.knowledge import in_use as knowledge

_SEED = 7


class Command(BaseCommand):
    help = "Learns the heads from the example bank if that has not been done for it; safe to repeat."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--from-files",
            action="store_true",
            help="learn what the project's files teach, for this machine alone; asks no database",
        )
        parser.add_argument(
            "--cross-validate",
            type=int,
            metavar="FOLDS",
            help="publish nothing; judge each part of the bank by heads that saw the others",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if (folds := options["cross_validate"]) is not None:
            if not 2 <= folds <= 20:
                raise CommandError("Take 2 to 20 folds.")
            self._cross_validate(folds)
            return
        if options["from_files"]:
            self.stdout.write(f"learnt from the files: {knowledge.load().version}")
            return
        try:
            is_news = knowledge.learn_and_publish(now=timezone.now())
        except DatabaseError:
            is_news = False
            knowledge.load()  # without rows to publish to, this machine learns for itself
        known = knowledge.current()
        self.stdout.write(f"{'learnt' if is_news else 'known already'}: {known.version}")

    def _cross_validate(self, folds: int) -> None:
        """Scores already are softened by the heads' own temperatures, so the best further one should be near 1."""
        for held in knowledge.cross_validate(folds=folds, rng=np.random.default_rng(_SEED)):
            self.stdout.write(
                f"{held.name}: {held.accuracy():.3f} right of {len(held.truth):,}; "
                f"best further temperature {held.best_temperature():.1f}"
            )
