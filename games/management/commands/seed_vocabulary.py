"""Platforms, genres, name mappings, moods and exchange rates from the files of this version."""

from __future__ import annotations

from django.core.management.base import BaseCommand
from django.db import transaction

from games import seeds


class Command(BaseCommand):
    help = "Add platforms, genres, names, moods and exchange rates that are missing. Editors' changes stay."

    def handle(self, *args: object, **options: object) -> None:
        with transaction.atomic():
            seeds.seed()
        self.stdout.write("The vocabulary is complete.")
