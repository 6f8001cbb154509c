"""Whole talks: help is asked for, told quietly after the answer, and kept from whom it would hurt."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django_q.models import OrmQ

from conversations.english_buddy import buddy
from conversations.models import Contact, Message, ModerationFlag
from conversations.privacy import own_data
from conversations.sending import outbox
from conversations.tests.dialogue.conftest import Person
from conversations.tests.english_buddy.conftest import look_over
from games.models import Player

SLIP = "she don't like horror, something calm please"


def waiting() -> int:
    """How many messages are waiting to be looked over."""
    return sum("look_over_english" in str(task.task["func"]) for task in OrmQ.objects.all())


def test_nobody_is_corrected_who_did_not_ask(shelf):
    person = Person("ana")
    said = person.say(SLIP)
    assert not waiting()
    assert look_over(person, said) is None


def test_a_note_follows_the_answer_in_a_bubble_of_its_own(linh):
    said = linh.say(SLIP)
    assert waiting() == 1
    assert "doesn't" not in said.text
    note = look_over(linh, said)
    assert "she doesn't like" in note.body
    assert "!" not in note.body
    assert note.in_reply_to_id == said.message.pk
    assert note.part == len(said.replies)
    assert note.content["type"] == buddy.MESSAGE_TYPE
    assert note.origin == Message.Origin.REPLY


def test_a_note_is_not_said_again_with_the_answer(linh):
    said = linh.say(SLIP)
    note = look_over(linh, said)
    again = linh.say("can you say that again?").text
    assert said.text.split("\n\n")[0] in again
    assert note.body not in again


def test_the_same_message_is_told_about_once(linh):
    said = linh.say(SLIP)
    assert look_over(linh, said) is not None
    assert look_over(linh, said) is None


def test_the_answer_and_its_games_are_the_same_with_and_without_help(shelf):
    helped, other = Person("helped"), Person("other")
    helped.say("help me with my english")
    other.say("hello")
    Contact.objects.filter(pk=other.contact.pk).update(english_help=False)
    assert sorted(helped.say(SLIP).titles) == sorted(other.say(SLIP).titles)


@pytest.mark.parametrize(("level", "lines"), [("easy", 1), ("normal", 2), ("rich", 2)])
def test_the_level_decides_how_it_is_explained(linh, level, lines):
    Contact.objects.filter(pk=linh.contact.pk).update(english_level=level, english_level_by="player")
    note = look_over(linh, linh.say("she don't like horror"))
    assert len(note.body.splitlines()) == lines


@pytest.mark.parametrize(
    "words",
    [
        "i am so angry, this game have ruined my day",
        "i'm so sad today, my dog have died",
        "she don't like me, i want to die",
        "lowkey cozy vibes only pls",
        "quiero un juego tranquilo para hoy",
    ],
)
def test_nobody_is_corrected_who_is_low_angry_or_right(linh, words):
    said = linh.say(words)
    assert not waiting() or look_over(linh, said) is None


def test_who_asked_for_a_person_said_stop_was_flagged_or_is_a_child_is_left_in_peace(linh, now):
    said = linh.say(SLIP)
    contact = Contact.objects.filter(pk=linh.contact.pk)
    for state, calm in (
        ({"held_by_human_at": linh.at}, {"held_by_human_at": None}),
        ({"replies_allowed": False}, {"replies_allowed": True}),
        ({"distress_at": linh.at}, {"distress_at": None}),
        ({"looping_at": linh.at}, {"looping_at": None}),
        ({"english_help": False}, {"english_help": True}),
    ):
        contact.update(**state)
        assert look_over(linh, said) is None, state
        contact.update(**calm)
    Player.objects.filter(contact=linh.contact).update(age_band="under_13")
    assert look_over(linh, said) is None
    Player.objects.filter(contact=linh.contact).update(age_band="")
    flag = ModerationFlag.objects.create(
        contact=linh.contact, message=said.message, direction="inbound", category="threat", at=linh.at
    )
    assert look_over(linh, said) is None
    flag.delete()
    assert look_over(linh, said) is not None


def test_who_has_written_on_is_not_interrupted(linh):
    said = linh.say(SLIP)
    linh.say("more")
    assert look_over(linh, said) is None


def test_an_evening_has_so_many_notes_and_no_more(linh):
    told = [look_over(linh, linh.say(SLIP)) for _ in range(buddy.MOST_AN_EVENING + 1)]
    assert all(told[:-1])
    assert told[-1] is None
    linh.later(timedelta(days=1))
    assert look_over(linh, linh.say(SLIP)) is not None


def test_a_story_is_not_interrupted(linh):
    linh.say("tell me a story")
    linh.say("she don't like the door, open it")
    assert not waiting()


def test_stop_correcting_me_ends_it_and_is_no_stop(linh):
    said = linh.say("stop correcting me")
    assert said.replies
    assert linh.contact.replies_allowed
    assert not linh.contact.english_help
    linh.say(SLIP)
    assert not waiting()


def test_the_card_shows_it_and_forgetting_that_line_ends_it(linh):
    card = linh.say("what do you know about me?").text
    assert "you asked me to help with your English" in card
    number = next(line.split(".")[0] for line in card.splitlines() if "help with your English" in line)
    linh.say(f"forget line {number}")
    assert not linh.contact.english_help


def test_the_export_holds_it(linh):
    assert own_data.export(linh.contact)["contact"]["english_help"] is True


def test_a_child_is_told_why_not(shelf):
    person = Person("tim")
    person.say("i am 9 years old")
    told = person.say("help me with my english").text
    assert any(reason in told for reason in ("don't keep what you write", "forget your words", "keep your words")), told
    assert not person.contact.english_help


def test_what_waits_to_leave_is_withheld_after_stop(shelf, settings, twilio):
    person = Person("+15550100077", channel="whatsapp")
    person.say("help me with my english")
    note = look_over(person, person.say(SLIP))
    person.say("STOP")
    outbox.claim_due(now=person.at, limit=20)
    note.refresh_from_db()
    assert note.status == "withheld"
