""" "No zombies": kept to this evening and, where it is said for good, afterwards; taken back when it is."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from conversations.dialogue.offers.wishes import loosened, new_wish
from conversations.dialogue.state import DialogueState, Tonight
from conversations.understanding.types import Slots, Understanding
from games.models import Game


@pytest.fixture
def undead(shelf) -> set[str]:
    """Games of the shelf that have zombies: by tag, by title and by what their text says."""
    Game.objects.filter(title="Quiet Harbour").update(tags=["zombies"])
    Game.objects.filter(title="Slow Train North").update(summary="Nobody on board is alive: zombies, all of them.")
    Game.objects.filter(title="Goose Parade").update(feel="A silly march of the undead.")
    return {"Quiet Harbour", "Slow Train North", "Goose Parade"}


@pytest.mark.parametrize(
    "text",
    ["something calm on pc, no zombies", "pc, chill vibes, nothing with zombies", "relaxing pc game without zombys"],
)
def test_a_theme_beside_a_wish_is_kept_to(mia, undead, text):
    said = mia.say(text)
    assert said.titles
    assert not {*said.titles} & undead
    assert said.state.tonight.excluded_genres == ("zombies",)
    assert said.state.tonight.mood == "chill"


def test_it_is_said_back_and_holds_for_what_comes_after(mia, undead):
    mia.say("something calm on pc")
    said = mia.say("no zombies")
    assert "no zombies" in said.text
    for text in ("another", "shorter", "something silly", "more"):
        said = mia.say(text)
        assert not {*said.titles} & undead


def test_what_it_is_without_is_told_with_the_game(mia, undead):
    mia.say("something calm on pc")
    assert re.search("no zombies (that|as far as) I know", mia.say("without zombies").text)


def test_several_at_once_are_all_kept_to(mia, undead):
    Game.objects.filter(title="Knot Theory").update(tags=["turn-based"])
    said = mia.say("no horror no zombies nothing turn based, on pc")
    assert said.state.tonight.excluded_genres == ("horror", "zombies", "turn-based")
    assert said.titles
    assert not {*said.titles} & {*undead, "Knot Theory", "Hollow Stair", "The Cellar Below"}


@pytest.mark.parametrize("text", ["i hate zombies", "never zombies", "i can't stand zombies"])
def test_what_is_hated_is_remembered(mia, undead, text):
    mia.say("something calm on pc")
    said = mia.say(text)
    assert "no zombies" in said.text
    assert mia.contact.player.avoided_genres == ["zombies"]
    later = mia.later(timedelta(days=2)).say("something calm on pc")
    assert later.titles
    assert not {*later.titles} & undead


def test_no_zombies_for_tonight_is_forgotten_by_tomorrow(mia, undead):
    mia.say("something calm on pc, no zombies")
    assert mia.contact.player.avoided_genres == []
    assert mia.later(timedelta(days=1)).say("something calm").state.tonight.excluded_genres == ()


@pytest.mark.parametrize("text", ["zombies are fine", "actually i don't mind zombies", "ok bring back the zombies"])
def test_it_is_taken_back(mia, undead, text):
    mia.say("something calm on pc, no zombies")
    said = mia.say(text)
    assert said.state.tonight.excluded_genres == ()
    assert "zombies are fine" in said.text


def test_a_lasting_dislike_is_taken_back_too(mia, undead):
    mia.say("i hate zombies")
    mia.say("zombies are fine tonight")
    assert mia.contact.player.avoided_genres == ["zombies"]
    mia.say("zombies are fine")
    assert mia.contact.player.avoided_genres == []
    assert "zombies" not in mia.say("what do you know about me").text


def test_what_is_asked_for_is_no_longer_left_out():
    tonight = Tonight(excluded_genres=("guns", "zombies", "horror"))
    wanted = new_wish(tonight, _reading(Slots(genres=("shooter",), themes=("zombies",))))
    assert (wanted.excluded_genres, wanted.genres) == (("horror",), ("shooter",))


def test_horror_that_is_fine_again_is_not_asked_for():
    tonight = Tonight(mood="chill", excluded_genres=("horror",))
    let_in = new_wish(tonight, _reading(Slots(genres=("horror",), allow_genres=("horror",))))
    assert (let_in.excluded_genres, let_in.genres) == ((), ())


def test_a_word_without_an_entry_is_taken_back_too(mia, shelf):
    mia.say("something calm on pc, nothing with robots")
    said = mia.say("k robots r fine")
    assert said.state.tonight.excluded_genres == ()
    assert "robots are fine" in said.text


def test_guns_that_are_fine_again_let_shooters_in(mia, shelf):
    mia.say("something wild on pc, no guns")
    assert mia.say("guns are fine").state.tonight.excluded_genres == ()


def test_who_is_angry_and_wants_no_gore_is_angry_still(mia, shelf):
    tonight = mia.say("im so angry, i wanna smash stuff on pc but nothing gory").state.tonight
    assert (tonight.mood, "gore" in tonight.excluded_genres) == ("angry", True)


def test_where_nothing_is_left_it_says_so_and_asks(mia, shelf):
    Game.objects.update(tags=["zombies"])
    said = mia.say("something calm on pc, no zombies")
    assert not said.titles
    assert "zombies" in said.text
    assert mia.say("yes").titles


def test_an_exception_holds_where_it_is_avoided_as_a_rule_too():
    assert loosened(Tonight(excluded_genres=("zombies",)), "excluded_genres").allowed_genres == ("zombies",)


def test_nothing_violent_leaves_out_what_is_and_picks_no_angry_mood(mia, shelf):
    said = mia.say("nothing violent, on pc")
    assert said.state.tonight.mood == ""
    assert "Steel Verdict" not in said.titles
    assert said.message.understanding["mood"] is None
    assert "no violence" in said.text
    assert "fighting" not in said.text.splitlines()[0]


@pytest.mark.parametrize("text", ["he is 9", "she's 7 btw", "hes nine", "my son is 6", "the boy's eight"])
def test_an_age_said_after_games_is_of_who_plays_along(mia, text):
    mia.say("something silly on switch")
    said = mia.say(text)
    age = said.state.tonight.child_age
    assert age is not None
    assert said.titles
    assert all(game.age_rating <= age for game in Game.objects.filter(title__in=said.titles))


def test_what_is_left_out_outlives_a_stored_state():
    state = DialogueState(tonight=Tonight(excluded_genres=("zombies",), allowed_genres=("horror",)))
    assert DialogueState.from_json(state.as_json()) == state


def _reading(slots: Slots) -> Understanding:
    return Understanding(text="", intent="recommend", intent_confidence=1.0, slots=slots)
