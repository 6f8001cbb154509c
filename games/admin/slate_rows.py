"""A stored slate as its page shows it: each candidate with what moved it from the first rank to the last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from games.models import Impression, Slate
from games.recommender.explain import contributions


@dataclass(frozen=True)
class Part:
    name: str
    value: float
    weight: float | None  # of all weights, 0…1
    adds: float | None  # to the mean


@dataclass(frozen=True)
class Row:
    """``chances`` are those of each slot in turn that chance could have given it; ``why`` is empty for picks."""

    title: str
    sources: tuple[str, ...]
    before: int | None
    after: int | None
    score: float
    plain_score: float | None
    static_score: float | None
    worn: float | None
    rules: tuple[str, ...]
    is_pinned: bool
    chances: tuple[float, ...]
    why: str
    parts: tuple[Part, ...]
    impression: Impression | None

    @property
    def climbed(self) -> int:
        """Ranks won by rules and rotation; below zero: lost."""
        return self.before - self.after if self.before and self.after else 0

    @property
    def is_explored(self) -> bool:
        return self.impression is not None and self.impression.strategy != "best_fit"


def rows_of(slate: Slate, impressions: Sequence[Impression]) -> list[Row]:
    """Slates of older versions said less; what they do not say stays empty."""
    weights: Mapping[str, float] = slate.context.get("weights") or {}
    taken = {impression.game_id: impression for impression in impressions}
    return [_row(told, weights, taken) for told in slate.candidates]


def wishes_of(slate: Slate) -> dict[str, Any]:
    """What was wished, without what was not."""
    empty: tuple[Any, ...] = (None, "", [], {}, [None, None])
    return {name: _told(value) for name, value in slate.context.items() if value not in empty and name != "weights"}


def _told(value: Any) -> Any:
    """Lists as people write them: ["59.98", "USD"] is 59.98 USD."""
    if not isinstance(value, list | tuple):
        return value
    parts = [str(one) for one in value if one not in (None, "")]
    is_money = len(value) == 2 and len(parts) == 2 and len(parts[1]) == 3 and parts[1].isupper()
    return (" " if is_money else ", ").join(parts)


def _row(told: Mapping[str, Any], weights: Mapping[str, float], taken: Mapping[int, Impression]) -> Row:
    before, after = told.get("ranks") or (None, None)
    return Row(
        title=told.get("title") or told.get("slug") or "–",
        sources=tuple(filter(None, (told.get("source") or "").split("+"))),
        before=before,
        after=after,
        score=told.get("score", 0.0),
        plain_score=told.get("plain_score"),
        static_score=told.get("static_score"),
        worn=told.get("worn"),
        rules=tuple(told.get("rules", ())),
        is_pinned=bool(told.get("pinned")),
        chances=tuple(told.get("chances", ())),
        why=told.get("dropped_because", ""),
        parts=_parts(told.get("parts", {}), weights),
        impression=taken.get(told.get("game", 0)),
    )


def _parts(values: Mapping[str, float], weights: Mapping[str, float]) -> tuple[Part, ...]:
    """The heaviest first."""
    adds = contributions(values, weights)
    total = sum(weights.get(name, 0.0) for name in values)
    parts = [
        Part(name, value, weights[name] / total if total and name in weights else None, adds.get(name))
        for name, value in values.items()
    ]
    return tuple(sorted(parts, key=lambda part: -(part.adds or 0.0)))
