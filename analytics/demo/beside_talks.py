"""What stands beside made-up talks: journeys with their scores, flags of moderation with verdicts, questions to a
language model. All of it hangs on made-up people and goes with them. They are stored already.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

import numpy as np

from analytics.demo import lines
from analytics.demo.people import drawn
from analytics.demo.tables import Rows
from conversations.companions import journeys
from conversations.models import (
    JourneyAnswer,
    JourneyRun,
    Message,
    ModelCall,
    ModerationFlag,
    ModerationVerdict,
    Session,
)
from conversations.moderation.stage_one import CERTAIN, look
from conversations.redaction import redact
from games.bulk_copy import copy_in

_DAY: Final = timedelta(days=1)
_ON_A_JOURNEY: Final = 60
_ASKED_A_MODEL: Final = 80
# What came of questions to a model, and how often.
_OUTCOMES: Final = ("answered", "kept", "slow", "unreadable", "limited")
_OUTCOME_SUMS: Final = np.cumsum((0.78, 0.12, 0.05, 0.03, 0.02))
_PRICE: Final = Decimal("0.0000004")  # of a token


def lay_out(rows: Rows, *, now: datetime, rng: np.random.Generator) -> None:
    _journeys(rows, now=now, rng=rng)
    _flags(rows.said, now=now)
    copy_in(_model_calls(rows.sessions, now=now, rng=rng))


def _journeys(rows: Rows, *, now: datetime, rng: np.random.Generator) -> None:
    """The further somebody comes, the better they answer; a third leaves on the way."""
    taught = [journey for _, journey in sorted(journeys.all_journeys().items())]
    some = [row for row in rows.contacts if row.last_inbound_at and row.last_inbound_at < now - _DAY][-_ON_A_JOURNEY:]
    runs, answers = list[JourneyRun](), list[JourneyAnswer]()
    for number, contact in enumerate(some):
        journey = taught[number % len(taught)]
        begun_at = (contact.last_inbound_at or contact.created_at) - timedelta(minutes=20)
        run, ability = JourneyRun(contact=contact, name=journey.name, begun_at=begun_at), rng.beta(4, 3)
        last = len(journey.questions) if rng.random() < 0.67 else int(rng.integers(1, len(journey.questions)))
        scores = []
        for place in range(1, last + 1):
            was_skipped = bool(rng.random() < 0.06)
            score = 0 if was_skipped else int(np.clip(rng.normal(100 * ability + 3 * place, 14), 0, 100))
            scores.append(score)
            answers.append(
                JourneyAnswer(run=run, question=place, score=score, was_skipped=was_skipped,
                              at=begun_at + timedelta(minutes=2 * place))
            )  # fmt: skip
        if last == len(journey.questions):
            run.finished_at, run.score = begun_at + timedelta(minutes=2 * last), round(float(np.mean(scores)))
        runs.append(run)
    copy_in(runs)
    for answer in answers:
        answer.run_id = answer.run.pk
    copy_in(answers)


def _flags(said: Sequence[Message], *, now: datetime) -> None:
    """A few messages get other words, and what the first look finds in them; all but the newest are decided."""
    talked = [
        row for row in said if (row.understanding or {}).get("intent") == "smalltalk" and row.created_at < now - _DAY
    ]
    for number, (message, line) in enumerate(zip(reversed(talked), lines.SUSPECT, strict=False)):
        Message.objects.filter(pk=message.pk).update(body=line.text)
        for finding in look(line.text):
            flag = ModerationFlag.objects.create(
                contact_id=message.contact_id, message=message, direction="inbound", category=finding.category,
                is_certain=finding.certainty == CERTAIN, reason=finding.reason, excerpt=redact(line.text, names=()),
                words=redact(finding.words, names=()), at=message.created_at,
                state=line.verdict, decided_at=message.created_at + timedelta(hours=3 + number) if line.why else None,
            )  # fmt: skip
            if flag.decided_at:
                ModerationVerdict.objects.create(flag=flag, state=line.verdict, why=line.why, at=flag.decided_at)


def _model_calls(sessions: Sequence[Session], *, now: datetime, rng: np.random.Generator) -> list[ModelCall]:
    """Of the last days but this one: what is spent today is held against a budget."""
    lately = [row for row in sessions if now - 6 * _DAY < row.opened_at < now - 2 * _DAY]
    found = []
    for number in range(_ASKED_A_MODEL if lately else 0):
        session = lately[int(rng.integers(len(lately)))]
        asked = lines.ASKED_A_MODEL[number % len(lines.ASKED_A_MODEL)]
        row = ModelCall(
            session=session, purpose=asked.purpose, at=session.opened_at + timedelta(seconds=30 + number),
            outcome=_OUTCOMES[drawn(_OUTCOME_SUMS, rng)], instructions_version="demo",
        )  # fmt: skip
        if row.outcome != "kept":
            row.tokens_in = int(rng.integers(220, 700))
            row.ms = int(rng.gamma(5, 110)) + 90
        if row.outcome in ("answered", "kept"):
            row.prompt, row.answer = asked.prompt, asked.answer
            row.tokens_out = 0 if row.outcome == "kept" else int(rng.integers(12, 60))
        row.cost = _PRICE * (row.tokens_in + 3 * row.tokens_out)
        found.append(row)
    return found
