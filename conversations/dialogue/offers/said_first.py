"""What we said first, since they last wrote: "sounds good" is about that game, and not about one of an earlier talk."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.db.models import Q

from conversations.dialogue.state import DialogueState, Offered
from conversations.models import Contact, Message
from games.models import Impression

# What we start waits no longer than this between being stored and leaving; it bounds what is looked through.
_LEAVES_WITHIN = timedelta(hours=1)
_LETTER = "penpal:"  # who wrote one has it among what they have been through


def heard(state: DialogueState, *, contact: Contact, message: Message) -> DialogueState:
    """The state as it is for whoever answers a message of ours about a game; unchanged where there is none."""
    may_have_a_letter = any(name.startswith(_LETTER) for name in state.company.finished)
    if not (contact.proactive_allowed or may_have_a_letter) or message.seq is None:
        return state
    wrote_at = Message.objects.filter(contact=contact, seq=message.seq - 1).values_list("created_at", flat=True).first()
    if wrote_at is None:
        return state
    is_ours = Q(origin=Message.Origin.PROACTIVE) | Q(content__type="letter")
    ours = Message.objects.filter(
        is_ours, contact=contact, direction=Message.Direction.OUTBOUND, slate__isnull=False,
        sent_at__gt=wrote_at, created_at__gt=wrote_at - _LEAVES_WITHIN, created_at__lte=message.created_at,
    )  # fmt: skip
    said = ours.order_by("-created_at", "-pk").first()
    if said is None:
        return state
    shown = Impression.objects.filter(slate=said.slate_id).select_related("game").order_by("slot")
    offered = tuple(
        Offered(one.game.slug, one.game.title, one.pk, session_minutes=one.game.session_minutes,
                genres=tuple(one.game.genres))
        for one in shown
    )  # fmt: skip
    buttons = tuple((one["id"], one["title"]) for one in said.content.get("buttons", ()))
    return replace(state, offered=offered, leading=0, buttons=buttons, awaiting="") if offered else state
