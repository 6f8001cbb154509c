"""Holds the engagement score against what people did after their talks."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from analytics.score_validation import Check, validate


class Command(BaseCommand):
    help = "Print how well the engagement score tells who comes back, answers and takes up a pick."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action="store_true", help="Of the demo's people.")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, demo: bool, **options: Any) -> None:
        checks = validate(now=timezone.now(), is_demo=demo)
        if options["json"]:
            self.stdout.write(json.dumps([asdict(check) for check in checks]))
            return
        self.stdout.write(f"{'':30} {'talks':>8} {'did':>6}   AUC (95 %)           correlation")
        for check in checks:
            self.stdout.write(_line(check))


def _line(check: Check) -> str:
    told = f"{check.what:30} {check.talks:8,} {check.share:6.1%}   "
    if check.auc is None or check.correlation is None:
        return told + "nothing to tell apart"
    return told + f"{check.auc:.3f} ({check.low:.3f} to {check.high:.3f})  {check.correlation:+.3f}"
