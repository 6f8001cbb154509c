"""Are the journeys whole, and do our scores agree with people's?"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from conversations.companions import agreement, journey_text, journeys
from games.embedding.encoder import get_encoder

_FAR_APART = 25


class Command(BaseCommand):
    help = (
        "Check the shipped journeys, or the CSV files named; with --agreement also how our scores agree with people's."
    )
    requires_system_checks: list[str] = []  # which would say the same

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="*", metavar="FILE")
        parser.add_argument("--agreement", action="store_true", help="Score our graded answers and compare.")

    def handle(self, *, files: list[str], agreement: bool, **options: Any) -> None:
        wrong = 0
        for path in [Path(name) for name in files] or sorted(journeys.FOLDER.glob("*.csv")):
            try:
                found, problems = journey_text.read(path.read_text(encoding="utf-8-sig"))
            except (OSError, UnicodeDecodeError) as error:
                raise CommandError(f"{path} cannot be read: {error}") from None
            for problem in problems:
                self.stdout.write(f"{path.name}, {problem}")
            wrong += len(problems)
            for journey in found.values() if not problems else ():
                self.stdout.write(f"{path.name}: {journey.title}, {journey.genre}, {len(journey.questions)} questions")
        if wrong:
            raise CommandError(f"{wrong} problems")
        if agreement:
            self._compare()

    def _compare(self) -> None:
        embed = functools.cache(get_encoder(settings.MODEL_DIR).encode_one)
        graded = agreement.grade_all(embed)
        for one in graded:
            if abs(one.by_people - one.by_us) >= _FAR_APART:
                self.stdout.write(f"{one.journey} {one.question}: people {one.by_people}, we {one.by_us}: {one.answer}")
        found = agreement.agreement_of(graded)
        self.stdout.write(
            f"{found.count} answers: {found.apart:.1f} points apart on average, the same of three bands for "
            f"{found.same_band:.0%}, correlation of ranks {found.same_order:.2f}"
        )
