"""Do our answers come, how fast, and do they arrive?"""

from __future__ import annotations

from typing import Final

from analytics.metrics.types import ALL, Metric, Scan, bucket_of, histogram

# A reply's way begins when the player's message was stored and ends when the channel took ours.
MESSAGES_OUT: Final = Scan(
    "messages_out",
    f"""SELECT p.id AS player_id, p.origin = 'demo' AS is_demo, m.channel, m.status, m.origin,
               m.withheld_because AS withheld, m.error_code AS error,
               to_char(m.created_at AT TIME ZONE %(zone)s, 'HH24') AS hour,
               m.status IN ('accepted', 'sent', 'delivered', 'read') AS has_left,
               m.status IN ('delivered', 'read') AS has_arrived,
               CASE WHEN m.origin = 'reply' AND m.part = 0 AND m.sent_at >= i.created_at
                    THEN {bucket_of("extract(epoch FROM m.sent_at - i.created_at)")} END AS answered,
               CASE WHEN m.sent_at >= m.due_at
                    THEN {bucket_of("extract(epoch FROM m.sent_at - m.due_at)")} END AS waited
          FROM conversations_message m
          JOIN conversations_contact c ON c.id = m.contact_id JOIN games_player p ON p.id = c.player_id
          LEFT JOIN conversations_message i ON i.id = m.in_reply_to_id
         WHERE m.created_at >= %(since)s AND m.created_at < %(until)s AND m.direction = 'outbound'""",
    {
        "written": "count(*)",
        "left": "count(*) FILTER (WHERE r.has_left)",
        "arrived": "count(*) FILTER (WHERE r.has_arrived)",
        "read": "count(*) FILTER (WHERE r.status = 'read')",
        "failed": "count(*) FILTER (WHERE r.status = 'failed')",
        "over": "count(*) FILTER (WHERE r.has_left OR r.status IN ('failed', 'unknown'))",
        "withheld": "count(*) FILTER (WHERE r.status = 'withheld')",
        "with_error": "count(*) FILTER (WHERE r.error <> '')",
        "answers": "count(r.answered)",
        "answer_times": histogram("r.answered"),
        "sends": "count(r.waited)",
        "send_times": histogram("r.waited"),
    },
    ("channel", "status", "origin", "withheld", "error", "hour"),
)
_WHERE = (ALL, ("channel",), ("origin",), ("channel", "origin"), ("cluster",), ("segment",))

METRICS: Final = (
    Metric(
        "messages_out", "messages from us", "Messages that we wrote on that day, sent or not.",
        "count", "messages_out", "written", by=(*_WHERE, ("status",), ("channel", "status"), ("hour",)),
    ),
    Metric(
        "answer_time", "answer time",
        "From the moment in which a player's message reached us to that in which our reply left, of half of them.",
        "quantile", "messages_out", "answer_times", "answers", unit="s",
        by=(ALL, ("channel",), ("hour",)), more_is="worse",
    ),
    Metric(
        "send_time", "time to leave",
        "How long a message that was due waited until its channel took it, of half of them.",
        "quantile", "messages_out", "send_times", "sends", unit="s",
        by=(ALL, ("channel",), ("origin",), ("hour",)), more_is="worse",
    ),
    Metric(
        "delivered", "delivered", "Of the messages that we handed over, those that are known to have arrived.",
        "share", "messages_out", "arrived", "over", unit="%", by=_WHERE, more_is="better",
    ),
    Metric(
        "read", "read", "Of the messages that we handed over, those that are known to have been read.",
        "share", "messages_out", "read", "over", unit="%", by=_WHERE, more_is="better",
    ),
    Metric(
        "failed", "failed", "Of the messages that we handed over, those that the provider refused or lost.",
        "share", "messages_out", "failed", "over", unit="%", by=_WHERE, more_is="worse",
    ),
    Metric(
        "withheld", "withheld", "Messages that we kept back ourselves, such as after STOP or outside the reply window.",
        "count", "messages_out", "withheld", by=(ALL, ("withheld",), ("channel",), ("origin",)),
    ),
    Metric(
        "delivery_errors", "errors of the provider", "Messages that came back with an error, by its code.",
        "count", "messages_out", "with_error", by=(ALL, ("error",), ("channel",)), more_is="worse",
    ),
)  # fmt: skip
