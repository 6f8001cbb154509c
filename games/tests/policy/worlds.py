"""Logs made to order: games, people, slates that were drawn with known chances, and what became of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import numpy as np

from games.models import Game, Impression, Player, Slate
from games.recommender.exploration import EXPLORED_SHARE

OPTIONS = 5


def log(
    *, slates: int, players: int, until: datetime, chance_of_good: Callable[[dict[str, float]], float], seed: int = 1
) -> None:
    """One slot a slate, five games to choose from; what the fixed weights put first leads."""
    rng = np.random.default_rng(seed)
    games = Game.objects.bulk_create(Game(slug=f"w-{n}", title=f"World {n}", platforms=["pc"]) for n in range(OPTIONS))
    people = Player.objects.bulk_create(Player(origin="demo", age_band="adult") for _ in range(players))
    rows, shown = [], []
    for number in range(slates):
        parts = [{name: round(float(rng.random()), 3) for name in ("quality", "mood", "taste")} for _ in games]
        static = [round(sum(row.values()) / 3, 4) for row in parts]
        best = int(np.argmax(static))
        chances = np.full(OPTIONS, EXPLORED_SHARE / (OPTIONS - 1))
        chances[best] = 1 - EXPLORED_SHARE
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
            candidates=candidates,
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
