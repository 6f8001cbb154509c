"""The table that says how good we are has to be right itself."""

from __future__ import annotations

import json
from datetime import date
from functools import partial

import numpy as np
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from games.collaborative import baselines, evaluation, metrics, play_log
from games.collaborative.hybrid import Hybrid
from games.collaborative.report import as_json, as_text
from games.recommender.profiles import rules
from games.tests.collaborative.test_model import GAMES, some_plays, some_texts


class Clairvoyant:
    """Knows what everybody played, the tested game among it."""

    name = "clairvoyant"

    def __init__(self, everything):
        self._everything = everything

    def fit(self, plays, *, held_inside, rng):
        pass

    def top(self, plays, players):
        return baselines.best_unplayed(self._everything[players].toarray(), plays[players])


def test_the_true_game_first_is_worth_one_and_off_the_list_nothing():
    ranks = np.array([0, 1, 9, 10])
    assert metrics.ndcg(ranks).tolist() == pytest.approx([1, 1 / np.log2(3), 1 / np.log2(11), 0])
    assert metrics.recall(ranks).tolist() == [1, 1, 1, 0]


def test_an_interval_holds_the_mean_and_is_wider_for_the_same_few_players():
    rng = np.random.default_rng(0)
    values = rng.random(400).astype(np.float32)
    many = metrics.interval(values, players=np.arange(400), rng=np.random.default_rng(1))
    few = metrics.interval(
        np.repeat(values[:20], 20), players=np.repeat(np.arange(20), 20), rng=np.random.default_rng(1)
    )

    assert many[0] < values.mean() < many[1]
    assert few[1] - few[0] > many[1] - many[0]


def test_coverage_and_novelty_tell_the_usual_from_the_rare():
    assert metrics.coverage([[0, 1], [1, 2]], games=6) == 0.5
    assert metrics.novelty([[0], [1]], np.array([0.5, 0.25])) == 1.5


@pytest.fixture(scope="module")
def outcome():
    plays = some_plays()
    facts = [play_log.facts_of(game, f"Game {game}", None, today=date(2026, 1, 1)) for game in range(GAMES)]

    class Absent(baselines.Popular):
        def fit(self, plays, *, held_inside, rng):
            raise baselines.PeerMissingError("not installed")

    strategies = [
        baselines.Popular, partial(Absent, name="absent"), baselines.TunedEase, partial(Clairvoyant, plays),
        partial(Hybrid, facts, some_texts(), rules()),
    ]  # fmt: skip
    return evaluation.evaluate(
        plays, strategies, ours="Thrum hybrid", against=("popular", "EASE tuned", "absent"), seed=5, rounds=2
    )


def test_every_strategy_has_its_row_in_both_tables(outcome):
    rows, _ = outcome
    for table in evaluation.TABLES:
        assert {row.strategy for row in rows if row.table == table} == {
            "popular", "absent", "EASE tuned", "clairvoyant", "Thrum hybrid"
        }  # fmt: skip


def test_who_knows_the_answer_scores_one_and_popularity_far_less(outcome):
    rows, _ = outcome
    found = {row.strategy: row for row in rows if row.table == evaluation.TABLES[0]}
    assert found["clairvoyant"].ndcg == 1
    assert found["popular"].ndcg < found["Thrum hybrid"].ndcg


def test_a_missing_peer_is_named_and_compared_with_nothing(outcome):
    rows, comparisons = outcome
    assert {row.missing for row in rows if row.strategy == "absent"} == {"not installed"}
    assert {found.other for found in comparisons} == {"popular", "EASE tuned"}
    assert "not installed" in as_text(rows, comparisons)


def test_the_json_has_an_object_a_strategy_with_the_promised_keys(outcome):
    rows = {row["strategy"]: row for row in as_json(*outcome)}
    ours = rows["Thrum hybrid"]
    assert {"recall@10", "ndcg@10", "coverage", "novelty", "fit_s", "serve_ms", "few_games"} <= ours.keys()
    assert rows["popular"]["ours_above_by"]["ndcg@10"] > 0
    assert rows["EASE tuned"]["settings"].startswith("λ")


def test_the_command_reads_files_and_prints_json(tmp_path, settings, capsys, monkeypatch):
    settings.STATE_DIR = tmp_path
    plays = some_plays(players=60)
    lines = ["user,game,hours", *(f"u{row},Game {column},1.5" for row, column in zip(*plays.nonzero(), strict=True))]
    log, catalogue = tmp_path / "plays.csv", tmp_path / "catalogue.csv"
    log.write_text("\n".join(lines))
    catalogue.write_text("title,summary,genres,developers\nGame 1,You race.,Racing;Arcade,Fast Inc\n")
    monkeypatch.setattr(baselines, "peers", lambda hours: (baselines.Popular,))

    call_command("evaluate_recommender", "--plays", log, "--catalogue", catalogue, "--json", "--rounds", "1")

    assert [row["strategy"] for row in json.loads(capsys.readouterr().out)] == ["popular", "Thrum hybrid"]
    assert list((tmp_path / "evaluation").iterdir())


@pytest.mark.parametrize(
    ("content", "complaint"),
    [("a,b\n1,2\n", "lacks the column"), ("user,game,hours\nu,g,long\n", "line 2"), ("user,game,hours\n", "no rows")],
)
def test_a_file_that_is_no_play_log_is_refused_with_the_reason(tmp_path, content, complaint):
    file = tmp_path / "plays.csv"
    file.write_text(content)
    with pytest.raises(CommandError, match=complaint):
        call_command("evaluate_recommender", "--plays", file)
