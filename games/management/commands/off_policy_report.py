"""How ranking is doing: the share of chance, what learning is worth, confidence, another version's worth."""

from __future__ import annotations

import dataclasses
import json
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from games import artefacts
from games.models import ModelArtefact
from games.policy import replay, reports
from games.policy.in_use import POLICY
from games.policy.replay import Scoring
from games.recommender.policy import learnt
from games.recommender.policy.intervals import Interval
from games.recommender.policy.off_policy import Estimate


class Command(BaseCommand):
    help = "Ranking by its log: off-policy estimates (IPS, SNIPS, DR), holdback lift, share of chance, confidence."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, default=30, help="How far to look back (default 30).")
        parser.add_argument(
            "--policy",
            default="active",
            help='What to estimate: "active" (the default), "fixed" for the fixed weights, or how a version begins.',
        )
        parser.add_argument("--json", action="store_true", help="One object instead of text.")

    def handle(self, *, days: int, policy: str, **options: Any) -> None:
        now = timezone.now()
        since = now - timedelta(days=days)
        scoring, is_learnt = _scoring(policy)
        estimate = reports.off_policy(scoring, since=since, until=now, of_judges=is_learnt)
        audit = reports.exploration_audit(since=since, until=now)
        lift = reports.lift(since=since, until=now)
        sure = reports.confidence_reliability(since=since, until=now)
        if options["json"]:
            told = {
                "policy": policy,
                "estimate": estimate and {**dataclasses.asdict(estimate), "verdict": estimate.verdict},
                "exploration": {**dataclasses.asdict(audit), "verdict": audit.verdict},
                "lift": {**dataclasses.asdict(lift), "verdict": lift.verdict},
                "confidence": sure and dataclasses.asdict(sure),
            }
            self.stdout.write(json.dumps(told, default=str))
            return
        self._say("Off-policy", [f"policy: {policy}", *_of_estimate(estimate)])
        self._say(
            "Chance",
            [
                f"{audit.explored} of {audit.drawn} slots in which chance had a say, {audit.shown} shown: "
                f"{audit.verdict}",
                f"share {_share(audit.of_drawn)}, agreed {audit.budget:.1%}; of all shown {_share(audit.of_all)}",
                *(f"  {name}: {count}" for name, count in audit.by_strategy.items()),
                *(f"  against the rules, {rule}: {count}" for rule, count in audit.by_rule.items() if count),
            ],
        )
        self._say(
            "Holdback",
            [
                f"learnt {_share(lift.learnt)} of {lift.learnt_slots}, held back {_share(lift.held_back)} "
                f"of {lift.held_back_slots}",
                f"lift {_figure(lift.lift)}: {lift.verdict}",
            ],
        )
        lines = ["nothing has settled yet"]
        if sure:
            lines = [f"expected calibration error {sure.error:.3f}, Brier {sure.brier:.3f}, of {sure.count}"]
            lines += [
                f"  {row.low:.1f}–{row.high:.1f}: told {row.told:.2f}, came {_share(row.came)}, {row.count}"
                for row in sure.bins
            ]
        self._say("Confidence", lines)

    def _say(self, title: str, lines: list[str]) -> None:
        self.stdout.write(title)
        for line in lines:
            self.stdout.write(f"  {line}")


def _scoring(policy: str) -> tuple[Scoring, bool]:
    """And whether it was learnt: then those from whom it learnt must not judge it."""
    if policy == "fixed":
        return replay.by_fixed_weights, False
    if policy == "active":
        row = artefacts.active(POLICY)
        if row is None:
            return replay.by_fixed_weights, False
    else:
        row = ModelArtefact.objects.filter(name=POLICY, version__startswith=policy).defer("content").first()
        if row is None:
            raise CommandError(f"no version of the policy begins with {policy}")
    try:
        blend, _ = learnt.from_bytes(artefacts.read(row), version=row.version)
    except (artefacts.DamagedArtefactError, learnt.UnreadablePolicyError) as error:
        raise CommandError(f"{row} cannot be read: {error}") from error
    return replay.by_policy(blend), True


def _of_estimate(estimate: Estimate | None) -> list[str]:
    if estimate is None:
        return ["not enough data: no settled slot in which chance had a say"]
    return [
        f"{estimate.slots} slots, {estimate.touched} of {estimate.players} players ranked otherwise, "
        f"effective sample size {estimate.effective:.0f}, "
        f"largest weight {estimate.largest_weight:.1f}, covered {estimate.covered:.0%}",
        f"earned {_figure(estimate.earned)}",
        f"IPS    {_figure(estimate.ips)}",
        f"SNIPS  {_figure(estimate.snips)}",
        f"DR     {_figure(estimate.dr)}",
        f"change {_figure(estimate.change)}: {estimate.verdict}",
    ]


def _share(interval: Interval | None) -> str:
    return "–" if interval is None else f"{interval.value:.1%} ({interval.low:.1%} to {interval.high:.1%})"


def _figure(interval: Interval | None) -> str:
    return "–" if interval is None else f"{interval.value:+.4f} ({interval.low:+.4f} to {interval.high:+.4f})"
