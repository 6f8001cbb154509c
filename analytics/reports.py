"""Answers that take long to reckon, made by the clock and kept with their age: pages only look them up.

Real people and made-up ones are reckoned apart, as everywhere.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection

from analytics import score_validation
from analytics.asked_once import once
from analytics.variety import variety_of
from engagement import campaigns, experiment_counts, experiment_metrics, experiment_words, outcomes
from engagement.experiment_reading import STAGES, UNREADABLE
from engagement.models import Campaign, Experiment, Figures
from games import artefacts
from games.policy import replay
from games.policy import reports as policy_reports
from games.policy.in_use import POLICY
from games.policy.replay import Scoring
from games.recommender.policy import learnt
from games.recommender.policy.intervals import Interval

logger = logging.getLogger(__name__)

DAYS: Final = 28
_MOST_CAMPAIGNS, _MOST_EXPERIMENTS = 60, 40


@dataclass(frozen=True)
class Kept:
    counted_at: datetime
    told: Mapping[str, Any]


def refresh(*, now: datetime) -> int:
    """Reckon all of them anew; one that fails keeps its last answer, and says so in the log."""
    done = 0
    for key, count in REPORTS.items():
        for is_demo in (False, True):
            try:
                told = count(now, is_demo)
            except Exception:
                logger.exception("the report “%s” could not be reckoned", key)
                continue
            name = _name(key, is_demo)
            if told is None:
                Figures.objects.filter(key=name).delete()
                continue
            Figures.objects.update_or_create(key=name, defaults={"counted_at": now, "figures": told})
            done += 1
    return done


def read(key: str, *, is_demo: bool) -> Kept | None:
    """As it was reckoned last; None before there was anything to reckon."""
    name = _name(key, is_demo)
    kept = once(name, lambda: Figures.objects.filter(key=name).first())
    return Kept(kept.counted_at, kept.figures) if kept else None


def _name(key: str, is_demo: bool) -> str:
    return f"report: {key}{' (demo)' if is_demo else ''}"


def _ranking(now: datetime, is_demo: bool) -> dict[str, Any] | None:
    """What the active ranking is worth, told from the log: off-policy, against the held back, the share of chance."""
    since = now - timedelta(days=DAYS)
    audit = policy_reports.exploration_audit(since=since, until=now, made_up=is_demo)
    if not audit.shown:
        return None
    # Nothing is learnt from made-up people, so of theirs the question is what ranking as it was built would earn.
    scoring, version = (replay.by_fixed_weights, "") if is_demo else _active()
    estimate = policy_reports.off_policy(
        scoring, since=since, until=now, of_judges=bool(version), made_up=is_demo
    )  # fmt: skip
    lift = policy_reports.lift(since=since, until=now, made_up=is_demo)
    sure = policy_reports.confidence_reliability(since=since, until=now, made_up=is_demo)
    return {
        "version": version or "as built",
        "estimate": estimate and {
            "verdict": estimate.verdict, "slots": estimate.slots, "players": estimate.players,
            "effective": estimate.effective, "covered": estimate.covered,
            **{name: _interval(getattr(estimate, name)) for name in ("earned", "ips", "snips", "dr", "change")},
        },
        "lift": {
            "verdict": lift.verdict, "learnt": _interval(lift.learnt), "held_back": _interval(lift.held_back),
            "lift": _interval(lift.lift), "learnt_slots": lift.learnt_slots, "held_back_slots": lift.held_back_slots,
        },
        "chance": {
            "verdict": audit.verdict, "budget": audit.budget, "of_drawn": _interval(audit.of_drawn),
            "of_all": _interval(audit.of_all), "breaches": audit.breaches,
        },
        "confidence": sure and {"error": sure.error, "brier": sure.brier, "count": sure.count},
    }  # fmt: skip


def _active() -> tuple[Scoring, str]:
    row = artefacts.active(POLICY)
    if row is None:
        return replay.by_fixed_weights, ""
    blend, _ = learnt.from_bytes(artefacts.read(row), version=row.version)
    return replay.by_policy(blend), row.version[:12]


def _interval(told: Interval | None) -> list[float] | None:
    return [told.value, told.low, told.high] if told else None


def _variety(now: datetime, is_demo: bool) -> dict[str, Any] | None:
    """How evenly titles are shown, and how well known those are that are shown."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(shown) FROM analytics_gameday WHERE is_demo = %s AND day > %s AND shown > 0 GROUP BY game_id",
            [is_demo, (now - timedelta(days=DAYS)).date()],
        )
        shown = [int(count) for (count,) in cursor.fetchall()]
        cursor.execute("SELECT count(*) FROM games_game WHERE is_published")
        (published,) = cursor.fetchone()
    return variety_of(shown, published=published) if shown else None


def _campaigns(now: datetime, is_demo: bool) -> dict[str, Any] | None:
    """Each campaign beside those who were held out of it."""
    rows = []
    launched = Campaign.objects.filter(is_demo=is_demo, launched_at__isnull=False).select_related("version")
    for campaign in launched.order_by("-launched_at")[:_MOST_CAMPAIGNS]:
        copy = campaigns.live_copy(campaign.version) if campaign.version else campaigns.copy_of(campaign)
        rows.append({
            "id": campaign.pk, "name": campaign.name,
            "lifts": [
                {
                    "what": lift.what, "treated": lift.treated, "held_out": lift.held_out, "words": lift.in_words,
                    "difference": _bounds(lift.difference),
                }
                for lift in outcomes.lifts(campaign, window=copy.attribution)
            ],
        })  # fmt: skip
    return {"campaigns": rows} if rows else None


def _experiments(now: datetime, is_demo: bool) -> dict[str, Any] | None:
    """Each experiment in a sentence, its main difference, and whether its sides are in proportion."""
    rows = []
    launched = Experiment.objects.filter(is_demo=is_demo, launched_at__isnull=False).order_by("-launched_at")
    for experiment in launched.prefetch_related("variants")[:_MOST_EXPERIMENTS]:
        reading = experiment_counts.reading_of(experiment, now=now)
        main = reading.main
        is_readable = main is not None and reading.verdict != UNREADABLE
        rows.append({
            "id": experiment.pk, "name": experiment.name, "state": experiment.get_state_display(),
            "sentence": experiment_words.sentence(reading), "people": sum(reading.people),
            "metric": experiment_metrics.BY_KEY[reading.plan.metric].label, "side": main.key.upper() if main else "",
            "lift": _bounds(main.lift) if main is not None and is_readable else None,
            "stages": [[stage, reading.balances[stage].p, reading.balances[stage].is_broken] for stage in STAGES],
        })  # fmt: skip
    return {"experiments": rows} if rows else None


def _score(now: datetime, is_demo: bool) -> dict[str, Any] | None:
    """Whether the engagement score tells who comes back, answers and takes a pick up."""
    checks = [asdict(one) for one in score_validation.validate(now=now, is_demo=is_demo) if one.talks]
    return {"checks": checks} if checks else None


def _bounds(told: Any) -> list[float] | None:
    """None of an interval without an end: nothing is known yet."""
    found = [told.estimate, told.low, told.high]
    return found if all(abs(value) < 1e6 for value in found) else None


REPORTS: Final[Mapping[str, Callable[[datetime, bool], dict[str, Any] | None]]] = {
    "ranking": _ranking,
    "variety": _variety,
    "campaigns": _campaigns,
    "experiments": _experiments,
    "score": _score,
}
