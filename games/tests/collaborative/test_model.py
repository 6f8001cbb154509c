"""Two circles of players: who plays racing games and who plays puzzles; few play both."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sparse

from games.catalogue.series import plain, series_numbers, without_edition
from games.collaborative import model, ranker
from games.collaborative.ease import ease
from games.collaborative.leave_one_out import hold_one_out, keep_few
from games.collaborative.neighbours import WAYS, neighbours_of
from games.collaborative.types import GameTexts

RACING, PUZZLES, UNPLAYED = range(8), range(8, 16), 16
GAMES = 17


def some_plays(players: int = 240, seed: int = 1) -> sparse.csr_matrix:
    rng = np.random.default_rng(seed)
    table = np.zeros((players, GAMES), dtype=np.float32)
    for player in range(players):
        own, other = (RACING, PUZZLES) if player % 2 else (PUZZLES, RACING)
        table[player, rng.choice(list(own), size=int(rng.integers(2, 6)), replace=False)] = 1
        if rng.random() < 0.15:
            table[player, rng.choice(list(other))] = 1
    return sparse.csr_matrix(table)


def some_texts() -> GameTexts:
    """The game that nobody has played yet reads like the first puzzle."""
    vectors = np.random.default_rng(2).normal(size=(GAMES, 24)).astype(np.float32)
    vectors[UNPLAYED] = vectors[PUZZLES[0]] + 0.1 * vectors[UNPLAYED]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    nothing = np.full(GAMES, -1, dtype=np.int64)
    return GameTexts(vectors, nothing, nothing)


@pytest.fixture(scope="module")
def learnt() -> model.Model:
    return model.fit(some_plays(), some_texts(), rng=np.random.default_rng(3))


def test_ease_is_the_closed_form_of_the_paper():
    together = (some_plays().T @ some_plays()).toarray().astype(np.float32)
    inverse = np.linalg.inv(together.astype(np.float64) + 50 * np.eye(GAMES))
    expected = inverse / -np.diag(inverse)
    np.fill_diagonal(expected, 0)

    assert np.allclose(ease(together, ridge=50.0), expected, atol=1e-4)


def test_what_a_player_played_speaks_for_games_of_the_same_circle(learnt):
    values = learnt.measure([(RACING[0], 1.0), (RACING[1], 1.0)])
    mine = np.mean([values[game] for game in RACING if game > 1])
    others = np.mean([values[game] for game in PUZZLES])

    assert mine > others + 0.1
    assert all(0 <= value <= 1 for value in values.values())


def test_one_more_event_moves_the_list_at_once(learnt):
    before = learnt.measure([(RACING[0], 1.0)])
    after = learnt.measure([(RACING[0], 1.0), (PUZZLES[0], 1.0), (PUZZLES[1], 1.0)])

    gap = np.mean([before[game] for game in RACING[2:]]) - np.mean([before[game] for game in PUZZLES[2:]])
    later = np.mean([after[game] for game in RACING[2:]]) - np.mean([after[game] for game in PUZZLES[2:]])
    assert later < gap


def test_what_is_disliked_pulls_its_kin_down(learnt):
    liked = learnt.measure([(RACING[0], 1.0)])
    but_not = learnt.measure([(RACING[0], 1.0), (RACING[1], -1.0)])

    assert np.mean([but_not[game] for game in RACING[2:]]) < np.mean([liked[game] for game in RACING[2:]])


def test_without_anything_liked_it_says_nothing(learnt):
    assert learnt.measure([]) == {}
    assert learnt.measure([(RACING[0], -1.0)]) == {}


def test_a_game_that_nobody_played_is_found_by_its_text(learnt):
    near = learnt.neighbours.ids[PUZZLES[0]]
    assert UNPLAYED in near
    row = learnt.neighbours.nearness[PUZZLES[0], near.tolist().index(UNPLAYED)]
    assert row[WAYS.index("alike")] > 0.5


def test_beyond_the_most_played_neighbours_are_those_played_together():
    near = neighbours_of(some_plays(), some_texts(), most_played=6, kept=7)

    for game in RACING:
        assert len(set(near.ids[game].tolist()) & set(RACING)) >= 4
    assert near.ids.shape == (GAMES, 7)


def test_nobody_has_played_anything_and_it_still_learns():
    empty = sparse.csr_matrix((3, GAMES), dtype=np.float32)
    fitted = model.fit(empty, some_texts(), rng=np.random.default_rng(0))

    assert UNPLAYED in fitted.neighbours.ids[PUZZLES[0]]


def test_the_same_plays_teach_the_same(learnt):
    again = model.fit(some_plays(), some_texts(), rng=np.random.default_rng(3))
    assert again.ranker == learnt.ranker
    assert np.array_equal(again.neighbours.ids, learnt.neighbours.ids)


def test_what_was_learnt_survives_its_bytes(learnt):
    assert model.ranker_from_bytes(model.ranker_to_bytes(learnt.ranker)) == learnt.ranker


def test_weights_of_other_features_are_refused(learnt, monkeypatch):
    content = model.ranker_to_bytes(learnt.ranker)
    monkeypatch.setattr(ranker, "FEATURES", ("something else",))
    with pytest.raises(ValueError, match="other features"):
        model.ranker_from_bytes(content)


def test_one_play_is_held_out_of_each_player_with_enough():
    plays = some_plays()
    held = hold_one_out(plays, least=4, rng=np.random.default_rng(0))

    assert held.left.nnz == plays.nnz - len(held.players)
    assert set(held.players) == set(np.flatnonzero(np.diff(plays.indptr) >= 4))
    for player, game in zip(held.players, held.games, strict=True):
        assert plays[player, game] == 1
        assert held.left[player, game] == 0


def test_of_players_with_few_games_one_to_three_are_left():
    held = keep_few(some_plays(), share=0.5, rng=np.random.default_rng(0))

    left = np.diff(held.left.indptr)[held.players]
    assert left.min() == 1
    assert left.max() == 3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sid Meier's Civilization® V", "sid meiers civilization v"),
        ("The Witcher: Enhanced Edition", "The Witcher"),
        ("Call of Duty Black Ops - Multiplayer", "Call of Duty: Black Ops"),
        ("Brütal Legend", "brutal legend"),
    ],
)
def test_ways_to_write_one_title_are_known(one, other):
    assert without_edition(one) == without_edition(other)


def test_a_title_of_edition_words_alone_stays_what_it_is():
    assert without_edition("Gold") == "gold"
    assert plain("東京！") == "東京"


def test_titles_of_a_series_have_one_number_and_others_none():
    numbers = series_numbers(["Half-Life", "Half-Life 2", "Portal", "Portal 2", "Tetris"])
    assert numbers[0] == numbers[1] != numbers[2]
    assert numbers[2] == numbers[3]
    assert numbers[4] == -1
