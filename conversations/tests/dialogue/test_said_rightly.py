"""What must not be taken for something else: a reminder taken back for STOP, a question for a choice, care for small talk."""

from __future__ import annotations

from datetime import timedelta

import pytest

from conversations.dialogue.handlers import smalltalk
from conversations.dialogue.times.reminder_words import bare_hour, takes_it_back
from conversations.models import Reminder
from games.models import Game


@pytest.fixture
def reminded(mia):
    mia.say("something calm on pc")
    mia.say("my time zone is Europe/London")
    mia.say("remind me tomorrow at 7pm")
    assert Reminder.objects.waiting().count() == 1
    return mia


@pytest.mark.parametrize("text", ["cancel it", "no, cancel that", "delete the reminder", "drop it please"])
def test_a_reminder_just_set_is_taken_back_and_is_no_stop(reminded, text):
    reminded.say(text)
    assert not Reminder.objects.waiting().exists()
    assert reminded.contact.replies_allowed


def test_the_only_one_of_the_list_is_it(reminded):
    reminded.say("what reminders do i have")
    reminded.say("cancel it")
    assert not Reminder.objects.waiting().exists()
    assert reminded.contact.replies_allowed


def test_of_several_on_the_list_it_is_asked_which(reminded):
    reminded.say("remind me in two days at 8pm")
    reminded.say("my reminders")
    assert "1." in reminded.say("cancel it").text
    assert Reminder.objects.waiting().count() == 2
    reminded.say("cancel all of them")
    assert not Reminder.objects.waiting().exists()


def test_stop_is_stop_whatever_lies_there(reminded):
    reminded.say("stop")
    assert not reminded.contact.replies_allowed


@pytest.mark.parametrize("text", ["stop", "stop it", "cancel my subscription", "i cancel plans a lot"])
def test_other_words_take_no_reminder_back(text):
    assert takes_it_back(text) == ""


def test_another_hour_right_after_moves_it(reminded):
    assert bare_hour("no 8") == "at 8"
    assert bare_hour("no thanks, i have 8 games") == ""
    reminded.say("no 8")
    assert Reminder.objects.waiting().get().due_at.hour in (19, 20)  # eight in London, in winter or in summer


def test_a_question_about_the_second_one_chooses_nothing(mia):
    shown = mia.say("something calm on pc").titles
    said = mia.say("ok whats that second one about")
    assert shown[1] in said.text
    assert not mia.contact.player.interactions.filter(kind="like").exists()


def test_the_cheapest_of_them_is_told_from_their_prices(mia):
    shown = mia.say("something calm on pc").titles
    said = mia.say("which is the cheapest")
    prices = {title: Game.objects.get(title=title).offers.order_by("amount").first().amount for title in shown}
    assert min(prices, key=prices.get) in said.text


def test_what_the_record_does_not_hold_is_not_passed_over(mia):
    lead = mia.say("something calm on pc").titles[0]
    assert lead in (silent := mia.say("does it have romance in it?").text)
    assert "romance" in silent
    Game.objects.filter(title=lead).update(tags=["romance"])
    assert "romance" in mia.say("does it have romance?").text


def test_is_it_like_another_leaves_it_what_it_is(mia):
    lead = mia.say("something calm on pc").titles[0]
    said = mia.say("is it like Knot Theory?")
    assert lead in said.text
    assert mia.say("deal").state.lead.title == lead


def test_liked_after_all_is_liked_and_no_longer_turned_down(mia):
    shown = mia.say("something calm on pc").titles
    mia.say("nah")
    mia.say(f"ok, {shown[0]} then")
    told = mia.say("what do you know about me?").text
    assert sum(shown[0] in line for line in told.splitlines() if line[:1].isdigit()) == 1


def test_who_has_their_name_forgotten_is_not_asked_for_it(mia):
    mia.say("something calm on pc")
    mia.say("forget my name")
    assert "name" in mia.say("another").state.asked
    assert "call you" not in mia.say("another").text


def test_whats_my_name_is_answered(mia):
    mia.say("something calm on pc")
    assert "Mia" in mia.say("whats my name").text
    mia.say("forget my name")
    assert "Mia" not in mia.say("what's my name?").text


@pytest.mark.parametrize(
    "text", ["shukriya", "gracias!", "muchas gracias", "merci beaucoup", "danke schön", "salamat po"]
)
def test_thanks_are_heard_in_other_tongues(text):
    assert smalltalk.is_only_thanks(text)


def test_forgetting_horror_shows_in_the_very_next_pick(mia):
    mia.say("i love horror games, i play on pc")
    assert "Hollow Stair" in mia.say("give me something scary").titles
    said = mia.say("forget that i like horror")
    assert not said.state.tonight.mood
    titles = mia.say("something for tonight").titles
    assert not Game.objects.filter(title__in=titles, genres__contains=["horror"]).exists()


@pytest.mark.parametrize("text", ["am i a loser", "am i stupid"])
def test_who_doubts_their_worth_hears_no_small_talk(mia, text):
    mia.say("something calm on pc")
    said = mia.say(text)
    assert "ha" not in said.text.lower().split()
    assert said.state.awaiting == smalltalk.COMFORT


def test_low_again_soon_after_danger_brings_care_before_games(mia):
    mia.say("i dont want to be here anymore")
    mia.say("im ok now")
    mia.say("something on pc")
    said = mia.later(timedelta(hours=1)).say("lonely as hell")
    assert not said.titles
    assert "findahelpline" in said.text


def test_everything_you_show_me_means_all_of_them(mia):
    shown = mia.say("something calm on pc").titles
    said = mia.say("everything you show me is trash")
    assert {*Game.objects.filter(title__in=shown).values_list("slug", flat=True)} <= {*said.state.tonight.refused}


def test_save_the_first_saves_it(mia):
    shown = mia.say("something calm on pc").titles
    mia.say("save the first")
    assert shown[0] in mia.say("what games have i got saved").text
