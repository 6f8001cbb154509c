"""Brings what is true of people into the table of facts: of who did something by the minute, of everybody by night.

Each column is one expression over the tables of games and conversations, so what a segment asks of the copy can be
asked of the truth about one person just as well.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from engagement.models import FactsState
from engagement.segment_fields import FIELDS, Kind
from engagement.segment_sql import Sql
from games import jobs
from games.jobs import Progress
from games.models import Job
from games.querysets import WHO_COUNT

KIND = "segment_facts"
MOODS_OF, PICKS_OF = timedelta(days=7), timedelta(days=30)
# So strong a learnt score of a genre says that they are drawn to it: two likes, as things stand.
_DRAWN_TO = 0.3
_CHUNK, _SLICE, _TOO_MANY = 20_000, 2_000, 100_000
_CODES = Path(__file__).parent / "data" / "calling_codes.tsv"

# Of a set of keys stands here what gives its keys.
_COLUMNS: dict[str, str] = {
    "last_seen": "c.last_inbound_at",
    "first_seen": "c.created_at",
    "last_liked": """(SELECT max(i.at) FROM games_interaction i
        WHERE i.player_id = p.id AND i.kind = 'like' AND NOT i.is_unlearnt)""",
    "usual_price": "p.price_sweet::float8",
    "confidence": """(SELECT round((avg(i.confidence) * 100)::numeric, 1)::float8 FROM games_impression i
        WHERE i.player_id = p.id AND i.shown_at > {now} - {picks_of} AND i.shown_at <= {now})""",
    "sessions": "(SELECT count(*) FROM conversations_session s WHERE s.contact_id = c.id)::int",
    "events": "p.events_count",
    "usual_minutes": "p.usual_minutes",
    "is_known": "p.cold_start_done",
    "may_write_first": "(c.proactive_allowed AND c.replies_allowed)",
    "may_reply": "c.replies_allowed",
    "country": """COALESCE((SELECT CASE
            WHEN a.kind = 'whatsapp_id' THEN left(a.value, 2)
            ELSE COALESCE({codes} ->> left(a.value, 5), {codes} ->> left(a.value, 4),
                          {codes} ->> left(a.value, 3), {codes} ->> left(a.value, 2)) END
        FROM conversations_contactaddress a WHERE a.contact_id = c.id AND a.kind IN ('phone', 'whatsapp_id')
        ORDER BY a.kind, a.id LIMIT 1), '')""",
    "age_band": "p.age_band",
    "english": "c.english_level",
    "onboarding_intent": "p.onboarding_intent",
    "cluster": """COALESCE((SELECT m.cluster_id::varchar FROM games_playerclustermembership m
        WHERE m.player_id = p.id), '')""",
    "city": "lower(btrim(p.city))",
    "platforms": "SELECT unnest(p.platforms)",
    "moods": """SELECT m.mood FROM conversations_moodreading m
        WHERE m.contact_id = c.id AND m.at > {now} - {moods_of} AND m.at <= {now}""",
    "liked_genres": "SELECT unnest(p.liked_genres)",
    "avoided_genres": "SELECT unnest(p.avoided_genres)",
    "learnt_genres": """SELECT substr(s.key, 7) FROM jsonb_each_text(p.scores) s
        WHERE s.key LIKE 'genre:%%' AND s.value::float8 * power(0.5::float8, COALESCE(
            GREATEST(extract(epoch FROM {now} - p.scores_at), 0) / {half_life}, 0)::float8) >= {drawn_to}""",
    "channels": """SELECT CASE WHEN a.kind IN ('phone', 'whatsapp_id') THEN 'whatsapp' ELSE a.kind END
        FROM conversations_contactaddress a WHERE a.contact_id = c.id""",
    "topics": "SELECT unnest(c.topics)",
}
_BITS = """COALESCE((SELECT bit_or(1::bigint << (array_position({{keys:{key}}}, k.key::text) - 1))
        FROM ({keys}) k (key)), 0)"""
# When a mood that they were in leaves the days that are asked about.
_STALE_AT = """(SELECT min(l.at) + {moods_of} FROM (SELECT max(m.at) AS at FROM conversations_moodreading m
        WHERE m.contact_id = c.id AND m.at > {now} - {moods_of} AND m.at <= {now} GROUP BY m.mood) l)"""
_FROM = f"""FROM conversations_contact c JOIN games_player p ON p.id = c.player_id
    WHERE c.goes_at IS NULL AND {WHO_COUNT}"""
assert _COLUMNS.keys() == FIELDS.keys(), _COLUMNS.keys() ^ FIELDS.keys()


def facts_of(contact_id: int, *, now: datetime) -> dict[str, Any] | None:
    """What is true of one person this moment, without the copy; None where there is nobody."""
    columns = [_filled(_column(key), now) for key in _COLUMNS]
    statement = f"SELECT {', '.join(column.text for column in columns)} {_FROM} AND c.id = %s"
    with connection.cursor() as cursor:
        cursor.execute(statement, [*(one for column in columns for one in column.params), contact_id])
        row = cursor.fetchone()
    if row is None:
        return None
    found = dict(zip(_COLUMNS, row, strict=True))
    sets = {key: field.keys_in(found[key]) for key, field in FIELDS.items() if field.kind is Kind.SEVERAL}
    return {**found, **sets}


def refresh(where: str, params: Sequence[Any], *, now: datetime) -> int:
    """Bring the facts of some people up to date; returns how many had changed. ``where`` speaks of contact ``c``."""
    columns = [_filled(text, now) for text in (*map(_column, _COLUMNS), _STALE_AT)]
    names = [*_COLUMNS, "stale_at"]
    told = ", ".join(names)
    values = ", ".join(column.text for column in columns)
    # The key share keeps an erasure waiting until this row can go with the person.
    statement = f"""
        INSERT INTO engagement_segmentfacts AS f (contact_id, {told}, refreshed_at)
        SELECT c.id, {values}, %s {_FROM} AND {where} ORDER BY c.id FOR KEY SHARE OF c
        ON CONFLICT (contact_id) DO UPDATE
           SET ({told}, refreshed_at) = ({", ".join(f"EXCLUDED.{name}" for name in names)}, EXCLUDED.refreshed_at)
         WHERE ({", ".join(f"f.{name}" for name in names)})
               IS DISTINCT FROM ({", ".join(f"EXCLUDED.{name}" for name in names)})"""
    with connection.cursor() as cursor:
        cursor.execute(statement, [*(one for column in columns for one in column.params), now, *params])
        return int(cursor.rowcount)


@transaction.atomic
def keep_fresh(*, now: datetime) -> int | None:
    """Read what has happened since the last run but one. None where another run is at it."""
    reached = _reached()
    if FactsState.objects.get_or_create(pk=1, defaults={"older": reached, "newer": reached, "at": now})[1]:
        rebuild()
        return 0
    state = FactsState.objects.select_for_update(skip_locked=True).filter(pk=1).first()
    if state is None:
        return None
    changed = _changed_since(state.older, now)
    count = 0
    if len(changed) > _TOO_MANY:
        rebuild()
    else:
        for start in range(0, len(changed), _SLICE):
            count += refresh("c.id = ANY(%s)", [changed[start : start + _SLICE]], now=now)
    state.older, state.newer, state.at = state.newer, reached, now
    state.save()
    return count


def rebuild() -> Job | None:
    """Bring everybody's facts up to date, in chunks; None where that is under way."""
    if Job.objects.filter(kind=KIND, state__in=(Job.State.QUEUED, Job.State.RUNNING)).exists():
        return None
    return jobs.create(kind=KIND)


def run_rebuild_chunk(job: Job, now: datetime) -> Progress:
    after = int(job.cursor.get("after", 0))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(id), count(*) FROM (SELECT id FROM conversations_contact WHERE id > %s ORDER BY id LIMIT %s) c",
            [after, _CHUNK],
        )
        last, count = cursor.fetchone()
        if last is None:
            cursor.execute("ANALYZE engagement_segmentfacts")
            return Progress(done=job.done, finished=True)
    changed = int(job.result.get("changed", 0)) + refresh("c.id > %s AND c.id <= %s", [after, last], now=now)
    return Progress(done=job.done + count, finished=False, cursor={"after": last}, result={"changed": changed})


# Tables whose new rows say that somebody's facts may have changed, and whose.
_NEWS = {
    "message": ("conversations_message", "SELECT n.contact_id FROM conversations_message n"),
    "consent": ("conversations_consentchange", "SELECT n.contact_id FROM conversations_consentchange n"),
    "contact": ("conversations_contact", "SELECT n.id FROM conversations_contact n"),
    "interaction": (
        "games_interaction",
        "SELECT o.id FROM games_interaction n JOIN conversations_contact o ON o.player_id = n.player_id",
    ),
}


def _reached() -> dict[str, int]:
    with connection.cursor() as cursor:
        columns = ", ".join(f"(SELECT COALESCE(max(id), 0) FROM {table})" for table, _ in _NEWS.values())
        cursor.execute(f"SELECT {columns}")
        return dict(zip(_NEWS, cursor.fetchone(), strict=True))


def _changed_since(reached: dict[str, int], now: datetime) -> list[int]:
    parts = [f"{news} WHERE n.id > %s" for _, news in _NEWS.values()]
    parts.append("SELECT contact_id FROM engagement_segmentfacts WHERE stale_at <= %s")
    with connection.cursor() as cursor:
        cursor.execute(" UNION ".join(parts), [*(reached.get(name, 0) for name in _NEWS), now])
        return sorted(row[0] for row in cursor.fetchall())


def _column(key: str) -> str:
    is_set = FIELDS[key].kind is Kind.SEVERAL
    return _BITS.format(key=key, keys=_COLUMNS[key]) if is_set else _COLUMNS[key]


def _filled(text: str, now: datetime) -> Sql:
    """Puts a parameter for each name, in the order in which they stand."""
    values = {
        "now": now, "moods_of": MOODS_OF, "picks_of": PICKS_OF, "drawn_to": _DRAWN_TO, "codes": calling_codes(),
        "half_life": settings.TASTE_HALF_LIFE.total_seconds(),
    }  # fmt: skip
    casts = {"now": "timestamptz", "moods_of": "interval", "picks_of": "interval", "codes": "jsonb", "keys": "text[]"}
    params, parts = [], text.split("{")
    told = parts[0]
    for part in parts[1:]:
        name, _, rest = part.partition("}")
        name, _, key = name.partition(":")
        params.append([one for one, _ in FIELDS[key].choices] if key else values[name])
        told += f"%s::{casts.get(name, 'float8')}{rest}"
    return Sql(told, tuple(params))


@cache
def country_names() -> dict[str, str]:
    """Every country that a number can be of."""
    return {country: name for country, name, _ in _code_rows()}


@cache
def calling_codes() -> str:
    """Which country a number is of, by its first two to five characters, as JSON."""
    return json.dumps({f"+{prefix}": country for country, _, prefixes in _code_rows() for prefix in prefixes.split()})


def _code_rows() -> list[tuple[str, str, str]]:
    lines = _CODES.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return [(country, name, prefixes) for country, name, prefixes in rows]
