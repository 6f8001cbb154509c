"""What analytics holds about a person, for their export. All of it goes with the player."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet

from analytics.models import Membership, PlayerDay, SessionScore
from conversations.models import Contact

HELD: Mapping[str, Callable[[Contact], QuerySet[Any]]] = {
    "days_counted": lambda contact: PlayerDay.objects.filter(player=contact.player_id),
    "groups_counted_in": lambda contact: Membership.objects.filter(player=contact.player_id),
    "talks_scored": lambda contact: SessionScore.objects.filter(session__contact=contact),
}
