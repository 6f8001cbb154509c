"""An uploaded file from upload to done: checked first, applied when an editor says so.

Small files are dealt with at once, larger ones by a Job; both go through the same chunks.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from io import BytesIO
from itertools import islice
from typing import BinaryIO

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from games import jobs
from games.embedding.job import queue_embedding
from games.importing.comparing import queue_comparing
from games.importing.csv_reading import read_header
from games.importing.deciding import Change, SeenKeys, decide
from games.importing.engine import CHUNK_ROWS, Tally, count_rows, note_counts, read_catalogue_rows
from games.importing.header_mappings import propose, remember_header, understand_header
from games.importing.rows import CatalogueRow
from games.importing.writing import lock_catalogue, record_changes, write_changes
from games.models import ImportBatch, ImportRow, Job

INLINE_ROWS = 2000
# One transaction must fit into one chunk of a job (60 s); measured at about 1,000 rows a second.
ALL_OR_NOTHING_ROWS = 40_000
MAX_FILE_BYTES = 50 * 1024 * 1024
CHECK_KIND, APPLY_KIND = "import_check", "import_apply"


class _RowsRefused(Exception):
    """Rolls an all-or-nothing import back; never leaves this module."""


class NotReadyError(Exception):
    """The batch is not in a state in which that can be done; the message says why."""


def receive_upload(
    *, file: BinaryIO, file_name: str, preset: str, by: AbstractBaseUser | None, now: datetime
) -> ImportBatch:
    """Store a file and check it, at once or by a job. Raises UnreadableFileError and stores nothing.

    A file with columns that nobody has explained is stored and waits (``explain_columns``).
    """
    file.seek(0)
    names = read_header(file)
    header = understand_header(names, preset=preset)
    # As makers often call things, or else left out: so the rest of the file shows whether it can be used at all.
    guessed = propose(header.unknown, preset=preset, taken=names) if header.unknown else {}
    meant = {**dict.fromkeys(header.unknown, ""), **guessed, **header.columns}
    rows = count_rows(file, preset=preset, columns=meant)
    file.seek(0)
    content = file.read()
    with transaction.atomic():
        batch = ImportBatch.objects.create(
            file_name=file_name[:255],
            sha256=hashlib.sha256(content).hexdigest(),
            preset=preset,
            content=content,
            columns=dict(header.columns),
            unknown_columns=list(header.unknown),
            state=ImportBatch.State.COLUMNS if header.unknown else ImportBatch.State.UPLOADED,
        )
        if not header.unknown:
            _check(batch, rows=rows, by=by, now=now)
    return batch


def explain_columns(
    *, batch: ImportBatch, columns: Mapping[str, str], by: AbstractBaseUser | None, now: datetime
) -> None:
    """Say what the unknown columns mean, for this file and every later one with the same first line; then check it.

    Raises NotReadyError, and UnreadableFileError where the file cannot be read so.
    """
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.state != ImportBatch.State.COLUMNS or batch.content is None:
            raise NotReadyError("The columns of this file are explained already.")
        said = {**batch.columns, **{name: columns.get(name, "") for name in batch.unknown_columns}}
        file = BytesIO(batch.content)
        rows = count_rows(file, preset=batch.preset, columns=said)
        file.seek(0)
        remember_header(names=read_header(file), preset=batch.preset, columns=said, by=by)
        batch.columns, batch.unknown_columns, batch.state = said, [], ImportBatch.State.UPLOADED
        _check(batch, rows=rows, by=by, now=now)


def explain_columns_again(*, batch: ImportBatch) -> None:
    """Forget for this file what its columns were said to hold, so that it is asked anew. Raises NotReadyError."""
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.state != ImportBatch.State.CHECKED or not batch.columns:
            raise NotReadyError("This file is not waiting for a decision any more.")
        _forget_rows(batch)
        batch.state, batch.unknown_columns, batch.columns = ImportBatch.State.COLUMNS, list(batch.columns), {}
        batch.compare_job = None
        batch.save()


def check_again(*, batch: ImportBatch, by: AbstractBaseUser | None, now: datetime) -> None:
    """After names were mapped the same rows may mean something else."""
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.state != ImportBatch.State.CHECKED:
            raise NotReadyError("This file is not waiting for a decision any more.")
        batch.state = ImportBatch.State.UPLOADED
        _check(batch, rows=_rows_of(batch), by=by, now=now)


def start_apply(*, batch: ImportBatch, mode: str, by: AbstractBaseUser | None, now: datetime) -> None:
    """Write the checked file into the catalogue, at once or by a job. Raises NotReadyError."""
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        rows = _rows_of(batch)
        if batch.state != ImportBatch.State.CHECKED:
            raise NotReadyError("This file is not waiting for a decision any more.")
        if mode == ImportBatch.Mode.ALL_OR_NOTHING and rows > ALL_OR_NOTHING_ROWS:
            raise NotReadyError(
                f"All or nothing works up to {ALL_OR_NOTHING_ROWS:,} rows; split the file or import the good rows only."
            )
        batch.state, batch.mode = ImportBatch.State.APPLYING, mode
        batch.save(update_fields=["state", "mode"])
        if rows > INLINE_ROWS:
            _hand_to_job(batch, kind=APPLY_KIND, rows=rows, by=by)
            return
        line: int | None = 0
        while line is not None:
            line = _apply_chunk(batch, after_line=line, by=by, now=now)


def run_check_chunk(job: Job, now: datetime) -> jobs.Progress:
    batch = _batch_of(job)
    line = _check_chunk(batch, after_line=job.cursor["line"], by=job.by, now=now)
    return _progress(job, batch, line)


def run_apply_chunk(job: Job, now: datetime) -> jobs.Progress:
    batch = _batch_of(job)
    line = _apply_chunk(batch, after_line=job.cursor["line"], by=job.by, now=now)
    return _progress(job, batch, line)


def _check(batch: ImportBatch, *, rows: int, by: AbstractBaseUser | None, now: datetime) -> None:
    _forget_rows(batch)
    batch.doubles, batch.compared, batch.compare_job = {}, 0, None
    batch.save()
    if rows > INLINE_ROWS:
        _hand_to_job(batch, kind=CHECK_KIND, rows=rows, by=by)
        return
    line: int | None = 0
    while line is not None:
        line = _check_chunk(batch, after_line=line, by=by, now=now)


def _check_chunk(batch: ImportBatch, *, after_line: int, by: AbstractBaseUser | None, now: datetime) -> int | None:
    """Note what the next rows would do. Returns the line to go on behind, None at the end of the file."""
    tally = _tally_of(batch)
    seen = SeenKeys()
    rows = list(islice(_rows_behind(batch, after_line, seen), INLINE_ROWS))
    changes = decide(rows, seen=seen, lock=False)
    record_changes(changes, batch=batch)
    for change in changes:
        tally.count(change)
    at_end = len(rows) < INLINE_ROWS
    if at_end and (tally.created or tally.changed):
        batch.compare_job = queue_comparing(batch, rows=tally.created, by=by)
    note_counts(batch, tally=tally, state=ImportBatch.State.CHECKED if at_end else batch.state, now=now)
    return None if at_end else rows[-1].line


def _apply_chunk(batch: ImportBatch, *, after_line: int, by: AbstractBaseUser | None, now: datetime) -> int | None:
    lock_catalogue()
    if after_line == 0:
        _forget_rows(batch)
    tally = _tally_of(batch)
    seen = SeenKeys()
    rows = _rows_behind(batch, after_line, seen)
    line = None
    if batch.mode == ImportBatch.Mode.ALL_OR_NOTHING:
        state = _apply_all(batch, rows, seen, tally, now)
    else:
        chunk = list(islice(rows, INLINE_ROWS))
        _write(batch, chunk, seen, tally, now)
        line = chunk[-1].line if len(chunk) == INLINE_ROWS else None
        state = ImportBatch.State.APPLYING if line else ImportBatch.State.DONE
    note_counts(batch, tally=tally, state=state, now=now)
    if state == ImportBatch.State.DONE and (tally.created or tally.changed):
        queue_embedding(by=by)
    return line


def _apply_all(
    batch: ImportBatch, rows: Iterator[CatalogueRow], seen: SeenKeys, tally: Tally, now: datetime
) -> ImportBatch.State:
    """Every row or none: what was refused is noted, what was written before it is taken back."""
    refused: list[Change] = []
    try:
        with transaction.atomic():
            while chunk := list(islice(rows, CHUNK_ROWS)):
                refused += [
                    change
                    for change in _write(batch, chunk, seen, tally, now)
                    if change.effect == ImportRow.Effect.REFUSED
                ]
            if refused:
                raise _RowsRefused
    except _RowsRefused:
        record_changes(refused, batch=batch)
        tally.created = tally.changed = tally.unchanged = tally.kept = 0
        return ImportBatch.State.REFUSED
    return ImportBatch.State.DONE


def _write(batch: ImportBatch, rows: list[CatalogueRow], seen: SeenKeys, tally: Tally, now: datetime) -> list[Change]:
    changes = decide(_without_doubles(batch, rows), seen=seen, lock=True)
    write_changes(changes, now=now)
    record_changes(changes, batch=batch)
    for change in changes:
        tally.count(change)
    return changes


def _without_doubles(batch: ImportBatch, rows: list[CatalogueRow]) -> list[CatalogueRow]:
    """Where an editor said so, rows that are likely a game already there are refused, and go back with the reason."""
    if batch.mode != ImportBatch.Mode.NO_DOUBLES:
        return rows
    return [
        row.refused("title", f"likely the same game as {slug}: left out")
        if (slug := batch.doubles.get(str(row.line)))
        else row
        for row in rows
    ]


def _rows_behind(batch: ImportBatch, line: int, seen: SeenKeys) -> Iterator[CatalogueRow]:
    if batch.content is None:
        raise jobs.JobRefusedError("the file is not kept any more; upload it again")
    return read_catalogue_rows(
        BytesIO(batch.content), preset=batch.preset, columns=batch.columns, seen=seen, after_line=line
    )


def _forget_rows(batch: ImportBatch) -> None:
    batch.rows.all().delete()
    batch.created = batch.changed = batch.unchanged = batch.refused = batch.kept = 0
    batch.unknown_names = []
    batch.impact = {}


def _tally_of(batch: ImportBatch) -> Tally:
    unknown = Counter({(kind, name): rows for kind, name, rows in batch.unknown_names})
    return Tally(batch.created, batch.changed, batch.unchanged, batch.refused, batch.kept, unknown)


def _rows_of(batch: ImportBatch) -> int:
    return batch.created + batch.changed + batch.unchanged + batch.refused


def _hand_to_job(batch: ImportBatch, *, kind: str, rows: int, by: AbstractBaseUser | None) -> None:
    batch.job = jobs.create(kind=kind, by=by, total=rows, cursor={"batch": batch.pk, "line": 0})
    batch.save(update_fields=["job"])


def _batch_of(job: Job) -> ImportBatch:
    batch = ImportBatch.objects.select_for_update().filter(pk=job.cursor["batch"]).first()
    if batch is None:
        raise jobs.JobRefusedError("the upload was deleted")
    return batch


def _progress(job: Job, batch: ImportBatch, line: int | None) -> jobs.Progress:
    done = _rows_of(batch)
    return jobs.Progress(
        done=job.total if line is None and job.total is not None else done,
        finished=line is None,
        cursor={"batch": batch.pk, "line": line},
        result={"created": batch.created, "changed": batch.changed, "refused": batch.refused},
    )
