"""A recorded message shows what somebody wanted and not who they are."""

from __future__ import annotations

import pytest

from conversations.redaction import redact


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("call me on +49 170 1234567 ok", "call me on 0000000 ok"),
        ("my number is 0170-1234567", "my number is 0000000"),
        ("(555) 010-0199 is me", "0000000 is me"),
        ("write to mia.k+games@mail.example.org", "write to mail@example.com"),
        ("like https://store.example.net/app/413150?u=mia this", "like https://example.com this"),
        ("see www.mia-plays.example", "see https://example.com"),
        ("I'm @mia_plays there", "I'm @sam there"),
        ("hi it's Mia", "hi it's Sam"),
        ("MIA here, mia's tired", "Sam here, Sam's tired"),
        ("my name is Oluwaseun", "my name is Sam"),
        ("just call me jean-luc", "just call me Sam"),
        ("ich heiße Jürgen", "ich heiße Sam"),
    ],
)
def test_what_tells_who_it_is_is_masked(written, shown):
    assert redact(written, names=["Mia Kowalski"]) == shown


@pytest.mark.parametrize(
    "written",
    [
        "something under 20 quid, 30 minutes, 2 of us",
        "games from 2015 to 2019",
        "₹1,500 at most",
        "between $10.99 and $59.99",
        "7 days to die or 1943",
        "call me crazy but I want horror",
        "this is too hard",
        "mia's not in a word like premiation",
    ],
)
def test_what_tells_what_they_want_stays(written):
    assert redact(written, names=["Al"]) == written


def test_a_short_name_masks_no_half_sentence():
    assert redact("I like it, Jo", names=["Jo"]) == "I like it, Jo"


def test_a_name_inside_a_word_stays():
    assert redact("miami and mia", names=["Mia"]) == "miami and Sam"


def test_masking_twice_changes_nothing_more():
    once = redact("mia, +491701234567, a@b.example, https://x.example", names=["Mia"])
    assert redact(once, names=["Mia"]) == once


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("hi i'm Tom Baker", "hi i'm Sam"),
        ("im tom from leeds", "im Sam from leeds"),
        ("I'm Tom Baker by the way", "I'm Sam by the way"),
        ("IM TOM AND BORED", "IM Sam AND BORED"),
        ("it's tom", "it's Sam"),
        ("I am Priya, 14 High Street", "I am Sam, 1 Example Street"),
        ("i'm Oluwaseyi and i like puzzles", "i'm Sam and i like puzzles"),
        ("im kweku from accra", "im Sam from accra"),
        ("i live at 14b high street, leeds", "i live at 1 Example Street, leeds"),
        ("Hauptstraße 5, Ulm", "1 Example Street, Ulm"),
    ],
)
def test_who_says_their_name_is_masked_though_their_profile_tells_none(written, shown):
    assert redact(written, names=["🎮"]) == shown
    assert redact(shown, names=["🎮"]) == shown


@pytest.mark.parametrize(
    "written",
    [
        "im tired", "i'm sad", "I'm Sad", "im tired from work", "i'm bored of shooters", "I'm German", "it's fun", "it's Hades",
        "im fresh from work", "im into 2 player street fighter", "2 games for a long road trip", "I'm OK", "i am so done",
        "i'm Into Roguelikes", "IM TIRED", "i'm 14 on my high horse",
    ],
)  # fmt: skip
def test_moods_and_games_are_nobodys_name(written):
    assert redact(written, names=["🎮"]) == written
