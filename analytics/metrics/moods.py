"""How do people feel, when, and what helps?"""

from __future__ import annotations

from typing import Final

from analytics.metrics.types import ALL, Metric, Scan

_OF_A_READING = """FROM conversations_moodreading m
         JOIN conversations_message e ON e.id = m.message_id
         JOIN conversations_contact c ON c.id = m.contact_id JOIN games_player p ON p.id = c.player_id"""
MOODS: Final = Scan(
    "moods",
    f"""SELECT p.id AS player_id, p.origin = 'demo' AS is_demo, e.channel, m.mood, m.secondary, m.confidence,
               to_char(m.at AT TIME ZONE %(zone)s, 'HH24') AS hour
          {_OF_A_READING}
         WHERE m.at >= %(since)s AND m.at < %(until)s""",
    {
        "readings": "count(*)", "certainty": "coalesce(sum(r.confidence), 0)",
        "with_second": "count(*) FILTER (WHERE r.secondary <> '')",
    },
    ("channel", "mood", "secondary", "hour"),
)  # fmt: skip
# A talk over midnight: what was told before it is where the first one of the day comes from.
MOVES: Final = Scan(
    "mood_moves",
    f"""SELECT x.player_id, x.is_demo, x.channel, x.mood, x.mood_after FROM (
            SELECT p.id AS player_id, p.origin = 'demo' AS is_demo, e.channel, m.at, m.mood AS mood_after,
                   lag(m.mood) OVER (PARTITION BY e.session_id ORDER BY m.at, m.id) AS mood
              {_OF_A_READING}
             WHERE m.at >= %(since)s - interval '1 day' AND m.at < %(until)s AND e.session_id IS NOT NULL) x
         WHERE x.at >= %(since)s AND x.mood IS NOT NULL""",
    {"moves": "count(*)", "changes": "count(*) FILTER (WHERE r.mood <> r.mood_after)"},
    ("channel", "mood", "mood_after"),
)
_PEOPLE = (ALL, ("channel",), ("cluster",), ("segment",), ("hour",), ("mood",))

METRICS: Final = (
    Metric(
        "mood_readings", "moods told", "Messages in which a player told how they feel.",
        "count", "moods", "readings",
        by=(*_PEOPLE, ("mood", "hour"), ("mood", "channel"), ("mood", "cluster"), ("mood", "segment"),
            ("mood", "secondary"), ("channel", "hour")),
    ),
    Metric(
        "mood_certainty", "how sure of the mood", "How sure we were of the mood that we read, on average.",
        "mean", "moods", "certainty", "readings", unit="%", by=_PEOPLE, more_is="better",
    ),
    Metric(
        "second_moods", "with a second mood", "Of the moods told, those with another one beside it.",
        "share", "moods", "with_second", "readings", unit="%", by=_PEOPLE,
    ),
    Metric(
        "mood_moves", "from mood to mood", "Two moods told one after the other within a talk.",
        "count", "mood_moves", "moves", by=(ALL, ("mood", "mood_after"), ("mood",), ("mood_after",), ("channel",)),
    ),
    Metric(
        "mood_changes", "moods that changed", "Of two moods told one after the other in a talk, those that differ.",
        "share", "mood_moves", "changes", "moves", unit="%", by=(ALL, ("mood",), ("channel",)),
    ),
)  # fmt: skip
