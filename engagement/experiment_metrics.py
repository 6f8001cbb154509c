"""What an experiment may be about, in words and as SQL over one person on one side. Pure.

Each is yes or no within the days to react: did this person do it at least once? The SQL gives the first time; ``a`` is
the assignment, ``began`` when it reached them and ``ends`` when their days are over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

ACCEPTED: Final = "accepted"
REPLIED: Final = "replied"
CLICKED: Final = "clicked"
RETURNED: Final = "returned"
OPT_OUT: Final = "opt_out"
BLOCK: Final = "block"
NEGATIVE: Final = "negative"

# What says that a person does not want us any more, as Twilio and Meta number it.
_BLOCKED_CODES = ("63014", "21610", "63033", "63050")
_NEGATIVE_BELOW = -0.4


@dataclass(frozen=True)
class Metric:
    """``plural`` ends "B brings 12–31 % more …"; ``people`` ends "… of 100"."""

    key: str
    label: str
    plural: str
    people: str
    sql: str
    is_guardrail: bool = False


_INBOUND = """FROM conversations_message m JOIN conversations_contact c ON c.id = m.contact_id
    WHERE c.player_id = a.player_id AND m.direction = 'inbound' AND m.created_at > a.began AND m.created_at <= a.ends"""

METRICS: Final = (
    Metric(
        ACCEPTED, "a pick is accepted", "accepted picks", "accept a pick",
        """SELECT min(i.shown_at) FROM games_impression i WHERE i.player_id = a.player_id AND i.outcome = 'accepted'
           AND i.shown_at >= a.began AND i.shown_at <= a.ends""",
    ),
    Metric(REPLIED, "they write back", "replies", "write back", f"SELECT min(m.created_at) {_INBOUND}"),
    Metric(
        CLICKED, "a store link is opened", "opened store links", "open a store link",
        """SELECT min(i.at) FROM games_interaction i WHERE i.player_id = a.player_id AND i.kind = 'click'
           AND i.at >= a.began AND i.at <= a.ends""",
    ),
    Metric(
        RETURNED, "they come back on another day", "people who come back", "come back on another day",
        f"SELECT min(m.created_at) {_INBOUND} AND m.created_at > a.began + interval '20 hours'",
    ),
    Metric(
        OPT_OUT, "they say STOP", "opt-outs", "say STOP",
        """SELECT min(g.at) FROM conversations_consentchange g JOIN conversations_contact c ON c.id = g.contact_id
           WHERE c.player_id = a.player_id AND NOT g.granted AND g.at > a.began AND g.at <= a.ends""",
        is_guardrail=True,
    ),
    Metric(
        BLOCK, "they block us", "blocks", "block us",
        f"""SELECT min(m.created_at) FROM conversations_message m JOIN conversations_contact c ON c.id = m.contact_id
           WHERE c.player_id = a.player_id AND m.direction = 'outbound' AND m.status = 'failed'
           AND m.error_code IN ({', '.join(f"'{code}'" for code in _BLOCKED_CODES)})
           AND m.created_at > a.began AND m.created_at <= a.ends""",
        is_guardrail=True,
    ),
    Metric(
        NEGATIVE, "they speak ill of it", "annoyed answers", "answer annoyed",
        f"SELECT min(m.created_at) {_INBOUND} AND (m.understanding->>'sentiment_score')::float < {_NEGATIVE_BELOW}",
        is_guardrail=True,
    ),
)  # fmt: skip
BY_KEY: Final = {metric.key: metric for metric in METRICS}
CHOICES: Final = [(metric.key, metric.label) for metric in METRICS if not metric.is_guardrail]
GUARDRAILS: Final = tuple(metric for metric in METRICS if metric.is_guardrail)
