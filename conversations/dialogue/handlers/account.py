"""A code that opens their taste in an app or on the web."""

from __future__ import annotations

from conversations.accounts import sign_in_codes
from conversations.dialogue.types import Draft, Outcome, Turn


def handle(turn: Turn) -> Outcome:
    code = sign_in_codes.code_for(contact_id=turn.contact.pk, message_id=turn.message.pk)
    minutes = int(sign_in_codes.GOOD_FOR.total_seconds() // 60)
    draft = Draft((turn.say("account.code", code=code, minutes=minutes),))
    return Outcome(draft, turn.state, introduces=False).with_effects(sign_in_code=code)
