"""Reminders that players ask for: understood on their clock, said back, moved, taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from conversations.models import Contact, Reminder
from conversations.receiving import identity
from conversations.tests.dialogue.conftest import Person
from games.models import Player
from games.players.saved import saved_games


@pytest.fixture
def robin(robin):
    """On WhatsApp with a North American number: nobody can tell her clock. It is Monday noon, UTC."""
    robin.lead = robin.say("something calm on switch").titles[0]
    return robin


@pytest.fixture
def jonas(shelf) -> Person:
    """On WhatsApp with a German number."""
    jonas = Person("+4915112345678", channel="whatsapp", profile_name="Jonas")
    jonas.lead = jonas.say("something calm on switch").titles[0]
    return jonas


def waiting(person) -> list[tuple[str, datetime]]:
    rows = Reminder.objects.waiting().filter(contact=person.contact).order_by("due_at")
    return list(rows.values_list("about", "due_at"))


def test_a_german_number_has_the_german_clock_and_it_is_said_back(jonas):
    said = jonas.say("remind me friday 8pm")
    assert waiting(jonas) == [(jonas.lead, datetime(2026, 5, 8, 18, 0, tzinfo=UTC))]
    assert "Friday at 8pm" in said.text
    assert "Berlin time" in said.text


def test_what_suits_the_hour_is_told_by_the_clock_of_whom_we_talk_with(jonas, robin):
    jonas.say("something funny")
    assert Player.objects.get(pk=jonas.contact.player_id).time_zone == "Europe/Berlin"
    robin.say("remind me friday 8pm")
    robin.say("i'm in London")
    assert Player.objects.get(pk=robin.contact.player_id).time_zone == "Europe/London"
    robin.say("forget my time zone")
    assert Player.objects.get(pk=robin.contact.player_id).time_zone == ""


def test_where_the_number_does_not_tell_it_is_asked_once_and_kept(robin):
    asked = robin.say("remind me friday 8pm")
    assert waiting(robin) == []
    assert asked.buttons["Chicago time"] == "zone:America/Chicago"
    said = robin.say("i'm in London")
    assert waiting(robin) == [(robin.lead, datetime(2026, 5, 8, 19, 0, tzinfo=UTC))]
    assert "London time" in said.text
    robin.say("remind me on sunday morning")
    assert waiting(robin)[1][1] == datetime(2026, 5, 10, 8, 0, tzinfo=UTC)


def test_one_that_waits_for_a_city_is_told_of_and_not_lost_over_other_talk(robin):
    robin.say("remind me friday 8pm")
    asked = robin.say("what reminders do i have")
    assert f"{robin.lead}, Friday at 8pm" in asked.text
    assert "city" in asked.text
    robin.say("something silly")
    assert "city" in robin.say("my reminders").text
    robin.say("something spooky")
    robin.say("i'm in London")
    assert waiting(robin) == [(robin.lead, datetime(2026, 5, 8, 19, 0, tzinfo=UTC))]


@pytest.mark.parametrize(
    "words", ["remind me friday 8pm, im in london", "I'm in London, remind me on Friday at 8pm", "remind me friday 8pm, i live in london btw"]
)  # fmt: skip
def test_a_city_in_the_same_message_is_heard(robin, words):
    said = robin.say(words)
    assert waiting(robin) == [(robin.lead, datetime(2026, 5, 8, 19, 0, tzinfo=UTC))]
    assert "London time" in said.text
    assert robin.contact.time_zone == "Europe/London"


def test_a_tapped_zone_answers_too(robin):
    robin.tap(robin.say("remind me tomorrow at 9am").buttons["New York time"])
    assert waiting(robin) == [(robin.lead, datetime(2026, 5, 5, 13, 0, tzinfo=UTC))]
    assert robin.contact.time_zone == "America/New_York"


def test_who_does_not_say_where_they_are_is_not_asked_again_and_gets_utc_said_aloud(robin):
    robin.say("remind me friday 8pm")
    robin.say("something silly")
    said = robin.say("remind me friday 8pm")
    assert waiting(robin)[0][1] == datetime(2026, 5, 8, 20, 0, tzinfo=UTC)
    assert "UTC" in said.text
    assert robin.contact.time_zone == ""
    robin.say("i'm in berlin")
    assert waiting(robin)[0][1] == datetime(2026, 5, 8, 18, 0, tzinfo=UTC)


def test_two_hours_need_no_clock(robin):
    said = robin.say("remind me in 2 hours")
    assert waiting(robin) == [(robin.lead, robin.at + timedelta(hours=2))]
    assert "in 2 hours" in said.text


def test_it_is_about_the_game_that_they_point_at(jonas):
    second = jonas.say("something silly on switch").titles[1]
    jonas.say("remind me in 2 hours about the second one")
    assert waiting(jonas)[0][0] == second


def test_it_is_about_a_game_by_name(jonas):
    jonas.say("remind me to play goose parade tomorrow")
    assert waiting(jonas)[0][0] == "Goose Parade"
    assert Reminder.objects.get().game.title == "Goose Parade"


def test_it_may_be_about_something_else(jonas):
    jonas.say("remind me to charge my controller at 8")
    assert waiting(jonas) == [("charge my controller", datetime(2026, 5, 4, 18, 0, tzinfo=UTC))]


@pytest.mark.parametrize(("reply", "hour"), [("tomorrow", 17), ("at 9pm tomorrow", 19), ("9", 19)])
def test_without_a_time_they_are_asked_for_one(jonas, reply, hour):
    jonas.say("remind me about this")
    assert waiting(jonas) == []
    jonas.say(reply)
    ((about, due_at),) = waiting(jonas)
    assert about == jonas.lead
    assert due_at.hour == hour


def test_the_question_for_a_time_does_not_swallow_other_wishes(jonas):
    jonas.say("remind me")
    assert jonas.say("something silly on switch").titles
    assert waiting(jonas) == []


def test_no_thanks_drops_it(jonas):
    jonas.say("remind me")
    jonas.say("no thanks")
    assert jonas.say("tomorrow").message is not None
    assert waiting(jonas) == []


def test_a_second_thought_moves_it_and_an_hour_alone_keeps_the_day(jonas):
    jonas.say("remind me friday 8pm")
    jonas.say("no, 9pm")
    assert waiting(jonas) == [(jonas.lead, datetime(2026, 5, 8, 19, 0, tzinfo=UTC))]
    jonas.say("move the reminder to sunday")
    assert [due_at.day for _, due_at in waiting(jonas)] == [10]


def test_the_same_wish_twice_is_one_reminder(jonas):
    jonas.say("remind me friday 8pm")
    jonas.say("remind me friday 8pm")
    assert len(waiting(jonas)) == 1


@pytest.mark.parametrize("words", ["remind me today at 9am", "remind me in 5 years"])
def test_a_time_that_cannot_be_is_asked_for_again(jonas, words):
    jonas.say(words)
    assert waiting(jonas) == []
    jonas.say("tomorrow at 6pm")
    assert waiting(jonas)[0][1] == datetime(2026, 5, 5, 16, 0, tzinfo=UTC)


def test_every_friday_is_once_and_said_so(jonas):
    said = jonas.say("remind me every friday at 8")
    assert len(waiting(jonas)) == 1
    assert any(word in said.text for word in ("once", "repeat", "one time", "only the next"))


def test_five_wait_at_most(jonas):
    for words in ("in one hour", "friday", "on sunday pls", "tomorrow at noon", "next week", "the day after tomorrow"):
        jonas.say(f"remind me {words}")
    assert len(waiting(jonas)) == 5


def test_what_waits_is_listed_and_taken_back_by_number(jonas):
    jonas.say("remind me friday 8pm")
    jonas.say("remind me to charge my controller at 8")
    said = jonas.say("what reminders do i have")
    assert "1. charge my controller: today at 8pm" in said.text
    jonas.say("cancel 1")
    assert [about for about, _ in waiting(jonas)] == [jonas.lead]
    assert jonas.contact.replies_allowed


def test_what_waits_is_taken_back_by_its_place(jonas):
    jonas.say("remind me friday 8pm")
    jonas.say("remind me to charge my controller at 8")
    jonas.say("my reminders")
    jonas.say("cancel the second one")
    assert [about for about, _ in waiting(jonas)] == ["charge my controller"]


@pytest.mark.parametrize(
    "words", ["cancel the friday reminder", "cancel the reminder about quiet harbour", "forget the reminder on friday"]
)
def test_one_of_several_is_taken_back_by_what_it_is(jonas, words):
    jonas.say("save quiet harbour")
    jonas.say("remind me about quiet harbour friday 8pm")
    jonas.say("remind me to charge my controller at 8")
    jonas.say(words)
    assert [about for about, _ in waiting(jonas)] == ["charge my controller"]


def test_which_one_is_asked_where_it_is_not_plain(jonas):
    jonas.say("remind me friday 8pm")
    jonas.say("remind me to charge my controller at 8")
    said = jonas.say("cancel the reminder")
    assert len(waiting(jonas)) == 2
    assert "1. " in said.text


@pytest.mark.parametrize(
    "words", ["cancel all reminders", "no more reminders", "stop reminding me", "stop sending me reminders"]
)
def test_no_more_reminders_is_no_stop(jonas, words):
    jonas.say("remind me friday 8pm")
    jonas.say(words)
    assert waiting(jonas) == []
    assert jonas.contact.replies_allowed


def test_stop_takes_them_all_back(jonas):
    jonas.say("remind me friday 8pm")
    jonas.say("STOP")
    assert list(Reminder.objects.values_list("state", "reason")) == [("cancelled", "stopped")]
    jonas.say("something calm")
    assert waiting(jonas) == []


def test_stop_in_so_many_words_is_a_stop_whatever_else_is_asked(jonas):
    jonas.say("stop messaging me and cancel my reminder")
    assert not jonas.contact.replies_allowed


def test_a_child_is_not_offered_reminders(jonas):
    jonas.say("i'm 9 years old")
    said = jonas.say("remind me friday 8pm")
    assert waiting(jonas) == []
    assert "13" in said.text or "younger" in said.text


def test_reminders_of_whom_we_learn_to_be_a_child_are_taken_back(jonas):
    jonas.say("remind me friday 8pm")
    jonas.say("btw i'm 9 years old")
    assert list(Reminder.objects.values_list("state", "reason")) == [("cancelled", "child")]


def test_beyond_the_window_the_catch_is_said(jonas, settings):
    assert "WhatsApp" in jonas.say("remind me friday 8pm").text
    assert "WhatsApp" not in jonas.say("remind me in 2 hours").text
    settings.REMINDER_TEMPLATE_SID = "HX1"
    assert "WhatsApp" not in jonas.say("remind me saturday 8pm").text


def test_where_nobody_can_be_rung_it_is_said_when_it_is_set(mia):
    mia.say("something calm on switch")
    said = mia.say("remind me in 2 hours")
    assert any(word in said.text for word in ("here", "write", "back", "message"))


def test_the_button_beneath_a_like_asks_when(jonas):
    liked = jonas.say("i'm in")
    jonas.tap(liked.buttons["remind me later"])
    jonas.say("tomorrow at 6pm")
    assert waiting(jonas) == [(jonas.lead, datetime(2026, 5, 5, 16, 0, tzinfo=UTC))]


def test_a_foreign_reminder_cannot_be_put_off(jonas, robin):
    robin.say("remind me in 2 hours")
    foreign = Reminder.objects.get()
    jonas.tap(f"snooze:{foreign.pk}")
    assert Reminder.objects.count() == 1


def test_two_people_of_one_become_one_with_their_reminders(jonas, robin):
    jonas.say("remind me in 2 hours")
    robin.say("remind me in 3 hours")
    identity.merge(keep_id=robin.contact.pk, gone_id=jonas.contact.pk, now=robin.at)
    assert Reminder.objects.waiting().filter(contact=robin.contact).count() == 2
    assert Contact.objects.count() == 1


def test_two_requests_in_one_breath_are_both_done(jonas):
    said = jonas.say("add this to my wishlist and remind me saturday")
    assert [one.game.title for one in saved_games(jonas.contact.player)] == [jonas.lead]
    assert waiting(jonas) == [(jonas.lead, datetime(2026, 5, 9, 17, 0, tzinfo=UTC))]
    assert "Saturday at 7pm" in said.text


def test_a_change_of_mind_while_we_ask_where_they_are_counts(robin):
    robin.say("remind me tomorrow")
    robin.say("actually make it friday")
    robin.say("london")
    assert waiting(robin) == [(robin.lead, datetime(2026, 5, 8, 18, 0, tzinfo=UTC))]


def test_words_about_an_occasion_are_no_subject(jonas):
    jonas.say("remind me about that when im off work")
    assert waiting(jonas) == [(jonas.lead, datetime(2026, 5, 4, 16, 0, tzinfo=UTC))]


@pytest.mark.parametrize(
    ("words", "hour"),
    [("friday 8pm EST", 0), ("friday at 8pm london time", 19), ("on friday 20:00 utc+2", 18), ("friday 8pm ist", 14)],
)
def test_a_zone_said_with_the_hour_is_that_hours(robin, words, hour):
    robin.say(f"remind me {words}")
    ((about, due_at),) = waiting(robin)
    assert about == robin.lead
    assert due_at.hour == hour


def test_a_zone_said_with_one_hour_moves_no_known_clock(jonas):
    jonas.say("my time zone is berlin")
    jonas.say("remind me friday 8pm new york time")
    assert jonas.contact.time_zone == "Europe/Berlin"
    assert waiting(jonas)[0][1] == datetime(2026, 5, 9, 0, 0, tzinfo=UTC)


def sent(person) -> Reminder:
    """Their reminder, as if it had just come."""
    person.say("remind me in 2 hours")
    person.later(timedelta(hours=3))
    Reminder.objects.update(state=Reminder.State.SENT, ended_at=person.at)
    return Reminder.objects.get()


@pytest.mark.parametrize("words", ["snooze until today 8am", "reschedule my reminder to 2020-01-01"])
def test_one_that_came_is_not_put_off_into_the_past(jonas, words):
    sent(jonas)
    assert jonas.say(words).text
    assert waiting(jonas) == []
    assert jonas.contact.parked_at is None


def test_one_that_came_is_put_off_once_however_often_the_button_is_tapped(jonas):
    first = sent(jonas)
    jonas.tap(f"snooze:{first.pk}")
    said = jonas.tap(f"snooze:{first.pk}")
    assert len(waiting(jonas)) == 1
    assert jonas.lead in said.text


def test_one_that_still_waits_is_put_off_in_its_place(jonas):
    jonas.say("remind me friday 8pm")
    jonas.tap(f"snooze:{Reminder.objects.get().pk}")
    assert waiting(jonas) == [(jonas.lead, jonas.at + timedelta(hours=1))]


def test_putting_off_makes_no_sixth(jonas):
    first = sent(jonas)
    for words in ("friday", "on sunday pls", "tomorrow at noon", "next week", "the day after tomorrow"):
        jonas.say(f"remind me {words}")
    jonas.tap(f"snooze:{first.pk}")
    assert len(waiting(jonas)) == 5


def test_a_child_moves_no_reminder(jonas):
    sent(jonas)
    jonas.say("btw i'm 9 years old")
    jonas.say("move my reminder to friday 8pm")
    assert waiting(jonas) == []


def test_what_a_child_wanted_to_be_reminded_of_is_gone(jonas):
    jonas.say("remind me to charge my controller at 8")
    sent_before = Reminder.objects.get()
    Reminder.objects.filter(pk=sent_before.pk).update(state="unsent", reason="refused", ended_at=jonas.at)
    jonas.say("remind me to call grandma friday 8pm")
    jonas.say("btw i'm 9 years old")
    assert set(Reminder.objects.values_list("about", flat=True)) == {""}
    assert not Reminder.objects.to_own_up_to().exists()


def test_where_they_are_right_now_is_nothing_to_be_reminded_of(jonas):
    second = jonas.say("something silly on switch").titles[1]
    jonas.say("remind me tomorrow 8pm about the second one im in bed")
    jonas.say("remind me on sunday at noon to feed the cat, i'm at work right now")
    assert [subject for subject, _ in waiting(jonas)] == [second, "feed the cat"]


def test_a_reminder_may_be_asked_for_in_hindi(jonas):
    said = jonas.say("mujhe kal shaam 8 baje yaad dila dena")
    assert waiting(jonas) == [(jonas.lead, datetime(2026, 5, 5, 18, 0, tzinfo=UTC))]
    assert "tomorrow at 8pm" in said.text
