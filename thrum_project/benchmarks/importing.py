"""How long do twelve thousand games take from a CSV to being found by meaning, and how much memory?"""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from games.models import Game
from thrum_project.benchmarks import made_up_catalogue
from thrum_project.benchmarks.rows import Bench, Row

_ROWS = 12_000
_IMPORT_SECONDS, _ALL_SECONDS, _MEGABYTES = 40, 180, 1500


def measure(bench: Bench) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        path = bench.catalogue or Path(folder) / "made_up.csv"
        if not bench.catalogue:
            made_up_catalogue.write_csv(path, _ROWS, bench.rng)
        preset = ["--preset", bench.preset] if bench.preset else []
        imported = _run(bench, "import_games", str(path), *preset)
    again = _run(bench, "embed_games")
    Game.objects.all().delete()  # the other questions make up their own
    rows = int(re.sub(r"\D", "", re.search(r"([\d,]+) rows", imported.said)[1]))  # type: ignore[index]
    yield Row(
        f"import of {rows:,} rows", f"{imported.seconds:.1f} s, {rows / imported.seconds:.0f} rows/s",
        target=f"≤ {_IMPORT_SECONDS} s", met=imported.seconds <= _IMPORT_SECONDS,
    )  # fmt: skip
    total = imported.seconds + again.seconds
    yield Row(
        f"import and embedding of {rows:,} rows", f"{total:.0f} s, {rows / again.seconds:.0f} vectors/s",
        target=f"≤ {_ALL_SECONDS} s", met=total <= _ALL_SECONDS,
    )  # fmt: skip
    megabytes = max(imported.megabytes, again.megabytes)
    yield Row(
        "memory at its peak meanwhile", f"{megabytes:.0f} MB", target=f"< {_MEGABYTES} MB", met=megabytes < _MEGABYTES
    )


class _Ran:
    def __init__(self, said: str, seconds: float, megabytes: float) -> None:
        self.said, self.seconds, self.megabytes = said, seconds, megabytes


def _run(bench: Bench, *command: str) -> _Ran:
    """A command in a process of its own, as a person runs it."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), *command],
        env={**os.environ, "DATABASE_URL": bench.database_url}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    said = process.stdout.read() if process.stdout else ""
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command[0]} failed: {said[-300:]}")
    return _Ran(said, time.perf_counter() - began, _peak(used))


def _peak(used: resource.struct_rusage) -> float:
    return used.ru_maxrss / 1024
