"""Learn from the example bank now, so that no process has to while somebody waits."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import Error as DatabaseError
from django.utils import timezone

from conversations import knowledge


class Command(BaseCommand):
    help = "Learns the heads from the example bank if that has not been done for it; safe to repeat."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            is_news = knowledge.learn_and_publish(now=timezone.now())
        except DatabaseError:
            is_news = False
            knowledge.load()  # without rows to publish to, this machine learns for itself
        known = knowledge.current()
        self.stdout.write(f"{'learnt' if is_news else 'known already'}: {known.version}")
