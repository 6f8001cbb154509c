"""How taste is learnt, what new titles are owed, and what each process keeps at hand for searching."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from .environment import env, steps
from .places import STATE_DIR

# How far one event moves the score of each genre and tag of its game, which stays within -1…1.
TASTE_STEPS = steps(
    "TASTE_STEPS",
    {
        "purchase": 0.15,
        "like": 0.15,
        "save": 0.1,
        "fit": 0.1,
        "click": 0.05,
        "will_play": 0.05,
        "played": 0.03,
        "view": 0.01,
        "lean": 0.06,
        "skip": -0.05,
        "dislike": -0.15,
    },
)
# After so long half of what a score was is left.
TASTE_HALF_LIFE = timedelta(days=env.float("TASTE_HALF_LIFE_DAYS", 90.0, validate=lambda days: days > 0 or None))
# How high choices in a story, which are weak likes, may lift a score by themselves.
TASTE_LEAN_CEILING = env.float("TASTE_LEAN_CEILING", 0.4, validate=lambda share: 0 <= share <= 1 or None)
# With so many events a player is known; until then others' taste fills in.
COLD_START_EVENTS = env.int("COLD_START_EVENTS", 3)

# What each new title is owed, out of the share of slots that is left to chance; 0 showings: nothing.
FAIR_START_IMPRESSIONS = env.int("FAIR_START_IMPRESSIONS", 30)
FAIR_START_DAYS = env.int("FAIR_START_DAYS", 14, validate=lambda days: days > 0 or None)

# Neighbours of games are learnt anew every night, and as soon as so many new likes, plays and purchases are there.
NEIGHBOURS_EVENTS = env.int("NEIGHBOURS_EVENTS", 1000, validate=lambda events: events > 0 or None)

# Each process keeps what searches sift by, some 40 MB for 100,000 games: a third of the database's work then.
CATALOGUE_AT_HAND = env.bool("CATALOGUE_AT_HAND", True)

MODEL_DIR = Path(env.str("MODEL_DIR", str(STATE_DIR / "model")))
