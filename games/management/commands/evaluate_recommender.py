"""Our recommendations beside those of peers, on a log of who played what."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone


class Command(BaseCommand):
    help = "Leave-one-out on a play log (user, game, hours), ranked among all games: a row a strategy."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--plays", type=Path, required=True, help="CSV: user,game,hours")
        parser.add_argument("--catalogue", type=Path, help="CSV with title, summary, genres …: texts of the games")
        parser.add_argument("--json", action="store_true", help="print the table as JSON")
        parser.add_argument("--seed", type=int, default=0)
        parser.add_argument("--rounds", type=int, default=5)

    def handle(self, *, plays: Path, catalogue: Path | None, seed: int, rounds: int, **options: Any) -> None:
        from games.collaborative import baselines, evaluation, hybrid, play_log
        from games.collaborative.report import as_json, as_text
        from games.embedding.encoder import EncoderUnavailable
        from games.neighbours.plays_texts import facts_and_texts
        from games.recommender.profiles import rules

        try:
            log = play_log.read_play_log(plays)
            entries = play_log.read_catalogue(catalogue) if catalogue else []
            facts, texts = facts_and_texts(log.titles, entries, today=timezone.now().date())
        except (play_log.UnreadableLogError, EncoderUnavailable) as error:
            raise CommandError(str(error)) from None
        ours, peers = partial(hybrid.Hybrid, facts, texts, rules()), baselines.peers(log.hours)
        rows, comparisons = evaluation.evaluate(
            log.plays,
            [*peers, ours],
            ours=ours().name,
            against=[peer().name for peer in peers],
            seed=seed,
            rounds=rounds,
            on_progress=lambda said: self.stderr.write(said),
        )
        if options["json"]:
            self.stdout.write(json.dumps(as_json(rows, comparisons), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(as_text(rows, comparisons))
