"""What can happen in between does: each race is played at its worst moment, on purpose."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection

from conversations import consent, dialogue
from conversations.channels.types import Address
from conversations.models import Contact, Message
from conversations.receiving import identity, inbox
from conversations.sending import outbox, send_loop
from conversations.tests.conftest import NOW, an_inbound, queued
from thrum_project.tests.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)
PHONE, SCOPED = Address("phone", "+15550100009"), Address("whatsapp_id", "US.900100200300")
# A turn asks for the time when it takes the lease and counts the try, begins, and is about to write.
ABOUT_TO_WRITE = 3


class Interrupting:
    """A clock that does something once, when it is looked at for the n-th time."""

    def __init__(self, act: Callable[[], object], *, at: int) -> None:
        self.looks, self.act, self.at = 0, act, at

    def __call__(self) -> datetime:
        self.looks += 1
        if self.looks == self.at:
            # On a thread of its own, hence with a connection of its own, as another process would.
            thread = threading.Thread(target=self._act)
            thread.start()
            thread.join(timeout=0.5 if connection.in_atomic_block else 20)
        return NOW

    def _act(self) -> None:
        try:
            self.act()
        finally:
            connection.close()


def replies() -> list[str]:
    return list(
        Message.objects.filter(direction="outbound", part=0).order_by("pk").values_list("in_reply_to__body", flat=True)
    )


@pytest.mark.parametrize("moment", range(1, 7))
def test_a_message_that_comes_at_any_moment_of_a_turn_is_answered_too(moment, rng):
    receipt = inbox.receive(an_inbound("first"), now=NOW)
    clock = Interrupting(lambda: inbox.receive(an_inbound("second"), now=NOW), at=moment)
    dialogue.answer(receipt.contact_id, clock=clock, rng=rng)
    dialogue.answer(receipt.contact_id, clock=lambda: NOW, rng=rng)  # the second message's own task
    expected = ["first", "second"] if clock.looks >= moment else ["first"]
    assert replies() == expected


def test_a_turn_of_somebody_who_is_merged_meanwhile_is_taken_again_under_the_other(rng):
    stays = inbox.receive(an_inbound("from my phone", addresses=(PHONE,)), now=NOW).contact_id
    goes = inbox.receive(an_inbound("by name", addresses=(SCOPED,)), now=NOW).contact_id
    clock = Interrupting(
        lambda: inbox.receive(an_inbound("both", addresses=(PHONE, SCOPED)), now=NOW), at=ABOUT_TO_WRITE
    )
    dialogue.answer(goes, clock=clock, rng=rng)
    assert dialogue.answer(stays, clock=lambda: NOW, rng=rng)
    assert Contact.objects.get().pk == stays
    assert sorted(replies()) == ["both", "by name", "from my phone"]


def test_a_turn_of_somebody_who_is_given_another_address_meanwhile_stands(rng):
    stays = inbox.receive(an_inbound("from my phone", addresses=(PHONE,)), now=NOW).contact_id
    goes = inbox.receive(an_inbound("by name", addresses=(SCOPED,)), now=NOW).contact_id
    clock = Interrupting(lambda: identity.merge(keep_id=stays, gone_id=goes, now=NOW), at=ABOUT_TO_WRITE)
    assert dialogue.answer(stays, clock=clock, rng=rng)
    assert dialogue.answer(stays, clock=lambda: NOW, rng=rng)
    assert sorted(replies()) == ["by name", "from my phone"]


@pytest.mark.parametrize("round_", range(5))
def test_of_a_stop_and_a_send_at_once_one_is_first(round_, amina, twilio, rng):
    """Either the reply had left before the STOP, or it is withheld: never both, never neither."""
    message = queued(amina)
    claimed: list[Message] = []
    at_once(
        lambda: consent.stop(contact=amina, evidence=None, source="chat", now=NOW),
        lambda: claimed.extend(outbox.claim_due(now=NOW, limit=10)),
    )
    message.refresh_from_db()
    assert (message.status, len(claimed)) in (("sending", 1), ("withheld", 0))
    send_loop.send_due(clock=lambda: NOW, rng=rng)
    assert twilio.messages == []


def test_several_send_loops_at_once_send_each_message_once(make_contact, twilio):
    for number in range(12):
        queued(make_contact(f"+1555010{number:04d}"), f"hello {number}")
    at_once(*[lambda: send_loop.send_due(clock=lambda: NOW)] * 4)
    assert sorted(twilio.bodies) == sorted(f"hello {number}" for number in range(12))
    assert set(Message.objects.values_list("status", flat=True)) == {"accepted"}


def test_two_deliveries_that_merge_the_same_people_at_once_leave_one_person():
    inbox.receive(an_inbound("a", addresses=(PHONE,)), now=NOW)
    inbox.receive(an_inbound("b", addresses=(SCOPED,)), now=NOW)
    messages = [an_inbound(f"both {number}", addresses=(PHONE, SCOPED)) for number in range(4)]
    at_once(*(functools.partial(inbox.receive, one, now=NOW) for one in messages))
    contact = Contact.objects.get()
    assert contact.inbound_seq == 6
    assert sorted(contact.messages.values_list("seq", flat=True)) == list(range(1, 7))
