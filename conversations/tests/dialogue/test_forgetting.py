"""What do you know about me, and forget it: the card, line by line, and the very next pick that proves it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from conversations.models import Contact, Message, MoodReading
from games.models import Interaction


def card(person) -> dict[str, int]:
    """The card's lines and their numbers."""
    text = person.say("what do you know about me?").text
    numbered = [line for line in text.split("\n") if line[:1].isdigit()]
    return {line.split(". ", 1)[1]: int(line.split(". ", 1)[0]) for line in numbered}


@pytest.fixture
def known(mia):
    """Likes horror, avoids puzzles, plays on Switch and PC, has a budget."""
    mia.say("i love horror and i play on switch and pc")
    mia.say("i hate puzzle games")
    mia.say("i never pay more than 20 dollars for a game")
    return mia


def test_the_card_has_everything_in_numbered_lines(known):
    known.say("something calm on switch")
    known.say("save this")
    known.say("i live in london")
    known.say("remind me friday 8pm")
    lines = "\n".join(card(known))
    for told in ("Mia", "Switch", "PC", "horror", "puzzle", "20", "chill", "on your list", "reminders", "London time"):
        assert told in lines


def test_forgetting_a_liked_genre_changes_the_very_next_pick(known):
    assert "The Cellar Below" in known.say("surprise me").titles
    known.say("forget that i like horror")
    assert not any("horror" in line for line in card(known))
    assert known.contact.player.liked_genres == []
    known.later(timedelta(days=8))  # what was shown may be shown again
    assert "The Cellar Below" not in known.say("surprise me").titles


def test_forgetting_what_was_avoided_lets_it_be_picked_again(known):
    assert not {"Knot Theory", "Paper Pond"} & set(known.say("something brainy").titles)
    known.say("forget that i hate puzzles")
    assert known.contact.player.avoided_genres == []
    assert {"Knot Theory", "Paper Pond"} & set(known.say("something brainy").titles)


def test_forgetting_the_budget_lets_dearer_games_in(known):
    dear = {"Steel Verdict", "Rust Riders"}
    assert not dear & set(known.say("something hyped with racing").titles)
    known.say("forget my budget")
    assert known.contact.player.budget is None
    assert dear & set(known.say("something hyped with racing").titles)


@pytest.mark.parametrize("topic", ["plays on", "into", "not into", "budget", "name", "your clock"])
def test_every_line_of_the_card_can_be_taken_out_by_its_number(known, topic):
    known.say("i live in london")
    lines = card(known)
    (number,) = [number for line, number in lines.items() if line.startswith(f"{topic}:")]
    known.say(f"forget line {number}")
    assert not any(line.startswith(f"{topic}:") for line in card(known))


@pytest.mark.parametrize("words", ["remove number 2", "delete the second line", "line 2 is wrong", "scrap #2"])
def test_a_line_is_named_in_many_ways(known, words):
    second = next(line for line, number in card(known).items() if number == 2)
    known.say(words)
    assert second not in card(known)


def test_a_line_that_is_not_there_shows_the_card_again(known):
    card(known)
    said = known.say("forget line 19")
    assert "1. " in said.text
    assert known.contact.player.liked_genres == ["horror"]


def test_a_mood_is_forgotten_with_what_was_read_from_the_messages(mia):
    mia.say("i'm so sad today, something on switch")
    assert MoodReading.objects.filter(mood="sad").exists()
    said = mia.say("forget that i said i'm sad")
    assert "sad" in said.text
    assert not MoodReading.objects.exists()
    assert not Message.objects.filter(understanding__mood="sad").exists()
    assert mia.say("more").state.tonight.mood == ""


def test_a_like_is_forgotten_with_what_was_learnt_from_it(mia):
    first = mia.say("something calm on switch")
    title = first.titles[0]
    mia.say("love it")
    assert mia.contact.player.scores
    mia.say(f"forget that i liked {title}")
    assert mia.contact.player.scores == {}
    assert not Interaction.objects.filter(kind="like").exists()


@pytest.mark.parametrize("words", ["forget my taste", "reset my taste", "wipe my whole taste please"])
def test_a_taste_is_reset_and_what_is_no_taste_stays(known, words):
    known.say("something calm on switch")
    known.say("love it")
    liked = Interaction.objects.get(kind="like").game
    assert known.contact.player.scores
    said = known.say(words)
    player = known.contact.player
    assert "taste" in said.text
    assert (player.scores, player.liked_genres, player.avoided_genres, player.events_count) == ({}, [], [], 0)
    assert (player.platforms, player.budget) == (["switch", "pc"], 20)
    assert Interaction.objects.get(kind="like").game == liked


def test_what_was_learnt_from_the_rest_stays(mia):
    first = mia.say("something calm on switch")
    mia.say("love it")
    scores = mia.contact.player.scores
    mia.tap(mia.say("something silly on switch").buttons["not for me"])
    disliked = Interaction.objects.get(kind="dislike").game.title
    mia.say(f"forget that i dislike {disliked}")
    assert mia.contact.player.scores == scores
    assert first.titles


@pytest.mark.parametrize("words", ["i don't have a switch anymore", "i sold my switch", "my switch broke"])
def test_a_machine_that_is_gone_is_forgotten(known, words):
    known.say(words)
    assert known.contact.player.platforms == ["pc"]


def test_a_machine_named_tonight_that_is_gone_is_no_longer_picked_for(mia):
    mia.say("something calm on switch")
    mia.say("i sold my switch")
    assert mia.say("more").state.tonight.platforms == ()


def test_a_name_is_forgotten(known):
    known.say("forget my name")
    assert known.contact.display_name == ""


def test_what_was_never_known_is_not_pretended_to_be_forgotten(known):
    before = card(known)
    known.say("forget that i like rpgs")
    assert card(known) == before


def test_the_age_of_somebody_young_stays(mia):
    mia.say("i'm 15 and i want something calm on switch")
    said = mia.say("forget my age")
    assert mia.contact.player.age_band == "13_17"
    assert said.text
    assert mia.say("something really scary").titles is not None


def test_the_age_of_an_adult_goes(mia):
    mia.say("i'm 34 and i want something calm on switch")
    mia.say("forget my age")
    assert mia.contact.player.age_band == ""


@pytest.mark.parametrize("words", ["forget it", "help me forget my ex", "forget that"])
def test_what_only_sounds_like_forgetting_forgets_nothing(known, words):
    before = card(known)
    known.say(words)
    assert before.keys() <= card(known).keys()


def test_forget_me_still_asks_before_it_erases(known):
    said = known.say("forget me")
    assert said.state.awaiting == "erase"
    assert Contact.objects.exists()
