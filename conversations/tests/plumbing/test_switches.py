"""Two switches for everybody at once, and the law of topics in the claim."""

from __future__ import annotations

import numpy as np
import pytest
from django.contrib.auth.models import User
from django_q.models import OrmQ

from conversations import consent, dialogue, maintenance, switches, tasks
from conversations.models import Contact, Message, Switch, SwitchChange
from conversations.receiving import inbox
from conversations.sending import outbox, send_loop
from conversations.tests.conftest import NOW, an_inbound, queued

pytestmark = pytest.mark.usefixtures("whatsapp")


@pytest.fixture
def sam(db) -> User:
    return User.objects.create_user("sam")


def turn(key: str, on: bool, sam: User) -> bool:
    return switches.turn(key=key, on=on, by=sam, because="a drill", now=NOW)


def claimed() -> list[str]:
    return [message.body for message in outbox.claim_due(now=NOW, limit=10)]


def test_a_message_about_a_topic_that_nobody_agreed_to_is_withheld(amina):
    Contact.objects.filter(pk=amina.pk).update(topics=["deals"])
    queued(amina, "a new game", origin="proactive", content={"topic": "new_games"})
    assert claimed() == []
    assert Message.objects.get().withheld_because == "no_consent"


def test_a_message_without_a_topic_never_leaves(amina):
    queued(amina, "hey", origin="proactive", content={})
    assert claimed() == []
    with pytest.raises(outbox.UnsendableMessage):
        outbox.enqueue(contact=amina, origin="proactive", body="hey", now=NOW, channel="whatsapp")


def test_a_child_is_never_written_to_first_whatever_was_agreed(amina):
    amina.player.age_band = "under_13"
    amina.player.save()
    queued(amina, "a sale", origin="proactive")
    assert claimed() == []
    assert Message.objects.get().withheld_because == "child"


def test_taking_a_topic_back_withholds_what_is_queued_about_it_alone(amina):
    queued(amina, "a sale", origin="proactive")
    queued(amina, "a new game", origin="proactive", content={"topic": "new_games"})
    dropped = []
    consent.planned.append(lambda **what: dropped.append(what["topics"]))
    try:
        consent.refuse_topics(contact=amina, topics=["deals"], evidence=None, source="chat", now=NOW)
    finally:
        consent.planned.pop()
    assert dropped == [("deals",)]
    assert claimed() == ["a new game"]


def test_an_unread_message_holds_what_we_would_start_ourselves(amina):
    """It may be a STOP that no worker has looked at yet."""
    queued(amina, "a sale", origin="proactive")
    inbox.receive(an_inbound("STOP", phone="+15550100001"), now=NOW)
    assert claimed() == []
    assert not outbox.is_anything_due(NOW)


def test_silence_holds_what_is_queued_and_lets_replies_pass(amina, bilal, sam):
    queued(amina, "a sale", origin="proactive")
    queued(amina, "did it fit?", origin="follow_up")
    assert turn("silence", True, sam)
    assert claimed() == []
    assert not outbox.is_anything_due(NOW)
    queued(amina, "your answer")
    queued(amina, "you asked for this", origin="reminder")
    assert claimed() == ["your answer"]
    Message.objects.filter(status="sending").update(status="sent")
    assert claimed() == ["you asked for this"]
    Message.objects.filter(status="sending").update(status="sent")
    assert not turn("silence", True, sam), "it was on already"
    assert turn("silence", False, sam)
    assert claimed() == ["a sale"]
    assert list(SwitchChange.objects.values_list("key", "is_on", "by__username", "because")) == [
        ("silence", False, "sam", "a drill"),
        ("silence", True, "sam", "a drill"),
    ]


def test_in_maintenance_all_is_kept_each_is_told_once_and_answered_afterwards(amina, sam, twilio):
    turn("maintenance", True, sam)
    rng = np.random.default_rng(1)
    for words in ("hi", "something calm"):
        receipt = inbox.receive(an_inbound(words, phone="+15550100001"), now=NOW)
        assert not dialogue.answer(receipt.contact_id, clock=lambda: NOW, rng=rng)
    send_loop.send_due(clock=lambda: NOW, rng=rng, run_seconds=1)
    assert len(twilio.bodies) == 1, "one polite notice a person"
    assert Message.objects.filter(direction="inbound", status="received").count() == 2
    OrmQ.objects.all().delete()
    turn("maintenance", False, sam)
    assert tasks.answer_all_waiting in [row.task["func"] for row in OrmQ.objects.all()]
    assert maintenance.queue_all_waiting() == 1


def test_a_stop_in_maintenance_holds_at_once_and_is_confirmed_later(amina, sam):
    turn("maintenance", True, sam)
    receipt = inbox.receive(an_inbound("Stop!", phone="+15550100001"), now=NOW)
    dialogue.answer(receipt.contact_id, clock=lambda: NOW)
    amina.refresh_from_db()
    assert not amina.replies_allowed
    assert not Message.objects.filter(direction="outbound").exists()


def test_somebody_in_danger_hears_where_to_turn_even_in_maintenance(amina, sam):
    turn("maintenance", True, sam)
    receipt = inbox.receive(an_inbound("i want to kill myself", phone="+15550100001"), now=NOW)
    for _ in range(2):
        dialogue.answer(receipt.contact_id, clock=lambda: NOW)
    amina.refresh_from_db()
    assert amina.distress_at == NOW
    [care] = Message.objects.filter(direction="outbound")
    assert "findahelpline.com" in care.body


def test_whoever_said_no_to_check_ins_has_refused_and_silence_is_no_refusal(amina):
    assert not consent.has_refused(contact=amina, topic="check_ins")
    consent.stop(contact=amina, evidence=None, source="chat", now=NOW)
    assert consent.has_refused(contact=amina, topic="check_ins")
    consent.allow_topics(contact=amina, topics=["check_ins"], evidence=None, source="chat", now=NOW)
    assert not consent.has_refused(contact=amina, topic="check_ins")


def test_a_switch_that_was_never_turned_is_off(db):
    assert not switches.is_on(Switch.Key.SILENCE)
    assert switches.turned_on() == []
