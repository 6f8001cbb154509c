"""Would the read-out cry wolf among our own people? The same days, with sides drawn anew in which nothing differs."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef

from engagement.experiment_plan import Plan
from engagement.experiment_reading import LEAST_PEOPLE
from engagement.models import AssignmentOutcome, Experiment, ExperimentEvent
from engagement.statistics.aa import Rehearsal, rehearse

ROUNDS = 500
_MOST_PEOPLE = 20_000  # half a second; whoever presses the button waits for it


class TooFewError(ValueError):
    """There is nobody to rehearse with yet."""


def rehearse_with_ours(
    *, experiment: Experiment, rng: np.random.Generator, by: User | None, now: datetime
) -> Rehearsal:
    """Everybody who was counted, in the order of their days, is dealt to two sides again and again. It is kept."""
    plan = Plan.from_json(experiment.plan or {})
    found = AssignmentOutcome.objects.filter(assignment=OuterRef("pk"), metric=plan.metric)
    over = experiment.assignments.filter(crossed=False, sent_at__lte=now - timedelta(days=plan.window_days))
    rows = list(over.annotate(did=Exists(found)).order_by("sent_at", "pk").values_list("sent_at", "did")[:_MOST_PEOPLE])
    if len(rows) < 2 * LEAST_PEOPLE:
        raise TooFewError(f"{len(rows)} people have been counted; it takes {2 * LEAST_PEOPLE}.")
    first = rows[0][0]
    assert first is not None  # the filter asked for it
    told = rehearse(
        [int(did) for _, did in rows],
        [(at - first).days for at, _ in rows if at is not None],
        rounds=ROUNDS,
        rho2=plan.rho2,
        alpha=plan.alpha,
        least_people=LEAST_PEOPLE,
        rng=rng,
    )
    ExperimentEvent.objects.create(
        experiment=experiment, what=ExperimentEvent.What.REHEARSED, by=by, at=now,
        counts={"rounds": told.rounds, "called": told.called, "plain": told.called_by_a_plain_test},
        why=f"{told.called} false alarms in {told.rounds} rounds; a plain test looked at daily: "
        f"{told.called_by_a_plain_test}",
    )  # fmt: skip
    return told
