"""Thousands of messages that we start by ourselves, stored at once."""

from __future__ import annotations

import pytest
from django_q.models import OrmQ

from conversations.channels.twilio_whatsapp.standin import SENDER
from conversations.models import Message
from conversations.sending.in_bulk import Proposed, enqueue_all
from conversations.sending.outbox import Template, UnsendableMessage

pytestmark = pytest.mark.django_db


def a_proposal(contact, body="Hi!", **changes):
    told = {"channel": "whatsapp", "sender": SENDER, "address_id": contact.addresses.get().pk, **changes}
    return Proposed(contact_id=contact.pk, body=body, **told)


def test_all_are_stored_in_order_and_the_sender_is_woken_once(amina, bilal, now):
    proposed = [
        a_proposal(bilal, "Hi Bilal!", template=Template("HX1", {"1": "Bilal"})),
        a_proposal(amina, "Hi Amina!"),
    ]

    stored = enqueue_all(proposed, topic="check_ins", message_type="hello", now=now)

    assert [message.body for message in stored] == ["Hi Bilal!", "Hi Amina!"]
    assert [message.pk for message in Message.objects.order_by("pk")] == [message.pk for message in stored]
    assert {(message.origin, message.status) for message in stored} == {("proactive", "queued")}
    assert stored[0].content == {
        "topic": "check_ins", "type": "hello", "template_sid": "HX1", "template_variables": {"1": "Bilal"},
    }  # fmt: skip
    assert OrmQ.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "topic"),
    [
        ({"body": ""}, "check_ins"),
        ({"body": "x" * 5000}, "check_ins"),
        ({"channel": "web"}, "check_ins"),
        ({}, "anything"),
    ],
)
def test_one_that_cannot_be_sent_stops_them_all(amina, bilal, now, changes, topic):
    with pytest.raises(UnsendableMessage):
        enqueue_all([a_proposal(bilal), a_proposal(amina, **changes)], topic=topic, message_type="hello", now=now)

    assert not Message.objects.exists()


def test_nobody_to_write_to_wakes_nobody(db, now):
    assert enqueue_all([], topic="check_ins", message_type="hello", now=now) == []
    assert not OrmQ.objects.exists()
