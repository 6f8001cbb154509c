"""A model is asked for so long, so often and so dearly, and whatever it does, nobody who asks is harmed."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import pytest

from conversations.llm import Answer, NoAnswer, Reason, desks, is_configured, nobody_asked, spending
from conversations.llm.types import Usage
from conversations.models import ModelCall, Session
from conversations.privacy import own_data, retention
from conversations.tests.conftest import NOW
from games.models import Player
from thrum_project.tests.at_once import at_once

pytestmark = pytest.mark.django_db
LEFT = {"branch": "left", "line": "Mind the third stair."}


def test_without_a_model_nobody_is_asked_and_nothing_is_written(put, settings):
    settings.LLM_BASE_URL = ""
    assert put() == NoAnswer(Reason.OFF)
    assert not is_configured()
    assert not ModelCall.objects.exists()


def test_a_chat_that_is_only_played_asks_nobody(model, put):
    with nobody_asked():
        assert put() == NoAnswer(Reason.OFF)
    assert not ModelCall.objects.exists()
    assert put() == Answer(LEFT)


def test_a_purpose_can_be_left_out(model, put, settings):
    settings.LLM_NOT_FOR = frozenset({"story"})
    assert put() == NoAnswer(Reason.OFF)
    assert put(purpose="letters") == Answer(LEFT)


def test_a_question_goes_out_with_key_model_and_form_and_comes_back_in_shape(model, put):
    assert put("the left door please") == Answer(LEFT)
    (asked,) = model.heard
    assert asked["model"] == "standin"
    assert asked["response_format"] == {"type": "json_object"}
    assert model.keys == ["Bearer a-key-for-tests"]
    assert "the left door please" in model.asked[0]


@dataclass(frozen=True)
class Line:
    branch: str
    line: str = ""


def test_a_dataclass_comes_back_as_one_also_when_it_was_kept(model, put):
    for is_kept in (False, True):
        assert put(shape=Line) == Answer(Line("left", "Mind the third stair."), is_kept=is_kept)


def test_the_same_question_is_asked_once_and_costs_once(model, put, settings):
    settings.LLM_PRICE_PER_MILLION_IN, settings.LLM_PRICE_PER_MILLION_OUT = Decimal(1), Decimal(10)
    assert [put("left").is_kept, put("left").is_kept, put("right").is_kept] == [False, True, False]
    assert put("left", now=NOW + timedelta(hours=2)).is_kept is False
    assert len(model.heard) == 3
    calls = ModelCall.objects.order_by("pk").values_list("outcome", "cost")
    assert list(calls) == [
        ("answered", Decimal("0.000300")), ("kept", Decimal(0)), ("answered", Decimal("0.000300")),
        ("answered", Decimal("0.000300")),
    ]  # fmt: skip


@pytest.mark.parametrize("mischief", ["html", "nonsense", "empty", "huge", "endless", "bomb", "long"])
def test_what_cannot_be_read_is_no_answer(model, put, mischief):
    model.misbehave = [mischief]
    assert put() == NoAnswer(Reason.UNREADABLE)
    assert put("another").value == LEFT


@pytest.mark.parametrize("mischief", ["302", "400", "401", "error body"])
def test_a_refusal_is_believed_and_its_reasons_are_not_read(model, put, mischief):
    model.misbehave = [mischief] * 3
    assert put(seconds=2.0) == NoAnswer(Reason.BROKEN)
    assert not any("elsewhere" in str(one) for one in model.heard)
    assert ModelCall.objects.get().cost == 0


@pytest.mark.parametrize("mischief", [["500"], ["drop"], ["cut"], ["503", "500"], ["429:0.01"]])
def test_what_may_pass_is_tried_again_within_the_time(model, put, mischief):
    model.misbehave = [*mischief]
    assert put() == Answer(LEFT)
    assert len(model.heard) == len(mischief) + 1


@pytest.mark.parametrize("mischief", ["slow", "trickle"])
def test_nobody_waits_longer_than_they_said(model, put, mischief):
    model.misbehave = [mischief]
    began = time.monotonic()
    assert put(seconds=0.15) == NoAnswer(Reason.SLOW)
    assert time.monotonic() - began < 4  # the stand-in would take twenty
    assert ModelCall.objects.get().tokens_in > 0  # it may have been thought about all the same
    model.let_go.set()


def test_who_says_later_is_left_alone_until_then(model, put):
    model.misbehave = ["429:30"]
    assert put() == NoAnswer(Reason.LIMITED)
    assert put("b", now=NOW + timedelta(seconds=20)) == NoAnswer(Reason.LIMITED)
    assert len(model.heard) == 1
    assert put("b", now=NOW + timedelta(seconds=40)) == Answer(LEFT)


def test_who_fails_again_and_again_is_left_alone_for_a_while(model, put):
    model.misbehave = ["400"] * 3
    reasons = [put(f"door {number}").reason for number in range(5)]
    assert reasons == [Reason.BROKEN] * 5
    assert len(model.heard) == 3
    assert put("door 6", now=NOW + timedelta(seconds=70)) == Answer(LEFT)


def test_more_questions_a_minute_than_allowed_are_not_asked(model, put):
    desks.desk().patience.per_minute = 2
    assert [type(put(text)) for text in "abc"] == [Answer, Answer, NoAnswer]


def test_a_slip_of_ours_harms_nobody_who_asks(model, put, caplog):
    assert put(shape={"type": "array"}) == NoAnswer(Reason.BROKEN)
    assert "could not be asked" in caplog.text


def test_a_session_spends_no_more_than_its_budget(model, put, settings):
    settings.LLM_PRICE_PER_MILLION_IN = settings.LLM_PRICE_PER_MILLION_OUT = Decimal(10)
    model.tokens = (1_000, 500)
    settings.LLM_BUDGET_PER_SESSION = Decimal("0.02")
    assert put("a") == Answer(LEFT)
    assert put("b") == NoAnswer(Reason.OVER_BUDGET)  # 0.015 is spent, and the next might cost as much again
    assert put("b", session_id=None) == Answer(LEFT)
    assert [call.outcome for call in ModelCall.objects.order_by("pk")] == ["answered", "over_budget", "answered"]


def test_a_model_that_costs_nothing_is_bounded_by_tokens(model, put, settings):
    settings.LLM_TOKENS_PER_SESSION = 2_000
    model.tokens = (900, 100)
    assert [type(put(text)) for text in "abc"] == [Answer, NoAnswer, NoAnswer]


def test_all_sessions_together_keep_to_the_budget_of_a_day(model, put, settings):
    settings.LLM_PRICE_PER_MILLION_OUT = Decimal(10)
    model.tokens = (0, 2_000)
    settings.LLM_BUDGET_PER_DAY = Decimal("0.02")
    assert put("a", session_id=None) == Answer(LEFT)
    assert put("b", session_id=None) == NoAnswer(Reason.OVER_BUDGET)
    assert put("b", session_id=None, now=NOW + timedelta(days=1, seconds=1)) == Answer(LEFT)


def test_words_are_logged_redacted_and_only_with_a_session(model, put):
    model.says = {"branch": "left", "line": "Good evening Amina."}
    put("my name is Amina, mail me at amina@example.org")
    put("my name is Amina, again", session_id=None)
    with_session, without = ModelCall.objects.order_by("pk")
    assert "Wren" in with_session.prompt
    assert "Amina" not in with_session.prompt + with_session.answer
    assert "amina@" not in with_session.prompt
    assert "Good evening" in with_session.answer
    assert (without.prompt, without.answer) == ("", "")


def test_of_a_child_no_words_are_logged(model, put, session):
    Player.objects.filter(pk=session.contact.player_id).update(age_band=Player.AgeBand.UNDER_13)
    put("i am nine")
    assert ModelCall.objects.get().prompt == ""


def test_who_is_erased_is_not_asked_about_and_leaves_nothing(model, put, session):
    put("left")
    gone = session.pk
    own_data.erase(contact=session.contact, now=NOW)
    assert not ModelCall.objects.exists()
    assert put("left again", session_id=gone) == NoAnswer(Reason.BROKEN)
    assert len(model.heard) == 1


def test_words_go_first_and_rows_later(model, put, settings):
    put("left")
    retention.forget_what_is_old(now=NOW + timedelta(days=settings.RAW_PAYLOAD_DAYS, hours=1))
    assert ModelCall.objects.get().prompt == ""
    retention.forget_what_is_old(now=NOW + timedelta(days=settings.MESSAGE_BODY_DAYS, hours=1))
    assert not ModelCall.objects.exists()


def test_an_export_tells_what_was_asked(model, put, session):
    put("left")
    (row,) = own_data.export(session.contact)["questions_to_a_language_model"]
    assert "left" in row["prompt"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_spend_the_same_cent(session, settings):
    """Each puts its price aside before it asks, so that together they keep to the budget of the session."""
    settings.LLM_PRICE_PER_MILLION_OUT = Decimal(10)
    settings.LLM_BUDGET_PER_SESSION = Decimal("0.05")

    def spend() -> list[object]:
        usage = Usage(0, 1_000)
        return [
            spending.put_aside(purpose="story", session_id=session.pk, expected=usage, version="", now=NOW)
            for _ in range(4)
        ]

    found = [one for spent in at_once(*[spend] * 4) for one in spent]
    assert sum(isinstance(one, spending.PutAside) for one in found) == 5
    assert ModelCall.objects.filter(session=session).count() == 5
    Session.objects.all().delete()


def test_until_the_package_is_read_a_short_deadline_is_nobodys_fault(settings, model, put):
    """In a fresh process the first question may come too early; that opens no breaker."""
    transport = desks.desk().transport
    assert transport._is_read.wait(timeout=60)  # its own thread would say so in the middle of this otherwise
    transport._is_read.clear()
    try:
        assert put(seconds=0.0) == NoAnswer(Reason.SLOW)
        assert desks.desk().patience._breakers["story"].failures == 0
    finally:
        transport._is_read.set()
