"""Two machines that answer each other are noticed; a person who is fast, terse or in danger is not shut out."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations import dialogue
from conversations.channels.types import Address
from conversations.dialogue.loops import Heard, is_loop
from conversations.models import Contact, Message
from conversations.receiving import inbox
from conversations.tests.conftest import NOW, an_inbound

AWAY = "Thanks for writing! We are away and answer soon. Ticket 4711."


def heard(count: int, *, seconds: float, body: str = "") -> list[Heard]:
    return [Heard(NOW - timedelta(seconds=seconds * n), body or f"message {chr(97 + n % 26)}") for n in range(count)]


def loops(messages: list[Heard]) -> bool:
    return is_loop(messages, messages=20, minutes=5)


@pytest.mark.parametrize(
    ("messages", "is_one"),
    [
        ([], False),
        (heard(20, seconds=1), False),
        (heard(21, seconds=1), True),
        (heard(21, seconds=14.9), True),
        (heard(21, seconds=15), False),  # the first was exactly five minutes ago
        (heard(4, seconds=60, body=AWAY), False),
        (heard(5, seconds=60, body=AWAY), True),
        (heard(5, seconds=60 * 16, body=AWAY), False),
        (heard(19, seconds=20, body="more"), False),
        ([Heard(NOW - timedelta(minutes=n), f"Ticket {n}: we will answer soon") for n in range(5)], True),
    ],
)
def test_what_is_a_loop(messages, is_one):
    assert loops(messages) is is_one


@given(st.lists(st.text(max_size=30), max_size=4))
def test_a_few_messages_are_never_a_loop(bodies):
    assert not loops([Heard(NOW, body) for body in bodies])


@pytest.fixture
def hear(db, rng):
    def say(body: str, *, at: datetime = NOW, **changes) -> int:
        """What they wrote is answered; how many messages we sent in return."""
        receipt = inbox.receive(an_inbound(body, **changes), now=at)
        assert dialogue.answer(receipt.contact_id, clock=lambda: at, rng=rng)
        return Message.objects.filter(in_reply_to=receipt.message_id).count()

    return say


@pytest.fixture
def bot(hear) -> Contact:
    """An automatic answer has met us five times: we said so, once."""
    answers = [hear(AWAY, at=NOW + timedelta(minutes=n)) for n in range(7)]
    assert answers == [*answers[:4], 1, 0, 0]
    assert all(answers[:4])
    assert "person" in said() or "team" in said()
    return Contact.objects.get()


def said() -> str:
    return Message.objects.filter(direction="outbound").latest("pk").body


def test_an_automatic_answer_is_told_once_and_then_met_with_silence(bot):
    assert bot.looping_at == NOW + timedelta(minutes=4)
    assert not Message.objects.filter(status="received").exists()


def test_stop_and_erasing_work_all_the_same(bot, hear):
    assert hear("STOP", at=NOW + timedelta(minutes=8)) == 1
    bot.refresh_from_db()
    assert not bot.replies_allowed
    assert hear("delete my data", at=NOW + timedelta(minutes=9)) == 1
    hear("yes", at=NOW + timedelta(minutes=10))
    assert not Contact.objects.filter(looping_at__isnull=False).exists()


def test_somebody_in_danger_is_answered_all_the_same(bot, hear):
    assert hear("i want to kill myself", at=NOW + timedelta(minutes=8)) >= 1


def test_an_operator_sees_it_and_hands_back(bot, hear, admin_client):
    assert "like a machine" in admin_client.get("/admin/conversations/contact/").content.decode()
    assert "write like a machine" in admin_client.get("/admin/").content.decode()

    admin_client.post(f"/admin/conversations/contact/{bot.pk}/hand-back/")

    bot.refresh_from_db()
    assert bot.looping_at is None
    # What came before counts no more: the next one is a first.
    assert hear(AWAY, at=bot.handed_back_at + timedelta(seconds=1)) >= 1
    bot.refresh_from_db()
    assert bot.looping_at is None


def test_too_many_too_fast_go_quiet_at_the_limit(hear, settings):
    settings.LOOP_MESSAGES = 3
    answers = [hear(f"something calm number {word}") for word in ("one", "two", "three", "four", "five")]
    assert [bool(count) for count in answers] == [True, True, True, True, False]
    assert Contact.objects.get().looping_at == NOW


def test_taps_and_the_web_chat_are_no_loop(hear, settings):
    settings.LOOP_MESSAGES = 3
    for _ in range(5):
        assert hear("More", kind="choice", choice="more:0")
    for _ in range(5):
        assert hear("hi", channel="web", addresses=(Address("web", "token"),), sender="web")
    assert not Contact.objects.filter(looping_at__isnull=False).exists()
