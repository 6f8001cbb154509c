"""Are the stories whole? Dead ends, scenes that nobody reaches, loops, what is too long: by file and line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from conversations.companions import stories, story_text


class Command(BaseCommand):
    help = "Check the stories in conversations/stories, or the files named."
    requires_system_checks: list[str] = []  # which would say the same

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="*", metavar="FILE")

    def handle(self, *, files: list[str], **options: Any) -> None:
        paths = [Path(name) for name in files] or sorted(stories.FOLDER.glob("*.txt"))
        wrong = 0
        for path in paths:
            try:
                story, problems = stories.check(path.read_text(encoding="utf-8"), name=path.stem)
            except (OSError, UnicodeDecodeError) as error:
                raise CommandError(f"{path} cannot be read: {error}") from None
            for problem in problems:
                self.stdout.write(f"{path.name}, {problem}")
            wrong += len(problems)
            if not problems:
                fewest, most = story_text.lengths(story)
                turns = f"{fewest}" if fewest == most else f"{fewest} to {most}"
                self.stdout.write(f"{path.name}: {story.title}, {len(story.scenes)} scenes, {turns} turns")
        if wrong:
            raise CommandError(f"{wrong} problems")
