"""Who has enough of household names gets others at once: over the whole demo catalogue."""

from __future__ import annotations

import io
from collections.abc import Callable
from statistics import mean

import numpy as np
import pytest
from django.core.management import call_command

from games.models import Game
from games.recommender import Context, recommend
from games.vocabulary import MOODS


@pytest.fixture
def fame_of(db, now) -> Callable[..., float]:
    """How well known, on average, the games are that these wishes get; 0…1."""
    call_command("load_demo", stdout=io.StringIO(), stderr=io.StringIO())
    known = dict(Game.objects.values_list("pk", "popularity"))

    def measure(**wishes) -> float:
        rng = np.random.default_rng(1)
        slate = recommend(player=None, context=Context(**wishes), limit=3, rng=rng, now=now, explore=False)
        assert len(slate.picks) == 3
        return mean(known[pick.facts.game_id] for pick in slate.picks)

    return measure


def test_hidden_gems_are_far_less_known_whatever_the_mood_or_genre(fame_of):
    wishes = [*({"mood": mood} for mood in MOODS), *({"genres": (genre,)} for genre in ("rpg", "horror", "puzzle"))]
    for wish in wishes:
        assert fame_of(**wish, fame="hidden") < fame_of(**wish) - 0.2, wish


def test_what_everybody_plays_is_known_at_least_as_well(fame_of):
    for mood in ("chill", "spooky", "brainy"):
        assert fame_of(mood=mood, fame="known") >= fame_of(mood=mood)
