"""How good an answer is, 0…100, with a sentence about it. Pure: the same words always get the same score.

Two readings of it: how many of the points it speaks of, and whether its meaning is nearer to answers that
we call good, partial or wrong. Measured on graded answers of our own (``manage.py check_journeys --agreement``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from conversations.companions.journey_text import MISSING, Question
from games.recommender.types import Vector

HIGH, MIDDLING = 70, 40
# What an answer is worth that means the same as a good, a partial, a wrong one.
_WORTH = (98.0, 52.0, 4.0)
_SHARPNESS = 0.06  # the smaller, the more the nearest answer decides
_POINTS_FOR_ALL = 2  # so many of the points are a whole answer
_FAR = 0.22  # nearer to nothing than this, it is about something else
_SHARE_OF_POINTS = 0.4
_NO_ANSWER = re.compile(r"(?:idk|i don'?t know|dunno|no idea|no clue|not sure|nothing|none|\?+|pass|hm+|um+|eh)[ .!?]*")
_WORD = re.compile(r"[a-z0-9']+")


@dataclass(frozen=True)
class Scored:
    score: int
    feedback: str
    missing: str = ""  # the first point it did not speak of


def score_answer(
    answer: str, vector: Vector | None, question: Question, *, embed: Callable[[str], Vector | None]
) -> Scored:
    text = _plain(answer)
    hit = _points_in(text, question)
    missing = next((point.name for point, was_hit in zip(question.points, hit, strict=True) if not was_hit), "")
    if not _WORD.search(text) or _NO_ANSWER.fullmatch(text):
        return _told(0, question, missing)
    by_points = 100 * min(sum(hit) / min(_POINTS_FOR_ALL, len(question.points)), 1.0)
    by_meaning = _by_meaning(vector, question, embed)
    if by_meaning is None:
        score = by_points if sum(hit) else 5.0
    else:
        # Words alone make no answer: "never dodge, just attack" speaks of dodging.
        score = _SHARE_OF_POINTS * by_points + (1 - _SHARE_OF_POINTS) * by_meaning
    return _told(round(min(max(score, 0.0), 100.0)), question, missing)


def speaks_of_a_point(answer: str, question: Question) -> bool:
    return any(_points_in(_plain(answer), question))


def is_about_something_else(
    answer: str, vector: Vector | None, question: Question, *, embed: Callable[[str], Vector | None]
) -> bool:
    """Neither near to any answer that we know, good or wrong, nor speaking of a point: hardly an answer at all."""
    text = _plain(answer)
    if vector is None or _NO_ANSWER.fullmatch(text) or any(_points_in(text, question)):
        return False
    known = [_nearest(vector, answers, embed) for answers in (question.good, question.partial, question.wrong)]
    return max((one for one in known if one is not None), default=1.0) < _FAR


def overall(scores: Sequence[int]) -> int:
    return round(sum(scores) / len(scores)) if scores else 0


def _told(score: int, question: Question, missing: str) -> Scored:
    said = question.praise if score >= HIGH else question.nearly if score >= MIDDLING else question.missed
    if MISSING in said and not missing:
        said = question.praise
    return Scored(score, said.replace(MISSING, missing), missing)


def _by_meaning(vector: Vector | None, question: Question, embed: Callable[[str], Vector | None]) -> float | None:
    if vector is None:
        return None
    near = [_nearest(vector, answers, embed) for answers in (question.good, question.partial, question.wrong)]
    if any(one is None for one in near):
        return None
    known = np.array(near, dtype=np.float64)
    if known.max() < _FAR:
        return 0.0
    weights = np.exp((known - known.max()) / _SHARPNESS)
    return float(weights @ np.array(_WORTH) / weights.sum())


def _nearest(vector: Vector, answers: Sequence[str], embed: Callable[[str], Vector | None]) -> float | None:
    others = [embed(answer) for answer in answers]
    known = [float(np.dot(vector, other)) for other in others if other is not None]
    return max(known) if known else None


def _plain(answer: str) -> str:
    return " ".join(answer.lower().replace("’", "'").split())


def _points_in(text: str, question: Question) -> list[bool]:
    return [any(_speaks_of(text, stem) for stem in point.stems) for point in question.points]


def _speaks_of(text: str, stem: str) -> bool:
    """The beginning of a word; several words as they stand."""
    return bool(re.search(rf"(?<![a-z0-9]){re.escape(stem)}", text))
