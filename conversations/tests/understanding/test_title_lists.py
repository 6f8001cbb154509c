"""Titles that are everyday words: where lists, praise and blame tell them from the words they are."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("lethal company, content warning, repo. another of those", {"Lethal Company", "Content Warning", "R.E.P.O."}),
        ("observation? tacoma? something like those", {"Observation", "Tacoma"}),
        ("sable / journey type beat", {"Sable", "Journey"}),
        ("dishonored & thief man myself", {"Dishonored", "Thief"}),
        ("terraria, core keeper, necesse", {"Terraria", "Core Keeper", "Necesse"}),
    ],
)
def test_in_a_list_of_games_an_everyday_word_is_a_game_too(slots_of, text, titles):
    assert set(slots_of(text).like_titles) == titles


@pytest.mark.parametrize(
    "text",
    ["my journey was long, thanks", "rain outside, peace, control", "peak vibes tonight", "i need to flow and rage a bit",
     "inside all day with a cold", "smth kind for me", "me v the wife"],
)  # fmt: skip
def test_an_everyday_word_alone_is_no_game(slots_of, text):
    assert slots_of(text).like_titles == ()


@pytest.mark.parametrize(
    ("text", "title"),
    [("ugly cried at to the moon", "To the Moon"), ("hitman maniacs unite", "Hitman"), ("it takes two was 10/10", "It Takes Two"),
     ("paradise killer slapped", "Paradise Killer"), ("platinum in val and hungry", "Valorant"), ("soma itch, cheap", "SOMA")],
)  # fmt: skip
def test_what_is_said_of_games_alone_makes_a_word_a_game(slots_of, text, title):
    assert slots_of(text).like_titles == (title,)


@pytest.mark.parametrize(
    "text",
    ["rocket league is stale now", "ragequit apex for good", "everyone keeps pushing baldurs gate 3 and i bounced off it",
     "outlast. none of them scared me", "guilty gear strive was too sweaty 4 him", "gang beasts is over for us", "a way out 6/10"],
)  # fmt: skip
def test_a_title_that_is_given_up_is_no_wish(slots_of, text):
    assert slots_of(text).like_titles == ()


@pytest.mark.parametrize(
    ("text", "title"),
    [("mario kart but cheaper", "Mario Kart"), ("mum used to watch me play zelda, smth like zelda", "The Legend of Zelda"),
     ("animal crossing on ps4", "Animal Crossing"), ("n++ and nothing else", "N++")],
)  # fmt: skip
def test_a_series_goes_by_its_own_name_where_no_part_is_told_apart(slots_of, text, title):
    assert slots_of(text).like_titles == (title,)


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("dredge was exactly my cup of tea", {"Dredge"}),
        ("limbo was cool when i was 15", {"Limbo"}),
        ("outward type survival rpg where im nobody", {"Outward"}),
        ("sleeping dogs deserved a sequel", {"Sleeping Dogs"}),
        ("back when journey came out i was 12", {"Journey"}),
        ("bachpan me contra khelte the", {"Contra"}),
        ("dishonored + prey guy here", {"Dishonored", "Prey"}),
        ("hades & transistor girl", {"Hades", "Transistor"}),
        ("hitman is so underrated", {"Hitman"}),
    ],
)
def test_what_stands_around_an_everyday_word_makes_it_a_game(slots_of, text, titles):
    assert set(slots_of(text).like_titles) == titles


@pytest.mark.parametrize(
    "text",
    ["overcooked the pasta", "ive got 20 mins before inside", "limbo between jobs, need something", "unpacking boxes all day",
     "doing a braid in my daughters hair", "the bus was cool today", "the crew was class, miss them", "haunted house vibes pls",
     "my journey was a blast", "i need control over my life"],
)  # fmt: skip
def test_where_the_grammar_says_otherwise_it_stays_a_word(slots_of, text):
    assert slots_of(text).like_titles == ()


def test_what_hurt_is_liked_by_who_wants_more_of_it(slots_of):
    assert slots_of("alien isolation nearly killed me. do it again").like_titles == ("Alien: Isolation",)
    assert slots_of("alien isolation nearly killed me, never again").like_titles == ()
