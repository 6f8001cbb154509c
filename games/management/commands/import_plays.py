"""Who played what elsewhere, for recommendations to learn from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    help = "Import a play log (CSV: user,game,hours). Users are stored as digests. Safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", default="file", help="whose users these are: keeps logs apart")

    def handle(self, *, file: Path, source: str, **options: Any) -> None:
        from games.collaborative.play_log import UnreadableLogError, read_play_log
        from games.neighbours.play_logs import import_plays

        try:
            done = import_plays(read_play_log(file), source=source)
        except UnreadableLogError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(
            f"{done.plays:,} plays of {done.titles:,} titles: {done.matched:,} titles are games of ours, "
            f"{done.to_review:,} wait for an editor"
        )
