"""Whom a frozen campaign is meant for, as SQL for the statements that bring people in, and as a number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from engagement import membership, segment_rules, segment_sql
from engagement.campaign_copy import FrozenCampaign
from engagement.segment_rules import EVERYBODY
from games.querysets import WHO_COUNT

_EVERYBODY = f"""SELECT c.id AS contact_id FROM conversations_contact c JOIN games_player p ON p.id = c.player_id
    WHERE c.goes_at IS NULL AND {WHO_COUNT}"""


@dataclass(frozen=True)
class Members:
    """A statement that gives contact_id, with named parameters."""

    text: str
    params: dict[str, Any]


def rule_of(copy: FrozenCampaign) -> segment_rules.Group:
    """What was right when it was frozen is not refused because a group of players is no more."""
    return segment_rules.parse(copy.segment_rules or segment_rules.as_json(EVERYBODY), known=lambda field: None)


def members(copy: FrozenCampaign, *, now: datetime) -> Members:
    """Everybody in the segment as it was frozen; without one, everybody."""
    if copy.segment_rules is None:
        return Members(_EVERYBODY, {})
    asked = segment_sql.condition(rule_of(copy), now=now)
    # Its parameters stand in a row; beside named ones each gets a name.
    pieces = asked.text.split("%s")
    text = pieces[0] + "".join(f"%(of_segment_{place})s{piece}" for place, piece in enumerate(pieces[1:]))
    text = f"SELECT f.contact_id FROM engagement_segmentfacts f WHERE {text}"
    return Members(text, {f"of_segment_{place}": value for place, value in enumerate(asked.params)})


def restriction(copy: FrozenCampaign, *, now: datetime) -> tuple[str, dict[str, Any]]:
    """The same as a condition on ``h.contact_id``."""
    if copy.segment_rules is None:
        return "TRUE", {}
    within = members(copy, now=now)
    return f"h.contact_id IN ({within.text})", within.params


def size(copy: FrozenCampaign, *, now: datetime) -> int | None:
    """How many are meant; None where people come by a trigger and nobody can tell."""
    if copy.kind == "triggered":
        return None
    if copy.segment_rules is not None:
        return membership.count(rule_of(copy), now=now)
    audience = members(copy, now=now)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({audience.text}) m", audience.params)
        (count,) = cursor.fetchone()
    return int(count)
