"""How often the first look of moderation is wrong, on our own sets of harmless and harmful lines."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from conversations.moderation import measuring


class Command(BaseCommand):
    help = "Print how many harmless lines are flagged, and how many harmful ones are not."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--wrong", action="store_true", help="also show each line that was judged wrongly")

    def handle(self, *args: Any, **options: Any) -> None:
        for name, rate_of in (("false alarms", measuring.false_alarms), ("missed", measuring.misses)):
            for part in ("tuned", "held"):
                rate = rate_of(part)
                self.stdout.write(f"{name}, {part}: {len(rate.wrong)} of {rate.lines} ({rate.share:.1%})")
                for line, found in rate.wrong if options["wrong"] else ():
                    what = ", ".join(f"{one.category} ({one.certainty})" for one in found)
                    self.stdout.write(f"  {line.text}  {what or line.category}")
        counts = Counter(line.category for line in measuring.harmful())
        self.stdout.write("harmful lines: " + ", ".join(f"{count} {name}" for name, count in sorted(counts.items())))
