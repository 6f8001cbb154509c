"""How do talks sound, where do they turn, what do we not understand, who needs a person?"""

from __future__ import annotations

from typing import Final

from analytics.metrics.types import ALL, Metric, Scan, bucket_of, histogram

MESSAGES_IN: Final = Scan(
    "messages_in",
    """SELECT p.id AS player_id, p.origin = 'demo' AS is_demo, m.channel,
              to_char(m.created_at AT TIME ZONE %(zone)s, 'HH24') AS hour,
              coalesce(m.understanding ->> 'intent', '') AS intent,
              coalesce(m.understanding ->> 'sentiment', '') AS sentiment,
              (m.understanding ->> 'sentiment_score')::float8 AS tone,
              (m.understanding ->> 'is_unsure')::bool AS is_unsure
         FROM conversations_message m
         JOIN conversations_contact c ON c.id = m.contact_id JOIN games_player p ON p.id = c.player_id
        WHERE m.created_at >= %(since)s AND m.created_at < %(until)s AND m.direction = 'inbound'""",
    {
        "messages": "count(*)",
        "read": "count(*) FILTER (WHERE r.sentiment <> '')",
        "positive": "count(*) FILTER (WHERE r.sentiment = 'positive')",
        "negative": "count(*) FILTER (WHERE r.sentiment = 'negative')",
        "unsure": "count(*) FILTER (WHERE r.is_unsure)",
        "understood": "count(r.is_unsure)",
        "tone": "coalesce(sum(r.tone), 0)",
        "toned": "count(r.tone)",
    },
    ("channel", "hour", "intent", "sentiment"),
    kept="words",
)
# From one message of a player to their next in the same talk: what lay between was our reply to the first.
TURNS_OF_TONE: Final = Scan(
    "turns_of_tone",
    """SELECT x.player_id, x.is_demo, x.channel, x.after, x.tone - x.tone_before AS change FROM (
            SELECT p.id AS player_id, p.origin = 'demo' AS is_demo, m.channel, m.created_at,
                   (m.understanding ->> 'sentiment_score')::float8 AS tone,
                   lag((m.understanding ->> 'sentiment_score')::float8) OVER talk AS tone_before,
                   coalesce(lag(m.understanding ->> 'intent') OVER talk, '') AS after
              FROM conversations_message m
              JOIN conversations_contact c ON c.id = m.contact_id JOIN games_player p ON p.id = c.player_id
             WHERE m.created_at >= %(since)s - interval '1 day' AND m.created_at < %(until)s
               AND m.direction = 'inbound' AND m.session_id IS NOT NULL AND m.understanding IS NOT NULL
            WINDOW talk AS (PARTITION BY m.session_id ORDER BY m.created_at, m.id)) x
        WHERE x.created_at >= %(since)s AND x.tone IS NOT NULL AND x.tone_before IS NOT NULL""",
    {
        "pairs": "count(*)",
        "soured": "count(*) FILTER (WHERE r.change <= -0.4)",
        "cheered": "count(*) FILTER (WHERE r.change >= 0.4)",
        "change": "coalesce(sum(r.change), 0)",
    },
    ("channel", "after"),
    kept="words",
)
MISSES: Final = Scan(
    "misses",
    """SELECT p.id AS player_id, p.origin = 'demo' AS is_demo, m.guess, m.group_id AS miss_group, e.channel
         FROM conversations_miss m JOIN conversations_message e ON e.id = m.message_id
         JOIN conversations_contact c ON c.id = e.contact_id JOIN games_player p ON p.id = c.player_id
        WHERE m.at >= %(since)s AND m.at < %(until)s""",
    {"misses": "count(*)"},
    ("channel", "guess", "miss_group"),
)
HAND_OVERS: Final = Scan(
    "hand_overs",
    f"""SELECT p.id AS player_id, p.origin = 'demo' AS is_demo, h.because, h.ending = 'timed_out' AS is_timed_out,
               {bucket_of("extract(epoch FROM h.first_answer_at - h.opened_at)")} AS answered
          FROM conversations_handover h
          JOIN conversations_contact c ON c.id = h.contact_id JOIN games_player p ON p.id = c.player_id
         WHERE h.opened_at >= %(since)s AND h.opened_at < %(until)s""",
    {
        "hand_overs": "count(*)",
        "answers": "count(r.answered)",
        "times": histogram("r.answered"),
        "timed_out": "count(*) FILTER (WHERE r.is_timed_out)",
    },
    ("because",),
)
_BY = (ALL, ("channel",), ("hour",), ("intent",), ("cluster",), ("segment",), ("channel", "intent"))

METRICS: Final = (
    Metric("messages_in", "messages from players", "Messages that reached us on that day.", "count", "messages_in",
           "messages", by=(*_BY, ("sentiment",), ("channel", "sentiment"), ("channel", "hour")), more_is="better"),
    Metric("positive", "positive messages", "Of the messages whose tone we read, the friendly ones.",
           "share", "messages_in", "positive", "read", unit="%", by=_BY, more_is="better"),
    Metric("negative", "negative messages", "Of the messages whose tone we read, the unfriendly ones.",
           "share", "messages_in", "negative", "read", unit="%", by=_BY, more_is="worse"),
    Metric("tone", "tone", "From −1 (unfriendly) to 1 (friendly), on average of the messages whose tone we read.",
           "mean", "messages_in", "tone", "toned", by=_BY, more_is="better"),
    Metric("unsure", "not sure", "Of the messages that we read, those of which we were not sure what they meant.",
           "share", "messages_in", "unsure", "understood", unit="%", by=_BY, more_is="worse"),
    Metric(
        "soured", "talk soured",
        "Of two messages in a row of one talk, those of which the second was much less friendly than the first; "
        "by what our reply between them was about.",
        "share", "turns_of_tone", "soured", "pairs", unit="%", by=(ALL, ("after",), ("channel",)), more_is="worse",
    ),
    Metric(
        "cheered", "talk cheered up",
        "Of two messages in a row of one talk, those of which the second was much friendlier than the first.",
        "share", "turns_of_tone", "cheered", "pairs", unit="%", by=(ALL, ("after",), ("channel",)), more_is="better",
    ),
    Metric("misses", "not understood", "Messages that were met with a question for other words.",
           "count", "misses", "misses", by=(ALL, ("guess",), ("miss_group",), ("channel",)), more_is="worse"),
    Metric("hand_overs", "hand-overs", "Talks that passed to a person.", "count", "hand_overs", "hand_overs",
           by=(ALL, ("because",))),
    Metric("hand_over_wait", "wait for a person", "From the hand-over to a person's first answer, of half of them.",
           "quantile", "hand_overs", "times", "answers", unit="s", by=(ALL, ("because",)), more_is="worse"),
    Metric("hand_overs_in_vain", "nobody came", "Of the hand-overs, those that ended because no person was active.",
           "share", "hand_overs", "timed_out", "hand_overs", unit="%", by=(ALL, ("because",)), more_is="worse"),
)  # fmt: skip
