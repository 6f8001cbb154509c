"""The facts of many people at once, as the columns of one SELECT: what `facts.PersonFacts` holds, under the same names.

Beside them stand the columns that only statements need: ``zones`` as one text with | between, as contacts keep them.
``within`` is a condition on a contact's id, such as ``BETWEEN %(low)s AND %(high)s``; it stands in every part, so that
a piece of a million people costs a piece of the work.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from conversations.channels.registry import channel_for
from engagement import policy_sql
from engagement.facts import PersonFacts
from engagement.policy import ATTENTION_SPAN
from games.querysets import WHO_COUNT

BETWEEN = "BETWEEN %(low)s AND %(high)s"
ANY_OF = "= ANY (%(contacts)s)"
_CHANNEL = "whatsapp"
_AT_ONCE = 5_000
# What was planned longer ago than this has left, or never will.
_TOUCH_SPAN = timedelta(days=60)

_COLUMNS = (
    "contact_id", "created_at", "last_active_at", "last_written_at", "replies_allowed", "proactive_allowed", "topics",
    "distress_at", "is_child", "is_held", "has_pushed_address", "window_closes_at", "zones", "spent_at",
)  # fmt: skip
_SOURCE = """
SELECT {more}c.id AS contact_id, c.created_at, c.last_inbound_at AS last_active_at,
       GREATEST(t.last_written_at, s.spent_at[cardinality(s.spent_at)]) AS last_written_at,
       c.replies_allowed, c.proactive_allowed, c.topics, c.distress_at,
       {is_child} AS is_child,
       (c.held_by_human_at IS NOT NULL OR c.looping_at IS NOT NULL OR c.parked_at IS NOT NULL) AS is_held,
       {has_address} AS has_pushed_address,
       w.last_inbound_at + %(window)s AS window_closes_at,
       CASE WHEN c.time_zone <> '' THEN c.time_zone ELSE COALESCE(c.zones_of_number, '') END AS zones,
       COALESCE(s.spent_at, '{{}}') AS spent_at
  FROM {contacts} c{addresses}
  LEFT JOIN (SELECT w.contact_id, max(w.last_inbound_at) AS last_inbound_at FROM conversations_senderwindow w
              WHERE w.contact_id {within}{windows} GROUP BY 1) w ON w.contact_id = c.id
  LEFT JOIN (SELECT t.contact_id,
                    max(CASE WHEN t.state IN ('queued', 'sent') THEN COALESCE(t.sent_at, t.decided_at)
                             -- What Meta held back is not tried again at once, by whatever way.
                             WHEN t.reason = 'meta_limit' THEN t.decided_at
                             WHEN NOT %(check_ins_wait)s OR t.kind <> 'cycle' THEN NULL
                             WHEN t.state = 'planned' THEN %(now)s
                             -- Its turn comes after what outweighed it.
                             WHEN t.reason = 'outweighed' THEN t.decided_at END) AS last_written_at
               FROM engagement_touch t
              WHERE t.planned_at > %(now)s - %(touch_span)s AND t.contact_id {within} GROUP BY 1
            ) t ON t.contact_id = c.id
  LEFT JOIN (SELECT s.contact_id, array_agg(s.at ORDER BY s.at) AS spent_at FROM engagement_attention s
              WHERE s.at > %(now)s - %(attention_span)s AND s.contact_id {within} GROUP BY 1) s ON s.contact_id = c.id
 WHERE c.id {within}{who}
"""
_OF_TABLES = {
    "more": "",
    "contacts": "conversations_contact",
    "is_child": "(SELECT p.age_band = 'under_13' FROM games_player p WHERE p.id = c.player_id)",
    "has_address": "a.contact_id IS NOT NULL",
    "addresses": """
  LEFT JOIN (SELECT DISTINCT a.contact_id FROM conversations_contactaddress a
              WHERE a.kind IN ('phone', 'whatsapp_id') AND a.contact_id {within}) a ON a.contact_id = c.id""",
    "who": """
   AND c.goes_at IS NULL
   AND NOT EXISTS (SELECT 1 FROM games_player p WHERE p.id = c.player_id AND NOT {counts})""",
    "windows": "",
}
_OF_A_TABLE = {
    "more": "c.country, ", "is_child": "c.is_child", "has_address": "c.has_pushed_address", "addresses": "", "who": "",
    "windows": " AND w.last_inbound_at > %(now)s - %(window)s",
}  # fmt: skip


def source(within: str) -> str:
    of_tables = {name: text.format(within=within, counts=WHO_COUNT) for name, text in _OF_TABLES.items()}
    return _SOURCE.format(within=within, **of_tables)


def source_of(contacts: str, within: str) -> str:
    """Of a table that has been read already: the columns of contacts that are asked for here, ``is_child``,
    ``has_pushed_address`` and ``country``, of nobody but those who count. A closed window is as good as none."""
    return _SOURCE.format(within=within, contacts=contacts, **_OF_A_TABLE)


def parameters(now: datetime, *, check_ins_wait: bool = False) -> dict[str, Any]:
    """What `source` needs beside the contacts. With ``check_ins_wait`` whose check-in waits is as good as written to:
    so it is for the next check-in, while whatever else is planned competes with it (see `contests`)."""
    hours = channel_for(_CHANNEL).free_form_hours
    return {
        "now": now, "window": timedelta(hours=hours or 0), "attention_span": ATTENTION_SPAN, "touch_span": _TOUCH_SPAN,
        "check_ins_wait": check_ins_wait,
    }  # fmt: skip


def facts_of(contact_ids: Iterable[int], *, now: datetime, check_ins_wait: bool = False) -> dict[int, PersonFacts]:
    """By contact; who is gone, or going, is not there."""
    told = parameters(now, check_ins_wait=check_ins_wait)
    return {facts.contact_id: facts for facts in _read(sorted(set(contact_ids)), told)}


def _read(contact_ids: list[int], told: dict[str, Any]) -> Iterator[PersonFacts]:
    statement = f"SELECT {', '.join(_COLUMNS)} FROM ({source(ANY_OF)}) f"  # noqa: S608 - names of our own
    with connection.cursor() as cursor:
        for start in range(0, len(contact_ids), _AT_ONCE):
            cursor.execute(statement, {**told, "contacts": contact_ids[start : start + _AT_ONCE]})
            for row in cursor.fetchall():
                values = dict(zip(_COLUMNS, row, strict=True))
                zones = policy_sql.parse_zones(values.pop("zones"))
                topics, spent_at = frozenset(values.pop("topics")), tuple(values.pop("spent_at"))
                yield PersonFacts(**values, zones=zones, topics=topics, spent_at=spent_at)
