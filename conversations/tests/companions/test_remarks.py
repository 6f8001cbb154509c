"""Somebody remarks on a scene and does nothing in it: a short word back, and the scene stays where it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from conversations.companions.remarks import DULL, MEMORY, SCENE, remark_in
from games.models import Interaction

_OWN_WORDS = Path(__file__).parent / "own_words.tsv"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("lol that guard looks like my boss", SCENE),
        ("omg i used to ride trams with my grandpa", MEMORY),
        ("the conductor reminds me of my ex", MEMORY),
        ("this is so cool", SCENE),
        ("haha nice", SCENE),
        ("that dragon gives me stepmum vibes", SCENE),
        ("he's hilarious", SCENE),
        ("i feel bad for him", SCENE),
        ("this is boring", DULL),
    ],
)
def test_a_remark_is_known(text, kind):
    assert remark_in(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "that guard looks like my boss so i sneak past",
        "it's locked, kick it",
        "the guard is asleep, walk past him",
        "I knock",
        "i'd go up",
        "give him tea",
        "the kitchen is better",
        "is the guard asleep?",
        "how are you",
        "i want to knock, this is so cool",
    ],
)
def test_what_is_done_or_asked_is_none(text):
    assert remark_in(text) == ""


def test_nobody_who_says_in_own_words_what_they_do_is_taken_to_remark():
    rows = [line.split("\t") for line in _OWN_WORDS.read_text(encoding="utf-8").splitlines() if line.count("\t") == 3]
    deeds = [words for _, _, words, meant in rows if meant != "-"]
    assert len(deeds) > 50
    assert [words for words in deeds if remark_in(words)] == []


def test_a_remark_gets_a_word_and_the_scene_stays(mia):
    mia.say("tell me the ghost story")
    before = mia.say("in by the roof")
    said = mia.say("lol that guard looks like my boss")
    assert said.state.company.place == before.state.company.place
    assert said.buttons == before.buttons
    assert len(said.text) < 120
    assert Interaction.objects.filter(kind="lean").count() == 1  # of the roof alone


def test_a_choice_word_for_word_is_done_though_it_sounds_like_a_remark(mia):
    mia.say("tell me the ghost story")
    before = mia.say("ring the bell")
    assert mia.say("be honest").state.company.place != before.state.company.place


def test_remarks_never_wear_the_story_out(mia):
    mia.say("tell me the ghost story")
    for words in ("this is so cool", "my nan had a teapot like that", "lol", "he is so polite"):
        said = mia.say(words)
    assert said.state.company.is_on
    assert said.state.company.place == "wall"


@pytest.mark.parametrize("text", ["im bored and alone, tell me a story", "tell me a story, i can't sleep"])
def test_a_story_is_asked_for_beside_other_words(mia, text):
    assert mia.say(text).state.company.mode == "story"


def test_a_lesson_is_asked_for_beside_other_words(mia):
    assert mia.say("just bought elden ring, teach me soulslikes").state.company.mode == "journey"


@pytest.mark.parametrize("text", ["something with a story, on pc", "i want a game, the story should be good"])
def test_a_wish_that_names_a_story_stays_a_wish(mia, text):
    assert mia.say(text).state.company.mode == ""


@pytest.mark.parametrize("text", ["stop story", "stop journey", "no more stories"])
def test_stopping_what_is_not_on_stops_nothing(mia, text):
    mia.say("something calm on pc")
    mia.say(text)
    assert mia.contact.replies_allowed


def test_who_does_not_know_gets_a_nudge_and_no_mark(mia):
    mia.say("teach me roguelikes")
    said = mia.say("idk")
    assert said.state.company.place == "1"
    assert "skip this one" in said.buttons


def test_go_on_after_stop_and_start_is_for_the_story(mia):
    mia.say("tell me the ghost story")
    mia.say("STOP")
    mia.say("START")
    assert "teapot" in mia.say("go on").text


@pytest.mark.parametrize(
    ("begun", "text"), [("teach me roguelikes", "stop the story"), ("tell me a story", "stop the journey")]
)
def test_the_name_of_the_other_companion_is_no_stop_either(mia, begun, text):
    mia.say(begun)
    mia.say(text)
    assert mia.contact.replies_allowed
