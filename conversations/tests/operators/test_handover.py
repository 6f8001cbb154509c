"""A talk goes to a person and comes back: silence while held, a word on both edges, nothing twice, nobody forgotten."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from django.contrib.auth.models import User

from conversations import consent, dialogue
from conversations.models import Contact, HandOver, Message
from conversations.operators import handover
from conversations.privacy import own_data
from conversations.receiving import inbox
from conversations.sending import outbox
from conversations.tests.conftest import NOW, an_inbound, queued
from thrum_project.tests.at_once import at_once

TIMEOUT = timedelta(minutes=30)


@pytest.fixture
def olga(db) -> User:
    return User.objects.create_user("olga", is_staff=True)


@pytest.fixture
def pablo(db) -> User:
    return User.objects.create_user("pablo", is_staff=True)


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(3)


@pytest.fixture
def write(db, rng):
    def say(body: str, *, at=NOW, answered_at=None, **changes) -> list[str]:
        """What they wrote; what was answered to it."""
        receipt = inbox.receive(an_inbound(body, **changes), now=at)
        if answered_at != "never":
            assert dialogue.answer(receipt.contact_id, clock=lambda: answered_at or at, rng=rng)
        return list(Message.objects.filter(in_reply_to=receipt.message_id).values_list("body", flat=True))

    return say


@pytest.fixture
def robin(write) -> Contact:
    """Asked for a person a minute ago; nobody has come yet."""
    assert write("can i talk to a human please")
    return Contact.objects.get()


def said_unasked() -> list[Message]:
    return list(Message.objects.filter(direction="outbound", in_reply_to=None).order_by("pk"))


def claims() -> list[tuple[str, str]]:
    """What would leave now, and what is withheld and why."""
    outbox.claim_due(now=NOW + timedelta(minutes=2), limit=10)
    rows = Message.objects.filter(direction="outbound").order_by("pk")
    return [(row.origin, row.withheld_because or row.status) for row in rows]


def test_who_asks_for_a_person_is_told_what_to_expect(robin):
    (message,) = Message.objects.filter(direction="outbound")
    assert "30 minutes" in message.body
    row = HandOver.objects.get()
    assert (row.because, row.claimed_by, row.closed_at) == ("asked", None, None)
    assert robin.held_by_human_at == row.opened_at == NOW


def test_nothing_is_answered_while_held_and_nothing_later(robin, write, rng):
    assert write("something calm on switch", at=NOW + timedelta(minutes=1)) == []
    assert write("hello??", at=NOW + timedelta(minutes=2)) == []
    handover.hand_back(contact=robin, now=NOW + timedelta(minutes=3), rng=rng)
    dialogue.answer(robin.pk, clock=lambda: NOW + timedelta(minutes=4), rng=rng)
    assert len(said_unasked()) == 1  # "I'm back", and no more
    assert write("something calm on switch", at=NOW + timedelta(minutes=5))


def test_what_was_written_while_held_is_not_answered_by_a_worker_that_comes_late(robin, write, rng):
    write("are you there", at=NOW + timedelta(minutes=1), answered_at="never")
    handover.hand_back(contact=robin, now=NOW + timedelta(minutes=3), rng=rng)
    assert write("hi again", at=NOW + timedelta(minutes=4))
    late = Message.objects.get(body="are you there")
    assert late.status == "handled"
    assert not late.replies.exists()


def test_the_bots_words_that_still_wait_are_withheld_while_held(robin, whatsapp):
    Contact.objects.update(proactive_allowed=True, topics=["deals"])
    queued(robin, "here are three games")
    queued(robin, "a sale!", origin="proactive")
    assert claims() == [("system", "sending"), ("reply", "queued"), ("proactive", "queued")]
    Message.objects.filter(origin="system").update(status="sent")
    for _ in range(2):
        outbox.claim_due(now=NOW + timedelta(minutes=2), limit=10)
    withheld = Message.objects.filter(status="withheld").values_list("withheld_because", flat=True)
    assert list(withheld) == ["held_by_human", "held_by_human"]


def test_a_game_thought_of_while_an_operator_took_over_is_not_sent(write, olga, rng, monkeypatch):
    write("hi")
    contact = Contact.objects.get()
    from conversations.dialogue import turn

    plan = turn.plan_turn

    def slow(**given):
        made = plan(**given)
        if not HandOver.objects.exists():
            handover.claim(contact=contact, by=olga, now=NOW, rng=rng)
        return made

    monkeypatch.setattr(turn, "plan_turn", slow)
    assert write("something calm on pc") == []


def test_an_operator_who_takes_over_is_announced(write, olga, rng):
    write("hi")
    contact = Contact.objects.get()
    handover.claim(contact=contact, by=olga, now=NOW, rng=rng)
    (message,) = said_unasked()
    assert message.origin == "system"
    assert "person" in message.body or "human" in message.body or "somebody" in message.body
    assert HandOver.objects.get().because == "taken"


def test_who_was_told_already_is_not_told_again(robin, olga, rng):
    handover.claim(contact=robin, by=olga, now=NOW, rng=rng)
    assert said_unasked() == []


def test_an_operators_answer_leaves_by_the_way_they_wrote(robin, olga, rng, whatsapp):
    handover.claim(contact=robin, by=olga, now=NOW, rng=rng)
    message = handover.reply(contact=robin, by=olga, body="  Hi, Olga here. ", seen=10**9, now=NOW)
    assert (message.origin, message.body, message.channel) == ("operator", "Hi, Olga here.", "whatsapp")
    assert message.sender == Message.objects.filter(direction="inbound").latest("pk").sender
    assert ("operator", "queued") in claims()
    row = HandOver.objects.get()
    assert (row.first_answer_at, row.last_answer_at, row.last_activity_at) == (NOW, NOW, NOW)


class TestTwoOperators:
    def test_the_second_is_told_who_has_it(self, robin, olga, pablo, rng):
        handover.claim(contact=robin, by=olga, now=NOW, rng=rng)
        with pytest.raises(handover.HandOverRefusal, match="olga"):
            handover.claim(contact=robin, by=pablo, now=NOW, rng=rng)
        with pytest.raises(handover.HandOverRefusal, match="olga"):
            handover.reply(contact=robin, by=pablo, body="hi", seen=10**9, now=NOW)

    def test_it_can_be_taken_from_the_colleague_who_was_shown(self, robin, olga, pablo, rng):
        handover.claim(contact=robin, by=olga, now=NOW, rng=rng)
        handover.claim(contact=robin, by=pablo, now=NOW, rng=rng, from_user_id=olga.pk)
        assert HandOver.objects.get().claimed_by == pablo

    def test_nobody_answers_before_taking_it(self, robin, olga):
        with pytest.raises(handover.HandOverRefusal, match="Take over first"):
            handover.reply(contact=robin, by=olga, body="hi", seen=10**9, now=NOW)

    def test_the_same_form_twice_is_sent_once(self, robin, olga, rng):
        handover.claim(contact=robin, by=olga, now=NOW, rng=rng)
        seen = Message.objects.latest("pk").pk
        handover.reply(contact=robin, by=olga, body="hi", seen=seen, now=NOW)
        with pytest.raises(handover.HandOverRefusal, match="answered meanwhile"):
            handover.reply(contact=robin, by=olga, body="hi", seen=seen, now=NOW)
        assert Message.objects.filter(origin="operator").count() == 1


class TestTheLaw:
    @pytest.fixture
    def held(self, robin, olga, rng) -> Contact:
        handover.claim(contact=robin, by=olga, now=NOW, rng=rng)
        return robin

    def test_stop_ends_the_operators_words_too(self, held, olga, write):
        assert len(write("STOP", at=NOW + timedelta(minutes=1))) == 1
        with pytest.raises(handover.HandOverRefusal, match="STOP"):
            handover.reply(contact=held, by=olga, body="hi", seen=10**9, now=NOW + timedelta(minutes=2))

    def test_a_stop_that_comes_after_the_answer_was_queued_wins(self, held, olga, write, whatsapp):
        handover.reply(contact=held, by=olga, body="hi", seen=10**9, now=NOW)
        write("STOP", at=NOW + timedelta(minutes=1))
        assert ("operator", "stopped") in claims()

    def test_outside_the_window_nothing_goes(self, held, olga):
        with pytest.raises(handover.HandOverRefusal, match="window"):
            handover.reply(contact=held, by=olga, body="hi", seen=10**9, now=NOW + timedelta(hours=25))

    @pytest.mark.parametrize("body", ["", "   ", "x" * 5000])
    def test_what_no_channel_takes_is_refused(self, held, olga, body):
        with pytest.raises(handover.HandOverRefusal):
            handover.reply(contact=held, by=olga, body=body, seen=10**9, now=NOW)

    def test_start_is_noted_without_a_word(self, held, write):
        write("STOP", at=NOW + timedelta(minutes=1))
        assert write("START", at=NOW + timedelta(minutes=2)) == []
        held.refresh_from_db()
        assert held.proactive_allowed

    def test_erasing_works_and_its_question_alone_is_answered(self, held, write):
        assert len(write("delete my data", at=NOW + timedelta(minutes=1))) == 1
        assert write("hello, are you there?", at=NOW + timedelta(minutes=2)) == []
        assert write("yes", at=NOW + timedelta(minutes=3)) == []  # the question was left
        assert len(write("delete my data", at=NOW + timedelta(minutes=4))) == 1
        write("yes", at=NOW + timedelta(minutes=5))
        assert not HandOver.objects.exists()

    def test_somebody_in_danger_gets_help_lines_even_now_and_once(self, held, write):
        (care,) = write("i want to die", at=NOW + timedelta(minutes=1))
        assert "findahelpline.com" in care
        assert write("i really want to die", at=NOW + timedelta(minutes=2)) == []
        held.refresh_from_db()
        assert held.distress_at == NOW + timedelta(minutes=2)

    def test_an_export_tells_of_it(self, held):
        (row,) = own_data.export(held)["talks_with_a_person"]
        assert "claimed_by" not in row


class TestComingBack:
    def test_an_operator_hands_back_and_the_bot_says_so(self, robin, olga, rng):
        handover.claim(contact=robin, by=olga, now=NOW, rng=rng)
        handover.hand_back(contact=robin, now=NOW + timedelta(minutes=9), rng=rng)
        robin.refresh_from_db()
        row = HandOver.objects.get()
        assert (robin.held_by_human_at, row.ending) == (None, "handed_back")
        assert [message.origin for message in said_unasked()] == ["reply"]

    def test_nobody_came_and_the_bot_says_sorry(self, robin, rng):
        assert handover.return_overdue(now=NOW + TIMEOUT - timedelta(seconds=1), rng=rng) == 0
        assert handover.return_overdue(now=NOW + TIMEOUT, rng=rng) == 1
        (message,) = said_unasked()
        assert "sorry" in message.body
        assert HandOver.objects.get().ending == "timed_out"
        assert Contact.objects.get().held_by_human_at is None

    def test_it_comes_back_once_however_often_the_sweep_runs(self, robin, rng):
        for _ in range(3):
            handover.return_overdue(now=NOW + TIMEOUT, rng=rng)
        assert len(said_unasked()) == 1

    def test_an_answer_keeps_it_for_longer(self, robin, olga, rng):
        handover.claim(contact=robin, by=olga, now=NOW, rng=rng)
        handover.reply(contact=robin, by=olga, body="hi", seen=10**9, now=NOW + timedelta(minutes=20))
        assert handover.return_overdue(now=NOW + timedelta(minutes=49), rng=rng) == 0
        assert handover.return_overdue(now=NOW + timedelta(minutes=50), rng=rng) == 1
        assert "sorry" not in said_unasked()[-1].body

    def test_what_the_player_writes_does_not_keep_it(self, robin, write, rng):
        write("hello?", at=NOW + timedelta(minutes=25))
        assert handover.return_overdue(now=NOW + TIMEOUT, rng=rng) == 1

    def test_after_stop_it_comes_back_in_silence(self, robin, rng):
        consent.stop(contact=robin, evidence=None, source="test", now=NOW)
        assert handover.return_overdue(now=NOW + TIMEOUT, rng=rng) == 1
        assert said_unasked() == []

    def test_with_the_window_closed_it_comes_back_in_silence(self, robin, olga, rng):
        handover.claim(contact=robin, by=olga, now=NOW + timedelta(hours=30), rng=rng)
        handover.return_overdue(now=NOW + timedelta(hours=31), rng=rng)
        assert said_unasked() == []

    def test_the_next_one_is_a_new_hand_over(self, robin, write, rng):
        handover.return_overdue(now=NOW + TIMEOUT, rng=rng)
        assert write("human", at=NOW + timedelta(hours=1))
        assert HandOver.objects.count() == 2


class TestWaiting:
    def test_nobody_has_answered_since_it_began(self, robin):
        assert HandOver.objects.waiting().get().waits_since == NOW

    def test_answered_is_not_waiting(self, robin, olga, rng):
        handover.claim(contact=robin, by=olga, now=NOW, rng=rng)
        handover.reply(contact=robin, by=olga, body="hi", seen=10**9, now=NOW + timedelta(minutes=1))
        assert not HandOver.objects.waiting().exists()

    def test_it_counts_from_the_first_unanswered_word(self, robin, olga, rng, write):
        handover.claim(contact=robin, by=olga, now=NOW, rng=rng)
        handover.reply(contact=robin, by=olga, body="hi", seen=10**9, now=NOW + timedelta(minutes=1))
        for minute in (2, 7):
            write("and now?", at=NOW + timedelta(minutes=minute))
        assert HandOver.objects.waiting().get().waits_since == NOW + timedelta(minutes=2)


def test_an_operators_answer_may_hold_what_no_database_stores(robin, olga, rng):
    handover.claim(contact=robin, by=olga, now=NOW, rng=rng)
    assert handover.reply(contact=robin, by=olga, body="hi\0 there ", seen=10**9, now=NOW).body == "hi there"


def test_nobody_can_be_taken_over_who_was_erased_meanwhile(robin, olga, rng):
    Contact.objects.filter(pk=robin.pk).delete()
    with pytest.raises(handover.HandOverRefusal, match="not here any more"):
        handover.claim(contact=robin, by=olga, now=NOW, rng=rng)


def test_two_people_who_turn_out_to_be_one_have_one_talk(robin, write, rng):
    from conversations.receiving import identity

    write("human please", phone="+15550100077", at=NOW)
    other = Contact.objects.exclude(pk=robin.pk).get()
    identity.merge(keep_id=robin.pk, gone_id=other.pk, now=NOW)
    assert HandOver.objects.count() == 2
    assert HandOver.objects.still_open().count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_and_an_answer_at_once_leave_one_truth(write, olga, rng):
    write("human please")
    contact = Contact.objects.get()
    handover.claim(contact=contact, by=olga, now=NOW, rng=rng)
    later = NOW + TIMEOUT

    def sweep() -> int:
        return handover.return_overdue(now=later, rng=np.random.default_rng(1))

    def answer() -> int:
        try:
            handover.reply(contact=contact, by=olga, body="hi", seen=10**9, now=later)
        except handover.HandOverRefusal:
            return 0
        return 1

    *returned, answered = at_once(sweep, sweep, answer)
    assert sum(returned) + answered == 1
    assert HandOver.objects.still_open().count() == answered
    assert Message.objects.filter(direction="outbound", in_reply_to=None).count() == 1


def test_one_that_cannot_be_given_back_holds_up_nobody(robin, make_contact, rng, monkeypatch, caplog):
    other = make_contact("+15550101234", display_name="Noor")
    handover.begin(contact_id=other.pk, because="asked", now=NOW - timedelta(minutes=1))
    real = handover._say

    def breaks(contact, *args, **given):
        if contact == other:
            raise RuntimeError("no words")
        real(contact, *args, **given)

    monkeypatch.setattr(handover, "_say", breaks)
    assert handover.return_overdue(now=NOW + TIMEOUT, rng=rng) == 1
    assert set(HandOver.objects.still_open().values_list("contact", flat=True)) == {other.pk}
    assert f"contact {other.pk} could not be given back" in caplog.text
