"""What we said last, once more, word for word."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from conversations.dialogue.types import Draft, Outcome, Prompt, Turn
from conversations.models import Message

# A note on their English stands beside what was said and is not what they ask for.
_NOTE = Q(content__contains={"type": "english"})


def handle(turn: Turn) -> Outcome:
    # Our own answers alone: no campaign, no operator's words, nothing that never reached them.
    said = turn.contact.messages.filter(
        ~_NOTE, direction=Message.Direction.OUTBOUND, origin=Message.Origin.REPLY, withheld_because=""
    ).exclude(body="")
    last = said.order_by("-pk").first()
    if last is None:
        return turn.answer("repeat.nothing")
    parts = _parts(said, last).order_by("part", "pk")
    return Outcome(Draft(tuple(part.body for part in parts), _prompts(turn) if last.in_reply_to_id else ()), turn.state)


def _parts(said: QuerySet[Message], last: Message) -> QuerySet[Message]:
    """All that was said in one breath: an answer, or a letter, which answers nothing that was said just before."""
    if last.in_reply_to_id:
        return said.filter(in_reply_to=last.in_reply_to_id)
    return said.filter(in_reply_to=None, created_at=last.created_at)


def _prompts(turn: Turn) -> tuple[Prompt, ...]:
    return tuple(
        Prompt(action, title, argument)
        for button_id, title in turn.state.buttons
        for action, _, argument in (button_id.partition(":"),)
    )
