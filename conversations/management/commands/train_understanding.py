"""Learn from the example bank now, so that no process has to while somebody waits."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from conversations import knowledge


class Command(BaseCommand):
    help = "Learns the heads from the example bank if that has not been done for it; safe to repeat."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        known = knowledge.load()
        self.stdout.write(f"{len(known.examples)} examples, {len(known.titles.titles)} titles: {known.version}")
