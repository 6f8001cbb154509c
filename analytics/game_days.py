"""How each game did on a day, and from that how far our picks reach: who comes too short, who too often."""

from __future__ import annotations

from django.db import connection

from analytics.days import Day

_COUNTS = ("shown", "accepted", "rejected", "ignored", "explored", "likes", "dislikes", "clicks")
_STATEMENT = f"""
WITH shown AS (
    SELECT p.origin = 'demo' AS is_demo, i.game_id, count(*) AS shown,
           count(*) FILTER (WHERE i.outcome = 'accepted') AS accepted,
           count(*) FILTER (WHERE i.outcome = 'rejected') AS rejected,
           count(*) FILTER (WHERE i.outcome = 'ignored') AS ignored,
           count(*) FILTER (WHERE i.strategy <> 'best_fit') AS explored
      FROM games_impression i JOIN games_player p ON p.id = i.player_id
     WHERE i.shown_at >= %(since)s AND i.shown_at < %(until)s GROUP BY 1, 2
), done AS (
    SELECT p.origin = 'demo' AS is_demo, i.game_id, count(*) FILTER (WHERE i.kind = 'like') AS likes,
           count(*) FILTER (WHERE i.kind = 'dislike') AS dislikes, count(*) FILTER (WHERE i.kind = 'click') AS clicks
      FROM games_interaction i JOIN games_player p ON p.id = i.player_id
     WHERE i.at >= %(since)s AND i.at < %(until)s AND i.game_id IS NOT NULL AND i.source <> 'import'
       AND i.kind IN ('like', 'dislike', 'click') GROUP BY 1, 2
), both_of_them AS (
    SELECT is_demo, game_id, {", ".join(f"coalesce({name}, 0) AS {name}" for name in _COUNTS)}
      FROM shown FULL JOIN done USING (is_demo, game_id)
), gone AS (
    DELETE FROM analytics_gameday d WHERE d.day = %(day)s AND NOT EXISTS (
        SELECT 1 FROM both_of_them b WHERE b.game_id = d.game_id AND b.is_demo = d.is_demo)
)
INSERT INTO analytics_gameday (day, is_demo, game_id, {", ".join(_COUNTS)})
SELECT %(day)s, is_demo, game_id, {", ".join(_COUNTS)} FROM both_of_them
    ON CONFLICT (day, is_demo, game_id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in _COUNTS)}
 WHERE ({", ".join(f"analytics_gameday.{name}" for name in _COUNTS)})
       IS DISTINCT FROM ({", ".join(f"excluded.{name}" for name in _COUNTS)})
"""


def count_games(day: Day) -> None:
    """The caller holds the day's lock."""
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, day.parameters)
