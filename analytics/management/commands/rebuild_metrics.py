"""Counts days anew, from the rows that are there: after a change of the time zone, an import, a mend."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from analytics import levels, memberships, rollups
from analytics.days import day_of


class Command(BaseCommand):
    help = "Count the days of the dashboards anew; without dates all of them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="first", type=date.fromisoformat, help="YYYY-MM-DD; the first day if absent")
        parser.add_argument("--to", dest="last", type=date.fromisoformat, help="YYYY-MM-DD; today if absent")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        today = day_of(now, settings.ANALYTICS_TIME_ZONE)
        first = options["first"] or rollups.first_day_of_all() or today
        last = options["last"] or today
        if first > last:
            raise CommandError(f"{first} comes after {last}")
        memberships.note_everything(now=now)
        days = rollups.rebuild(first, last, now=now)
        if last >= today:
            levels.note_levels(today, now=now)
        self.stdout.write(f"{len(days)} days counted, {first} to {min(last, today)} ({settings.ANALYTICS_TIME_ZONE})")
