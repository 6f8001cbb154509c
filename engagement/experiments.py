"""What a person does with an experiment: launch it, stop it, make its winner everybody's. Every step is kept."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from conversations.models import ToneOverride
from conversations.personas import tone_overrides
from engagement import experiment_configs, experiment_traffic
from engagement.campaigns import needs_second_person
from engagement.experiment_plan import Plan, ranges
from engagement.models import Experiment, ExperimentEvent, MessageText, Variant
from engagement.statistics import power
from engagement.statistics.power import Forecast
from games.buckets import BUCKETS
from games.models import Override, PolicyOverride
from games.policy import overrides as policy_overrides

CONTROL = "a"
_MUCH_LONGER = 1.5
Kind, State, What = Experiment.Kind, Experiment.State, ExperimentEvent.What


class ExperimentError(ValueError):
    """It cannot be done, and why, in a sentence for whoever wanted it."""


@transaction.atomic
def draft(
    *, experiment: Experiment, variants: Mapping[str, Mapping[str, Any]], weights: Mapping[str, int] | None = None
) -> Experiment:
    """Store a question with its sides, by key; nobody gets anything else yet."""
    if experiment.state != State.DRAFT:
        raise ExperimentError("What has been launched is not changed any more: stop it and ask anew.")
    if not experiment.salt:
        experiment.salt = secrets.token_hex(12)
    experiment.save()
    experiment.variants.exclude(key__in=variants).delete()
    for key, config in variants.items():
        Variant.objects.update_or_create(
            experiment=experiment, key=key, defaults={"config": dict(config), "weight": (weights or {}).get(key, 1)}
        )
    return experiment


def forecast_of(experiment: Experiment, *, now: datetime) -> tuple[Plan, Forecast]:
    """What it would take, from what the last four weeks have shown."""
    plan = _plan(experiment, now=now)
    per_day = experiment_traffic.people_per_day(experiment, now=now)
    told = power.forecast(
        plan.question,
        people_per_day=per_day,
        window_days=plan.window_days,
        at_most=experiment_traffic.most_people(experiment),
    )
    return plan, told


@transaction.atomic
def launch(*, experiment: Experiment, by: User | None, now: datetime) -> Experiment:
    """From now on people get their side. Raises ExperimentError for what is not in order, or without hope."""
    mine = Experiment.objects.select_for_update().get(pk=experiment.pk)
    if mine.state != State.DRAFT:
        raise ExperimentError("It was launched before.")
    if problems := [*problems_of(mine), *_lacks_approval(mine, by=by)]:
        raise ExperimentError(" ".join(problems))
    plan, told = forecast_of(mine, now=now)
    if told.is_hopeless:
        raise ExperimentError(power.in_words(plan.question, told, metric=experiment_configs.metric_words(mine)))
    sides = {variant.key: variant for variant in mine.variants.all()}
    for key, (begin, end) in ranges({k: v.weight for k, v in sides.items()}, share=plan.share).items():
        sides[key].bucket_from, sides[key].bucket_to = begin, end
        sides[key].save(update_fields=("bucket_from", "bucket_to"))
    frozen = plan.as_json() | {"people": told.people, "days": told.days}
    mine.state, mine.plan, mine.launched_at, mine.launched_by = State.RUNNING, frozen, now, by
    mine.save(update_fields=("state", "plan", "launched_at", "launched_by"))
    mine.read_to = experiment_traffic.first_row_to_read(mine, now=now)
    mine.save(update_fields=("read_to",))
    _hand_down(mine, list(sides.values()))
    _note(mine, What.LAUNCHED, by=by, now=now)
    return mine


@transaction.atomic
def stop(*, experiment: Experiment, by: User | None, why: str, now: datetime) -> Experiment:
    """Everybody gets again what they always got; what was counted stays and may be read."""
    mine = _running(experiment)
    plan = Plan.from_json(mine.plan or {})
    mine.state, mine.ended_at = State.STOPPED, now
    mine.save(update_fields=("state", "ended_at"))
    _take_back(mine)
    _note(mine, What.STOPPED, by=by, why=why, now=now)
    if mine.launched_at and now < mine.launched_at + timedelta(days=plan.least_days):
        deviate(experiment=mine, why=f"stopped before day {plan.least_days}", by=by, now=now)
    return mine


@transaction.atomic
def ship(*, experiment: Experiment, key: str, may_ship: str, by: User | None, now: datetime) -> Experiment:
    """What won is what everybody gets from now on. ``may_ship`` is the side that the read-out lets through: sides out
    of proportion or a harmed guardrail let none, and no one can overrule that."""
    mine = _running(experiment)
    if not may_ship or key != may_ship:
        raise ExperimentError("The read-out does not let this side be shipped.")
    winner = mine.variants.get(key=key)
    mine.state, mine.ended_at, mine.winner = State.SHIPPED, now, winner
    mine.save(update_fields=("state", "ended_at", "winner"))
    _take_back(mine)
    if mine.kind == Kind.CHECK_IN:
        templates = winner.config.get("templates", {})
        for tone, text in winner.config.get("texts", {}).items():
            told = {"text": text} | ({"template_id": templates[tone]} if tone in templates else {})
            MessageText.objects.update_or_create(tone=tone, defaults=told)
    elif not mine.is_demo:
        winner.bucket_from, winner.bucket_to = 0, BUCKETS
        winner.save(update_fields=("bucket_from", "bucket_to"))
        _hand_down(mine, [winner])
    _note(mine, What.SHIPPED, by=by, why=f"side {key.upper()}", now=now)
    return mine


def deviate(*, experiment: Experiment, why: str, by: User | None, now: datetime) -> None:
    """Something is not as it was planned; every read-out says so. Said twice, it stands once."""
    if not experiment.events.filter(what=What.DEVIATION, why=why[:300]).exists():
        _note(experiment, What.DEVIATION, by=by, why=why, now=now)


def problems_of(experiment: Experiment) -> list[str]:
    """What must be mended before it can be launched, in words."""
    sides = list(experiment.variants.all())
    found = []
    if len(sides) < 2 or sides[0].key != CONTROL:
        found.append("It takes at least two sides, A being what there is.")
    if len({str(sorted(side.config.items())) for side in sides}) < len(sides):
        found.append("Two sides are the same: nothing could be found.")
    for side in sides:
        found += [f"{side}: {problem}" for problem in experiment_configs.problems_of(experiment, side.config)]
    return found


def deviations_from(experiment: Experiment, *, now: datetime) -> list[str]:
    """What is not as the plan says, seen now."""
    plan = Plan.from_json(experiment.plan or {})
    found = [
        f"side {side} was changed after the launch"
        for side in experiment.variants.all()
        if side.config != plan.variants.get(side.key, {}).get("config")
    ]
    ran = ((experiment.ended_at or now) - (experiment.launched_at or now)).days
    if ran > plan.days * _MUCH_LONGER:
        found.append(f"it ran for {ran} days; {plan.days} were planned")
    for name, value in _measured(experiment).items():
        if name in (experiment.plan or {}) and getattr(plan, name) != value:
            found.append(f"“{name.replace('_', ' ')}” was changed after the launch")
    return found


def _lacks_approval(experiment: Experiment, *, by: User | None) -> list[str]:
    """What a campaign says to many needs two people, and so do the words that are tried in it."""
    campaign = experiment.campaign
    if campaign is None:
        return []
    if campaign.version is None:
        return ["The campaign has not been approved yet."]
    if not needs_second_person(campaign.version.audience_size):
        return []
    may = by is not None and by.has_perm("engagement.approve_campaign") and by.pk != campaign.version.submitted_by_id
    return (
        [] if may else ["For so many people somebody who approves campaigns, and did not submit this one, launches it."]
    )


def _plan(experiment: Experiment, *, now: datetime) -> Plan:
    sides = {side.key: {"weight": side.weight, "config": side.config} for side in experiment.variants.all()}
    base = experiment_traffic.usual_share(experiment, metric=experiment.metric, now=now)
    return Plan(
        **_measured(experiment),
        kind=experiment.kind,
        hypothesis=experiment.hypothesis,
        salt=experiment.salt,
        base=base,
        variants=sides,
    )


def _measured(experiment: Experiment) -> dict[str, Any]:
    return {
        "metric": experiment.metric,
        "also": tuple(experiment.also),
        "window_days": experiment.window_days,
        "least_lift": experiment.least_lift_percent / 100,
        "alpha": experiment.alpha,
        "power": experiment.power,
        "least_days": experiment.least_days,
        "share": experiment.share_percent / 100,
        "margins": {
            "opt_out": experiment.margin_opt_out,
            "block": experiment.margin_block,
            "negative": experiment.margin_negative,
        },
    }


def _running(experiment: Experiment) -> Experiment:
    mine = Experiment.objects.select_for_update().get(pk=experiment.pk)
    if mine.state != State.RUNNING:
        raise ExperimentError("It does not run.")
    return mine


def _hand_down(experiment: Experiment, sides: list[Variant]) -> None:
    """Rows in the apps below, which know nothing of experiments."""
    if experiment.is_demo:
        return
    for kind, model, kept in (
        (Kind.TONE, ToneOverride, tone_overrides.tones),
        (Kind.RECOMMENDER, PolicyOverride, policy_overrides.policy),
    ):
        if experiment.kind == kind:
            rows: list[Override] = [
                model(
                    label=side.label, salt=experiment.salt, bucket_from=side.bucket_from, bucket_to=side.bucket_to,
                    config=side.config,
                )
                for side in sides
            ]  # fmt: skip
            kept.replace(drop=[side.label for side in sides], put=rows)


def _take_back(experiment: Experiment) -> None:
    labels = [side.label for side in experiment.variants.all()]
    for kind, kept in ((Kind.TONE, tone_overrides.tones), (Kind.RECOMMENDER, policy_overrides.policy)):
        if experiment.kind == kind:
            kept.replace(drop=labels)


def _note(experiment: Experiment, what: str, *, by: User | None, now: datetime, why: str = "") -> None:
    ExperimentEvent.objects.create(experiment=experiment, what=what, why=why[:300], by=by, at=now)
