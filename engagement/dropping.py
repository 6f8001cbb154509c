"""Drops what waits to be sent: of a campaign that is over, or about topics to which somebody said no.

Whoever changes several of these rows takes them in this order, and of each kind by number, so that no two wait for
each other: the contact, the campaign, enrolments, touches, messages. An enrolment that is being moved on at this
moment has its next touch stored when it is free, and a touch that is being released has its message stored.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from conversations.models import Message
from engagement.models import Campaign, Enrolment

# What was refused keeps its reason; it only is not tried again.
_DROP = """
WITH mine AS MATERIALIZED (
    SELECT t.id FROM engagement_touch t WHERE {whose} AND t.due_at IS NOT NULL ORDER BY t.id FOR NO KEY UPDATE
)
UPDATE engagement_touch t
   SET state = CASE t.state WHEN 'planned' THEN 'dropped' ELSE t.state END,
       reason = CASE t.state WHEN 'planned' THEN %(reason)s ELSE t.reason END,
       decided_at = CASE t.state WHEN 'planned' THEN %(now)s ELSE t.decided_at END,
       due_at = NULL
  FROM mine WHERE t.id = mine.id
"""
_LEAVE = """
WITH mine AS MATERIALIZED (
    SELECT e.id FROM engagement_enrolment e {among} WHERE {whose} AND e.state = 'active'
     ORDER BY e.id FOR NO KEY UPDATE OF e
)
UPDATE engagement_enrolment e SET state = %(left)s, why_left = %(reason)s, ended_at = %(now)s, next_at = NULL
  FROM mine WHERE e.id = mine.id
"""
_OF_CAMPAIGN = {
    "leave": _LEAVE.format(among="", whose="e.campaign_id = %(campaign)s"),
    "drop": _DROP.format(whose="t.campaign_id = %(campaign)s"),
}
_OF_PERSON = {
    "leave": _LEAVE.format(
        among="JOIN engagement_campaign c ON c.id = e.campaign_id",
        whose="e.contact_id = %(contact)s AND c.topic = ANY (%(topics)s)",
    ),
    "drop": _DROP.format(whose="t.contact_id = %(contact)s AND t.topic = ANY (%(topics)s)"),
}


def drop_campaign(campaign: Campaign, *, reason: str, now: datetime) -> int:
    """Nothing of it leaves any more, and nobody goes on in it; returns how many messages waited."""
    dropped = _run(_OF_CAMPAIGN, {"campaign": campaign.pk, "reason": reason, "now": now})
    Message.objects.filter(touch__campaign=campaign, status=Message.Status.QUEUED).update(
        status=Message.Status.WITHHELD, withheld_because=Message.Withheld.CANCELLED
    )
    return dropped


def drop_planned(*, contact_id: int, topics: Collection[str], now: datetime) -> None:
    """They said no to these topics: nothing that is planned for them about these stays planned."""
    _run(_OF_PERSON, {"contact": contact_id, "topics": list(topics), "reason": "no_consent", "now": now})


@transaction.atomic
def _run(statements: dict[str, str], values: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statements["leave"], {**values, "left": Enrolment.State.LEFT})
        cursor.execute(statements["drop"], values)
        return int(cursor.rowcount)
