"""Three made-up experiments for a look around: one that is won, one that is open, one that must not be believed.

Their people are demo players without an address; nothing is handed down, so nobody gets anything else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from django.db import transaction

from engagement.experiment_metrics import ACCEPTED, NEGATIVE, OPT_OUT
from engagement.experiment_plan import Plan, ranges
from engagement.models import Assignment, AssignmentOutcome, Experiment, ExperimentEvent, Variant
from engagement.segments import NEUTRAL
from games.bulk_copy import copy_in
from games.models import Player

_PEOPLE = 3000
_ORIGIN = "demo"
_DAYS = 16


@dataclass(frozen=True)
class _Story:
    name: str
    kind: str
    hypothesis: str
    a: dict[str, Any]
    b: dict[str, Any]
    accepts: tuple[float, float]
    arrives: tuple[float, float] = (0.97, 0.97)
    least_lift: float = 0.3


_STORIES = (
    _Story(
        "Demo: name a game in the check-in", Experiment.Kind.CHECK_IN,
        "A question about a game is easier to answer than a hello.",
        {"texts": {NEUTRAL: "Hi {name}, just checking in! 👋"}},
        {"texts": {NEUTRAL: "Hi {name}, up for twenty minutes of something calm?"}},
        accepts=(0.2, 0.29),
    ),
    _Story(
        "Demo: a little more variety", Experiment.Kind.RECOMMENDER,
        "Three picks that differ more leave more to choose from.",
        {}, {"relevance": 0.78}, accepts=(0.24, 0.25),
    ),
    _Story(
        "Demo: a playful tone", Experiment.Kind.TONE,
        "A joke makes people stay.",
        {}, {"tone": "playful"}, accepts=(0.22, 0.27), arrives=(0.97, 0.8),
    ),
)  # fmt: skip


@transaction.atomic
def seed(*, now: datetime, rng: np.random.Generator) -> int:
    """Put them there once; returns how many were new."""
    known = set(Experiment.objects.filter(is_demo=True).values_list("name", flat=True))
    new = [story for story in _STORIES if story.name not in known]
    if new:
        players = [Player(origin=_ORIGIN) for _ in range(_PEOPLE)]
        copy_in(players)
        for story in new:
            _tell(story, players, now=now, rng=rng)
    return len(new)


def _tell(story: _Story, players: Sequence[Player], *, now: datetime, rng: np.random.Generator) -> None:
    began = now - timedelta(days=_DAYS)
    salt = f"demo {story.name}"[:40]
    sides = {"a": {"weight": 1, "config": story.a}, "b": {"weight": 1, "config": story.b}}
    plan = Plan(
        kind=story.kind, metric=ACCEPTED, hypothesis=story.hypothesis, base=story.accepts[0], people=_PEOPLE,
        days=_DAYS + 4, salt=salt, least_lift=story.least_lift, variants=sides,
        margins={"opt_out": 0.01, "block": 0.01, "negative": 0.03},
    )  # fmt: skip
    experiment = Experiment.objects.create(
        name=story.name, kind=story.kind, hypothesis=story.hypothesis, state=Experiment.State.RUNNING, salt=salt,
        least_lift_percent=round(story.least_lift * 100), plan=plan.as_json(), launched_at=began, read_at=now,
        is_demo=True,
    )  # fmt: skip
    found = ranges({"a": 1, "b": 1}, share=1.0)
    variants = [
        Variant.objects.create(
            experiment=experiment, key=key, config=side["config"], bucket_from=found[key][0], bucket_to=found[key][1]
        )
        for key, side in sides.items()
    ]
    ExperimentEvent.objects.create(experiment=experiment, what=ExperimentEvent.What.LAUNCHED, at=began)
    rows, did = [], []
    for player in players:
        place = int(rng.integers(2))
        at = began + timedelta(days=float(rng.uniform(0, _DAYS)))
        habit = float(rng.poisson(0.8))
        arrived = bool(rng.random() < story.arrives[place])
        row = Assignment(
            experiment=experiment, variant=variants[place], player=player, assigned_at=at, eligible_at=at, sent_at=at,
            delivered_at=at if arrived else None, before=habit,
        )  # fmt: skip
        rows.append(row)
        chance = story.accepts[place] * (0.6 + 0.5 * habit)
        did += [(row, ACCEPTED)] if arrived and rng.random() < chance else []
        did += [(row, OPT_OUT)] if rng.random() < 0.002 else []
        did += [(row, NEGATIVE)] if rng.random() < 0.01 else []
    copy_in(rows)
    copy_in([
        AssignmentOutcome(assignment=row, metric=metric, at=row.assigned_at + timedelta(hours=5))
        for row, metric in did
    ])  # fmt: skip
