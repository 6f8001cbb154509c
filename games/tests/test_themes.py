"""What is left out besides kinds of games: what each theme means in a record, ours and any other word."""

from __future__ import annotations

import re

import pytest

from games import themes
from games.vocabulary import GENRES


@pytest.mark.parametrize("key", sorted(themes.THEMES))
def test_every_theme_has_marks_a_text_that_is_a_pattern_and_room_on_a_players_row(key):
    theme = themes.THEMES[key]

    assert theme.marks
    assert key not in GENRES
    assert len(key) <= 30
    assert not theme.text or re.compile(theme.text)


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("zombies", "Hordes of the Undead come for your farm."),
        ("zombies", "A zombie-free town? Not for long: one ZOMBIE is enough."),
        ("spiders", "Giant spiders live in the cellar"),
        ("microtransactions", "Includes in-app purchases."),
        ("clowns", "Run from the clown"),
        ("cities", "You build a city"),
        ("deep-water", "Dive into deep water"),
        ("boxes", "Push a box"),
    ],
)
def test_the_text_of_a_record_tells_a_theme_in_one_or_many(key, text):
    assert themes.in_text(themes.unwanted((key,)).text, text)


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("zombies", "A cosy village with no zombies in sight, without zombies for once"),
        ("spiders", "Swing through the city as Spider-Man"),
        ("war", "A warm bath of a game, with rewards"),
        ("cats", "A catalogue of catastrophes"),
        ("gore", "Gorgeous"),
    ],
)
def test_what_only_sounds_like_it_or_denies_it_is_let_through(key, text):
    assert not themes.in_text(themes.unwanted((key,)).text, text)


def test_a_genre_is_known_by_its_name_alone():
    left_out = themes.unwanted(("horror", "strategy"))

    assert (left_out.marks, left_out.text) == (("horror", "strategy"), "")


def test_a_kind_that_is_asked_for_lifts_the_themes_it_cannot_be_without():
    assert themes.without(("guns", "zombies", "horror"), ("shooter",)) == ("zombies", "horror")
    assert themes.without(("guns", "zombies"), ("zombies",)) == ("guns",)


@pytest.mark.parametrize("key", ["a|b", ".*", "x" * 31, "", "two words", "horror", "a-b-c-d-e"])
def test_only_a_plain_word_or_two_is_a_key(key):
    assert not themes.is_key(key)


def test_what_a_text_is_asked_first_finds_no_less():
    asked = themes.unwanted(("zombies", "clowns")).text

    assert themes.in_text(themes.spoken_of(asked), "No zombies here") == "zombies"
    assert not themes.in_text(asked, "No zombies here")


def test_of_very_many_words_the_later_count_as_tags_alone():
    few, many = (tuple(f"word{number}" for number in range(100, 100 + count)) for count in (16, 900))

    assert themes.unwanted(many).text == themes.unwanted(few).text
    assert "word999" in themes.unwanted(many).marks
    assert "zombie" in themes.unwanted((*many, "zombies")).text
