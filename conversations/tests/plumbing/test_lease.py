"""One worker answers a person at a time, and a slow or dead one writes nothing twice."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from conversations import dialogue, sweeps
from conversations.dialogue import lease
from conversations.models import Contact, Message
from conversations.receiving import inbox
from conversations.tests.conftest import NOW, an_inbound
from thrum_project.tests.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def waiting() -> Contact:
    """Robin has written three messages that nobody has answered."""
    for words in ("hi", "are you there?", "hello??"):
        receipt = inbox.receive(an_inbound(words), now=NOW)
    return Contact.objects.get(pk=receipt.contact_id)


def held_by(contact: Contact) -> UUID:
    mine = lease.acquire(contact.pk, now=NOW)
    assert mine
    return mine.token


def replies() -> list[tuple[str, int]]:
    return list(Message.objects.filter(direction="outbound").order_by("pk").values_list("in_reply_to__body", "part"))


def test_everything_that_waits_is_answered_in_order(waiting, rng):
    assert dialogue.answer(waiting.pk, clock=lambda: NOW, rng=rng)
    answered = [words for words, part in replies() if part == 0]
    assert answered == ["hi", "are you there?", "hello??"]
    waiting.refresh_from_db()
    assert (waiting.lease_token, waiting.answered_seq) == (None, 3)


def test_answering_twice_changes_nothing(waiting, rng):
    dialogue.answer(waiting.pk, clock=lambda: NOW, rng=rng)
    before = replies()
    assert dialogue.answer(waiting.pk, clock=lambda: NOW, rng=rng)
    assert replies() == before


def test_workers_at_once_give_one_answer_each_message(waiting):
    at_once(*[lambda: dialogue.answer(waiting.pk, wait_seconds=20)] * 4)
    assert [words for words, part in replies() if part == 0] == ["hi", "are you there?", "hello??"]


def test_a_held_lease_makes_others_leave(waiting):
    assert lease.acquire(waiting.pk, now=NOW)
    assert not dialogue.answer(waiting.pk, clock=lambda: NOW)
    assert replies() == []


def test_a_lease_ends_by_itself(waiting, rng):
    lease.acquire(waiting.pk, now=NOW)
    later = NOW + lease.DURATION + timedelta(seconds=1)
    assert dialogue.answer(waiting.pk, clock=lambda: later, rng=rng)


def test_who_lost_the_lease_cannot_prove_it(waiting):
    mine = held_by(waiting)
    later = NOW + lease.DURATION + timedelta(seconds=1)
    assert lease.acquire(waiting.pk, now=later)
    with pytest.raises(lease.LeaseLostError):
        lease.prove(waiting.pk, mine, is_led_by_a_person=False, now=later)


def test_a_person_who_took_over_meanwhile_is_no_lost_lease(waiting):
    token = held_by(waiting)
    assert lease.prove(waiting.pk, token, is_led_by_a_person=False, now=NOW)
    Contact.objects.update(held_by_human_at=NOW)
    assert not lease.prove(waiting.pk, token, is_led_by_a_person=False, now=NOW)
    assert lease.prove(waiting.pk, token, is_led_by_a_person=True, now=NOW)


def test_a_message_that_came_meanwhile_keeps_the_holder(waiting):
    token = held_by(waiting)
    assert not lease.release(waiting.pk, token, seen_seq=2)
    assert not lease.release(waiting.pk, token, seen_seq=3)  # seen, but not answered
    Message.objects.update(status="handled")
    assert lease.release(waiting.pk, token, seen_seq=3)


def test_after_three_tries_a_contact_is_parked_and_shown(waiting):
    for _ in range(lease.MAX_ATTEMPTS):
        mine = lease.acquire(waiting.pk, now=NOW)
        assert mine
        assert mine.is_counted
        lease.drop(waiting.pk, mine.token)
    assert not dialogue.answer(waiting.pk, clock=lambda: NOW)
    waiting.refresh_from_db()
    assert waiting.parked_at == NOW
    assert sweeps.bring_back_unanswered(NOW + timedelta(hours=1)) == 0


def test_a_try_is_counted_with_the_lease_only_while_something_waits(waiting):
    Message.objects.update(status="handled")
    mine = lease.acquire(waiting.pk, now=NOW)
    assert mine
    assert not mine.is_counted
    waiting.refresh_from_db()
    assert waiting.attempts == 0


def test_what_is_left_to_change_is_written_with_the_letting_go_or_not_at_all(waiting):
    token = held_by(waiting)
    assert not lease.release(waiting.pk, token, seen_seq=3, changes={"display_name": "Robin"})
    Message.objects.update(status="handled")
    assert lease.release(waiting.pk, token, seen_seq=3, changes={"persona": "coach"})
    waiting.refresh_from_db()
    assert (waiting.display_name, waiting.persona, waiting.lease_token) == ("", "coach", None)


def test_who_was_forgotten_is_brought_back_by_the_sweep(waiting, run_queue):
    from django_q.models import OrmQ

    OrmQ.objects.all().delete()
    assert sweeps.bring_back_unanswered(NOW + timedelta(minutes=1)) == 1
    assert OrmQ.objects.count() == 1
