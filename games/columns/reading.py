"""From PostgreSQL to columns: all of a catalogue, or what has changed in it. Reads only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from django.db import connection
from django.db.backends.utils import CursorWrapper

from games.columns.table import NEVER, UNKNOWN, Axes, Floats, Ints, Rows, Table, marks
from games.moods import ranking as mood_ranking
from games.vocabulary import GENRES, MOODS, PLATFORMS, PLAYER_MODES

DIMENSIONS = 384
_AT_ONCE = 8_192
# So many vectors tell along which directions a catalogue differs.
_SAMPLE = 8_000
# As COPY writes a row: the number of its columns, then each after its length.
_COPY_HEAD = 19
_COLUMNS = (
    ("id", "id::int8", ">i8"),
    ("is_offered", "is_published AND NOT has_sexual_content", ">i1"),
    ("has_vector", "embedding IS NOT NULL", ">i1"),
    ("age", f"coalesce(age_rating, {UNKNOWN})::int2", ">i2"),
    ("sitting", f"coalesce(session_minutes, {UNKNOWN})::int2", ">i2"),
    ("released", f"coalesce(release_date - DATE '1970-01-01', {NEVER + 1} - 1)::int4", ">i4"),
    ("quality", "quality::float4", ">f4"),
    *((f"fit_{mood}", f"{mood_ranking.score_sql(mood)}::float4", ">f4") for mood in MOODS),
    ("vector_head", f"coalesce(embedding, array_fill(0, ARRAY[{DIMENSIONS}])::halfvec)", ">i4"),
)
_RECORD = np.dtype(
    [("columns", ">i2")]
    + [field for name, _, kind in _COLUMNS for field in ((f"{name}_size", ">i4"), (name, kind))]
    + [("vector", ">f2", (DIMENSIONS,))]
)
_ROWS = "COPY (SELECT {columns} FROM games_game WHERE {condition} ORDER BY id) TO STDOUT (FORMAT binary)"
_LISTS = (
    "SELECT word, array_send(array_agg(DISTINCT id)) FROM (SELECT id, unnest({column}) AS word FROM games_game "
    "WHERE {condition}) AS listed WHERE word = ANY(%s::varchar[]) GROUP BY word"
)
_ARRAY_HEAD, _ARRAY_ITEM = 20, np.dtype([("size", ">i4"), ("value", ">i8")])
# What was under way at the last look may have been committed since, so it is read again.
_SINCE = "age(xmin) <= age('{}'::xid)"
_EVERYTHING = "true"
_HORIZON = "SELECT pg_snapshot_xmin(pg_current_snapshot())::xid::text"
_COUNTED = (
    "SELECT pg_stat_get_tuples_inserted(told.oid) + pg_stat_get_tuples_updated(told.oid)"
    " + pg_stat_get_tuples_deleted(told.oid), pg_stat_get_tuples_deleted(told.oid)"
    " FROM (SELECT 'games_game'::regclass::oid AS oid) AS told"
)


@dataclass(frozen=True)
class Stand:
    """Up to where a table has been read: the oldest transaction that was under way, and what was counted then."""

    horizon: str
    writes: int
    deletes: int


def stand() -> Stand:
    """As it is now. Counters come in up to a few seconds late, and start anew after a crash."""
    with connection.cursor() as cursor:
        writes, deletes = counted(cursor)
        cursor.execute(_HORIZON)
        (horizon,) = cursor.fetchone()
        return Stand(str(int(horizon)), writes, deletes)


def counted(cursor: CursorWrapper) -> tuple[int, int]:
    cursor.execute(_COUNTED)
    writes, deletes = cursor.fetchone()
    return writes, deletes


def count_games() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM games_game")
        return int(cursor.fetchone()[0])


def whole_table() -> Table:
    axes = Axes.of(_sample())
    return Table(_rows(axes, _EVERYTHING), axes)


def changed_since(table: Table, before: Stand) -> Table:
    """The same with every row that may have been written since."""
    return table.merged(_rows(table.axes, _SINCE.format(before.horizon)))


def _sample() -> Floats:
    with connection.cursor() as cursor:
        cursor.execute("SELECT greatest(count(*) / %s, 1) FROM games_game", [_SAMPLE])
        (every,) = cursor.fetchone()
    read = [_unit(chunk["vector"]) for chunk in _chunks(f"embedding IS NOT NULL AND id % {every:d} = 0")]
    return np.concatenate(read) if read else np.zeros((0, DIMENSIONS), dtype=np.float32)


def _rows(axes: Axes, condition: str) -> Rows:
    parts = []
    for chunk in _chunks(condition):
        coarse, fine = axes.along(_unit(chunk["vector"]))
        told = {name: chunk[name].astype(chunk[name].dtype.newbyteorder("=")) for name, _, _ in _COLUMNS}
        parts.append((told, np.stack([told[f"fit_{mood}"] for mood in MOODS], axis=1), coarse, fine))
    if not parts:
        return _no_rows(axes)
    told = {name: np.concatenate([part[0][name] for part in parts]) for name, _, _ in _COLUMNS}
    ids: Ints = told["id"]
    return Rows(
        ids=ids,
        is_offered=told["is_offered"].astype(bool),
        has_vector=told["has_vector"].astype(bool),
        quality=told["quality"],
        fit=np.concatenate([part[1] for part in parts]),
        platforms=_marks(ids, "platforms", PLATFORMS, condition),
        words=_marks(ids, "genres || tags", GENRES, condition),
        modes=_marks(ids, "player_modes", PLAYER_MODES, condition),
        age=told["age"],
        sitting=told["sitting"],
        released=told["released"],
        coarse=np.concatenate([part[2] for part in parts]),
        fine=np.concatenate([part[3] for part in parts]),
    )


def _no_rows(axes: Axes) -> Rows:
    no_ints = np.zeros(0, dtype=np.int64)
    coarse, fine = axes.along(np.zeros((0, DIMENSIONS), dtype=np.float32))
    no_floats, no_bools = np.zeros(0, dtype=np.float32), np.zeros(0, dtype=bool)
    return Rows(
        ids=no_ints, is_offered=no_bools, has_vector=no_bools, quality=no_floats,
        fit=np.zeros((0, len(MOODS)), dtype=np.float32), platforms=no_ints, words=no_ints, modes=no_ints,
        age=np.zeros(0, dtype=np.int16), sitting=np.zeros(0, dtype=np.int16), released=np.zeros(0, dtype=np.int32),
        coarse=coarse, fine=fine,
    )  # fmt: skip


def _chunks(condition: str) -> Iterator[np.ndarray]:
    """Rows as they come, some thousands at a time, so that no vector is held twice."""
    columns = ", ".join(expression for _, expression, _ in _COLUMNS)
    kept, wanted = bytearray(), _COPY_HEAD + _AT_ONCE * _RECORD.itemsize
    start = _COPY_HEAD
    with connection.cursor() as cursor, cursor.copy(_ROWS.format(columns=columns, condition=condition)) as copy:
        for sent in copy:
            kept += sent
            if len(kept) >= wanted:
                count = (len(kept) - start) // _RECORD.itemsize
                yield np.frombuffer(bytes(kept), dtype=_RECORD, offset=start, count=count)
                del kept[: start + count * _RECORD.itemsize]
                start = 0
    # Two bytes say that this was all.
    count = max(len(kept) - start - 2, 0) // _RECORD.itemsize
    if count:
        yield np.frombuffer(bytes(kept), dtype=_RECORD, offset=start, count=count)


def _marks(ids: Ints, column: str, words: tuple[str, ...], condition: str) -> Ints:
    with connection.cursor() as cursor:
        cursor.execute(_LISTS.format(column=column, condition=condition), [list(words)])
        return marks(ids, ((word, _ids(bytes(sent))) for word, sent in cursor.fetchall()), words=words)


def _ids(sent: bytes) -> Ints:
    return np.frombuffer(sent, dtype=_ARRAY_ITEM, offset=_ARRAY_HEAD)["value"].astype(np.int64)


def _unit(vectors: np.ndarray) -> Floats:
    plain: Floats = vectors.astype(np.float32)
    lengths = np.linalg.norm(plain, axis=1, keepdims=True)
    unit: Floats = plain / np.maximum(lengths, 1e-6)
    return unit
