"""Status callbacks come late, twice and out of order; a message only ever moves forward."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conversations.channels.types import StatusUpdate
from conversations.models import Message
from conversations.sending import statuses
from conversations.tests.conftest import NOW, queued

pytestmark = pytest.mark.django_db

RANK = ["sending", "accepted", "sent", "delivered", "read"]


def report(message: Message, status: str, code: str = "") -> bool:
    update = StatusUpdate("whatsapp", "SM" + "a" * 32, str(message.public_id), status, error_code=code)
    return statuses.apply(update, now=NOW)


@pytest.mark.django_db(transaction=True)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["accepted", "sent", "delivered", "read"]), min_size=1, max_size=8))
def test_in_any_order_the_highest_status_wins(amina, order):
    message = queued(amina, status="sending", claimed_at=NOW)
    for status in order:
        report(message, status)
    message.refresh_from_db()
    assert message.status == max(order, key=RANK.index)
    message.delete()


def test_a_late_sent_does_not_undo_read(amina):
    message = queued(amina, status="read")
    assert not report(message, "sent")
    message.refresh_from_db()
    assert message.status == "read"


def test_a_callback_before_the_answer_of_the_call_still_finds_its_message(amina):
    message = queued(amina, status="sending", claimed_at=NOW)
    assert report(message, "delivered")
    message.refresh_from_db()
    assert (message.status, message.provider_id) == ("delivered", "SM" + "a" * 32)


def test_without_our_id_the_providers_id_finds_the_message(amina):
    message = queued(amina, status="accepted", provider_id="SM" + "b" * 32)
    assert statuses.apply(StatusUpdate("whatsapp", "SM" + "b" * 32, "", "sent"), now=NOW)
    message.refresh_from_db()
    assert message.status == "sent"


def test_a_failure_says_why_in_plain_words(amina):
    message = queued(amina, status="sent")
    report(message, "failed", "63016")
    message.refresh_from_db()
    assert (message.status, message.error_code) == ("failed", "63016")
    assert "window" in message.error


def test_who_unsubscribed_at_twilio_is_stopped_here(amina):
    message = queued(amina, status="sent")
    waiting = queued(amina, "another")
    report(message, "failed", "21610")
    amina.refresh_from_db()
    waiting.refresh_from_db()
    assert not amina.replies_allowed
    assert waiting.status == "withheld"


@pytest.mark.parametrize("public_id", ["", "nonsense", "0b9f6c1e-0000-4000-8000-000000000001"])
def test_a_status_of_an_unknown_message_is_no_error(public_id):
    assert not statuses.apply(StatusUpdate("whatsapp", "SM" + "c" * 32, public_id, "sent"), now=NOW)
