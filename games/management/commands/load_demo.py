"""The catalogue that ships with Thrum, so that a fresh machine has something to offer."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from games.seeds import DATA


class Command(BaseCommand):
    help = "Import the demo catalogue. Run again it changes nothing, unless the file has changed."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("import_games", DATA / "demo_catalogue.csv", stdout=self.stdout, stderr=self.stderr)
