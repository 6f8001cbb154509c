"""Fills an empty database of its own with a million players and ten million messages, to see how it holds up."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from games.models import Game, Player


class Command(BaseCommand):
    help = "Make up a long history of many people, in SQL; only in a database that holds neither games nor players."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--players", type=int, default=1_000_000, help="Each writes five messages and gets five.")
        parser.add_argument("--days", type=int, default=90, help="Over so many days.")

    def handle(self, *, players: int, days: int, **options: Any) -> None:
        from thrum_project.benchmarks import made_up_history, made_up_people

        if Player.objects.exists() or Game.objects.exists():
            raise CommandError("This database holds players or games. Name an empty, migrated one with DATABASE_URL.")
        began, now = time.monotonic(), timezone.now()

        def say(line: str) -> None:
            self.stdout.write(f"{time.monotonic() - began:5.0f} s  {line}")

        made_up_people.fill(players, now=now, with_talks=False)
        say(f"{players:,} people")
        made_up_history.fill(now=now, days=days, say=say)
        say("done; now count it: manage.py rebuild_metrics")
