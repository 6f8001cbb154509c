"""What we said last, once more, word for word."""

from __future__ import annotations

from conversations.dialogue.types import Draft, Outcome, Prompt, Turn
from conversations.models import Message


def handle(turn: Turn) -> Outcome:
    # Our own answers alone: no campaign, no operator's words, nothing that never reached them.
    said = turn.contact.messages.filter(
        direction=Message.Direction.OUTBOUND, origin=Message.Origin.REPLY, withheld_because=""
    ).exclude(body="")
    last = said.order_by("-pk").first()
    if last is None:
        return turn.answer("repeat.nothing")
    parts = said.filter(in_reply_to=last.in_reply_to_id).order_by("part") if last.in_reply_to_id else [last]
    prompts = tuple(
        Prompt(action, title, argument)
        for button_id, title in turn.state.buttons
        for action, _, argument in (button_id.partition(":"),)
    )
    return Outcome(Draft(tuple(part.body for part in parts), prompts), turn.state)
