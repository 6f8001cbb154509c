"""Reminders on their way: once, in the window or by the approved template, never after STOP."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from django.db import IntegrityError, transaction

from conversations import consent
from conversations.between_turns import reminders
from conversations.dialogue.memory_changes import NewReminder
from conversations.models import Contact, Message, Reminder
from conversations.sending import outbox, send_loop
from conversations.tests.conftest import NOW, SENDER
from games.models import Player
from thrum_project.tests.at_once import at_once

TEMPLATE = "HX" + "0" * 32


@pytest.fixture
def remind(db):
    """A reminder of theirs that is due now, asked for an hour ago; they wrote to us as the cast says."""

    def make(contact: Contact, about: str = "Quiet Harbour", *, due=NOW) -> Reminder:
        if not contact.messages.filter(direction="inbound").exists():
            Message.objects.create(
                contact=contact, address=contact.addresses.first(), channel="whatsapp", sender=SENDER, direction="inbound",
                origin="player", status="handled", seq=1, body="remind me", created_at=contact.last_inbound_at,
            )  # fmt: skip
        wanted = NewReminder(about=about, due_at=due, time_zone="Europe/London")
        return reminders.create(contact=contact, wanted=wanted, now=NOW - timedelta(hours=1))

    return make


def send(now=NOW) -> int:
    return reminders.send_due(now=now, rng=np.random.default_rng(1))


def state_of(reminder: Reminder) -> tuple[str, str]:
    reminder.refresh_from_db()
    return reminder.state, reminder.reason


@pytest.mark.usefixtures("whatsapp")
class TestLeaving:
    def test_it_leaves_once_however_often_we_look(self, amina, remind):
        reminder = remind(amina)
        assert [send(), send(), send(NOW + timedelta(minutes=5))] == [1, 0, 0]
        message = Message.objects.get(origin="reminder")
        assert reminder.about in message.body
        assert state_of(reminder) == ("sent", "")
        assert reminder.message == message

    def test_nothing_leaves_before_its_time(self, amina, remind):
        remind(amina, due=NOW + timedelta(minutes=1))
        assert send() == 0

    def test_inside_the_window_it_is_plain_text_with_buttons(self, amina, remind):
        remind(amina)
        send()
        (claimed,) = outbox.claim_due(now=NOW, limit=5)
        assert "template_sid" not in claimed.content
        assert [button["title"] for button in claimed.content["buttons"]] == ["in an hour"]

    def test_outside_it_leaves_as_the_approved_template(self, bilal, remind, settings):
        settings.REMINDER_TEMPLATE_SID = TEMPLATE
        remind(bilal, "Quiet\n Harbour")
        assert send() == 1
        (claimed,) = outbox.claim_due(now=NOW, limit=5)
        assert claimed.content["template_sid"] == TEMPLATE
        assert claimed.content["template_variables"]["1"] == "Quiet Harbour"
        assert claimed.content["template_variables"]["2"].startswith("https://")

    def test_outside_without_a_template_it_stays_and_says_why(self, bilal, remind):
        reminder = remind(bilal)
        assert send() == 0
        assert state_of(reminder) == ("unsent", "window_closed")
        assert not Message.objects.filter(direction="outbound").exists()

    def test_who_said_stop_hears_nothing(self, amina, remind):
        reminder = remind(amina)
        consent.stop(contact=amina, evidence=None, source="test", now=NOW)
        assert send() == 0
        assert state_of(reminder) == ("cancelled", "stopped")

    def test_stop_between_sending_and_the_claim_wins(self, amina, remind):
        reminder = remind(amina)
        send()
        consent.stop(contact=amina, evidence=None, source="test", now=NOW)
        assert outbox.claim_due(now=NOW, limit=5) == []
        send()
        assert state_of(reminder) == ("cancelled", "stopped")

    def test_a_child_is_sent_nothing(self, amina, remind):
        reminder = remind(amina)
        Player.objects.filter(pk=amina.player_id).update(age_band="under_13")
        assert send() == 0
        assert state_of(reminder) == ("cancelled", "child")

    def test_who_talks_with_a_person_is_reminded_afterwards(self, amina, remind):
        reminder = remind(amina)
        Contact.objects.filter(pk=amina.pk).update(held_by_human_at=NOW)
        assert send() == 0
        Contact.objects.filter(pk=amina.pk).update(held_by_human_at=None)
        assert send() == 1
        assert state_of(reminder) == ("sent", "")

    def test_what_comes_half_a_day_too_late_is_not_sent(self, amina, remind):
        reminder = remind(amina)
        assert send(NOW + timedelta(hours=13)) == 0
        assert state_of(reminder) == ("unsent", "too_late")

    def test_a_refusal_on_the_way_is_noticed(self, amina, remind):
        reminder = remind(amina)
        send()
        Message.objects.filter(origin="reminder").update(status="failed", error="no")
        assert reminders.note_refusals(now=NOW) == 1
        assert state_of(reminder) == ("unsent", "refused")

    def test_a_window_that_closes_on_the_way_is_noticed(self, amina, remind):
        reminder = remind(amina)
        send()
        outbox.claim_due(now=NOW + timedelta(hours=24), limit=5)
        reminders.note_refusals(now=NOW)
        assert state_of(reminder) == ("unsent", "window_closed")

    def test_what_became_of_a_message_is_no_news_after_days(self, amina, remind):
        reminder = remind(amina)
        send()
        Message.objects.filter(origin="reminder").update(status="failed", error="no")
        assert reminders.note_refusals(now=NOW + timedelta(days=4)) == 0
        assert state_of(reminder) == ("sent", "")

    def test_one_that_cannot_be_sent_holds_up_nobody(self, amina, bilal, remind, monkeypatch, caplog):
        bad, good = remind(bilal), remind(amina)
        real = reminders.find_window

        def breaks(contact, *, now):
            if contact == bilal:
                raise RuntimeError("no window")
            return real(contact, now=now)

        monkeypatch.setattr(reminders, "find_window", breaks)
        assert send() == 1
        assert (state_of(bad), state_of(good)) == (("waiting", ""), ("sent", ""))
        assert f"reminder {bad.pk} " in caplog.text


def test_an_unconnected_channel_is_waited_for(amina, remind, settings):
    settings.TWILIO_ACCOUNT_SID = ""
    reminder = remind(amina)
    assert send() == 0
    assert state_of(reminder) == ("waiting", "")


def test_it_reaches_twilio_once(amina, remind, twilio):
    remind(amina)
    send()
    send_loop.send_due(clock=lambda: NOW, rng=np.random.default_rng(1))
    send()
    send_loop.send_due(clock=lambda: NOW, rng=np.random.default_rng(1))
    assert len(twilio.messages) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "sent"}, {"state": "unsent", "ended_at": NOW}, {"told_at": NOW}, {"ended_at": NOW},
        {"state": "cancelled", "ended_at": NOW}, {"reason": "stopped"}, {"due_at": NOW - timedelta(days=1)},
    ],
    ids=str,
)  # fmt: skip
def test_no_row_can_stand_in_a_state_that_does_not_exist(amina, remind, changes):
    reminder = remind(amina)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.filter(pk=reminder.pk).update(**changes)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("whatsapp")
class TestAtOnce:
    def test_four_runs_at_once_send_each_reminder_once(self, amina, make_contact, remind):
        for number in range(5):
            remind(make_contact(f"+1555010100{number}", display_name=f"P{number}"))
        remind(amina)
        remind(amina, "Moss & Lanterns")
        assert sum(at_once(send, send, send, send)) == 7
        assert Message.objects.filter(origin="reminder").count() == 7
        assert Reminder.objects.filter(state="sent").count() == 7

    def test_stop_and_send_at_once_never_let_one_through(self, amina, remind):
        for _ in range(8):
            Reminder.objects.all().delete()
            Contact.objects.filter(pk=amina.pk).update(replies_allowed=True)
            remind(amina)
            at_once(send, lambda: consent.stop(contact=amina, evidence=None, source="test", now=NOW))
            assert outbox.claim_due(now=NOW, limit=5) == []
            send()
            assert Reminder.objects.get().state == "cancelled"


def test_it_leaves_by_the_way_they_wrote_last(amina, remind, whatsapp):
    remind(amina)
    send()
    message = Message.objects.get(origin="reminder")
    assert (message.sender, message.address) == (SENDER, amina.addresses.get())
