"""What was promised when an experiment was launched, frozen. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Self

from engagement import experiment_metrics
from engagement.statistics.always_valid import tuning_for
from engagement.statistics.power import Question
from games.buckets import BUCKETS


@dataclass(frozen=True)
class Plan:
    """``people`` are those that the question needs, all sides together; ``base`` is the control's expected share."""

    kind: str
    metric: str
    also: tuple[str, ...] = ()
    hypothesis: str = ""
    window_days: int = 3
    least_lift: float = 0.2
    alpha: float = 0.05
    power: float = 0.8
    least_days: int = 7
    share: float = 1.0
    base: float = 0.1
    people: int = 0
    days: int = 0
    salt: str = ""
    margins: Mapping[str, float] = field(default_factory=dict)
    variants: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # key → {"weight", "config"}

    @property
    def metrics(self) -> tuple[str, ...]:
        """The one that decides, then the others."""
        return tuple(dict.fromkeys((self.metric, *self.also)))

    @property
    def keys(self) -> tuple[str, ...]:
        """The control first."""
        return tuple(sorted(self.variants))

    @property
    def weights(self) -> tuple[float, ...]:
        return tuple(float(self.variants[key]["weight"]) for key in self.keys)

    @property
    def rho2(self) -> float:
        return tuning_for(self.people, alpha=self.alpha)

    @property
    def question(self) -> Question:
        whole = sum(self.weights)
        return Question(
            base=self.base,
            lift=self.least_lift,
            shares=tuple(self.share * weight / whole for weight in self.weights),
            alpha=self.alpha,
            power=self.power,
            questions=len(self.metrics) * (len(self.keys) - 1),
        )

    def stop_rule(self) -> str:
        """In words, as it was promised."""
        metric = experiment_metrics.BY_KEY[self.metric]
        return (
            f"Looked at on any day from day {self.least_days} on. It ends when the always-valid interval of "
            f"{metric.plural} at {(1 - self.alpha) * 100:g} % leaves zero out, or when a gain of "
            f"{self.least_lift * 100:g} % has become impossible; planned for {self.people:,} people, about "
            f"{self.days} days."
        )

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Self:
        known = {one.name for one in fields(cls)}
        kept = {name: value for name, value in raw.items() if name in known}
        return cls(**kept | {"also": tuple(kept.get("also", ()))})


def ranges(weights: Mapping[str, int], *, share: float) -> dict[str, tuple[int, int]]:
    """The buckets of each side, one after the other; what they leave over takes no part."""
    whole, last = sum(weights.values()), round(BUCKETS * share)
    found, summed, begin = {}, 0, 0
    for key in sorted(weights):
        summed += weights[key]
        end = round(last * summed / whole)
        found[key] = (begin, end)
        begin = end
    return found
