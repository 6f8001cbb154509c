"""The catalogue that ships with Thrum, so that a fresh machine has something to offer."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from games.models import ImportBatch
from games.seeds import DATA


class Command(BaseCommand):
    help = "Import the demo catalogue, unless this very file was imported before."

    def handle(self, *args: Any, **options: Any) -> None:
        path = DATA / "demo_catalogue.csv"
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        # What editors and other files have changed since must not be undone by every start.
        if ImportBatch.objects.filter(sha256=sha256, state=ImportBatch.State.DONE).exists():
            self.stdout.write("The demo catalogue is there already.")
            return
        call_command("import_games", path, stdout=self.stdout, stderr=self.stderr)
