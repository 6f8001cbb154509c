"""Three months of made-up people, talks and campaigns, so that every page has something to see."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

import numpy as np
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django_q.tasks import async_task

from analytics import late_rows, reports, rollups, tasks
from analytics.days import day_of
from analytics.demo import guard, history, record

# With the making well within a minute. What is not counted by then, the queue counts as soon as it runs.
_COUNTING_SECONDS = 20.0


class Command(BaseCommand):
    help = "Make up three months of history, marked as demo everywhere; remove_demo takes it away. Once is enough."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--people", type=int, default=history.PEOPLE)
        parser.add_argument("--days", type=int, default=history.DAYS)
        parser.add_argument("--seed", type=int, default=20260504, help="another one, another past")
        parser.add_argument("--yes-demo", action="store_true", help="also beside a real database or provider")

    def handle(self, *, people: int, days: int, seed: int, yes_demo: bool, **options: Any) -> None:
        if why := guard.objection(insists=yes_demo):
            raise CommandError(why)
        if record.is_there():
            self.stdout.write("The demo history is there already; remove_demo takes it away.")
            return
        began, now = time.monotonic(), timezone.now()
        try:
            told = history.write_history(now=now, rng=np.random.default_rng(seed), people=people, days=days)
        except history.NothingToShow as error:
            raise CommandError(str(error)) from error
        history.tell_planner()
        made = time.monotonic() - began
        counted = self._count()
        rows = ", ".join(f"{count:,} {name}" for name, count in told.rows.items())
        took = f"{made:.0f} s to make, {time.monotonic() - began - made:.0f} s to count {counted} days"
        self.stdout.write(f"{rows}; {took}")

    def _count(self) -> int:
        """The newest days at once, so that pages are full; rows that were just written are no late ones."""
        now = timezone.now()
        today = day_of(now, settings.ANALYTICS_TIME_ZONE)
        for _ in range(2):
            late_rows.mark_late(before=today, now=now)
        done = rollups.refresh(now=now, seconds=_COUNTING_SECONDS)
        reports.refresh(now=now)
        if rollups.never_counted(now=now):
            async_task(tasks.count_back, cluster="work")
        return len(done)
