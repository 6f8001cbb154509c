"""Logs made to order: games, people, slates that were drawn with known chances, and what became of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import numpy as np
from django.db import connection
from django.db.models import Model

from games.models import Game, Impression, Player, Slate
from games.policy.log import JUDGES_ONE_IN
from games.recommender.exploration import EXPLORED_SHARE

OPTIONS = 5


# Far from what sequences give, so that who judges does not hang on which test came first.
_FIRST_PLAYER = 900_000_000


def log(
    *,
    slates: int,
    players: int,
    until: datetime,
    chance_of_good: Callable[[dict[str, float]], float],
    seed: int = 1,
    explored: float = EXPLORED_SHARE,
    judging: float = 1 / JUDGES_ONE_IN,
    warmth: float = 1.0,
) -> None:
    """One slot a slate, five games to choose from; what the fixed weights put first leads.

    ``explored`` is what is left to chance: the more, the fewer slates it takes to judge.
    """
    rng = np.random.default_rng(seed)
    games = Game.objects.bulk_create(Game(slug=f"w-{n}", title=f"World {n}", platforms=["pc"]) for n in range(OPTIONS))
    judges = [number % 10 < 10 * judging for number in range(players)]
    numbers = [JUDGES_ONE_IN * n + (0 if judges[n] else 1 + n % (JUDGES_ONE_IN - 1)) for n in range(players)]
    people = Player.objects.bulk_create(
        Player(pk=_FIRST_PLAYER + number, origin="web", age_band="adult") for number in numbers
    )
    rows, shown = [], []
    for number in range(slates):
        parts = [{name: round(float(rng.random()), 3) for name in ("quality", "mood", "taste")} for _ in games]
        static = [round(sum(row.values()) / 3, 4) for row in parts]
        best = int(np.argmax(static))
        chances = np.full(OPTIONS, explored / (OPTIONS - 1))
        chances[best] = 1 - explored
        taken = int(rng.choice(OPTIONS, p=chances))
        at = until - timedelta(hours=80) - timedelta(minutes=5 * (slates - number))
        order = [taken, *(place for place in range(OPTIONS) if place != taken)]
        candidates = [
            {
                "game": games[place].pk, "slug": games[place].slug, "score": static[place],
                "static_score": static[place], "parts": parts[place], "chances": [float(chances[place])],
                "dropped_because": "" if place == taken else "others fit better", "guess": static[place],
            }
            for place in order
        ]  # fmt: skip
        slate = Slate(
            player=people[number % players], surface="chat", policy_version="blend-1", seed=1, created_at=at,
            candidates=candidates, context={"warmth": warmth},
        )  # fmt: skip
        rows.append(slate)
        is_good = rng.random() < chance_of_good(parts[taken])
        shown.append(
            Impression(
                slate=slate,
                player=slate.player,
                game=games[taken],
                slot=0,
                score=static[taken],
                confidence=0.5,
                strategy="best_fit" if taken == best else "discovery",
                propensity=float(chances[taken]),
                reason="-",
                shown_at=at,
                outcome="accepted" if is_good else "ignored",
            )
        )
    Slate.objects.bulk_create(rows)
    Impression.objects.bulk_create(shown)
    _tell_the_planner(Slate, Impression)


def _tell_the_planner(*models: type[Model]) -> None:
    """Vacuum may have passed while another test's rows were rolled back: the planner then believes in one row.

    Joins of hundreds of rows become loops within loops that way, and minutes of what takes milliseconds.
    """
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"ANALYZE {model._meta.db_table}")
