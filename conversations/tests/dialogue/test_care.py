"""STOP and START, people in danger, children, a person taking over, forgetting: where a mistake hurts."""

from __future__ import annotations

import pytest

from conversations.dialogue.care import distress
from conversations.dialogue.said import own_words
from conversations.models import ConsentChange, Contact, Message, MoodReading
from games.models import Player


def test_stop_is_confirmed_once_and_nothing_else_leaves(robin):
    robin.say("something calm on pc")
    said = robin.say("STOP")
    waiting = Message.objects.filter(contact=robin.contact, direction="outbound", status="queued")
    assert [reply.pk for reply in waiting] == [said.replies[0].pk]
    assert said.replies[0].origin == "system"
    assert not robin.contact.replies_allowed


def test_a_stop_that_the_provider_answered_gets_no_second_answer(robin):
    robin.say("hi")
    said = robin.say("Stop", opt_out="STOP")
    assert said.replies == []
    assert said.message.status == "handled"
    assert not robin.contact.replies_allowed
    assert ConsentChange.objects.filter(contact=robin.contact, granted=False, source="provider").count() == 2


def test_a_message_after_stop_is_answered_but_we_do_not_write_first(mia):
    mia.say("START")
    mia.say("STOP")
    said = mia.say("something silly on pc")
    contact = mia.contact
    assert said.titles
    assert (contact.replies_allowed, contact.proactive_allowed) == (True, False)


def test_start_allows_writing_first(mia):
    mia.say("STOP")
    mia.say("START")
    contact = mia.contact
    assert (contact.replies_allowed, contact.proactive_allowed) == (True, True)


def test_nobody_is_written_to_first_without_a_word_of_theirs(mia):
    mia.say("something calm on pc")
    assert not mia.contact.proactive_allowed


def test_who_wants_a_person_gets_a_kind_word_and_then_silence(mia):
    said = mia.say("can i talk to a real person")
    assert said.text
    assert mia.contact.held_by_human_at is not None
    silent = mia.say("something calm on pc")
    assert silent.replies == []
    assert silent.message.status == "handled"


def test_stop_works_while_a_person_talks(mia):
    mia.say("can i talk to a real person")
    assert len(mia.say("STOP").replies) == 1
    assert not mia.contact.replies_allowed


def test_the_bot_answers_again_when_the_person_has_let_go(mia):
    mia.say("human please")
    Contact.objects.update(held_by_human_at=None)
    assert mia.say("something calm on pc").titles


def test_deleting_is_asked_once_and_then_done(mia):
    mia.say("something calm on pc")
    player = mia.contact.player_id
    asked = mia.say("delete my data")
    assert "?" in asked.text or "yes" in asked.text
    mia.say("yes")
    assert not Contact.objects.filter(addresses__value="mia").exists()
    assert not Player.objects.filter(pk=player).exists()


def test_deleting_can_be_tapped(mia):
    asked = mia.say("delete everything you know about me")
    mia.tap(asked.buttons["yes, delete it all"])
    assert not Contact.objects.exists()


def test_who_is_erased_on_whatsapp_gets_one_last_word(robin):
    robin.say("delete my data")
    robin.say("yes")
    (farewell,) = Message.objects.all()
    assert (farewell.status, farewell.origin) == ("queued", "system")
    assert "delete" in farewell.body or "gone" in farewell.body or "wiped" in farewell.body


@pytest.mark.parametrize("words", ["no", "wait no", "nah", "something calm on pc"])
def test_anything_but_a_yes_deletes_nothing(mia, words):
    mia.say("delete my data")
    said = mia.say(words)
    assert said.message is not None
    assert Contact.objects.filter(addresses__value="mia").exists()


def test_a_yes_long_after_the_question_deletes_nothing(mia):
    mia.say("delete my data")
    mia.say("something calm on pc")
    mia.say("yes")
    assert Contact.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "i want to die", "I want to kill myself", "im gonna end it all tonight", "i don't want to be here anymore",
        "been thinking about suicide", "everyone would be better off without me", "I just wanna die", "hurting myself again",
        "there's no point in living",
    ],
)  # fmt: skip
def test_words_of_despair_are_heard(text):
    assert distress.is_serious(text)


@pytest.mark.parametrize(
    "text",
    [
        "wedding planning is gonna kill me lol", "this boss makes me want to die", "i die a lot in elden ring",
        "dying to play something new", "my phone died", "want to die lol ranked was awful", "killer deal", "i could kill for a pizza",
        "a game where you kill yourself to rewind", "die hard fan of zelda", "im dead 💀",
    ],
)  # fmt: skip
def test_figures_of_speech_are_not(text):
    assert not distress.is_serious(text)


def test_somebody_in_danger_gets_care_and_no_game(mia):
    said = mia.say("i want to kill myself")
    assert "emergency" in said.text
    assert said.titles == []
    assert said.buttons == {}
    assert not MoodReading.objects.exists()
    assert "/privacy/" not in said.text


def test_the_talk_goes_on_after_that(mia):
    mia.say("i want to kill myself")
    assert mia.say("thank you. something calm on pc please").titles


def test_a_sad_person_gets_empathy_in_half_a_sentence(mia):
    said = mia.say("my dog died and i feel so sad, on switch")
    first = said.text.split("\n")[0]
    assert len(first) < 120
    assert said.titles


class TestUnderThirteen:
    def test_only_platform_and_mood_are_remembered(self, mia):
        mia.say("hi im 11, call me Zed, something funny on switch under $20, i love goose games")
        contact = mia.contact
        player = contact.player
        assert player.age_band == "under_13"
        assert (player.liked_genres, player.budget, player.usual_minutes) == ([], None, None)
        assert contact.display_name == ""
        message = Message.objects.get(direction="inbound")
        assert (message.body, message.raw) == ("", None)
        assert "like_titles" not in message.understanding
        assert message.slate is None
        slate = player.slates.get()
        assert slate.context["price"] is None

    def test_what_was_said_before_goes_too(self, mia):
        mia.say("something silly on switch, loved goose parade")
        mia.say("btw im 10 years old")
        assert set(Message.objects.filter(direction="inbound").values_list("body", flat=True)) == {""}
        assert not mia.contact.sessions.exclude(state={}).filter(state__tonight__has_key="wish").exists()

    def test_games_fit_the_age(self, mia):
        said = mia.say("im 9, something silly on switch")
        more = mia.say("more")
        for answer in (said, more):
            if answer.slate:
                assert all(one.game.age_rating <= 9 for one in answer.slate.impressions.select_related("game"))

    def test_nothing_is_ever_sent_unasked(self, mia):
        mia.say("im 11")
        mia.say("START")
        assert not mia.contact.proactive_allowed

    def test_likes_are_not_kept(self, mia):
        first = mia.say("im 11, something silly on switch")
        mia.say("love it")
        assert first.titles
        assert not mia.contact.player.interactions.exists()

    def test_a_name_is_not_asked_for(self, noa):
        noa.say("im 11, something silly")
        assert "name" not in noa.say("on my switch").state.asked


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("im 11", 11), ("I'm 34, tired", 34), ("i am 12 years old", 12), ("hi im 9 and bored", 9), ("I'm a 16 year old", 16),
        ("im 20 minutes away", None), ("i'm 3 levels in", None), ("for my 8 year old", None), ("im 100% done", None),
        ("i'm 10 hours into it", None), ("im in", None), ("7", None),
    ],
)  # fmt: skip
def test_ones_own_age_is_told_from_other_numbers(text, age):
    assert own_words.own_age(text) == age
