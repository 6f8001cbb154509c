"""A million people made by the database itself: tastes, addresses, sittings, moods of the last weeks. Seeded."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection

from games.vocabulary import GENRES, MOODS

_PLATFORMS = ("{}", "{pc}", "{switch}", "{pc,switch}", "{ps5}", "{ios}", "{pc,ps5,steam-deck}", "{android,switch}")
_NUMBERS = ("+4917", "+44770", "+5511", "+23480", "+1212", "+1416", "+9198", "+3361")
_OF_TALKS = 4  # the statements from here on are about sittings and what was said in them
_CITIES = ("", "", "", "Berlin", "London", "São Paulo", "Lagos", "New York", "Toronto", "Mumbai", "Paris")

# One statement a table; random() is seeded, so the same people come every time.
_STATEMENTS = (
    """
    INSERT INTO games_player (public_id, origin, platforms, liked_genres, avoided_genres, budget_currency, age_band,
                              onboarding_intent, gender, city, scores, scores_at, unlearnt, told_at, skills, places,
                              price_sweet, events_count, cold_start_done, profile_version, usual_minutes, time_zone,
                              token_generation, created_at)
    SELECT gen_random_uuid(), 'made-up',
           (%(platforms)s::text[])[1 + floor(random() * cardinality(%(platforms)s::text[]))]::varchar[],
           CASE WHEN random() < .6 THEN ARRAY[g.one, g.two] ELSE '{}' END,
           CASE WHEN random() < .2 THEN ARRAY[g.three] ELSE '{}' END, '',
           (ARRAY['', 'adult', 'adult', '13_17'])[1 + floor(random() * 4)], '', '',
           (%(cities)s::text[])[1 + floor(random() * cardinality(%(cities)s::text[]))],
           CASE WHEN random() < .7 THEN jsonb_build_object(
               'genre:' || g.one, round((random() * .8)::numeric, 3), 'genre:' || g.three,
               round((random() - .5)::numeric, 3), 'tag:cozy', round(random()::numeric, 3)) ELSE '{}' END,
           %(now)s - random() * interval '60 days', '{}', '{}', '{}', '[]',
           CASE WHEN random() < .5 THEN round((random() * 60)::numeric, 2) END,
           floor(random() * random() * 60), random() < .6, 0, 60, '', 0, %(now)s - random() * interval '400 days'
      FROM generate_series(1, %(count)s) n,
           LATERAL (SELECT (%(genres)s::varchar[])[1 + (n * 7) %% 31] AS one,
                           (%(genres)s::varchar[])[1 + (n * 13 + 5) %% 31] AS two,
                           (%(genres)s::varchar[])[1 + (n * 17 + 9) %% 31] AS three) g
    """,
    """
    INSERT INTO conversations_contact (player_id, display_name, locale, time_zone, persona, english_level,
                                       english_level_by, english_help, replies_allowed, proactive_allowed,
                                       topics, inbound_seq, answered_seq, attempts, last_inbound_at, created_at)
    SELECT p.id, '', '', 'Europe/Berlin', '', 'normal', 'guess', FALSE, p.roll > .05, p.roll > .05 AND p.roll < .5,
           CASE WHEN p.roll > .05 AND p.roll < .5 THEN '{new_games,deals,check_ins}'::varchar[] ELSE '{}' END, 1, 1, 0,
           CASE WHEN p.roll < .97 THEN %(now)s - random() * random() * interval '120 days' END, p.created_at
      FROM (SELECT id, created_at, random() AS roll FROM games_player WHERE origin = 'made-up') p
    """,
    """
    INSERT INTO conversations_contactaddress (contact_id, kind, value, created_at)
    SELECT c.id, 'phone',
           (%(numbers)s::text[])[1 + c.id %% cardinality(%(numbers)s::text[])] || lpad(c.id::text, 8, '0'), c.created_at
      FROM conversations_contact c
    """,
    """
    INSERT INTO conversations_senderwindow (contact_id, sender, last_inbound_at)
    SELECT c.id, 'whatsapp:+15550001111', c.last_inbound_at FROM conversations_contact c
     WHERE c.last_inbound_at IS NOT NULL
    """,
    """
    INSERT INTO conversations_session (contact_id, kind, channel, opened_at, last_message_at, closed_at, state, turns,
                                       depth, mood_at_start, mood_at_end)
    SELECT c.id, 'returning', 'whatsapp', c.last_inbound_at - s * interval '3 days',
           c.last_inbound_at - s * interval '3 days', c.last_inbound_at - s * interval '3 days' + interval '1 hour',
           '{}', 4, 2, '', ''
      FROM conversations_contact c, LATERAL generate_series(0, (c.id %% 4)::int) s WHERE c.last_inbound_at IS NOT NULL
    """,
    """
    WITH told AS (
        INSERT INTO conversations_message (public_id, contact_id, channel, sender, direction, origin, status, kind,
                                           body, choice, content, quoted_provider_id, part, withheld_because,
                                           error_code, error, attempts, lookups, created_at)
        SELECT gen_random_uuid(), c.id, 'whatsapp', '', 'inbound', 'player', 'handled', 'text', 'hi', '', '{}', '', 0,
               '', '', '', 0, 0, c.last_inbound_at
          FROM conversations_contact c WHERE c.last_inbound_at > %(now)s - interval '14 days'
        RETURNING id, contact_id, created_at
    )
    INSERT INTO conversations_moodreading (contact_id, message_id, mood, secondary, confidence, at)
    SELECT t.contact_id, t.id, (%(moods)s::text[])[1 + t.id %% 16], '', 0.8, t.created_at FROM told t
    """,
)


def fill(count: int, *, now: datetime, with_talks: bool = True) -> None:
    """So many people beside those who are there; then the planner's statistics."""
    values: dict[str, Any] = {
        "count": count, "now": now, "platforms": list(_PLATFORMS), "genres": list(GENRES), "moods": list(MOODS),
        "cities": list(_CITIES), "numbers": list(_NUMBERS),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.42)")
        for statement in _STATEMENTS if with_talks else _STATEMENTS[:_OF_TALKS]:
            cursor.execute(statement, values)
        cursor.execute(
            "ANALYZE games_player, conversations_contact, conversations_contactaddress, conversations_session,"
            " conversations_moodreading, conversations_senderwindow"
        )
