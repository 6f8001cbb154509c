"""A message comes in: stored once, counted once, its answer queued once."""

from __future__ import annotations

import functools

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django_q.models import OrmQ

from conversations.channels.types import Address
from conversations.models import Contact, ContactAddress, Message, SenderWindow
from conversations.receiving import inbox
from conversations.tests.conftest import NOW, SENDER, an_inbound
from thrum_project.tests.at_once import at_once

PHONE, SCOPED = Address("phone", "+15550100009"), Address("whatsapp_id", "US.900100200300")


@pytest.mark.django_db
class TestReceiving:
    def test_a_first_message_makes_a_contact_and_queues_its_answer(self):
        receipt = inbox.receive(an_inbound("hi", profile_name="Robin"), now=NOW)
        contact = Contact.objects.get()
        assert receipt.is_new
        assert (contact.display_name, contact.inbound_seq, contact.last_inbound_at) == ("Robin", 1, NOW)
        assert SenderWindow.objects.get().sender == SENDER
        assert OrmQ.objects.count() == 1

    def test_a_redelivered_message_changes_nothing(self):
        message = an_inbound("hi")
        first = inbox.receive(message, now=NOW)
        again = inbox.receive(message, now=NOW)
        assert (again.message_id, again.is_new) == (first.message_id, False)
        assert Contact.objects.get().inbound_seq == 1
        assert OrmQ.objects.count() == 1

    def test_what_a_rolled_back_transaction_queued_is_gone(self):
        with transaction.atomic():
            inbox.receive(an_inbound("hi"), now=NOW)
            transaction.set_rollback(True)
        assert not OrmQ.objects.exists()

    def test_a_known_contact_costs_four_statements(self):
        inbox.receive(an_inbound("hi"), now=NOW)
        with CaptureQueriesContext(connection) as queries:
            inbox.receive(an_inbound("again"), now=NOW)
        assert len(data_statements(queries)) <= 4, data_statements(queries)

    def test_a_new_contact_costs_eight_statements(self):
        with CaptureQueriesContext(connection) as queries:
            inbox.receive(an_inbound("hi", addresses=(PHONE, SCOPED)), now=NOW)
        assert len(data_statements(queries)) <= 8, data_statements(queries)

    def test_nul_and_unknown_fields_are_kept_as_far_as_the_database_can(self):
        inbox.receive(an_inbound("a\x00b", raw={"New\x00Field": "x\x00"}), now=NOW)
        message = Message.objects.get()
        assert (message.body, message.raw) == ("ab", {"NewField": "x"})

    def test_a_web_message_queues_no_task(self):
        inbox.receive(an_inbound("hi", channel="web", addresses=(Address("web", "token"),), sender="web"), now=NOW)
        assert not OrmQ.objects.exists()


def data_statements(queries) -> list[str]:
    return [query["sql"][:90] for query in queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))]


@pytest.mark.django_db
class TestWhoWrote:
    def test_both_addresses_lead_to_one_contact(self):
        inbox.receive(an_inbound(addresses=(PHONE, SCOPED)), now=NOW)
        inbox.receive(an_inbound(addresses=(SCOPED,)), now=NOW)
        assert Contact.objects.get().inbound_seq == 2

    def test_a_reply_goes_to_the_address_that_was_written_from(self):
        inbox.receive(an_inbound(addresses=(PHONE, SCOPED)), now=NOW)
        inbox.receive(an_inbound(addresses=(SCOPED,)), now=NOW)
        assert [message.address.value for message in Message.objects.order_by("seq")] == [PHONE.value, SCOPED.value]

    def test_two_contacts_that_turn_out_to_be_one_are_merged(self):
        inbox.receive(an_inbound("from my phone", addresses=(PHONE,)), now=NOW)
        inbox.receive(an_inbound("by name", addresses=(SCOPED,)), now=NOW)
        Contact.objects.filter(addresses__value=SCOPED.value).update(proactive_allowed=False, replies_allowed=False)
        inbox.receive(an_inbound("both", addresses=(PHONE, SCOPED)), now=NOW)
        contact = Contact.objects.get()
        assert contact.inbound_seq == 3
        assert sorted(contact.messages.values_list("seq", flat=True)) == [1, 2, 3]
        assert set(contact.addresses.values_list("value", flat=True)) == {PHONE.value, SCOPED.value}
        assert not contact.replies_allowed, "STOP survives"

    @pytest.mark.parametrize(
        ("stored", "written"),
        [
            ("+5511987654321", "+551187654321"),
            ("+551187654321", "+5511987654321"),
            ("+525512345678", "+5215512345678"),
            ("+541123456789", "+5491123456789"),
        ],
    )
    def test_another_spelling_of_the_number_is_the_same_person(self, stored, written):
        inbox.receive(an_inbound(phone=stored), now=NOW)
        inbox.receive(an_inbound(phone=written), now=NOW)
        assert Contact.objects.count() == 1
        assert Message.objects.order_by("seq").last().address.value == written


@pytest.mark.django_db(transaction=True)
def test_many_copies_at_once_are_one_message_and_one_task():
    message = an_inbound("hi")
    at_once(*[lambda: inbox.receive(message, now=NOW)] * 20)
    assert Message.objects.count() == 1
    assert OrmQ.objects.count() == 1
    assert Contact.objects.get().inbound_seq == 1


@pytest.mark.django_db(transaction=True)
def test_a_new_persons_first_messages_at_once_make_one_contact():
    messages = [an_inbound(f"message {number}") for number in range(8)]
    at_once(*(functools.partial(inbox.receive, one, now=NOW) for one in messages))
    assert Contact.objects.get().inbound_seq == 8
    assert ContactAddress.objects.count() == 1
    assert sorted(Message.objects.values_list("seq", flat=True)) == list(range(1, 9))
