"""One act on many rows: declared once, done in the background with a line for each row, taken back where that is true.

A chunk locks its rows, changes them and writes what became of each, all in one transaction (games/jobs.py), so a
worker that is killed loses a chunk and repeats it. Taking back gives a row what it had before only where it still has
what we gave it: whoever changed it since is not overruled.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, models, transaction
from django.db.models import Count

from games import jobs
from games.by_hand import changes
from games.jobs import JobRefusedError, Progress
from games.models import BulkRow, BulkRun, Job

DO, UNDO = "bulk_act", "bulk_undo"
_CHUNK = 500
_O = BulkRow.Outcome


class RowRefusedError(Exception):
    """This row is left as it is; the message says why."""


@dataclass(frozen=True)
class Ask:
    """What somebody chooses for an act: one or several of the choices, as a list under ``name``."""

    name: str
    label: str
    choices: Callable[[], list[tuple[str, str]]]


@dataclass(frozen=True)
class BulkAct:
    """``change`` sets the fields of one row from the argument, or raises RowRefusedError; nothing is stored by it.

    ``store`` stores the rows of a chunk that differ, with all that follows. ``fields`` are what it may change.
    """

    key: str
    label: str
    model: type[models.Model]
    permission: str
    fields: tuple[str, ...]
    change: Callable[[Any, Mapping[str, Any]], None]
    store: Callable[[list[Any], tuple[str, ...], datetime], None]
    asks: Ask | None = None
    consequence: str = ""
    can_be_undone: bool = True


_acts: dict[str, BulkAct] = {}


def declare(act: BulkAct) -> BulkAct:
    """Make an act known to the workers. Apps declare theirs when their admin is loaded or in ``AppConfig.ready``."""
    _acts[act.key] = act
    return act


def act_of(key: str) -> BulkAct | None:
    return _acts.get(key)


def all_acts() -> list[BulkAct]:
    return list(_acts.values())


def acts_on(model: type[models.Model]) -> list[BulkAct]:
    return [act for act in _acts.values() if act.model is model]


@transaction.atomic
def begin(
    *, act: BulkAct, chosen: models.QuerySet[Any], argument: Mapping[str, Any], by: User, why: str, now: datetime
) -> BulkRun:
    """Write down which rows it is about, as they are chosen now, and queue the work."""
    run = BulkRun.objects.create(action=act.key, argument=dict(argument), why=why.strip()[:300], by=by, created_at=now)
    run.chosen = _write_down(run, chosen)
    run.job = jobs.create(kind=DO, by=by, total=run.chosen, cursor={"run": run.pk})
    run.save(update_fields=["chosen", "job"])
    return run


@transaction.atomic
def begin_undo(*, run: BulkRun, by: User, now: datetime) -> bool:
    """Queue taking it back, once. False where it cannot be, is not done yet, or was taken back before."""
    act = act_of(run.action)
    locked = BulkRun.objects.select_for_update().get(pk=run.pk)
    is_over = locked.job is not None and locked.job.state in (Job.State.DONE, Job.State.CANCELLED, Job.State.FAILED)
    if act is None or not act.can_be_undone or not is_over or locked.undo_job_id:
        return False
    total = locked.rows.filter(outcome=_O.CHANGED).count()
    locked.undo_job = jobs.create(kind=UNDO, by=by, total=total, cursor={"run": run.pk})
    locked.undone_by = by
    locked.save(update_fields=["undo_job", "undone_by"])
    return True


def do_chunk(job: Job, now: datetime) -> Progress:
    """Handler of DO."""
    run, act = _run_of(job)
    rows = list(run.rows.filter(outcome=_O.WAITING)[:_CHUNK])
    found = _lock(act, rows)
    to_store = []
    for row in rows:
        one = found.get(row.object_id)
        if one is None:
            row.outcome = _O.GONE
            continue
        row.name, row.before = str(one)[:200], _told(act, one)
        try:
            act.change(one, run.argument)
        except RowRefusedError as refused:
            row.outcome, row.because = _O.REFUSED, str(refused)[:200]
            continue
        row.after = _told(act, one)
        row.outcome = _O.SAME if row.after == row.before else _O.CHANGED
        if row.outcome == _O.CHANGED:
            to_store.append(one)
    return _finish(job, act, rows, to_store, now)


def undo_chunk(job: Job, now: datetime) -> Progress:
    """Handler of UNDO."""
    run, act = _run_of(job)
    rows = list(run.rows.filter(outcome=_O.CHANGED)[:_CHUNK])
    found = _lock(act, rows)
    to_store = []
    for row in rows:
        one = found.get(row.object_id)
        if one is None:
            row.outcome = _O.GONE
        elif _told(act, one) != row.after:
            row.outcome = _O.KEPT
        else:
            for name in act.fields:
                setattr(one, name, one._meta.get_field(name).to_python(row.before[name]))
            row.outcome = _O.UNDONE
            to_store.append(one)
    return _finish(job, act, rows, to_store, now)


def outcomes(run: BulkRun) -> list[tuple[str, int]]:
    """How many of each, in words."""
    counted = run.rows.values_list("outcome").annotate(count=Count("pk")).order_by("outcome")
    return [(str(_O(outcome).label).lower(), count) for outcome, count in counted]


def result_lines(run: BulkRun) -> Iterator[str]:
    """The result as lines of a CSV file, row by row from the database."""
    writer = csv.writer(_Line())
    yield writer.writerow(["id", "name", "outcome", "because", "before", "after"])
    for row in run.rows.order_by("pk").iterator(chunk_size=2000):
        told = (_safe(row.name), row.get_outcome_display(), row.because)
        yield writer.writerow([row.object_id, *told, _safe(_in_a_line(row.before)), _safe(_in_a_line(row.after))])


class _Line:
    """What csv writes into: hands the line on."""

    def write(self, line: str) -> str:
        return line


def _in_a_line(told: Mapping[str, Any]) -> str:
    return "; ".join(f"{name}: {changes.in_words(value) or '–'}" for name, value in told.items())


def _safe(text: str) -> str:
    """A spreadsheet takes what begins so for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _write_down(run: BulkRun, chosen: models.QuerySet[Any]) -> int:
    """In one statement: a hundred thousand rows are chosen as quickly as ten."""
    sql, params = chosen.order_by().values("pk").distinct().query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO games_bulkrow (run_id, object_id, name, outcome, because, before, after)"
            f" SELECT %s, chosen.id, '', 'waiting', '', '{{}}', '{{}}' FROM ({sql}) AS chosen(id) ORDER BY chosen.id",
            [run.pk, *params],
        )
        return int(cursor.rowcount)


def _run_of(job: Job) -> tuple[BulkRun, BulkAct]:
    run = BulkRun.objects.get(pk=job.cursor["run"])
    act = act_of(run.action)
    if act is None:
        raise JobRefusedError(f"this version knows no act {run.action}")
    return run, act


def _lock(act: BulkAct, rows: Iterable[BulkRow]) -> dict[int, Any]:
    """In the order of their numbers, as everybody who locks several does."""
    wanted = [row.object_id for row in rows]
    found = act.model._default_manager.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk")
    return {one.pk: one for one in found}


def _told(act: BulkAct, one: models.Model) -> dict[str, Any]:
    return changes.told_fields(one, act.fields)


def _finish(job: Job, act: BulkAct, rows: list[BulkRow], to_store: list[Any], now: datetime) -> Progress:
    if to_store:
        act.store(to_store, act.fields, now)
    BulkRow.objects.bulk_update(rows, ["name", "outcome", "because", "before", "after"])
    return Progress(done=job.done + len(rows), finished=len(rows) < _CHUNK, cursor=job.cursor)
