"""What is kept of a journey: written with the turn that it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from conversations.models import Contact, JourneyAnswer, JourneyRun, Message, Session


@dataclass(frozen=True)
class Begun:
    """A journey from its first question: answers of an earlier time go."""

    name: str

    def write(self, *, contact: Contact, message: Message, session: Session, now: datetime) -> None:
        run, is_new = JourneyRun.objects.get_or_create(contact=contact, name=self.name, defaults={"begun_at": now})
        if not is_new:
            run.answers.all().delete()
            JourneyRun.objects.filter(pk=run.pk).update(begun_at=now, finished_at=None, score=None)


@dataclass(frozen=True)
class Answered:
    """``overall`` is the score of the whole journey with its last answer."""

    name: str
    question: int  # from 1
    text: str = ""
    score: int = 0
    model_score: int | None = None
    was_skipped: bool = False
    overall: int | None = None

    def write(self, *, contact: Contact, message: Message, session: Session, now: datetime) -> None:
        run, _ = JourneyRun.objects.get_or_create(contact=contact, name=self.name, defaults={"begun_at": now})
        JourneyAnswer.objects.update_or_create(
            run=run,
            question=self.question,
            defaults={
                "message": message, "text": self.text, "score": self.score, "model_score": self.model_score,
                "was_skipped": self.was_skipped, "at": now,
            },
        )  # fmt: skip
        if self.overall is not None:
            JourneyRun.objects.filter(pk=run.pk).update(finished_at=now, score=self.overall)


def scores_so_far(contact: Contact, name: str) -> dict[int, int]:
    """By question; empty where the journey is finished or was never begun."""
    answers = JourneyAnswer.objects.filter(run__contact=contact, run__name=name, run__finished_at=None)
    return {answer.question: answer.counted for answer in answers}
