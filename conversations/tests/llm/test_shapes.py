"""An answer fits its shape or is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import pytest

from conversations.llm.shapes import UnfitShapeError, fitted, free_texts, problem_with, schema_of


@dataclass(frozen=True)
class Graded:
    score: int
    feedback: str
    level: Literal["low", "high"] = "low"
    points: tuple[str, ...] = ()
    hint: str | None = None


def test_a_dataclass_is_a_shape_and_comes_back_as_one():
    schema = schema_of(Graded)
    told = {"score": 80, "feedback": "Good eye.", "points": ["parry"], "hint": None}
    assert problem_with(told, schema) == ""
    assert fitted(Graded, told) == Graded(80, "Good eye.", points=("parry",))


@pytest.mark.parametrize(
    "told",
    [
        {"score": 80}, {"score": "80", "feedback": "x"}, {"score": True, "feedback": "x"},
        {"score": 1.5, "feedback": "x"}, {"score": 1, "feedback": "x", "more": 1},
        {"score": 1, "feedback": "x", "level": "middle"}, {"score": 1, "feedback": "x", "points": "parry"},
        {"score": 1, "feedback": "x", "points": [1]}, {"score": 1, "feedback": "x" * 2_001},
        {"score": 1, "feedback": "x", "points": ["p"] * 51}, {"score": 1, "feedback": None},
    ],
)  # fmt: skip
def test_another_shape_is_told_by_its_place(told):
    assert problem_with(told, schema_of(Graded)).startswith("answer")


def test_bounds_are_kept_and_nan_is_outside_of_all():
    schema = {"type": "object", "properties": {"score": {"type": "number", "minimum": 0, "maximum": 100}}}
    assert [bool(problem_with({"score": score}, schema)) for score in (0, 100, -1, 101, float("nan"))] == [
        False, False, True, True, True,
    ]  # fmt: skip


def test_only_what_the_model_could_word_is_free_text():
    schema = schema_of(Graded)
    told: dict[str, Any] = {"score": 1, "feedback": "a", "level": "high", "points": ["b", "c"]}
    assert list(free_texts(told, schema)) == ["a", "b", "c"]
    assert list(free_texts({"x": {"y": "z"}}, {"type": "object"})) == ["x", "y", "z"]


@pytest.mark.parametrize(
    "shape",
    [
        {"type": "array"},
        {"type": "object", "pattern": "x"},
        {"type": "object", "properties": {"a": {"type": "text"}}},
        int,
    ],
)
def test_a_shape_that_could_not_be_held_is_refused(shape):
    with pytest.raises(UnfitShapeError):
        schema_of(shape)
