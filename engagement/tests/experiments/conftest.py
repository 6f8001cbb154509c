"""People who take part in experiments, and questions to ask of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.models import User

from engagement import experiments
from engagement.models import Assignment, AssignmentOutcome, Experiment
from engagement.tests.campaigns.conftest import (  # noqa: F401 - the same people
    NOW,
    draft,
    launched,
    make_person,
    rng,
)
from games.buckets import bucket_of
from games.models import Player
from games.policy.in_use import is_held_back

SALT = "one salt for all tests"


def ids(*, below: int = 10_000, at_least: int = 0) -> list[UUID]:
    """Of players who take part and whose bucket lies in this range."""
    some = (UUID(int=number) for number in range(1, 400))
    return [one for one in some if not is_held_back(one) and at_least <= bucket_of(one, salt=SALT) < below]


ON_A, ON_B = ids(below=5000), ids(at_least=5000)


@pytest.fixture
def omar(db) -> User:
    return User.objects.create_user("omar")


@pytest.fixture
def asked(db) -> Callable[..., Experiment]:
    """A question as a draft; A is what there is."""

    def make(kind: str = "recommender", *, a: dict[str, Any] | None = None, b: dict[str, Any] | None = None, **fields):
        told = {"name": f"question {Experiment.objects.count()}", "salt": SALT, "least_lift_percent": 100, **fields}
        experiment = Experiment(kind=kind, **told)
        return experiments.draft(
            experiment=experiment, variants={"a": a or {}, "b": {"relevance": 0.8} if b is None else b}
        )

    return make


@pytest.fixture
def busy(db, monkeypatch) -> None:
    """A thousand new people come by a day."""
    monkeypatch.setattr("engagement.experiment_traffic.people_per_day", lambda experiment, *, now: 1000.0)
    monkeypatch.setattr("engagement.experiment_traffic.most_people", lambda experiment: 100_000)


@pytest.fixture
def running(asked, busy) -> Callable[..., Experiment]:
    def make(*args, at=NOW, **fields) -> Experiment:
        return experiments.launch(experiment=asked(*args, **fields), by=None, now=at)

    return make


def take_part(experiment: Experiment, *, a: tuple[int, int], b: tuple[int, int], days: int = 10) -> None:
    """Each side as (people, accepted), spread over the days; everything reached them at once."""
    for variant, (people, accepted) in zip(experiment.variants.all(), (a, b), strict=True):
        players = Player.objects.bulk_create([Player(origin="web") for _ in range(people)])
        began = [experiment.launched_at + timedelta(days=days) * number / max(people, 1) for number in range(people)]
        rows = Assignment.objects.bulk_create(
            Assignment(
                experiment=experiment, variant=variant, player=player, assigned_at=at, eligible_at=at, sent_at=at,
                delivered_at=at, before=0.0,
            )
            for player, at in zip(players, began, strict=True)
        )  # fmt: skip
        step = people / accepted if accepted else 0
        hits = [rows[int(number * step)] for number in range(accepted)]
        AssignmentOutcome.objects.bulk_create(
            AssignmentOutcome(assignment=row, metric=experiment.metric, at=row.sent_at) for row in hits
        )
