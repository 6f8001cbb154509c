"""Sittings: opened by the gap, closed by silence, measured once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from conversations import sessions
from conversations.models import Session
from conversations.tests.factories import NOON, ContactFactory, InboundFactory, SessionFactory

HOURS_11, HOURS_48 = timedelta(hours=11), timedelta(hours=48)
MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("gap", "kind"),
    [
        (None, "onboarding"),
        (timedelta(0), "returning"),
        (timedelta(minutes=30), "returning"),
        (HOURS_11, "returning"),
        (HOURS_11 + MOMENT, "idle_return"),
        (HOURS_48, "idle_return"),
        (HOURS_48 + MOMENT, "cold_return"),
        (timedelta(days=400), "cold_return"),
    ],
)
def test_the_gap_decides_the_kind(gap, kind):
    assert sessions.kind_after(gap) == kind


@pytest.mark.django_db
@pytest.mark.parametrize(("gap", "is_new"), [(timedelta(minutes=30) - MOMENT, False), (timedelta(minutes=30), True)])
def test_half_an_hour_of_silence_ends_a_session(gap, is_new):
    session = SessionFactory()
    opening = sessions.find_opening(contact=session.contact, at=NOON + gap)
    assert opening.is_new is is_new
    assert opening.kind == ("returning" if is_new else "onboarding")


@pytest.mark.django_db
@pytest.mark.parametrize(("gap", "closed"), [(timedelta(minutes=30) - MOMENT, 0), (timedelta(minutes=30), 1)])
def test_the_sweep_closes_at_the_same_moment(gap, closed):
    SessionFactory()
    assert sessions.close_silent(NOON + gap) == closed


@pytest.mark.django_db
def test_a_session_ends_when_its_silence_did_however_late_the_sweep_is():
    session = SessionFactory()
    sessions.close_silent(NOON + timedelta(days=2))
    session.refresh_from_db()
    assert session.closed_at == NOON + timedelta(minutes=30)


@pytest.mark.django_db
def test_a_second_sweep_finds_nothing_to_do():
    SessionFactory.create_batch(3)
    later = NOON + timedelta(hours=1)
    assert [sessions.close_silent(later), sessions.close_silent(later)] == [3, 0]


@pytest.mark.django_db
def test_the_sweep_is_one_statement_however_many_are_silent(django_assert_num_queries):
    SessionFactory.create_batch(5)
    with django_assert_num_queries(1, connection=connection):
        sessions.close_silent(NOON + timedelta(hours=1))


@pytest.mark.django_db
def test_closing_fixes_turns_depth_sentiment_and_moods():
    session = SessionFactory(turns=99)
    said = [("recommend", -0.5, "tired"), ("smalltalk", 0.5, ""), ("refine", None, "silly"), ("like", 0.9, "")]
    for minute, (intent, sentiment, mood) in enumerate(said):
        at = NOON + timedelta(minutes=minute)
        reading = {"intent": intent} | ({"sentiment_score": sentiment} if sentiment is not None else {})
        message = InboundFactory(contact=session.contact, session=session, understanding=reading, created_at=at)
        if mood:
            session.contact.mood_readings.create(message=message, mood=mood, confidence=0.9, at=at)
    sessions.close_silent(NOON + timedelta(hours=1))
    session.refresh_from_db()
    assert (session.turns, session.depth) == (4, 3)
    assert session.sentiment == pytest.approx(0.3)
    assert (session.mood_at_start, session.mood_at_end) == ("tired", "silly")


@pytest.mark.django_db
def test_a_session_without_a_word_closes_with_nothing_to_tell():
    session = SessionFactory()
    sessions.close_silent(NOON + timedelta(hours=1))
    session.refresh_from_db()
    assert (session.turns, session.sentiment, session.mood_at_start) == (0, None, "")


@pytest.mark.django_db
def test_a_message_that_was_planned_before_the_sweep_opens_the_next_session():
    session = SessionFactory()
    at = NOON + timedelta(minutes=29)
    opening = sessions.find_opening(contact=session.contact, at=at)
    sessions.close_silent(NOON + timedelta(hours=1))
    entered = sessions.enter(
        opening=opening, contact_id=session.contact_id, channel="cli", at=at, state={}, is_deep=False
    )
    assert entered.pk != session.pk
    assert entered.kind == "returning"


@pytest.mark.django_db
def test_a_message_after_the_silence_closes_what_the_sweep_has_not_reached():
    session = SessionFactory()
    at = NOON + timedelta(hours=12)
    opening = sessions.find_opening(contact=session.contact, at=at)
    sessions.enter(opening=opening, contact_id=session.contact_id, channel="cli", at=at, state={}, is_deep=True)
    assert list(Session.objects.order_by("pk").values_list("kind", "closed_at")) == [
        ("onboarding", NOON + timedelta(minutes=30)),
        ("idle_return", None),
    ]


@pytest.mark.django_db
def test_who_never_wrote_is_onboarded():
    opening = sessions.find_opening(contact=ContactFactory(), at=NOON)
    assert (opening.kind, opening.is_new) == ("onboarding", True)


def test_cheaper_still_works_an_hour_later(mia):
    first = mia.say("something calm on switch under $20")
    said = mia.later(timedelta(hours=1)).say("cheaper")
    assert said.session.kind == "returning"
    assert said.state.tonight.platforms == ("switch",)
    assert float(said.state.tonight.price_max) < float(first.state.offered[0].amount)


def test_a_return_the_same_evening_is_not_greeted(mia):
    mia.say("something calm on switch")
    said = mia.later(timedelta(hours=2)).say("something silly")
    assert "back" not in said.text.lower()
    assert "Mia" not in said.text


def test_tonights_facts_end_overnight_and_lasting_ones_stay(mia):
    mia.say("i only have a switch and i hate horror")
    mia.say("something calm under $8, i have 30 minutes")
    said = mia.later(timedelta(hours=12)).say("something calm")
    assert said.session.kind == "idle_return"
    assert said.slate.context["price"] is None
    assert said.slate.context["minutes"] is None
    assert mia.contact.player.platforms == ["switch"]
    assert mia.contact.player.avoided_genres == ["horror"]
    assert all("switch" in impression.game.platforms for impression in said.slate.impressions.all())


def test_after_half_an_hour_a_message_opens_a_session_of_its_own(mia):
    first = mia.say("something calm on switch")
    second = mia.later(timedelta(minutes=31)).say("more")
    assert first.session.pk != second.session.pk
    assert Session.objects.filter(contact=mia.contact, closed_at=None).count() == 1
