"""Which of the games they were shown somebody's words describe."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from conversations.dialogue.offers.recollection import Known, best_matches, describing_words

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


def shown(title: str, *keys: str, text: str = "", near: float = 0.0, ago: int = 1) -> Known:
    at = NOW - timedelta(days=ago)
    return Known(ago, title.lower().replace(" ", "-"), title, keys, text, at, at, nearness=near)


SHELF = [
    shown("Haunted Manor", "horror", text="Rooms full of whispers.", ago=1),
    shown("Ferry of Souls", "story-rich", text="Carry spirits over a quiet sea.", ago=2),
    shown("Goose Parade", "party", text="A goose and its friends make trouble.", ago=3),
    shown("Star Freight", "simulation", "sci-fi", text="Haul cargo between planets.", ago=4),
    shown("Planet Baker", "cozy", text="Bread, all day.", ago=5),
]


def found(text: str, *, by_words_only: bool = False, shelf=SHELF) -> list[str]:
    return [match.game.title for match in best_matches(shelf, describing_words(text), by_words_only=by_words_only)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("what was that one with the ghosts", "Ferry of Souls"), ("the goose game you showed me", "Goose Parade"),
        ("that scary one", "Haunted Manor"), ("the party thing", "Goose Parade"), ("the one about space", "Star Freight"),
        ("the haunted one", "Haunted Manor"), ("the one with the spirit", "Ferry of Souls"), ("baker", "Planet Baker"),
    ],
)  # fmt: skip
def test_words_find_the_game(text, first):
    assert found(text)[0] == first


@pytest.mark.parametrize("text", ["pirate accountants", "the one with the ham", "quantum tax law"])
def test_words_that_describe_none_find_none(text):
    assert found(text) == []


def test_a_question_without_a_description_has_no_words():
    assert describing_words("what was that game you showed me again?") == ()
    assert describing_words("which one did you tell me about") == ()
    assert describing_words("what games have you shown me so far") == ()


def test_a_word_meets_its_own_forms():
    assert found("the hiking one", shelf=[shown("A Short Hike")]) == ["A Short Hike"]


def test_a_title_is_a_name_and_not_its_meaning():
    assert "Planet Baker" not in found("the one about space")


def test_nearness_alone_is_a_guess_and_only_if_it_is_near():
    near = [shown("Rail Dream", near=0.45), shown("Mud", near=0.2)]
    (match,) = best_matches(near, ["trains"])
    assert match.is_guess
    assert best_matches([shown("Mud", near=0.3)], ["trains"]) == []
    assert best_matches(near, ["trains"], by_words_only=True) == []


def test_of_equals_the_one_shown_last_comes_first():
    twins = [shown("Old Pond", "puzzle", ago=9), shown("New Lake", "puzzle", ago=1)]
    assert found("the puzzle one", shelf=twins) == ["New Lake", "Old Pond"]
