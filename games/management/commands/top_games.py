"""What a new player in a mood would be offered. Records nothing."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from games.vocabulary import MOODS, PLATFORMS


class Command(BaseCommand):
    help = "The games that a new player in this mood would be offered, best first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--mood", required=True, choices=MOODS)
        parser.add_argument("--platform", choices=PLATFORMS, default=None)
        parser.add_argument("--limit", type=int, default=10)
        parser.add_argument("--json", action="store_true", help="print [{slug, title, score, reason}]")

    def handle(self, *args: Any, **options: Any) -> None:
        from games.recommender import Context, recommend

        platforms = (options["platform"],) if options["platform"] else ()
        slate = recommend(
            player=None,
            context=Context(mood=options["mood"], platforms=platforms),
            limit=options["limit"],
            rng=np.random.default_rng(0),
            now=timezone.now(),
            explore=False,
        )
        if options["json"]:
            rows = [
                {"slug": pick.facts.slug, "title": pick.facts.title, "score": pick.score, "reason": pick.reason}
                for pick in slate.picks
            ]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
            return
        for pick in slate.picks:
            self.stdout.write(f"{pick.slot + 1:>3}. {pick.facts.title}  ({pick.score:.2f})  {pick.reason}")
        if not slate.picks:
            self.stdout.write("nothing in the catalogue fits")
