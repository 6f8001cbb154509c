"""Somebody writes a long letter late, and hours later a letter comes back that has read theirs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from django.db import IntegrityError, transaction

from conversations import letters, privacy, retention
from conversations.channels.twilio_whatsapp.standin import ACCOUNT, SENDER, TOKEN
from conversations.companions import letter_text
from conversations.dialogue.splitting import MAX_PART
from conversations.models import Contact, Letter, Message, Session
from conversations.tests.dialogue.conftest import Person
from games.models import Game, Interaction, Player

LETTER = (
    "I don't really know who else to write this to. It is November again and the evenings are dark by five, and I come"
    " home and only stare at the wall for a while before I put the light on. I have been thinking about my brother, who"
    " moved away in the spring, because we used to play together on the old Nintendo on every rainy afternoon, the two"
    " of us on the carpet in the hall, and our grandmother would bring us toast and complain about the noise, although"
    " she secretly wanted to know how the story went on. When I was a kid I thought that those afternoons were just"
    " what life is like. She is not here any more, and the flat was sold, and somebody else has a shelf where the"
    " television stood. I miss her a lot in this weather. My brother has two small children and no time, which is fine,"
    " it is what one hopes for, but on Sundays the phone stays quiet and I notice that I wait for it. Work is a lot at"
    " the moment. My boss wants everything by yesterday, and by the evening I have no words left for anybody. So I sit"
    " here and think that I would like to be somewhere quiet for an hour, somewhere with rain on a window and something"
    " small to put in order, and nobody who wants anything from me at all."
)
SHEET = letters.sheet()
pytestmark = pytest.mark.django_db


@pytest.fixture
def robin(shelf, settings) -> Person:
    """On WhatsApp, from Kolkata, where it is half past five in the afternoon."""
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKENS = ACCOUNT, [TOKEN]
    settings.TWILIO_WHATSAPP_NUMBER = SENDER.removeprefix("whatsapp:")
    person = Person("+919810012345", channel="whatsapp", profile_name="Robin")
    person.say("hi")
    Contact.objects.filter(pk=person.contact.pk).update(introduced_at=person.at)
    return person


def answer(person: Person, *, after: timedelta | None = None) -> list[Message]:
    letter = Letter.objects.filter(contact=person.contact).first()
    at = person.at + after if after is not None else letter.due_at
    letters.answer_due(now=at, rng=np.random.default_rng(1))
    return list(Message.objects.filter(contact=person.contact, content__type="letter").order_by("part"))


def test_a_letter_is_answered_hours_later_in_their_own_words_with_one_game(robin):
    said = robin.say(LETTER)
    letter = Letter.objects.get()
    assert said.slate is None
    assert said.session.mode == "penpal"
    assert letter.state == "received"
    assert timedelta(hours=3) <= letter.due_at - robin.at < timedelta(hours=24)
    assert answer(robin, after=timedelta(hours=1)) == []
    parts = answer(robin)
    letter.refresh_from_db()
    assert (letter.state, letter.written_by, letter.answer_id) == ("answered", "sheet", parts[0].pk)
    whole = "\n\n".join(part.body for part in parts)
    quotes = letter_text.quotes_in(whole)
    assert len(quotes) >= 2
    assert all(quote in LETTER for quote in quotes)
    assert letter.game.title in whole
    assert "/g/" in whole or "http" in whole
    assert 150 <= letter_text.count_words(whole) <= 310
    assert all(len(part.body) <= MAX_PART for part in parts)
    assert parts[-1].slate.impressions.get().game_id == letter.game_id


def test_a_letter_changes_the_very_next_recommendation(robin, shelf):
    Game.objects.filter(title__in=["Paper Pond", "Knot Theory"]).update(tags=["emotional", "relaxing", "nostalgic"])
    plain = robin.say("recommend me something on pc").titles
    Session.objects.all().delete()
    player = robin.contact.player
    player.impressions.all().delete()
    player.slates.all().delete()
    robin.say(LETTER)
    assert "tag:nostalgic" in Interaction.objects.get(player=player, kind="lean").names
    assert robin.say("recommend me something on pc").titles != plain


@pytest.mark.parametrize(
    ("written", "zones", "hour"),
    [
        (datetime(2026, 5, 4, 12, 0, tzinfo=UTC), ("UTC",), 15),
        (datetime(2026, 5, 4, 20, 0, tzinfo=UTC), ("UTC",), 9),
        (datetime(2026, 5, 4, 20, 0, tzinfo=UTC), (), 18),
        (datetime(2026, 5, 4, 3, 0, tzinfo=UTC), ("UTC",), 9),
    ],
)
def test_the_answer_comes_at_a_waking_hour_and_while_the_window_is_open(written, zones, hour):
    at = letters.waking_hour(zones, now=written, after=timedelta(hours=3))
    assert at.hour == hour
    assert at - written < timedelta(hours=23)


def test_nobody_is_woken_after_an_outage(robin):
    robin.say(LETTER)
    night = datetime(2026, 5, 4, 22, 0, tzinfo=UTC)  # half past three in Kolkata
    letters.answer_due(now=night, rng=np.random.default_rng(1))
    assert Letter.objects.get().state == "received"


def test_a_letter_is_answered_once_however_often_the_task_runs(robin):
    robin.say(LETTER)
    sent = len(answer(robin))
    assert len(answer(robin)) == sent


def test_what_was_stopped_half_way_is_begun_anew_and_sent_once(robin):
    robin.say(LETTER)
    due = Letter.objects.get().due_at
    with transaction.atomic():
        letters.answer_due(now=due, rng=np.random.default_rng(1))
        transaction.set_rollback(True)
    assert not Message.objects.filter(content__type="letter").exists()
    assert Letter.objects.get().state == "received"
    assert answer(robin)


def test_stop_drops_the_letter_in_the_same_moment(robin):
    robin.say(LETTER)
    robin.say("STOP")
    letter = Letter.objects.get()
    assert (letter.state, letter.reason) == ("dropped", "stopped")
    assert answer(robin) == []


def test_stop_also_reaches_an_answer_that_is_queued(robin):
    robin.say(LETTER)
    parts = answer(robin)
    robin.say("STOP")
    assert {part.withheld_because for part in Message.objects.filter(pk__in=[one.pk for one in parts])} == {"stopped"}


def test_somebody_in_danger_gets_care_and_no_letter(robin):
    robin.say(LETTER + " Sometimes I think that I want to kill myself.")
    assert not Letter.objects.exists()
    assert robin.contact.distress_at is not None


def test_who_was_in_distress_since_gets_no_letter(robin):
    robin.say(LETTER)
    robin.say("i want to kill myself")
    due = Letter.objects.get().due_at
    letters.answer_due(now=due, rng=np.random.default_rng(1))
    assert Letter.objects.get().reason == "in_distress"


def test_a_child_is_no_penpal(robin):
    Player.objects.filter(pk=robin.contact.player_id).update(age_band="under_13")
    robin.say(LETTER)
    robin.say("can I write you a letter?")
    assert not Letter.objects.exists()


def test_after_the_window_has_closed_nothing_is_sent_and_the_row_says_why(robin):
    robin.say(LETTER)
    letters.answer_due(now=robin.at + timedelta(hours=30), rng=np.random.default_rng(1))
    assert Letter.objects.get().reason == "window_closed"


def test_a_long_wish_for_a_game_is_no_letter(robin):
    said = robin.say("please recommend me a calm game for switch. " + "I like gardens and trains and slow days. " * 30)
    assert not Letter.objects.exists()
    assert said.slate is not None


def test_a_short_one_is_told_how_long_a_letter_is(robin):
    robin.say("can I write you a letter?")
    said = robin.say(
        "my brother moved away in the spring and I think about the old days a lot now that it is dark so early"
    )
    assert "200" in said.text or "Marlow" in said.text
    assert not Letter.objects.exists()


def test_one_letter_waits_at_a_time(robin):
    robin.say(LETTER)
    robin.say(LETTER + " And one more thing.")
    assert Letter.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.create(contact=robin.contact, received_at=robin.at, due_at=robin.at + timedelta(hours=1))


def test_a_letter_is_in_the_export_and_goes_with_the_person(robin):
    robin.say(LETTER)
    answer(robin)
    contact = robin.contact
    assert privacy.export(contact)["letters"][0]["state"] == "answered"
    retention.forget_what_is_old(now=robin.at + timedelta(days=200))
    assert not Letter.objects.exists()
    robin.later(timedelta(days=1)).say(LETTER)
    privacy.erase(contact=robin.contact, now=robin.at)
    assert not Letter.objects.exists()


@pytest.mark.parametrize("seed", range(4))
def test_every_answer_has_the_length_of_a_letter(seed):
    words = letter_text.compose(LETTER, SHEET, mood="sad", title="Paper Pond", reason="calm, short", seed=seed)
    assert 150 <= letter_text.count_words(words) <= 300
    assert letter_text.problem_with(words, letter=LETTER, title="Paper Pond") == ""
    nothing = letter_text.compose("mm " * 200, SHEET, mood="", title="Paper Pond", reason="calm", seed=seed)
    assert 150 <= letter_text.count_words(nothing) <= 300


def test_numbers_and_addresses_are_not_read_out():
    text = (
        "call my brother at 555 0101 234 please. write to my friend me@x.example today. my friend lives far away now."
    )
    assert [one.quote for one in letter_text.hear(text, SHEET)] == ["my friend lives far away now"]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        (lambda words: words[:300], "length"),
        (lambda words: words.replace("Paper Pond", "Doom Eternal"), "game"),
        (lambda words: words + " “you never loved me at all”", "quotes"),
        (lambda words: words + " It takes 40 hours.", "numbers"),
    ],
)
def test_what_a_model_makes_up_is_not_sent(changed, why):
    words = letter_text.compose(LETTER, SHEET, mood="sad", title="Paper Pond", reason="calm", seed=0)
    assert letter_text.problem_with(changed(words), letter=LETTER, title="Paper Pond") == why
