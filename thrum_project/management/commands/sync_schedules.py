"""Apply the schedules that the code declares."""

from typing import Any

from django.core.management.base import BaseCommand

from thrum_project import schedules


class Command(BaseCommand):
    help = "Make the schedule table agree with thrum_project/schedules.py."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(schedules.sync())
