"""How fast are we, beside what, and is that enough?"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand

from thrum_project.benchmarks import OPT_IN, QUESTIONS, Bench, Row

_SEED = 20260101
_GAMES, _GAMES_IN_FULL = 100_000, 1_000_000


class Command(BaseCommand):
    help = "Measure the product in a database of its own; prints ours, a peer or floor of the same run, and the target."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--only", action="append", choices=(*QUESTIONS, *OPT_IN), help="May be given several times."
        )
        parser.add_argument("--games", type=int, help=f"Size of the made-up catalogue, {_GAMES:,} if not told.")
        parser.add_argument("--full", action="store_true", help="A million games, and a long time.")
        parser.add_argument("--catalogue", type=Path, help="A real CSV to import instead of a made-up one.")
        parser.add_argument("--preset", default="", help="Of that CSV, as for import_games.")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, only: list[str] | None, games: int | None, full: bool, json: bool, **options: Any) -> None:
        from thrum_project.benchmarks.database import own_database

        rows: list[Row] = []
        with own_database() as url:
            bench = Bench(
                _GAMES_IN_FULL if full else games or _GAMES,
                np.random.default_rng(_SEED),
                url,
                self._say,
                catalogue=options["catalogue"],
                preset=options["preset"],
            )
            for name in [question for question in (*QUESTIONS, *OPT_IN) if question in (only or QUESTIONS)]:
                module, size = OPT_IN.get(name, (name, bench.games))
                self._say(f"{name} … (load {os.getloadavg()[0]:.1f})")
                began = time.monotonic()
                asked = importlib.import_module(f"thrum_project.benchmarks.{module}")
                for row in asked.measure(replace(bench, games=games or size)):
                    rows.append(row)
                    if not json:
                        self.stdout.write(_as_line(row))
                self._say(f"{name} took {time.monotonic() - began:.0f} s")
        if json:
            self._print_json(rows)

    def _print_json(self, rows: list[Row]) -> None:
        self.stdout.write(json.dumps([row.as_json() for row in rows], ensure_ascii=False, indent=1))

    def _say(self, text: str) -> None:
        sys.stderr.write(f"· {text}\n")


def _as_line(row: Row) -> str:
    verdict = "" if row.met is None else "✓ " if row.met else "✗ MISSED "
    parts = [f"{row.question}: {row.ours}"]
    if row.peer:
        parts.append(f"beside {row.peer}")
    if row.ratio is not None:
        parts.append(f"{row.ratio:.2f} ×")
    if row.target:
        parts.append(f"{verdict}target {row.target}")
    return "  ".join(parts)
