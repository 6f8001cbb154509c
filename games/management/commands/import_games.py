"""The catalogue's file in, here and now: a line for each refused row, a summary, an exit code."""

from __future__ import annotations

import hashlib
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from games.importing.csv_reading import UnreadableFileError
from games.importing.deciding import Change
from games.importing.engine import Tally, count_rows, import_file
from games.importing.presets import PRESETS
from games.models import ImportBatch, ImportRow

_SHOWN_REFUSALS = 200


class Command(BaseCommand):
    help = "Import a CSV of games. docs/catalogue_csv.md tells its columns and rules."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--preset", choices=[name for name in PRESETS if name], default="")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")
        parser.add_argument(
            "--good-rows-only", action="store_true", help="leave refused rows out instead of importing none"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        mode = ImportBatch.Mode.GOOD_ROWS if options["good_rows_only"] else ImportBatch.Mode.ALL_OR_NOTHING
        try:
            with path.open("rb") as file:
                tally = self._import(file, path.name, options["preset"], mode, dry_run=options["dry_run"])
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from None
        except UnreadableFileError as error:
            raise CommandError(f"{path.name}: {error}") from None
        self._summarise(tally, dry_run=options["dry_run"])
        if tally.refused:
            hint = "" if options["good_rows_only"] or options["dry_run"] else " Nothing was imported."
            raise CommandError(f"{tally.refused:,} rows were refused.{hint}")

    def _import(self, file: BinaryIO, name: str, preset: str, mode: str, *, dry_run: bool) -> Tally:
        # Reading it through first finds what makes it unusable before anything is written, and how long it is.
        total = count_rows(file, preset=preset)
        file.seek(0)
        sha256 = hashlib.sha256()
        while block := file.read(1 << 20):
            sha256.update(block)
        bar = _ProgressBar(self.stderr if self.stderr.isatty() else None, total)
        kept: list[str] = []
        effects: Counter[str] = Counter()

        def watch(change: Change) -> None:
            bar.advance()
            effects[change.effect] += 1
            if change.effect == ImportRow.Effect.REFUSED and effects[change.effect] <= _SHOWN_REFUSALS:
                bar.clear()
                column = f"column {change.row.column}: " if change.row.column else ""
                self.stdout.write(f"line {change.row.line}: {column}{change.row.reason}")
            if change.kept and change.game:
                kept.append(f"line {change.row.line}: {change.game.slug} keeps its locked {', '.join(change.kept)}")

        tally = import_file(
            file, file_name=name, sha256=sha256.hexdigest(), preset=preset, mode=mode, dry_run=dry_run,
            now=timezone.now(), watch=watch,
        )  # fmt: skip
        bar.clear()
        if tally.refused > _SHOWN_REFUSALS:
            self.stdout.write(f"… and {tally.refused - _SHOWN_REFUSALS:,} more refused rows")
        for line in kept:
            self.stdout.write(line)
        return tally

    def _summarise(self, tally: Tally, *, dry_run: bool) -> None:
        for (kind, name), rows in sorted(tally.unknown.items()):
            self.stdout.write(f"unknown {kind} {name!r} in {rows:,} rows: map it in the admin under Name mappings")
        would = "would be " if dry_run else ""
        self.stdout.write(
            f"{tally.rows:,} rows: {tally.created:,} {would}created, {tally.changed:,} {would}changed, "
            f"{tally.unchanged:,} unchanged, {tally.refused:,} refused, {tally.kept:,} with locked fields left alone"
        )


class _ProgressBar:
    """One line that is written over, on a terminal only."""

    def __init__(self, out: Any, total: int) -> None:
        self._out, self._total, self._done = out, max(total, 1), 0

    def advance(self) -> None:
        self._done += 1
        if self._out and (self._done % 200 == 0 or self._done == self._total):
            filled = 40 * self._done // self._total
            bar = "█" * filled + "·" * (40 - filled)
            self._out.write(f"\r{bar} {self._done:,}/{self._total:,}", ending="")
            self._out.flush()

    def clear(self) -> None:
        if self._out:
            self._out.write("\r\x1b[K", ending="")
