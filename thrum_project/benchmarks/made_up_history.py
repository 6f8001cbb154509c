"""Months of talks made by the database itself, of the people of ``made_up_people``: five messages each way a person.

Rows are written day after day, as in life, so that they lie on disk in the order in which they came. A session has one
to four turns; the number of a message follows from its session's, so nothing has to be looked up. Wants a database of
its own and the right to leave out the checks of foreign keys.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction

from games.models import Game
from games.vocabulary import GENRES, MOODS

DAYS: Final = 90
_GAMES: Final = 12_000
_INTENTS: Final = (
    "recommend",
    "recommend",
    "recommend",
    "refine",
    "more",
    "like",
    "dislike",
    "smalltalk",
    "other",
    "details",
)
_TABLES: Final = (
    "conversations_session", "conversations_message", "conversations_moodreading", "conversations_consentchange",
    "conversations_handover", "engagement_touch", "games_slate", "games_impression", "games_interaction", "games_game",
)  # fmt: skip
# Two a person, in the order of their time; who came within these days had the first one then.
_SESSIONS = """
    INSERT INTO conversations_session (id, contact_id, kind, channel, opened_at, last_message_at, closed_at, state,
                                       turns, depth, mood_at_start, mood_at_end, sentiment)
    SELECT x.number, x.id, CASE WHEN x.s = 0 AND x.created_at >= %(since)s THEN 'onboarding'
                      ELSE (ARRAY['returning', 'idle_return', 'cold_return'])[1 + (x.id + x.s) %% 3] END,
           CASE WHEN x.id %% 5 = 0 THEN 'web' ELSE 'whatsapp' END, x.at, x.at + interval '3 minutes',
           x.at + interval '33 minutes', '{}', 1 + x.number * 7 %% 4, x.number %% 3,
           (%(moods)s::text[])[1 + (x.id * 3 + x.s) %% 16], '', 0.1
      FROM (SELECT y.*, row_number() OVER (ORDER BY y.at, y.id) AS number
              FROM (SELECT c.id, s, c.created_at, CASE WHEN s = 0 AND c.created_at >= %(since)s THEN c.created_at
                        ELSE greatest(c.created_at, %(since)s)
                             + random() * (%(now)s - greatest(c.created_at, %(since)s)) END AS at
                      FROM conversations_contact c, generate_series(0, 1) s) y) x
     ORDER BY x.number
"""
_TURNS = """
    CREATE TEMPORARY TABLE turns ON COMMIT DROP AS
    SELECT s.id AS session_id, s.contact_id, c.player_id, s.channel, s.id * 8 + t * 2 AS said_id,
           s.opened_at + t * interval '40 seconds' AS at, random() AS dice, random() AS tone, t, s.mood_at_start AS mood
      FROM conversations_session s JOIN conversations_contact c ON c.id = s.contact_id,
           generate_series(0, (s.id * 7 %% 4)::int) t
     WHERE s.opened_at >= %(day)s AND s.opened_at < %(next)s
"""
_OF_A_DAY: Final = (
    """
    INSERT INTO games_slate (id, public_id, player_id, surface, context, policy_version, seed, candidates, created_at)
    SELECT said_id, uuidv7(), player_id, 'chat', jsonb_build_object('mood', mood),
           CASE WHEN player_id %% 20 = 0 THEN 'held back: static-1' ELSE 'learnt-1' END, 1, '[]',
           at + interval '1 second' FROM turns WHERE dice < .3 ORDER BY said_id
    """,
    """
    INSERT INTO games_impression (slate_id, player_id, game_id, slot, score, confidence, strategy, propensity, reason,
                                  shown_at, outcome)
    SELECT t.said_id, t.player_id, g.id, p, .5, round((.2 + t.tone * .7)::numeric, 3),
           CASE WHEN t.dice < .25 THEN 'best_fit' WHEN t.dice < .28 THEN 'discovery' ELSE 'fair_start' END, .85,
           'It is calm.', t.at + interval '2 seconds',
           CASE WHEN t.at > %(now)s - interval '3 days' AND t.dice > .1 THEN 'pending'
                WHEN random() < t.tone * .5 THEN 'accepted' WHEN random() < .3 THEN 'rejected' ELSE 'ignored' END
      FROM turns t, generate_series(0, 1) p, LATERAL (SELECT %(first_game)s
           + floor(power((t.said_id * 7919 + p * 104729) %% 9973 / 9973.0, 2) * 11000)::int AS id) g
     WHERE t.dice < .3 ORDER BY t.said_id
    """,
    """
    INSERT INTO games_interaction (player_id, game_id, kind, value, source, at, is_unlearnt)
    SELECT i.player_id, i.game_id, CASE i.outcome WHEN 'rejected' THEN 'dislike' ELSE
               (ARRAY['like', 'click', 'save'])[1 + i.id %% 3] END, 1, 'chat', i.shown_at + interval '1 minute', FALSE
      FROM games_impression i
     WHERE i.shown_at >= %(day)s AND i.shown_at < %(next)s AND i.outcome IN ('accepted', 'rejected')
    """,
    """
    INSERT INTO conversations_message (id, public_id, contact_id, session_id, channel, sender, direction, origin,
                                       status, kind, body, choice, content, quoted_provider_id, understanding,
                                       in_reply_to_id, part, slate_id, withheld_because, error_code, error, attempts,
                                       lookups, created_at, due_at, sent_at)
    SELECT said_id, uuidv7(), contact_id, session_id, channel, '', 'inbound', 'player', 'handled', 'text',
           'something for a slow evening on the sofa', '', '{}'::jsonb, '',
           jsonb_build_object(
               'intent', (%(intents)s::text[])[1 + (said_id / 2) %% 10], 'mood', mood, 'genres', '[]'::jsonb,
               'platforms', '[]'::jsonb, 'is_unsure', dice > .95, 'intent_confidence', .9,
               'sentiment_score', round((tone * 2 - 1)::numeric, 2), 'sentiment',
               CASE WHEN tone > .6 THEN 'positive' WHEN tone < .15 THEN 'negative' ELSE 'neutral' END),
           NULL, 0, NULL, '', '', '', 0, 0, at, NULL::timestamptz, NULL::timestamptz
      FROM turns
     UNION ALL
    SELECT said_id + 1, uuidv7(), contact_id, session_id, channel, '', 'outbound', 'reply',
           CASE WHEN dice < .01 THEN 'failed' WHEN dice < .5 THEN 'read' ELSE 'delivered' END, 'text',
           'Something calm for tonight: three games that ask little and give much.', '', '{}', '', NULL, said_id, 0,
           CASE WHEN dice < .3 THEN said_id END, '', CASE WHEN dice < .01 THEN '63016' ELSE '' END, '', 1, 0,
           at + interval '1 second', at + interval '1 second', at + (.8 + tone) * interval '1 second'
      FROM turns ORDER BY 1
    """,
    """
    INSERT INTO conversations_moodreading (contact_id, message_id, mood, secondary, confidence, at)
    SELECT contact_id, said_id, mood, CASE WHEN dice < .04 THEN 'silly' ELSE '' END, .8, at FROM turns
     WHERE dice < .2 ORDER BY said_id
    """,
    """
    INSERT INTO engagement_touch (contact_id, kind, step, occasion, topic, variant, state, reason, planned_at, sent_at,
                                  tries)
    SELECT contact_id, 'cycle', 1, 'made-up-' || session_id, 'check_ins', '', 'sent', '', at - interval '1 day',
           at - interval '1 day', 1 FROM turns WHERE t = 0 AND dice < .15
    """,
    """
    INSERT INTO conversations_consentchange (contact_id, topic, granted, source, at)
    SELECT contact_id, 'proactive', FALSE, 'chat', at FROM turns WHERE t = 0 AND dice > .99
    """,
    """
    INSERT INTO conversations_handover (contact_id, because, opened_at, first_answer_at, last_answer_at,
                                        last_activity_at, closed_at, ending)
    SELECT contact_id, 'asked', at, at + tone * interval '20 minutes', at + tone * interval '20 minutes',
           at + interval '20 minutes', at + interval '30 minutes', 'handed_back' FROM turns
     WHERE t = 0 AND dice BETWEEN .5 AND .505
    """,
)


def fill(*, now: datetime, days: int = DAYS, say: Callable[[str], None] = lambda line: None) -> None:
    """Sessions, messages, moods, picks and reactions of everybody who is there."""
    since = now - timedelta(days=days)
    values: dict[str, Any] = {
        "now": now, "since": since, "moods": list(MOODS), "intents": list(_INTENTS), "first_game": _games(),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.42)")
        cursor.execute(_SESSIONS, values)
        cursor.execute("CREATE INDEX ON conversations_session (opened_at)")
        cursor.execute("ANALYZE conversations_session")
    for number in range(days):
        day = since + timedelta(days=number)
        _fill_day({**values, "day": day, "next": day + timedelta(days=1)})
        if number % 10 == 9:
            say(f"{number + 1} of {days} days")
    with connection.cursor() as cursor:
        for table in ("conversations_session", "conversations_message", "games_slate"):
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
        # Small indexes by time know new pages only from here on.
        cursor.execute(f"VACUUM (ANALYZE) {', '.join(_TABLES)}")


def _games() -> int:
    """Returns the number of the first; the others follow it."""
    rows = [
        Game(
            slug=f"made-up-{n}", title=f"Made up {n}", summary="About it." if n % 9 else "", platforms=["pc"],
            genres=[GENRES[n % 31], GENRES[(n * 7 + 3) % 31]], player_modes=["solo"],
        )
        for n in range(_GAMES)
    ]  # fmt: skip
    return Game.objects.bulk_create(rows, batch_size=2_000)[0].pk


@transaction.atomic
def _fill_day(values: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        # Everything points to what was just written; looking each of it up would take most of the time.
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(_TURNS, values)
        cursor.execute("ANALYZE turns")
        for statement in _OF_A_DAY:
            cursor.execute(statement, values)
