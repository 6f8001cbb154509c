"""Word that a letter waits, where the reply window has closed: an approved template that says so and nothing more.

Only to who agreed to the topic "letters", and out of the one budget of attention. The letter itself goes out in the
window that their answer opens. Campaigns about letters leave letters of the same kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django_q.tasks import async_task

from conversations import switches
from conversations.between_turns.unasked import take_attention
from conversations.channels.types import Button
from conversations.dialogue.choices import make_id
from conversations.models import ConsentChange, Contact, Letter, Message, Session
from conversations.operators import templates
from conversations.operators.templates import OfferedTemplate
from conversations.sending import outbox

TEMPLATE_NAME = "a_letter_waits"
TOPIC = str(ConsentChange.Topic.LETTERS)
KIND = "letter"  # in the account of attention
READ_IT = Button(make_id("companion", "penpal.begin.waiting"), "read it")
WAITS_FOR = timedelta(days=14)


def template_for(contact: Contact) -> OfferedTemplate | None:
    """The approved template that may go to them; None without one, or without their yes to letters."""
    if not (contact.proactive_allowed and TOPIC in contact.topics):
        return None
    approved = templates.offered_to(contact)
    return next((one for one in approved if one.name.startswith(TEMPLATE_NAME) and not one.variables), None)


def tell(letter: Letter, *, template: OfferedTemplate, last_inbound: Message, now: datetime) -> bool:
    """Under the contact's row lock. False where it has to wait: a switch, the budget, night, or another that waits."""
    mine = Letter.objects.unread().filter(contact=letter.contact, kind=letter.kind)
    if switches.is_quiet() or mine.exists():
        return False
    spent = take_attention(contact=letter.contact, kind=KIND, topic=TOPIC, now=now)
    if spent is None:
        return False
    notice = outbox.enqueue(
        contact=letter.contact, origin=Message.Origin.PROACTIVE, body=template.body, now=now, topic=TOPIC,
        template=outbox.Template(template.sid, {}), address=last_inbound.address, channel=last_inbound.channel,
        sender=last_inbound.sender, message_type="letter_notice",
    )  # fmt: skip
    for note in spent:
        note(notice)
    Letter.objects.filter(pk=letter.pk).update(
        state=Letter.State.TOLD, told_at=now, notice=notice, due_at=now + WAITS_FOR
    )
    return True


def take_back_unsent(*, now: datetime) -> int:
    """Word that was withheld reached nobody: what it was about waits as before, and may be told of again."""
    another = Letter.objects.filter(
        contact=OuterRef("contact"), kind=OuterRef("kind"), state=Letter.State.RECEIVED, joined=False
    )
    # Letters of two contacts that turned out to be one person wait side by side.
    unsent = Letter.objects.unread().filter(
        Q(joined=True) | ~Exists(another),
        kind=Letter.Kind.ANSWER,
        asked_at=None,
        notice__status=Message.Status.WITHHELD,
    )
    return unsent.update(state=Letter.State.RECEIVED, told_at=None, notice=None, due_at=now)


def leave_all(notices: Mapping[int, Message], *, now: datetime) -> None:
    """A letter waits for each of these contacts, and these messages say so. In the transaction that stores them; one
    from before that nobody came for makes room."""
    earlier = Letter.objects.unread().filter(contact__in=notices.keys(), kind=Letter.Kind.CAMPAIGN)
    earlier.drop(reason=Letter.Reason.UNREAD, now=now)
    Letter.objects.bulk_create(
        Letter(
            contact_id=contact_id, kind=Letter.Kind.CAMPAIGN, state=Letter.State.TOLD, received_at=now, told_at=now,
            due_at=now + WAITS_FOR, notice=notice,
        )
        for contact_id, notice in notices.items()
    )  # fmt: skip


def is_one_unread(contact: Contact) -> bool:
    return Letter.objects.unread().filter(contact=contact).exists()


def was_just_told(contact: Contact) -> bool:
    """Whether the last that we said is that a letter waits, so that a bare yes means: read it."""
    last = Message.objects.filter(contact=contact, direction=Message.Direction.OUTBOUND).order_by("-pk")
    told_by = last.values_list("pk", flat=True).first()
    return bool(told_by) and Letter.objects.unread().filter(contact=contact, notice=told_by).exists()


@dataclass(frozen=True)
class Wanted:
    """They come for it: a run of the penpal's post for them alone is queued at once."""

    def write(self, *, contact: Contact, message: Message, session: Session, now: datetime) -> None:
        from conversations import tasks

        waiting = Letter.objects.unread().filter(Q(asked_at=None), contact=contact)
        if waiting.update(asked_at=now):
            async_task(tasks.answer_letters, contact.pk)
