"""How a journey goes for those who take it: per question, and where they leave.

Made-up people count for as long as nobody real has taken any journey, so that a demo has something to show.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Avg, Count, F, FloatField, Q, QuerySet
from django.db.models.functions import Abs, Cast

from conversations.models import JourneyAnswer, JourneyRun
from games.querysets import DEMO


@dataclass(frozen=True)
class OfQuestion:
    number: int
    answered: int  # skipped ones too
    skipped: int
    average: float | None  # of those that were not skipped
    graded_twice: int
    apart: float | None  # how far a language model's score lay from ours, on average
    still_here: float  # the share of those who began that came as far as answering this


@dataclass(frozen=True)
class OfJourney:
    begun: int = 0
    finished: int = 0
    average: float | None = None


def of_journeys() -> dict[str, OfJourney]:
    """Of all journeys at once."""
    rows = _runs().order_by().values("name").annotate(begun=Count("pk"), done=Count("score"), mean=Avg("score"))
    return {row["name"]: OfJourney(row["begun"], row["done"], row["mean"]) for row in rows}


def of_questions(name: str) -> list[OfQuestion]:
    runs = _runs().filter(name=name)
    begun = runs.count()
    both = Q(model_score__isnull=False)
    rows = (
        JourneyAnswer.objects.filter(run__in=runs)
        .order_by("question")
        .values("question")
        .annotate(
            all=Count("pk"),
            skipped=Count("pk", filter=Q(was_skipped=True)),
            mean=Avg("score", filter=Q(was_skipped=False)),
            twice=Count("pk", filter=both),
            apart=Avg(Abs(Cast(F("score"), FloatField()) - F("model_score")), filter=both),
        )
    )
    return [
        OfQuestion(
            row["question"], row["all"], row["skipped"], row["mean"], row["twice"], row["apart"],
            row["all"] / begun if begun else 0.0,
        )
        for row in rows
    ]  # fmt: skip


def _runs() -> QuerySet[JourneyRun]:
    real = JourneyRun.objects.exclude(contact__player__origin=DEMO)
    return real if real.exists() else JourneyRun.objects.all()
