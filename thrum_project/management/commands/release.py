"""What a version needs in the database before its processes start. Repeatable, safe beside running ones."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction

from games import seeds
from thrum_project import schedules
from thrum_project.roles import sync_roles


class Command(BaseCommand):
    help = "Bring the database up to this version: tables, schedules, vocabulary, roles."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        schedules.sync()
        with transaction.atomic():
            seeds.seed()
        sync_roles()
        self.stdout.write("The database is ready for this version.")
