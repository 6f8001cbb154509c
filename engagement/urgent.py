"""What cannot wait for the caps: an operator writes to one person now, says why, and it stands in the account.

The caps and the frequency are all that gives way. Consent, the topic, STOP, age, distress, a talk that a person leads,
the holdout, the reply window and the night hold as for everything else, here and in the claim of the outbox.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.contrib.auth.models import User
from django.db import transaction

from conversations import switches
from conversations.models import Contact, Message, Switch
from conversations.sending import outbox
from conversations.sending.reply_window import ReplyWindow, find_window
from engagement import attention, explaining, facts_sql, policy, standing_rules, template_lint
from engagement.facts import Check
from engagement.models import Attention, MessageTemplate
from engagement.touch_writing import is_open

KIND: Final = "urgent"
_GIVES_WAY: Final = frozenset({"capped"})


class UrgentRefusedError(ValueError):
    """It may not be sent, and why, in a sentence for whoever wanted it."""


def obstacles(contact: Contact, *, topic: str, has_template: bool, now: datetime) -> Sequence[tuple[Check, datetime]]:
    """What stands against it that no urgency lifts, and until when."""
    facts = facts_sql.facts_of([contact.pk], now=now).get(contact.pk)
    if facts is None:
        raise UrgentRefusedError(explaining.why_not_reckoned(contact) or "They are not here any more.")
    rules = replace(standing_rules.rules(now=now, topic=topic), has_template=has_template)
    return [(check, until) for check, until in policy.refusals(facts, rules, now) if check.key not in _GIVES_WAY]


@transaction.atomic
def send(
    *,
    contact: Contact,
    topic: str,
    text: str,
    template: MessageTemplate | None,
    variables: dict[str, str],
    because: str,
    by: User,
    now: datetime,
) -> Attention:
    """Store it in the outbox: ``text`` while the reply window is open, the template outside it."""
    if not because.strip():
        raise UrgentRefusedError("Say why it cannot wait.")
    if switches.is_on(Switch.Key.SILENCE) or switches.is_on(Switch.Key.MAINTENANCE):
        raise UrgentRefusedError("A switch holds everything that we would start ourselves.")
    contact = Contact.objects.select_for_update(no_key=True).get(pk=contact.pk)
    window = find_window(contact, now=now, is_pushed=True)
    if window is None:
        raise UrgentRefusedError("They have never written by a way that we can write to first.")
    for check, _ in obstacles(contact, topic=topic, has_template=template is not None, now=now):
        raise UrgentRefusedError(check.words)
    message = _store(contact, window, topic=topic, text=text, template=template, variables=variables, now=now)
    taken = attention.take(
        contact_id=contact.pk, kind=KIND, topic=topic, now=now, message=message, critical_because=because.strip(),
        critical_by=by,
    )  # fmt: skip
    assert isinstance(taken, Attention)  # a critical one is never refused
    return taken


def _store(
    contact: Contact,
    window: ReplyWindow,
    *,
    topic: str,
    text: str,
    template: MessageTemplate | None,
    variables: dict[str, str],
    now: datetime,
) -> Message:
    filled, body = None, text.strip()
    if not is_open(window, now=now):
        if template is None:
            raise UrgentRefusedError("The reply window is closed, so it takes an approved template.")
        if problems := [*template.check_ready(), *template.problems_with(variables)]:
            raise UrgentRefusedError(" ".join(problems))
        filled = outbox.Template(template.content_sid, variables)
        body = template_lint.render(template.body, variables)
    last = window.last_inbound
    try:
        return outbox.enqueue(
            contact=contact, origin=Message.Origin.PROACTIVE, body=body, now=now, address=last.address,
            channel=last.channel, sender=last.sender, template=filled, topic=topic, message_type=KIND,
        )  # fmt: skip
    except outbox.UnsendableMessage as error:
        raise UrgentRefusedError(f"It cannot be sent: {error}.") from error
