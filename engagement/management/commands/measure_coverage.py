"""How often the intervals of experiments hold the truth, measured for this release."""

from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from engagement import coverage_runs


class Command(BaseCommand):
    help = "Simulate experiments with a planted lift and keep how often their intervals hold it. Fails if too seldom."

    def handle(self, *args: Any, **options: Any) -> None:
        found = coverage_runs.measure(now=timezone.now(), rng=np.random.default_rng())
        for one in found:
            self.stdout.write(
                f"lift {one.lift:4.0%}: held on all {len(one.days)} days in {one.always_valid[-1]:.1%} of "
                f"{one.rounds:,} experiments; a plain interval in {one.plain[-1]:.1%}"
            )
        if any(one.always_valid[-1] < 0.95 - one.error for one in found):
            raise CommandError("The intervals hold the truth less often than they say.")
