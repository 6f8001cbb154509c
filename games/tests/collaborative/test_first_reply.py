"""The first reply to a stranger who named two titles has to be better than what everybody is shown."""

from __future__ import annotations

import json
from datetime import date
from functools import partial

import numpy as np
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from games.collaborative import baselines, first_reply, play_log
from games.collaborative.hybrid import Hybrid
from games.collaborative.leave_one_out import keep_exactly
from games.recommender.profiles import rules
from games.tests.collaborative.test_model import GAMES, some_plays, some_texts


def test_of_those_who_are_asked_two_titles_are_known_and_the_third_is_not():
    plays = some_plays()
    held = keep_exactly(plays, known=2, share=0.5, rng=np.random.default_rng(1))

    assert 0 < len(held.players) < plays.shape[0]
    for player, game in zip(held.players, held.games, strict=True):
        left = held.left[player].indices
        assert len(left) == 2
        assert game not in left
        assert plays[player, game] == 1


def test_two_titles_say_more_than_what_everybody_plays():
    facts = [play_log.facts_of(game, f"Game {game}", None, today=date(2026, 1, 1)) for game in range(GAMES)]
    ours = partial(Hybrid, facts, some_texts(), rules())

    told = first_reply.replay(some_plays(), ours, baselines.Popular, share=0.25, seed=2, rounds=2)

    assert told.asked > 60
    assert told.above == pytest.approx(told.ours - told.popular, abs=1e-6)
    assert told.above_interval[0] > 0
    assert f"{told.asked:,} first replies" in first_reply.as_text(told)


def test_the_command_reads_a_play_log(tmp_path, settings, capsys):
    settings.STATE_DIR = tmp_path
    log, plays = tmp_path / "plays.csv", some_plays(players=80)
    lines = ["user,game,hours", *(f"u{row},Game {column},1.5" for row, column in zip(*plays.nonzero(), strict=True))]
    log.write_text("\n".join(lines))

    call_command("replay_first_reply", plays=log, rounds=1, json=True)

    told = json.loads(capsys.readouterr().out)
    assert 0 < told["asked"] < 40
    assert told["ours"] > told["popular"]
    log.write_text("user,game,hours\n")
    with pytest.raises(CommandError, match="no rows"):
        call_command("replay_first_reply", plays=log)
