"""What each player did on a day, from the rows of games and conversations; one statement a day.

Active is who wrote to us or reacted to a game; what was imported or only looked at is no sign of life.
"""

from __future__ import annotations

from django.db import connection

from analytics.days import Day

_COUNTS = (
    "sessions", "turns", "deep_turns", "messages_in", "messages_out", "impressions", "accepted", "rejected", "likes",
    "dislikes", "clicks", "mood_readings",
)  # fmt: skip
_KEPT = ("is_demo", "channel", "first_day", *_COUNTS)
_STATEMENT = f"""
WITH said AS (
    SELECT c.player_id, count(*) AS messages_in, (array_agg(m.channel ORDER BY m.created_at, m.id))[1] AS channel
      FROM conversations_message m JOIN conversations_contact c ON c.id = m.contact_id
     WHERE m.created_at >= %(since)s AND m.created_at < %(until)s AND m.direction = 'inbound' GROUP BY 1
), did AS (
    SELECT i.player_id, CASE WHEN bool_or(i.source = 'api') THEN 'api' ELSE '' END AS channel,
           count(*) FILTER (WHERE i.kind = 'like') AS likes, count(*) FILTER (WHERE i.kind = 'dislike') AS dislikes,
           count(*) FILTER (WHERE i.kind = 'click') AS clicks
      FROM games_interaction i
     WHERE i.at >= %(since)s AND i.at < %(until)s AND i.source <> 'import' AND i.kind <> 'view' GROUP BY 1
), active AS (
    SELECT player_id FROM said UNION SELECT player_id FROM did
), heard AS (
    SELECT c.player_id, count(*) AS messages_out
      FROM conversations_message m JOIN conversations_contact c ON c.id = m.contact_id
     WHERE m.created_at >= %(since)s AND m.created_at < %(until)s AND m.direction = 'outbound'
       AND m.status IN ('accepted', 'sent', 'delivered', 'read') GROUP BY 1
), talked AS (
    SELECT c.player_id, count(*) AS sessions, sum(s.turns) AS turns, sum(s.depth) AS deep_turns
      FROM conversations_session s JOIN conversations_contact c ON c.id = s.contact_id
     WHERE s.opened_at >= %(since)s AND s.opened_at < %(until)s GROUP BY 1
), saw AS (
    SELECT i.player_id, count(*) AS impressions, count(*) FILTER (WHERE i.outcome = 'accepted') AS accepted,
           count(*) FILTER (WHERE i.outcome = 'rejected') AS rejected
      FROM games_impression i WHERE i.shown_at >= %(since)s AND i.shown_at < %(until)s GROUP BY 1
), told AS (
    SELECT c.player_id, count(*) AS mood_readings
      FROM conversations_moodreading m JOIN conversations_contact c ON c.id = m.contact_id
     WHERE m.at >= %(since)s AND m.at < %(until)s GROUP BY 1
), gone AS (
    DELETE FROM analytics_playerday d
     WHERE d.day = %(day)s AND NOT EXISTS (SELECT 1 FROM active a WHERE a.player_id = d.player_id)
)
INSERT INTO analytics_playerday (day, player_id, {", ".join(_KEPT)})
SELECT %(day)s, p.id, p.origin = 'demo', coalesce(said.channel, did.channel, ''),
       (p.created_at AT TIME ZONE %(zone)s)::date, {", ".join(f"coalesce({name}, 0)" for name in _COUNTS)}
  FROM active JOIN games_player p ON p.id = active.player_id
  LEFT JOIN said USING (player_id) LEFT JOIN did USING (player_id) LEFT JOIN heard USING (player_id)
  LEFT JOIN talked USING (player_id) LEFT JOIN saw USING (player_id) LEFT JOIN told USING (player_id)
    ON CONFLICT (day, player_id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in _KEPT)}
 WHERE ({", ".join(f"analytics_playerday.{name}" for name in _KEPT)})
       IS DISTINCT FROM ({", ".join(f"excluded.{name}" for name in _KEPT)})
"""


def count_players(day: Day) -> None:
    """The caller holds the day's lock."""
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, day.parameters)
