"""Files into the catalogue: the one engine behind the command, the admin and the background job.

Every writing pass holds one lock, so two imports at once take turns and each sees what the other did.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import BinaryIO

from django.db import transaction

from games.catalogue.csv_columns import KEY_COLUMNS, REPORT_COLUMNS
from games.embedding.job import queue_embedding
from games.importing.csv_reading import RawRow, read_rows
from games.importing.deciding import Change, SeenKeys, decide
from games.importing.name_mappings import load_names
from games.importing.presets import PRESETS
from games.importing.rows import CatalogueRow, parse_row
from games.importing.writing import lock_catalogue, record_changes, write_changes
from games.models import ImportBatch, ImportRow

CHUNK_ROWS = 1000
_KNOWN_BY = (*KEY_COLUMNS, "release_date")


@dataclass
class Tally:
    """What became of the rows. ``unknown`` are names that wait for a mapping, with the rows that use them."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    kept: int = 0
    unknown: Counter[tuple[str, str]] = field(default_factory=Counter)

    def count(self, change: Change) -> None:
        match change.effect:
            case ImportRow.Effect.CREATED:
                self.created += 1
            case ImportRow.Effect.CHANGED:
                self.changed += 1
            case ImportRow.Effect.REFUSED:
                self.refused += 1
            case _:
                self.unchanged += 1
        self.kept += bool(change.kept)
        for problem in change.row.problems:
            self.unknown.update(set(problem.unknown))

    @property
    def rows(self) -> int:
        return self.created + self.changed + self.unchanged + self.refused


class _NothingKept(Exception):
    """Rolls the import's transaction back; never leaves this module."""


def count_rows(file: BinaryIO, *, preset: str, columns: Mapping[str, str] | None = None) -> int:
    """Read the whole file once; raises UnreadableFileError where it cannot be used."""
    return sum(1 for _ in _raw_rows(file, preset, columns))


def read_catalogue_rows(
    file: BinaryIO,
    *,
    preset: str,
    seen: SeenKeys,
    columns: Mapping[str, str] | None = None,
    after_line: int = 0,
) -> Iterator[CatalogueRow]:
    """The file's rows from behind a line on, checked each by itself and against the earlier ones.

    ``columns`` says what names that are not ours stand for (``games.importing.header_mappings``).
    """
    names = load_names()
    maker = PRESETS[preset]
    for raw in _raw_rows(file, preset, columns):
        cells = raw.cells if raw.problem else maker.translate(raw.cells)
        if raw.line <= after_line:
            # Dealt with in an earlier chunk: only what it is known by counts, so that its double is noticed.
            cells = {name: cells[name] for name in _KNOWN_BY if name in cells}
        row = seen.add(parse_row(RawRow(raw.line, cells, raw.problem), names))
        if raw.line > after_line:
            # A refused row goes back to its maker, so it is kept and told of in the maker's words.
            yield row.in_words_of(raw.cells, maker.origins) if row.problems else row


def import_file(
    file: BinaryIO,
    *,
    file_name: str,
    sha256: str,
    preset: str,
    mode: str,
    dry_run: bool,
    now: datetime,
    watch: Callable[[Change], None],
) -> Tally:
    """The whole file in one transaction; ``watch`` is told of each row as it is dealt with.

    Nothing is kept of a dry run, nor where one row of an all-or-nothing import was refused. A file
    that changes nothing leaves no trace at all. Raises UnreadableFileError.
    """
    tally = Tally()
    try:
        with transaction.atomic():
            lock_catalogue()
            batch = ImportBatch.objects.create(
                file_name=file_name, sha256=sha256, preset=preset, mode=mode, state=ImportBatch.State.APPLYING
            )
            seen = SeenKeys()
            rows = read_catalogue_rows(file, preset=preset, seen=seen)
            while chunk := list(islice(rows, CHUNK_ROWS)):
                changes = decide(chunk, seen=seen, lock=True)
                write_changes(changes, now=now)
                record_changes(changes, batch=batch)
                for change in changes:
                    tally.count(change)
                    watch(change)
            if dry_run or (tally.refused and mode == ImportBatch.Mode.ALL_OR_NOTHING):
                raise _NothingKept
            if tally.rows == tally.unchanged and not tally.kept:
                raise _NothingKept
            note_counts(batch, tally=tally, state=ImportBatch.State.DONE, now=now)
            if tally.created or tally.changed:
                queue_embedding()
    except _NothingKept:
        pass
    return tally


def note_counts(batch: ImportBatch, *, tally: Tally, state: str, now: datetime) -> None:
    """What became of the rows so far; the file itself goes when all is done."""
    batch.created, batch.changed, batch.unchanged = tally.created, tally.changed, tally.unchanged
    batch.refused, batch.kept, batch.state = tally.refused, tally.kept, state
    batch.unknown_names = [[kind, name, rows] for (kind, name), rows in sorted(tally.unknown.items())]
    if state in (ImportBatch.State.DONE, ImportBatch.State.REFUSED):
        batch.content, batch.finished_at = None, now
        batch.save()
        return
    # Without the file, of up to 50 MB: a chunk would write it anew.
    batch.save(
        update_fields=[field.name for field in batch._meta.concrete_fields if field.name not in ("id", "content")]
    )


def _raw_rows(file: BinaryIO, preset: str, columns: Mapping[str, str] | None) -> Iterator[RawRow]:
    file.seek(0)
    maker = PRESETS[preset]
    return read_rows(file, known=maker.columns, passed_over=REPORT_COLUMNS, required=maker.required, called=columns)
