"""How well is English corrected, and how often is somebody corrected who was right?"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from conversations.english_buddy import measuring


class Command(BaseCommand):
    help = "Correct our own sentences of learners and of natives, and print precision, recall and false alarms."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sentences", action="store_true", help="Print what was missed or made another.")

    def handle(self, *, sentences: bool, **options: Any) -> None:
        for name in (measuring.KNOWN, measuring.UNSEEN):
            found = measuring.measure(name)
            self.stdout.write(
                f"{name}: {found.sentences} sentences, told something about {found.told}, as we would {found.right};"
                f" precision {found.precision:.0%}, recall {found.recall:.0%};"
                f" false alarms {len(found.false_alarms)} of {found.native}"
            )
            if sentences:
                for said in found.missed:
                    self.stdout.write(f"  missed: {said}")
                for said, ours, expected in found.other:
                    self.stdout.write(f"  {said} → {ours}, not: {expected}")
                for said, ours in found.false_alarms:
                    self.stdout.write(f"  was right: {said} → {ours}")
