"""One engagement cycle: who is written to first, who is not, and why."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from engagement import cycle
from engagement.models import CycleRun


class Command(BaseCommand):
    help = "Judge everybody, and write first to whom we may."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Decide the same and write nothing.")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        report = cycle.run(by=CycleRun.By.COMMAND, now=timezone.now(), is_dry=options["dry_run"])
        if report.status == cycle.UNDER_WAY:
            raise CommandError(report.status)
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), indent=1))
            return
        stats = report.stats
        self.stdout.write(f"{report.status}: {stats['total_users']:,} people, {report.messages_sent:,} written to")
        if options["dry_run"]:
            self.stdout.write(f"  {stats['eligible']:>9,}  would be written to")
        for segment, number in stats["by_segment"].items():
            self.stdout.write(f"  {number:>9,}  {segment}")
        for reason, number in stats["skip_reasons"].items():
            if number:
                self.stdout.write(f"  {number:>9,}  skipped: {reason}")
