"""What does it bring when we write first, and what does it cost?"""

from __future__ import annotations

from typing import Final

from analytics.metrics.types import ALL, Metric, Scan

# Reckoned by engagement's own outcome functions; see analytics/first_words.py.
TOUCHES: Final = "touches"
OPT_OUTS: Final = Scan(
    "opt_outs",
    """SELECT p.id AS player_id, p.origin = 'demo' AS is_demo, n.topic, split_part(n.source, ':', 1) AS source,
              n.contact_id, EXISTS (SELECT 1 FROM engagement_touch t WHERE t.contact_id = n.contact_id
                  AND t.sent_at <= n.at AND t.sent_at >= n.at - interval '72 hours') AS is_after_a_touch
         FROM conversations_consentchange n
         JOIN conversations_contact c ON c.id = n.contact_id JOIN games_player p ON p.id = c.player_id
        WHERE n.at >= %(since)s AND n.at < %(until)s AND NOT n.granted""",
    {
        "people": "count(DISTINCT r.contact_id)",
        "after_a_touch": "count(DISTINCT r.contact_id) FILTER (WHERE r.is_after_a_touch)",
    },
    ("topic", "source"),
)
_BY = (ALL, ("campaign",), ("variant",), ("campaign", "variant"), ("kind",), ("hour",), ("campaign", "hour"))

METRICS: Final = (
    Metric("first_sent", "sent first", "Messages that we sent unasked on that day.",
           "count", TOUCHES, "sent", by=_BY),
    Metric("first_delivered", "arrived", "Of what we sent unasked, what is known to have arrived.",
           "share", TOUCHES, "delivered", "sent", unit="%", by=_BY, more_is="better"),
    Metric("first_read", "read", "Of what we sent unasked, what is known to have been read.",
           "share", TOUCHES, "read", "sent", unit="%", by=_BY, more_is="better"),
    Metric("first_replied", "answered",
           "Of what we sent unasked, what was answered within the time that counts for the campaign.",
           "share", TOUCHES, "replied", "sent", unit="%", by=_BY, more_is="better"),
    Metric("first_accepted", "pick taken up",
           "Of what we sent unasked, what brought somebody to take up its pick within the time that counts.",
           "share", TOUCHES, "accepted", "sent", unit="%", by=_BY, more_is="better"),
    Metric("first_opted_out", "said STOP", "Of what we sent unasked, after what somebody said STOP or no to the topic.",
           "share", TOUCHES, "opted_out", "sent", unit="%", by=_BY, more_is="worse"),
    Metric("opt_outs", "opt-outs", "People who said STOP or no to a topic.", "count", "opt_outs", "people",
           by=(ALL, ("topic",), ("source",), ("cluster",), ("segment",)), more_is="worse"),
    Metric("opt_outs_after", "opt-outs after a message",
           "Of the people who opted out, those to whom we had sent something unasked within three days before.",
           "share", "opt_outs", "after_a_touch", "people", unit="%", by=(ALL, ("topic",)), more_is="worse"),
    Metric("campaign_spent", "spent", "What a campaign has cost so far, by the table of prices.",
           "level", "campaign_costs", "spent", unit="USD", by=(("campaign",),)),
    Metric("campaign_extra", "extra picks taken up",
           "How many people took up a pick who would not have, beside those who were held out.",
           "level", "campaign_costs", "extra", by=(("campaign",),), more_is="better"),
    Metric("cost_per_extra", "cost per extra acceptance",
           "What a campaign has cost, for each person who took up a pick and would not have without it; told once it "
           "surely brought somebody.",
           "level", "campaign_costs", "spent", "extra_sure", unit="USD", by=(("campaign",),), more_is="worse"),
)  # fmt: skip
