"""What a version needs in the database before its processes start. Repeatable, safe beside running ones."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction

from engagement import letter_campaigns
from games import seeds
from games.embedding.job import queue_embedding
from games.models import Game
from games.moods.estimates_job import queue_renewal
from thrum_project import schedules
from thrum_project.roles import sync_roles


class Command(BaseCommand):
    help = "Bring the database up to this version: tables, schedules, vocabulary, first words, roles, vectors."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        schedules.sync()
        with transaction.atomic():
            seeds.seed()
            letter_campaigns.first_template()
        sync_roles()
        self._renew_vectors()
        # After the tables are there, for some checks look at them; a mistake stops the release, not the first player.
        self.check(databases=["default"])
        self.stdout.write("The database is ready for this version.")

    def _renew_vectors(self) -> None:
        # Here, for they bring onnxruntime along.
        from games.embedding.game_vectors import pending_count
        from games.moods import estimates as mood_estimates

        with transaction.atomic():
            if pending_count():
                queue_embedding()  # which learns first and has stale estimates renewed at its end
            elif mood_estimates.are_due() and Game.objects.exists():
                queue_renewal()
