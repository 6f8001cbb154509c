"""Do people who come find what they came for, and do they come back?"""

from __future__ import annotations

from typing import Final

from analytics.metrics.types import ALL, Metric, Scan

# Each step within seven days of coming, whatever came before it.
NEWCOMERS: Final = Scan(
    "newcomers",
    """SELECT p.id AS player_id, p.origin = 'demo' AS is_demo, p.origin AS came_by,
              EXISTS (SELECT 1 FROM conversations_contact c JOIN conversations_moodreading m ON m.contact_id = c.id
                       WHERE c.player_id = p.id AND m.at <= p.created_at + interval '7 days') AS told_mood,
              EXISTS (SELECT 1 FROM games_impression i WHERE i.player_id = p.id
                         AND i.shown_at <= p.created_at + interval '7 days') AS saw_picks,
              EXISTS (SELECT 1 FROM games_impression i WHERE i.player_id = p.id AND i.outcome = 'accepted'
                         AND i.shown_at <= p.created_at + interval '7 days') AS took_one,
              EXISTS (SELECT 1 FROM analytics_playerday d WHERE d.player_id = p.id AND d.day > %(day)s
                         AND d.day <= %(day)s + 7) AS came_back
         FROM games_player p WHERE p.created_at >= %(since)s AND p.created_at < %(until)s
          AND EXISTS (SELECT 1 FROM analytics_playerday d WHERE d.player_id = p.id AND d.day >= %(day)s
                         AND d.day <= %(day)s + 7)""",
    {
        "came": "count(*)", "told_mood": "count(*) FILTER (WHERE r.told_mood)",
        "saw_picks": "count(*) FILTER (WHERE r.saw_picks)", "took_one": "count(*) FILTER (WHERE r.took_one)",
        "came_back": "count(*) FILTER (WHERE r.came_back)",
    },
    ("came_by",),
)  # fmt: skip
_BY = (ALL, ("came_by",), ("cluster",), ("segment",))

METRICS: Final = (
    Metric("newcomers", "came", "Players who came on that day and said something within a week.",
           "count", "newcomers", "came", by=_BY, more_is="better"),
    Metric("newcomers_told_mood", "told their mood",
           "Of those who came, the ones who told how they feel within a week.",
           "share", "newcomers", "told_mood", "came", unit="%", by=_BY, more_is="better", settles_in=7),
    Metric("newcomers_saw_picks", "saw picks", "Of those who came, the ones to whom a game was shown within a week.",
           "share", "newcomers", "saw_picks", "came", unit="%", by=_BY, more_is="better", settles_in=7),
    Metric("newcomers_took_one", "took one up", "Of those who came, the ones who took up a game shown within a week.",
           "share", "newcomers", "took_one", "came", unit="%", by=_BY, more_is="better", settles_in=7),
    Metric("newcomers_came_back", "came back",
           "Of those who came, the ones who were active on another day within a week.",
           "share", "newcomers", "came_back", "came", unit="%", by=_BY, more_is="better", settles_in=7),
    Metric(
        "cohort_active", "still here",
        "Players of one week's newcomers who were active in this week, which is counted at its Monday.",
        "count", "cohorts", "players", by=(("cohort",),), more_is="better",
    ),
)  # fmt: skip
