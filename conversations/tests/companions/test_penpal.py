"""Somebody writes a long letter late, and hours later a letter comes back that has read theirs."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from conversations.channels.twilio_whatsapp.standin import ACCOUNT, SENDER, TOKEN
from conversations.companions import letter_text
from conversations.dialogue.wording.splitting import MAX_PART, split
from conversations.letters import post
from conversations.models import Contact, ContactAddress, Letter, Message, Session
from conversations.privacy import own_data, retention
from conversations.tests.companions.test_letter_text import LETTER
from conversations.tests.dialogue.conftest import Person
from conversations.tests.factories import NOON
from games.models import Game, Interaction, Player

pytestmark = pytest.mark.django_db


def known(name: str, kind: str, **fields) -> Person:
    """On WhatsApp, and introduced."""
    contact = Contact.objects.create(player=Player.objects.create(origin="whatsapp"), introduced_at=NOON, **fields)
    ContactAddress.objects.create(contact=contact, kind=kind, value=name)
    return Person(name, channel="whatsapp", profile_name="Robin")


@pytest.fixture
def robin(shelf, settings) -> Person:
    """From Kolkata, where it is half past five in the afternoon."""
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKENS = ACCOUNT, [TOKEN]
    settings.TWILIO_WHATSAPP_NUMBER = SENDER.removeprefix("whatsapp:")
    return known("+919810012345", "phone")


def answer(person: Person) -> list[Message]:
    post.answer_due(now=Letter.objects.get(contact=person.contact).due_at, rng=np.random.default_rng(1))
    return list(Message.objects.filter(contact=person.contact, content__type="letter").order_by("part"))


def test_a_letter_is_answered_hours_later_in_their_own_words_with_one_game(robin):
    said = robin.say(LETTER)
    letter = Letter.objects.get()
    assert said.slate is None
    assert said.session.mode == "penpal"
    assert letter.state == "received"
    assert timedelta(hours=3) <= letter.due_at - robin.at < timedelta(hours=24)
    assert post.answer_due(now=robin.at + timedelta(hours=1), rng=np.random.default_rng(1)) == 0
    parts = answer(robin)
    letter.refresh_from_db()
    assert (letter.state, letter.written_by, letter.answer_id) == ("answered", "sheet", parts[0].pk)
    whole = "\n\n".join(part.body for part in parts)
    quotes = letter_text.quotes_in(whole)
    assert len(quotes) >= 2
    assert all(quote in LETTER for quote in quotes)
    assert letter.game.title in whole
    assert "/g/" in whole
    assert 150 <= letter_text.count_words(whole) <= 310
    assert all(len(part.body) <= MAX_PART for part in parts)
    assert parts[-1].slate.impressions.get().game_id == letter.game_id
    assert len(answer(robin)) == len(parts), "once, however often the task runs"
    assert own_data.export(robin.contact)["letters"][0]["state"] == "answered"
    retention.forget_what_is_old(now=robin.at + timedelta(days=200))
    assert not Letter.objects.exists()


def test_a_letter_changes_the_very_next_recommendation(robin, shelf):
    Game.objects.filter(title__in=["Paper Pond", "Knot Theory"]).update(tags=["emotional", "relaxing", "nostalgic"])
    plain = robin.say("recommend me something on pc").titles
    Session.objects.all().delete()
    player = robin.contact.player
    player.impressions.all().delete()
    player.slates.all().delete()
    robin.say(LETTER)
    assert "tag:nostalgic" in Interaction.objects.get(player=player, kind="lean").names
    said = robin.say("recommend me something on pc")
    assert said.titles != plain
    assert "go on" not in said.text, "it is sent: there is nothing to go back to"


@pytest.mark.parametrize(
    "asks", ["did you get my letter?", "my letter, when does it come?", "has marlow read it yet", "did you get it?"]
)
def test_who_asks_after_their_letter_is_told_when_it_comes(robin, asks):
    robin.say(LETTER)
    robin.say("recommend me something calm on switch")
    told = robin.later(timedelta(hours=1)).say(asks)
    assert told.slate is None
    assert " hours" in told.text


@pytest.mark.parametrize("has_written", [False, True])
@pytest.mark.parametrize("asks", ["is there a game where i write a letter", "any game about a letter"])
def test_who_asks_for_a_game_about_letters_gets_games(robin, asks, has_written):
    if has_written:
        robin.say(LETTER)
    said = robin.say(asks)
    assert said.slate is not None, said.text


def test_who_wrote_no_letter_is_not_told_of_one(robin):
    robin.say("recommend me something calm on switch")
    said = robin.say("is there a letter A in the title?")
    assert "penpal.nothing" not in said.state.wordings


def test_in_a_story_nobody_hears_of_the_post(robin):
    robin.say(LETTER)
    robin.say("tell me the ghost story")
    said = robin.say("is the letter on the table?")
    assert said.state.company.mode == "story"
    assert " hours" not in said.text


@pytest.mark.parametrize("moves_on", [False, True])
def test_what_they_say_after_a_letter_is_about_it_and_about_its_game(robin, moves_on):
    robin.say("recommend me something calm on switch")
    robin.say(LETTER)
    if moves_on:
        robin.say("tell me the ghost story")
    answer(robin)
    robin.accept_all()
    robin.at = Letter.objects.get().due_at + timedelta(minutes=5)
    Message.objects.filter(content__type="letter").update(sent_at=robin.at)
    thanked = robin.say("thank you marlow, that was lovely")
    assert "Marlow" in thanked.text or "late post" in thanked.text
    assert thanked.slate is None
    assert Letter.objects.get().game.title in robin.say("what is that game about?").text
    assert robin.say("can I write back?").state.company.mode == "penpal"


def test_stop_drops_the_letter_in_the_same_moment(robin):
    robin.say(LETTER)
    robin.say("STOP")
    letter = Letter.objects.get()
    assert (letter.state, letter.reason) == ("dropped", "stopped")


def test_somebody_in_danger_gets_care_and_no_letter(robin):
    robin.say(LETTER + " Sometimes I think that I want to kill myself.")
    assert not Letter.objects.exists()
    assert robin.contact.distress_at is not None


def test_a_child_is_no_penpal(robin):
    Player.objects.filter(pk=robin.contact.player_id).update(age_band="under_13")
    robin.say(LETTER)
    assert not Letter.objects.exists()


def test_of_whom_we_learn_to_be_a_child_no_letter_and_no_quote_is_kept(robin):
    robin.say(LETTER)
    parts = answer(robin)
    again = robin.say("say that again").replies
    Message.objects.filter(pk=parts[0].pk).update(status="delivered")
    Contact.objects.filter(pk=robin.contact.pk).update(english_help=True)
    robin.say("btw im 10 years old")
    assert not Letter.objects.exists()
    assert [(part.body, part.status) for part in Message.objects.filter(content__type="letter").order_by("part")] == [
        ("", "delivered"),
        *[("", "withheld")] * (len(parts) - 1),
    ]
    assert not any(Message.objects.get(pk=part.pk).body for part in again), "nor where it was said again"
    assert not robin.contact.english_help


def test_a_letter_is_said_again_as_a_whole(robin, monkeypatch):
    monkeypatch.setattr(post, "split", lambda words, limit: split(words, 500))
    robin.say("something calm on switch")
    robin.say(LETTER)
    parts = answer(robin)
    assert len(parts) > 1
    again = robin.say("can you say that again?")
    assert again.text == "\n\n".join(part.body for part in parts)
    assert not again.buttons, "those that it had none of"


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
    assert not robin.say(LETTER).buttons, "whose answer comes in time is not asked whether it may come later"
    robin.say(LETTER + " And one more thing.")
    assert Letter.objects.count() == 1


@pytest.mark.parametrize(("says", "agreed"), [("yes please", ["letters"]), ("no", [])])
def test_who_may_get_the_answer_too_late_is_asked_whether_it_may_come_later(robin, says, agreed):
    """Nobody knows the clock of an address without a number."""
    hidden = known("US.900100200300", "phone")
    asked = hidden.say(LETTER)
    assert list(asked.buttons) == ["yes, send it later", "only in time"]
    hidden.say(says)
    assert hidden.contact.topics == agreed
    assert Letter.objects.get(contact=hidden.contact).state == "received"


def test_no_car_chase_comes_with_a_letter_whatever_was_read_into_it(robin):
    robin.say(LETTER)
    Letter.objects.update(mood="bored")
    Game.objects.exclude(title="Paper Pond").update(genres=["action"])
    answer(robin)
    assert Letter.objects.get().game.title == "Paper Pond"
