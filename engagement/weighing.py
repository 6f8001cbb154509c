"""Which of several messages is worth a person's attention: by what came of such messages before. Pure.

A message is worth what it is likely to bring (an answer, a pick taken) less what it is likely to break (somebody says
STOP for good) and what its delivery costs. What is likely is learnt from messages of the same kind, topic and segment;
while there are few of those it leans on the same kind and topic, then on the kind, then on what stands here.

Whoever waits gains: its weight doubles with every day, so the least of all goes before the best of newcomers within
days, and nothing waits for ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

# In points: an answer is one. A person who says STOP will not take the few picks that they would have taken.
WORTH_OF_REPLY: Final = 1.0
WORTH_OF_PICK: Final = 4.0
COST_OF_STOP: Final = 15.0
POINTS_PER_DOLLAR: Final = 0.5
# As many messages of its own weigh as much as what the wider group shows.
_LEANS_LIKE: Final = 200.0
# What brings nothing weighs as much as one that brings an answer in fifty.
LEAST: Final = 0.02
DOUBLES_IN: Final = timedelta(days=1)
_MOST_DOUBLINGS = 30
# One that is not due yet may be called off or refused by then.
_IN_THE_BUSH = 0.75

Cell = tuple[str, str, str]  # kind, topic, segment


@dataclass(frozen=True)
class Counts:
    """What came of so many messages, within the days in which an answer is theirs."""

    sent: int
    replied: int
    accepted: int
    opted_out: int

    def plus(self, other: Counts) -> Counts:
        return Counts(
            self.sent + other.sent,
            self.replied + other.replied,
            self.accepted + other.accepted,
            self.opted_out + other.opted_out,
        )


@dataclass(frozen=True)
class Likely:
    """Shares, 0…1; ``people`` is how many messages of just this kind they are read from."""

    replied: float
    accepted: float
    opted_out: float
    people: int = 0

    def worth(self, *, fee: float = 0.0) -> float:
        """In points; ``fee`` is what it costs to deliver, in dollars."""
        gain = WORTH_OF_REPLY * self.replied + WORTH_OF_PICK * self.accepted
        return gain - COST_OF_STOP * self.opted_out - POINTS_PER_DOLLAR * fee


_NOBODY = Counts(0, 0, 0, 0)
# Before anything is known: who asked a question or had a reason to write is answered more often than who greets.
PRIOR: Final[Mapping[str, Likely]] = {
    "follow_up": Likely(0.30, 0.02, 0.003),
    "letter": Likely(0.40, 0.04, 0.003),
    "trigger": Likely(0.15, 0.06, 0.005),
    "campaign": Likely(0.08, 0.04, 0.006),
    "cycle": Likely(0.10, 0.02, 0.006),
}


@dataclass(frozen=True)
class Rival:
    """One message that wants this person's attention; ``since`` is when it began to wait for it."""

    key: int
    name: str
    kind: str
    topic: str
    segment: str
    since: datetime
    due_at: datetime
    fee: float = 0.0


@dataclass(frozen=True)
class Weighed:
    rival: Rival
    worth: float
    weight: float


def likely(seen: Mapping[Cell, Counts], *, kind: str, topic: str, segment: str) -> Likely:
    """What comes of such a message, the wider groups standing in where it is new."""
    told = PRIOR.get(kind, PRIOR["campaign"])
    for of_topic, of_segment in (("", ""), (topic, ""), (topic, segment)):
        matching = (
            counts
            for (its_kind, its_topic, its_segment), counts in seen.items()
            if its_kind == kind and of_topic in ("", its_topic) and of_segment in ("", its_segment)
        )
        told = _leaning(_total(matching), told)
    return told


def weigh(rivals: Iterable[Rival], seen: Mapping[Cell, Counts], *, now: datetime) -> Sequence[Weighed]:
    """The one that goes first; of equals the one that has waited longer."""
    weighed = []
    for rival in rivals:
        told = likely(seen, kind=rival.kind, topic=rival.topic, segment=rival.segment)
        worth = told.worth(fee=rival.fee)
        weighed.append(Weighed(rival, worth, weight_of(worth, since=rival.since, due_at=rival.due_at, now=now)))
    return sorted(weighed, key=lambda one: (-one.weight, one.rival.since, one.rival.key))


def weight_of(worth: float, *, since: datetime, due_at: datetime, now: datetime) -> float:
    doublings = min(max((now - since) / DOUBLES_IN, 0.0), _MOST_DOUBLINGS)
    sureness = 1.0 if due_at <= now else _IN_THE_BUSH
    return float(max(worth, LEAST) * 2.0**doublings * sureness)


def in_words(winner: Weighed, loser: Weighed) -> str:
    """Why the loser waits, short enough for one line."""
    weights = f" ({winner.weight:.2g} against {loser.weight:.2g})"
    return f"by {winner.rival.name}"[: 160 - len(weights)] + weights


def _total(counts: Iterable[Counts]) -> Counts:
    total = _NOBODY
    for one in counts:
        total = total.plus(one)
    return total


def _leaning(counts: Counts, on: Likely) -> Likely:
    people = counts.sent + _LEANS_LIKE
    return Likely(
        (counts.replied + _LEANS_LIKE * on.replied) / people,
        (counts.accepted + _LEANS_LIKE * on.accepted) / people,
        (counts.opted_out + _LEANS_LIKE * on.opted_out) / people,
        counts.sent,
    )
