"""The first reply to somebody who named two titles, beside what everybody plays, on a log of who played what."""

from __future__ import annotations

import dataclasses
import json
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone


class Command(BaseCommand):
    help = "Replay of first replies on a play log: is a third game of theirs among the first three?"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--plays", type=Path, required=True, help="CSV: user,game,hours")
        parser.add_argument("--catalogue", type=Path, help="CSV with title, summary, genres …: texts of the games")
        parser.add_argument("--json", action="store_true", help="print the figures as JSON")
        parser.add_argument("--seed", type=int, default=0)
        parser.add_argument("--rounds", type=int, default=5)
        parser.add_argument("--share", type=float, default=0.25, help="of the players to ask (default 0.25)")

    def handle(
        self, *, plays: Path, catalogue: Path | None, seed: int, rounds: int, share: float, **options: Any
    ) -> None:
        from games.collaborative import baselines, first_reply, hybrid, play_log
        from games.embedding.encoder import EncoderUnavailable
        from games.neighbours.plays_texts import facts_and_texts
        from games.recommender.profiles import rules

        try:
            log = play_log.read_play_log(plays)
            entries = play_log.read_catalogue(catalogue) if catalogue else []
            facts, texts = facts_and_texts(log.titles, entries, today=timezone.now().date())
        except (play_log.UnreadableLogError, EncoderUnavailable) as error:
            raise CommandError(str(error)) from None
        ours = partial(hybrid.Hybrid, facts, texts, rules())
        told = first_reply.replay(log.plays, ours, baselines.Popular, share=share, seed=seed, rounds=rounds)
        if options["json"]:
            self.stdout.write(json.dumps(dataclasses.asdict(told)))
        else:
            self.stdout.write(first_reply.as_text(told))
