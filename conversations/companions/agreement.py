"""How near our scores of answers come to those that people gave: on graded answers of our own."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from conversations.companions.journey_scoring import HIGH, MIDDLING, score_answer
from conversations.companions.journeys import FOLDER, shipped
from games.recommender.types import Vector

GRADED = FOLDER / "graded.tsv"
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Graded:
    journey: str
    question: int
    answer: str
    by_people: int
    by_us: int


@dataclass(frozen=True)
class Agreement:
    count: int
    apart: float  # points, on average
    same_order: float  # correlation of ranks
    same_band: float  # the share with the same of: well, middling, missed


def grade_all(embed: Callable[[str], Vector | None], *, path: Path = GRADED, every: int = 1) -> list[Graded]:
    """``every`` so many of them."""
    journeys = shipped()
    found = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in islice(csv.DictReader(file, delimiter="\t"), 0, None, every):
            number, answer = int(row["question"]), row["answer"]
            question = journeys[row["journey"]].questions[number - 1]
            ours = score_answer(answer, embed(answer), question, embed=embed).score
            found.append(Graded(row["journey"], number, answer, int(row["score"]), ours))
    return found


def agreement_of(graded: Sequence[Graded]) -> Agreement:
    people = np.array([one.by_people for one in graded], dtype=np.float64)
    ours = np.array([one.by_us for one in graded], dtype=np.float64)
    return Agreement(
        count=len(graded),
        apart=float(np.abs(people - ours).mean()),
        same_order=float(np.corrcoef(_ranks(people), _ranks(ours))[0, 1]),
        same_band=float((_bands(people) == _bands(ours)).mean()),
    )


def _ranks(values: Numbers) -> Numbers:
    """Ties share the mean of their places."""
    order = np.sort(values)
    return (np.searchsorted(order, values, "left") + np.searchsorted(order, values, "right")) / 2.0


def _bands(values: Numbers) -> Numbers:
    return np.add(values >= MIDDLING, values >= HIGH, dtype=np.float64)
