"""Taking an import back: what a file changed gets its earlier value, what it brought in goes.

Nobody is overruled unasked: a value that was changed since is told of and stays, unless the editor says otherwise.
A game that somebody was shown or spoke of is not deleted with its history; it is only not offered any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import ForeignObjectRel, QuerySet

from games import jobs, versions
from games.catalogue.csv_columns import BY_NAME, COLUMNS, LOCKS, NEVER, Names
from games.embedding.job import queue_embedding
from games.importing.batches import INLINE_ROWS, NotReadyError
from games.importing.deciding import Change, current_prices
from games.importing.name_mappings import load_names
from games.importing.rows import CatalogueRow
from games.importing.writing import lock_catalogue, write_changes
from games.models import DataVersion, FairStart, Game, GameNeighbours, ImportBatch, ImportRow, Job, Offer, Trend

KIND = "import_undo"
_E, _U = ImportRow.Effect, ImportRow.Undo
# What is only ever derived from a game or belongs to it, and may go with it.
_GOES_ALONG = (Offer, FairStart, GameNeighbours, Trend, ImportRow)


@dataclass
class Verdict:
    """What taking back would do to one row. ``back`` are cells by column, ``clashes`` why some stay."""

    row: ImportRow
    game: Game | None
    back: dict[str, str] = field(default_factory=dict)
    clashes: list[str] = field(default_factory=list)
    clashing: dict[str, str] = field(default_factory=dict)  # cells that force would put back as well
    is_used: bool = False

    @property
    def outcome(self) -> ImportRow.Undo:
        """Where nothing is forced."""
        if self.game is None or (self.clashes and not self.back):
            return _U.KEPT
        if self.row.effect == _E.CREATED:
            return _U.HIDDEN if self.is_used else _U.UNDONE
        return _U.UNDONE


@dataclass(frozen=True)
class Report:
    """``looked_at`` of ``rows`` were compared; the counts are of those."""

    rows: int
    looked_at: int
    free: int
    hidden: int
    clashing: tuple[Verdict, ...]


def report_on(batch: ImportBatch) -> Report:
    """What taking it back would do as things stand; of a large import, its first rows."""
    rows = list(_rows_to_undo(batch)[:INLINE_ROWS])
    verdicts = judge(rows, lock=False)
    clashing = tuple(verdict for verdict in verdicts if verdict.clashes or verdict.game is None)
    quiet = [verdict for verdict in verdicts if not verdict.clashes and verdict.game is not None]
    hidden = sum(verdict.outcome == _U.HIDDEN for verdict in quiet)
    total = len(rows) if len(rows) < INLINE_ROWS else _rows_to_undo(batch).count()
    return Report(total, len(rows), len(quiet) - hidden, hidden, clashing)


def start_undo(*, batch: ImportBatch, force: bool, by: AbstractBaseUser | None, now: datetime) -> None:
    """Take it back, at once or by a job. ``force`` overrules what was changed since. Raises NotReadyError."""
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().defer("content").get(pk=batch.pk)
        if batch.state != ImportBatch.State.DONE:
            raise NotReadyError("Only an import that is done, and was not taken back yet, can be taken back.")
        batch.state, batch.undo_forced, batch.undone_by_id = ImportBatch.State.UNDOING, force, by.pk if by else None
        rows = _rows_to_undo(batch).count()
        if rows > INLINE_ROWS:
            batch.undo_job = jobs.create(kind=KIND, by=by, total=rows, cursor={"batch": batch.pk})
        batch.save(update_fields=["state", "undo_forced", "undone_by", "undo_job"])
        if rows <= INLINE_ROWS:
            _undo_some(batch, now)


def run_undo_chunk(job: Job, now: datetime) -> jobs.Progress:
    """Handler of KIND."""
    batch = ImportBatch.objects.select_for_update().defer("content").filter(pk=job.cursor["batch"]).first()
    if batch is None:
        raise jobs.JobRefusedError("the import's report was deleted")
    done = _undo_some(batch, now)
    return jobs.Progress(done=job.done + done, finished=done < INLINE_ROWS, cursor=job.cursor)


def judge(rows: Sequence[ImportRow], *, lock: bool) -> list[Verdict]:
    """Compare the games with what the import made of them. A fixed number of queries."""
    games = _games([row.game_id for row in rows if row.game_id], lock=lock)
    prices = current_prices(list(games))
    created = [row.game_id for row in rows if row.effect == _E.CREATED and row.game_id in games]
    used = _used(created)
    verdicts = []
    for row in rows:
        game = games.get(row.game_id or 0)
        verdict = Verdict(row, game, is_used=row.game_id in used)
        if game is None:
            verdict.clashes.append("the game is not there any more")
        else:
            _compare(verdict, game, _cells_now(game, prices.get(game.pk, {}).values()))
        verdicts.append(verdict)
    _keep_numbers_unique(verdicts)
    return verdicts


def _compare(verdict: Verdict, game: Game, now: dict[str, str]) -> None:
    row = verdict.row
    if row.effect == _E.CREATED:
        told = [name for name, cell in now.items() if cell != row.after.get(name, _EMPTY[name])]
        verdict.clashes += [f"{name} was changed since" for name in told]
        return
    for name, after in row.after.items():
        if now[name] != after:
            verdict.clashes.append(f"{name} was changed since")
            verdict.clashing[name] = row.before.get(name, "")
        elif LOCKS.get(name) in game.locked_fields:
            verdict.clashes.append(f"{name} was locked since")
            verdict.clashing[name] = row.before.get(name, "")
        else:
            verdict.back[name] = row.before.get(name, "")


def _keep_numbers_unique(verdicts: Sequence[Verdict]) -> None:
    """A number that another game has by now cannot come back, forced or not."""
    for name in ("igdb_id", "steam_appid"):
        wanted = {cells[name] for one in verdicts for cells in (one.back, one.clashing) if cells.get(name)}
        owners = dict(Game.objects.filter(**{f"{name}__in": wanted}).values_list(name, "pk")) if wanted else {}
        for one in verdicts:
            for cells in (one.back, one.clashing):
                owner = owners.get(int(cells[name])) if cells.get(name) else None
                if owner is not None and one.game is not None and owner != one.game.pk:
                    one.clashes.append(f"{name} {cells.pop(name)} belongs to another game by now")


def _undo_some(batch: ImportBatch, now: datetime) -> int:
    """The next rows; returns how many. Ends the undoing where they are the last ones."""
    lock_catalogue()
    verdicts = judge(list(_rows_to_undo(batch)[:INLINE_ROWS]), lock=True)
    names = load_names()
    alterations: list[Change] = []
    gone: list[int] = []
    hidden: list[int] = []
    for verdict in verdicts:
        row, game = verdict.row, verdict.game
        back = {**verdict.back, **(verdict.clashing if batch.undo_forced else {})}
        row.undo_reason = "; ".join(verdict.clashes)[:300]
        if game is None:
            row.undo = _U.KEPT
        elif row.effect == _E.CREATED:
            if verdict.clashes and not batch.undo_forced:
                row.undo = _U.KEPT
                continue
            row.undo = _U.HIDDEN if verdict.is_used else _U.UNDONE
            (hidden if verdict.is_used else gone).append(game.pk)
        elif back:
            row.undo = _U.UNDONE
            alterations.append(_alteration(game, back, names))
        else:
            row.undo = _U.KEPT
    write_changes(alterations, now=now)
    ImportRow.objects.bulk_update([verdict.row for verdict in verdicts], ["undo", "undo_reason"], batch_size=500)
    Game.objects.filter(pk__in=hidden).update(is_published=False, updated_at=now)
    Game.objects.filter(pk__in=gone).delete()
    if hidden or gone:
        versions.bump(DataVersion.Kind.CATALOGUE)
    if len(verdicts) < INLINE_ROWS:
        batch.state = ImportBatch.State.UNDONE
        batch.save(update_fields=["state"])
        queue_embedding(by=batch.undone_by)
    return len(verdicts)


def _alteration(game: Game, back: dict[str, str], names: Names) -> Change:
    """As if a file had told the earlier values."""
    change = Change(CatalogueRow(0, {}, {}), _E.CHANGED, game=game)
    for name, cell in back.items():
        column = BY_NAME[name]
        value: Any = column.read(cell, names) if cell else column.empty
        if name == "prices":
            change.prices, change.clears_prices = value, True
        else:
            change.values[column.field] = value
    return change


def _rows_to_undo(batch: ImportBatch) -> QuerySet[ImportRow]:
    return ImportRow.objects.filter(batch=batch, effect__in=(_E.CREATED, _E.CHANGED), undo="").order_by("line")


def _games(pks: Sequence[int], *, lock: bool) -> dict[int, Game]:
    games = Game.objects.filter(pk__in=pks).defer("embedding", "mood_fit_estimate", "search").order_by("pk")
    return {game.pk: game for game in (games.select_for_update() if lock else games)}


def _cells_now(game: Game, prices: Iterable[Any]) -> dict[str, str]:
    return {
        column.name: column.write(list(prices) if column.name == "prices" else getattr(game, column.field))
        for column in COLUMNS
    }


def _used(pks: Sequence[int]) -> set[int]:
    """Games that rows of any app speak of, beyond what belongs to a game."""
    used: set[int] = set()
    for relation in Game._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel):
            continue
        model: Any = relation.related_model
        if pks and model not in _GOES_ALONG:
            name = relation.field.attname
            used |= set(model._default_manager.filter(**{f"{name}__in": pks}).values_list(name, flat=True).distinct())
    return used


# What a column that the file did not tell is written as in a new game.
_EMPTY = {column.name: "" if column.empty is NEVER else column.write(column.empty) for column in COLUMNS}
