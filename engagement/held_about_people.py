"""What engagement holds about a person, for their export. All of it goes with the contact or the player."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet

from conversations.models import Contact
from engagement.models import Assignment, AssignmentOutcome, Attention, Decision, Enrolment, SegmentFacts, Touch

HELD: Mapping[str, Callable[[Contact], QuerySet[Any]]] = {
    "attention_taken": lambda contact: Attention.objects.filter(contact=contact),
    "campaigns": lambda contact: Enrolment.objects.filter(contact=contact),
    "messages_planned": lambda contact: Touch.objects.filter(contact=contact),
    "decision_to_write_first": lambda contact: Decision.objects.filter(contact=contact),
    "experiments": lambda contact: Assignment.objects.filter(player=contact.player_id),
    "what_counted_in_experiments": lambda contact: AssignmentOutcome.objects.filter(
        assignment__player=contact.player_id
    ),
    "facts_for_segments": lambda contact: SegmentFacts.objects.filter(contact=contact),
}
