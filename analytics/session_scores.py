"""Gives each talk that has ended its engagement score, once: its words are forgotten one day, the score stays."""

from __future__ import annotations

from typing import Any

from django.db import connection

from analytics.days import Day
from analytics.engagement_score import VERSION, Talk, content_words, score_of
from analytics.models import SessionScore
from conversations.sessions import DEEP_INTENTS

_AT_ONCE = 2_000
_LOST = ("other", "unsure")
# Facts that a message told, as the reading of it names them.
_LISTS = ("platforms", "genres", "exclude_genres", "like_titles", "dislike_titles")
_SINGLES = ("mood", "price_max", "session_minutes", "multiplayer")
_TOLD = " + ".join(
    [
        *(
            f"CASE WHEN jsonb_typeof(m.understanding -> '{key}') = 'array' "
            f"THEN jsonb_array_length(m.understanding -> '{key}') ELSE 0 END"
            for key in _LISTS
        ),
        *(f"(m.understanding ->> '{key}' IS NOT NULL)::int" for key in _SINGLES),
    ]
)
_STATEMENT = f"""
WITH ended AS (
    SELECT s.id FROM conversations_session s
     WHERE s.opened_at >= %(since)s AND s.opened_at < %(until)s AND s.closed_at IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM analytics_sessionscore o WHERE o.session_id = s.id)
     ORDER BY s.id LIMIT %(at_once)s
)
SELECT e.id, count(m.id),
       count(*) FILTER (WHERE m.understanding ->> 'intent' = ANY (%(deep)s) OR m.understanding ->> 'mood' IS NOT NULL),
       count(*) FILTER (WHERE (m.understanding ->> 'is_unsure')::bool OR m.understanding ->> 'intent' = ANY (%(lost)s)),
       coalesce(sum({_TOLD}), 0), coalesce(array_agg(m.body) FILTER (WHERE m.body <> ''), '{{}}')
  FROM ended e LEFT JOIN conversations_message m ON m.session_id = e.id AND m.direction = 'inbound'
 GROUP BY e.id
"""


def score_ended(day: Day) -> int:
    """Of the talks that began on that day; returns how many were scored. Safe to run twice and at once."""
    done = 0
    while rows := _talks(day):
        SessionScore.objects.bulk_create(
            [
                SessionScore(
                    session_id=pk,
                    score=score_of(Talk(turns, led_on, min(lost, turns), told, content_words(bodies))),
                    version=VERSION,
                )
                for pk, turns, led_on, lost, told, bodies in rows
            ],
            ignore_conflicts=True,
        )
        done += len(rows)
    return done


def _talks(day: Day) -> list[tuple[Any, ...]]:
    told = {**day.parameters, "at_once": _AT_ONCE, "deep": list(DEEP_INTENTS), "lost": list(_LOST)}
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, told)
        return list(cursor.fetchall())
