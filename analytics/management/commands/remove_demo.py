"""Takes the made-up history away, and nothing else."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from analytics.demo import clearing


class Command(BaseCommand):
    help = "Remove everything that seed_demo made, and tell how many rows of which table went."

    def handle(self, *args: Any, **options: Any) -> None:
        gone = clearing.remove_history(now=timezone.now())
        if not gone:
            self.stdout.write("There is no demo history here.")
            return
        for table, count in gone.items():
            self.stdout.write(f"{count:>8,}  {table}")
        self.stdout.write(f"{sum(gone.values()):>8,}  rows gone; what is real is untouched")
