"""Something to look at on a fresh machine: campaigns and experiments with results, among made-up people."""

from __future__ import annotations

from typing import Any

import numpy as np
from django.core.management.base import BaseCommand
from django.utils import timezone

from engagement import demo_campaigns, demo_experiments


class Command(BaseCommand):
    help = "Make demo campaigns and experiments, among demo contacts only. Running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        now, rng = timezone.now(), np.random.default_rng(20260504)
        self.stdout.write(demo_campaigns.seed(now=now, rng=rng))
        self.stdout.write(f"{demo_experiments.seed(now=now, rng=rng)} experiments")
