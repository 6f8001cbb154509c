"""Words that name a machine, a time or a feeling and wish for none of it."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("text", ["i only got my phone tho and im broke lol", "just my phone and i'm so broke"])
def test_who_is_broke_still_has_a_phone(slots_of, text):
    slots = slots_of(text)
    assert set(slots.platforms) == {"ios", "android"}
    assert slots.exclude_platforms == ()


@pytest.mark.parametrize("text", ["my phone just broke", "my phone broke yesterday"])
def test_a_phone_that_broke_is_none_to_play_on(slots_of, text):
    assert set(slots_of(text).exclude_platforms) == {"ios", "android"}


@pytest.mark.parametrize(
    "text",
    ["i have never played a computer game in my life", "never really tried pc games", "haven't played any xbox games"],
)
def test_who_never_played_on_a_machine_has_not_told_that_they_own_it(slots_of, text):
    assert slots_of(text).platforms == ()


def test_a_computer_game_that_is_wished_for_runs_on_a_computer(slots_of):
    assert slots_of("a computer game for my dad").platforms == ("pc",)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("train in 5 min, need a game for switch, 20 minutes", 20),
        ("bus leaves in 10 minutes and i have an hour", 60),
        ("my bus leaves in 15 min", 15),
    ],
)
def test_a_departure_is_the_time_there_is_only_where_no_other_is_told(slots_of, text, minutes):
    assert slots_of(text).session_minutes == minutes


@pytest.mark.parametrize(
    "text", ["no shooters and nothing you have to pay for", "nothing that costs money", "nothing i need to pay for pls"]
)
def test_nothing_to_pay_for_is_free(slots_of, text):
    assert slots_of(text).price_max == 0


@pytest.mark.parametrize(
    "text", ["he gets scared easily", "my daughter scares easily", "she is easily frightened", "he gets nightmares"]
)
def test_who_is_easily_scared_gets_no_horror_and_is_in_no_mood_for_it(reading_of, text):
    reading = reading_of(text)
    assert "horror" in reading.slots.exclude_genres
    assert reading.mood != "spooky"


def test_who_scares_easily_and_wants_horror_all_the_same_gets_it(slots_of):
    assert slots_of("i scare easily but i want horror").exclude_genres == ()


@pytest.mark.parametrize("text", ["not an fps, im burnt out on aiming", "burned out on grinding, something else"])
def test_who_has_had_enough_of_a_thing_is_not_tired(reading_of, text):
    assert reading_of(text).mood != "tired"


@pytest.mark.parametrize("text", ["im so burnt out", "burnt out by work, need something"])
def test_who_is_burnt_out_is_tired(reading_of, text):
    assert reading_of(text).mood == "tired"


@pytest.mark.parametrize("text", ["mad bored rn, need smth lowkey fire", "mad bored today no cap"])
def test_slang_that_strengthens_a_word_tells_no_mood_of_its_own(reading_of, text):
    assert reading_of(text).mood == "bored"
