"""How many are here, and how long do they talk?"""

from __future__ import annotations

from typing import Final

from analytics.metrics.types import ALL, Metric, Scan

_PEOPLE = (ALL, ("channel",), ("cluster",), ("segment",), ("channel", "cluster"), ("channel", "segment"))

PLAYER_DAYS: Final = Scan(
    "player_days",
    """SELECT d.player_id, d.is_demo, d.channel, d.first_day = %(day)s AS is_new
         FROM analytics_playerday d WHERE d.day = %(day)s""",
    {"players": "count(*)", "new": "count(*) FILTER (WHERE r.is_new)"},
    ("channel",),
)
# How a return came about: something that we sent first reached them within three days before.
SESSIONS: Final = Scan(
    "sessions",
    """SELECT p.id AS player_id, p.origin = 'demo' AS is_demo, s.channel, s.kind AS session_kind,
              s.mood_at_start AS mood, to_char(s.opened_at AT TIME ZONE %(zone)s, 'HH24') AS hour,
              s.turns, s.depth, o.score,
              s.kind IN ('idle_return', 'cold_return') AS is_return,
              s.kind IN ('idle_return', 'cold_return') AND EXISTS (
                  SELECT 1 FROM engagement_touch t WHERE t.contact_id = s.contact_id AND t.sent_at <= s.opened_at
                     AND t.sent_at >= s.opened_at - interval '72 hours') AS is_won_back
         FROM conversations_session s
         JOIN conversations_contact c ON c.id = s.contact_id JOIN games_player p ON p.id = c.player_id
         LEFT JOIN analytics_sessionscore o ON o.session_id = s.id
        WHERE s.opened_at >= %(since)s AND s.opened_at < %(until)s""",
    {
        "sessions": "count(*)", "turns": "coalesce(sum(r.turns), 0)", "deep": "coalesce(sum(r.depth), 0)",
        "scores": "coalesce(sum(r.score), 0)", "scored": "count(r.score)",
        "returns": "count(*) FILTER (WHERE r.is_return)", "won_back": "count(*) FILTER (WHERE r.is_won_back)",
    },
    ("channel", "session_kind", "mood", "hour"),
)  # fmt: skip
_TALKS = (*_PEOPLE, ("session_kind",), ("mood",), ("hour",), ("channel", "session_kind"), ("channel", "hour"))

METRICS: Final = (
    Metric(
        "active_players", "active players", "Players who wrote to us, or reacted to a game, on that day.",
        "distinct", "player_days", "players", by=_PEOPLE, more_is="better",
    ),
    Metric(
        "new_players", "new players", "Active players who came to us for the first time on that day.",
        "count", "player_days", "new", by=_PEOPLE, more_is="better",
    ),
    Metric(
        "active_players_7d", "active within a week",
        "Players who were active on that day or on one of the six before it.",
        "distinct", "rolling", "week", by=_PEOPLE[:4], more_is="better",
    ),
    Metric(
        "active_players_30d", "active within a month",
        "Players who were active on that day or on one of the 29 before it.",
        "distinct", "rolling", "month", by=_PEOPLE[:4], more_is="better",
    ),
    Metric(
        "sessions", "sessions",
        "Talks that began on that day; a talk ends after half an hour of silence.",
        "count", "sessions", "sessions", by=_TALKS, more_is="better",
    ),
    Metric("turns", "turns", "Messages from players in the talks that began on that day.",
           "count", "sessions", "turns", by=_TALKS, more_is="better"),
    Metric(
        "turns_a_session", "turns a session", "Messages from the player in a talk, on average.",
        "mean", "sessions", "turns", "sessions", by=_TALKS, more_is="better",
    ),
    Metric(
        "deep_turns", "turns that led on",
        "Of the messages from players, those that were a wish, a change of it, a reaction or a question about a game.",
        "share", "sessions", "deep", "turns", unit="%", by=_TALKS, more_is="better",
    ),
    Metric(
        "engagement_score", "engagement score",
        "How rich and on-topic a talk was, 0 to 100, on average of the talks that began on that day.",
        "mean", "sessions", "scores", "scored", unit="of 100", by=_TALKS, more_is="better",
    ),
    Metric(
        "returns", "idle and cold returns",
        "Talks that began after more than 11 hours (idle) or 48 hours (cold) of silence.",
        "count", "sessions", "returns", by=_TALKS,
    ),
    Metric(
        "won_back", "returns won back",
        "Of the idle and cold returns, those within three days of a message that we had sent first.",
        "share", "sessions", "won_back", "returns", unit="%", by=_TALKS,
    ),
)  # fmt: skip
