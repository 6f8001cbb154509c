"""Which new rows are likely a game that is there already."""

import pytest

from games.importing.doubles import is_likely_double


@pytest.mark.parametrize(
    ("likeness", "title", "other"),
    [
        (0.9, "Whale Song", "whale-song"),
        (0.85, "Whale Song: Complete Edition", "Whale Song"),
        (0.97, "The Whale Songs of Old", "Whale Song of Old"),
    ],
)
def test_one_game_under_two_names_is_noticed(likeness, title, other):
    assert is_likely_double(likeness=likeness, title=title, other=other)


@pytest.mark.parametrize(
    ("likeness", "title", "other"),
    [
        (0.97, "Whale Song 2", "Whale Song"),
        (0.97, "Whale Song II", "Whale Song III"),
        (0.5, "Whale Song", "Whale Song"),  # two games may share a title
        (0.99, "Mine Cart", "Whale Song"),
    ],
)
def test_another_part_and_a_namesake_are_other_games(likeness, title, other):
    assert not is_likely_double(likeness=likeness, title=title, other=other)
