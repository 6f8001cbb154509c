"""Where the records of the lower apps say who was on which side. SQL alone.

Each source gives ``id`` (only ever growing), ``player_id``, ``at`` and ``labels``, a JSON list of what is on the row;
and for one assignment ``a`` with its label the first moment of each stage. ``pending`` are rows behind ``from_row``
that get their labels later, or got them so lately that another statement may not have seen it. ``usual`` is what takes
place of the same kind without any experiment, behind the row ``from_row``: from it a forecast knows how many people
come by and what they do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from engagement.models import Experiment

Kind = Experiment.Kind


@dataclass(frozen=True)
class Source:
    rows: str
    usual: str
    stages: str  # eligible_at, sent_at, delivered_at
    pending: str = "SELECT NULL::bigint AS id"


_INBOUND = """conversations_message m JOIN conversations_contact c ON c.id = m.contact_id
    WHERE m.direction = 'inbound'"""


def _of_touches(which: str, *, at: str = "t.planned_at", **more: str) -> Source:
    """What we start ourselves says on its own row which side it was. Check-ins get theirs when policy has let them
    go, also those that were planned before the experiment began; messages of a campaign when they are planned."""
    touches = "engagement_touch t JOIN conversations_contact c ON c.id = t.contact_id"
    return Source(
        rows=f"""SELECT t.id, c.player_id, {at} AS at, to_jsonb(string_to_array(t.variant, ' ')) AS labels
            FROM {touches} WHERE {which} AND t.variant <> ''""",
        usual=f"SELECT t.id, c.player_id, t.planned_at AS at FROM {touches} WHERE {which} AND t.id > %(from_row)s",
        stages=f"""SELECT min(t.decided_at) FILTER (WHERE t.message_id IS NOT NULL), min(t.sent_at),
                min(coalesce(m.delivered_at, m.read_at))
            FROM {touches} LEFT JOIN conversations_message m ON m.id = t.message_id
            WHERE c.player_id = a.player_id AND {which} AND string_to_array(t.variant, ' ') @> ARRAY[a.label]""",
        **more,
    )


_CHECK_INS = _of_touches(
    # Those held out stand there only to be compared with.
    "t.kind = 'cycle' AND t.reason <> 'holdout'",
    at="coalesce(t.decided_at, t.planned_at)",
    pending="""SELECT id FROM engagement_touch WHERE id > %(from_row)s AND kind = 'cycle'
        AND (state = 'planned' OR decided_at > %(settled)s)""",
)
_OF_CAMPAIGN = _of_touches("t.campaign_id = %(campaign)s AND t.step = %(step)s")
SOURCES: Final = {
    Kind.CHECK_IN: _CHECK_INS,
    Kind.CAMPAIGN: _OF_CAMPAIGN,
    Kind.TIME: _OF_CAMPAIGN,
    Kind.TONE: Source(
        rows=f"""SELECT m.id, c.player_id, m.created_at AS at, m.understanding->'experiments' AS labels
            FROM {_INBOUND} AND m.understanding ? 'experiments'""",
        usual=f"SELECT m.id, c.player_id, m.created_at AS at FROM {_INBOUND} AND m.id > %(from_row)s",
        stages="""SELECT min(m.created_at), min(r.sent_at), min(coalesce(r.delivered_at, r.read_at))
            FROM conversations_message m JOIN conversations_contact c ON c.id = m.contact_id
            LEFT JOIN conversations_message r ON r.in_reply_to_id = m.id
            WHERE c.player_id = a.player_id AND m.direction = 'inbound' AND m.created_at >= a.assigned_at
                AND m.understanding->'experiments' ? a.label""",
    ),
    Kind.RECOMMENDER: Source(
        rows="""SELECT s.id, s.player_id, s.created_at AS at, s.context->'overrides' AS labels
            FROM games_slate s WHERE s.context ? 'overrides'""",
        usual="SELECT s.id, s.player_id, s.created_at AS at FROM games_slate s WHERE s.id > %(from_row)s",
        stages="""SELECT min(s.created_at) FILTER (WHERE i.id IS NOT NULL), min(i.shown_at),
                min(coalesce(m.delivered_at, m.read_at, CASE WHEN m.id IS NULL THEN i.shown_at END))
            FROM games_slate s LEFT JOIN games_impression i ON i.slate_id = s.id
            LEFT JOIN conversations_message m ON m.slate_id = s.id
            WHERE s.player_id = a.player_id AND s.created_at >= a.assigned_at AND s.context->'overrides' ? a.label""",
    ),
}


def parameters(experiment: Experiment) -> dict[str, Any]:
    return {"experiment": experiment.pk, "campaign": experiment.campaign_id, "step": experiment.step}
