"""Is the share of chance kept, what is learning worth, how far can confidence be believed. Reads only."""

from __future__ import annotations

import functools
import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Avg, Count, FloatField, Min, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from games.models import Impression, Player, Slate
from games.policy import replay
from games.policy.log import reward_of, settled, slots_since
from games.policy.replay import Scoring
from games.querysets import DEMO
from games.recommender.choosing import HELD_BACK
from games.recommender.exploration import BEST_FIT, EXPLORED_SHARE, SPARED_MOODS
from games.recommender.policy.calibration import Reliability, reliability
from games.recommender.policy.intervals import Interval, difference, mean_by_cluster, wilson
from games.recommender.policy.off_policy import Estimate

_LEARNT = "learnt-"
_MOST_SLOTS = 20_000
_MOST_ROWS = 200_000
# Whom nothing is tried upon, each as it shows in a slate.
_NEVER_TRIED: Mapping[str, Q] = {
    "held back": Q(slate__policy_version__startswith=HELD_BACK),
    "feels low": Q(slate__context__mood__in=sorted(SPARED_MOODS))
    | Q(slate__context__secondary_mood__in=sorted(SPARED_MOODS)),
    "needs care": Q(slate__context__needs_care=True),
    "after a dislike": Q(slate__context__after_dislike=True),
    "first slot of a first session": Q(slate__context__is_first_session=True, slot=0),
    "nothing left to chance": Q(slate__context__explored_share=0),
    "more than the budget": Q(slate__context__explored_share__gt=EXPLORED_SHARE),
}


@dataclass(frozen=True)
class ExplorationAudit:
    """``of_drawn`` is the share of the slots in which chance had a say, and must hold ``budget``, the mean of what
    was left to chance in these; ``of_all`` that of every slot shown, which those who are spared make smaller.

    ``breaches`` are slots that were tried upon against a rule; ``by_rule`` names the rules, and one slot may break
    several.
    """

    budget: float
    shown: int
    drawn: int
    explored: int
    of_all: Interval | None
    of_drawn: Interval | None
    by_strategy: dict[str, int]
    breaches: int
    by_rule: dict[str, int]

    @property
    def verdict(self) -> str:
        if self.breaches:
            return "somebody was tried upon who should not have been"
        if self.of_drawn is None:
            return "nothing was drawn"
        if self.of_drawn.holds(self.budget):
            return "as agreed"
        return "too much" if self.of_drawn.low > self.budget else "too little"


@dataclass(frozen=True)
class Lift:
    """Learnt against held back: how many of the shown were taken up, and what they were worth as rewards."""

    learnt: Interval | None
    held_back: Interval | None
    lift: Interval | None
    reward: Interval | None
    learnt_slots: int
    held_back_slots: int
    since: datetime | None

    @property
    def verdict(self) -> str:
        if self.lift is None or self.learnt_slots < 100 or self.held_back_slots < 100:
            return "not enough data"
        if self.lift.low > 0:
            return "learning helps"
        return "learning hurts" if self.lift.high < 0 else "no difference to be seen"


def exploration_audit(*, since: datetime, until: datetime, made_up: bool = False) -> ExplorationAudit:
    """Over what was really shown in that time.

    Rules are held against what was known of the player then, not only against the budget that was reckoned from it.
    """
    shown = Impression.objects.filter(shown_at__gte=since, shown_at__lt=until, player__in=_whom(made_up))
    drawn, tried = Q(propensity__lt=1), ~Q(strategy=BEST_FIT)
    counts = shown.aggregate(
        shown=Count("pk"),
        drawn=Count("pk", filter=drawn),
        explored=Count("pk", filter=tried),
        breaches=Count("pk", filter=tried & functools.reduce(operator.or_, _NEVER_TRIED.values())),
        budget=Avg(Cast(KeyTextTransform("explored_share", "slate__context"), FloatField()), filter=drawn),
        **{f"rule_{number}": Count("pk", filter=tried & rule) for number, rule in enumerate(_NEVER_TRIED.values())},
    )
    strategies = shown.order_by().values_list("strategy").annotate(Count("pk"))
    return ExplorationAudit(
        budget=EXPLORED_SHARE if counts["budget"] is None else counts["budget"],
        shown=counts["shown"],
        drawn=counts["drawn"],
        explored=counts["explored"],
        of_all=wilson(counts["explored"], counts["shown"]),
        of_drawn=wilson(counts["explored"], counts["drawn"]),
        by_strategy=dict(sorted((str(name), int(count)) for name, count in strategies)),
        breaches=counts["breaches"],
        by_rule={rule: counts[f"rule_{number}"] for number, rule in enumerate(_NEVER_TRIED)},
    )


def lift(*, since: datetime, until: datetime, made_up: bool = False) -> Lift:
    """Since the first learnt blend served: before, both groups had the same."""
    first = Slate.objects.filter(policy_version__startswith=_LEARNT, created_at__gte=since)
    first = first.filter(player__in=_whom(made_up))
    began = first.aggregate(at=Min("created_at"))["at"]
    if began is None:
        return Lift(None, None, None, None, 0, 0, None)
    rows = settled(until=until, made_up=made_up).filter(shown_at__gte=began)
    learnt = _rewards(rows.filter(slate__policy_version__startswith=_LEARNT))
    held = _rewards(rows.filter(slate__policy_version__startswith=HELD_BACK))
    return Lift(
        learnt=mean_by_cluster(learnt.good, learnt.players),
        held_back=mean_by_cluster(held.good, held.players),
        lift=difference(learnt.good, learnt.players, held.good, held.players),
        reward=difference(learnt.rewards, learnt.players, held.rewards, held.players),
        learnt_slots=len(learnt.good),
        held_back_slots=len(held.good),
        since=began,
    )


def confidence_reliability(*, since: datetime, until: datetime, made_up: bool = False) -> Reliability | None:
    """What was told with the picks of that time against what came of them; None before anything settled."""
    rows = settled(until=until, made_up=made_up).filter(shown_at__gte=since).order_by("-shown_at")
    pairs = list(rows.values_list("confidence", "outcome")[:_MOST_ROWS])
    return reliability(
        [confidence for confidence, _ in pairs], [outcome == Impression.Outcome.ACCEPTED for _, outcome in pairs]
    )


def off_policy(
    scoring: Scoring, *, since: datetime, until: datetime, limit: int = _MOST_SLOTS, of_judges: bool = False,
    made_up: bool = False,
) -> Estimate | None:  # fmt: skip
    """What ranking by ``scoring`` would change, before anybody meets it. None where nothing could be drawn.

    A learnt one is told ``of_judges``: of players from whom it has learnt nothing.
    """
    slots = slots_since(since, until=until, limit=limit, of_judges=of_judges, made_up=made_up)
    return replay.estimate_change(slots, scoring)


def _whom(made_up: bool) -> QuerySet[Player]:
    """Real players and the demo's are never in one report."""
    return Player.objects.filter(origin=DEMO) if made_up else Player.objects.who_count()


@dataclass(frozen=True)
class _Rewards:
    good: Sequence[float]
    rewards: Sequence[float]
    players: Sequence[int]


def _rewards(rows: QuerySet[Impression]) -> _Rewards:
    told = list(rows.order_by("-shown_at").values_list("outcome", "fit", "player_id")[:_MOST_ROWS])
    return _Rewards(
        [float(outcome == Impression.Outcome.ACCEPTED) for outcome, _, _ in told],
        [reward_of(outcome, fit) for outcome, fit, _ in told],
        [player for _, _, player in told],
    )
