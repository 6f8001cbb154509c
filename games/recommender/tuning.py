"""Other settings of the recommender for some players, as an experiment wants them. Pure.

Only what cannot do harm may be set, each within bounds: hard limits, age, care for who feels low and the editors'
rules are no settings. The chance of a slot stays within the one budget of ``exploration``, for a share above
it counts as the whole budget.

    setting             bounds      is
    exploration_share   0…0.15      how much of each slot is left to chance
    relevance           0.7…1       how much of a slot is fit and how much is being different
    warm_from           6…24        from how many events on a taste speaks for itself
    weights             0.5…2 each  by how much a part of the score counts more or less
    learnt              yes or no   rank by what was learnt, or by the fixed weights
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from games.recommender.cold_start import WARM_FROM
from games.recommender.diversity import RELEVANCE
from games.recommender.exploration import EXPLORED_SHARE

BOUNDS: Final[Mapping[str, tuple[float, float]]] = {
    "exploration_share": (0.0, EXPLORED_SHARE),
    "relevance": (0.7, 1.0),
    "warm_from": (6, 24),
}
WEIGHED: Final = ("mood", "words", "taste", "collaborative", "quality", "popularity")
_FACTORS = (0.5, 2.0)


@dataclass(frozen=True)
class Tuning:
    """As it stands, nothing is changed. ``labels`` say which experiments this player is in, on which side."""

    labels: tuple[str, ...] = ()
    exploration_share: float = EXPLORED_SHARE
    relevance: float = RELEVANCE
    warm_from: float = WARM_FROM
    factors: tuple[tuple[str, float], ...] = ()  # by name; pairs, so that they can be a key
    uses_learnt: bool = True


PLAIN = Tuning()


def tuned(overrides: Iterable[tuple[str, Mapping[str, Any]]]) -> Tuning:
    """All (label, config) in turn; of two that set the same the later stands.

    What is unknown or out of bounds is passed over: a row that a newer release wrote must not stop anybody.
    """
    tuning = PLAIN
    for label, config in overrides:
        tuning = replace(tuning, labels=(*tuning.labels, label), **_usable(config, tuning))
    return tuning


def problems_of(config: Mapping[str, Any]) -> list[str]:
    """What a person must mend before these settings may be used, in words."""
    found = []
    for name, value in config.items():
        if name in BOUNDS:
            if not _within(value, BOUNDS[name]):
                found.append(f"{name} is a number from {BOUNDS[name][0]:g} to {BOUNDS[name][1]:g}")
        elif name == "weights":
            found += _problems_of_weights(value)
        elif name == "learnt":
            if not isinstance(value, bool):
                found.append("learnt is true or false")
        else:
            found.append(f"{name} is no setting; there are {', '.join((*BOUNDS, 'weights', 'learnt'))}")
    return found


def _problems_of_weights(value: Any) -> list[str]:
    if not isinstance(value, dict):
        return [f'weights are given as {{"mood": 1.2}}, with {", ".join(WEIGHED)}']
    return [
        f"the weight of {name} is a factor from {_FACTORS[0]:g} to {_FACTORS[1]:g}"
        if name in WEIGHED
        else f"{name} has no weight that may be changed; there are {', '.join(WEIGHED)}"
        for name, factor in value.items()
        if name not in WEIGHED or not _within(factor, _FACTORS)
    ]


def _usable(config: Mapping[str, Any], before: Tuning) -> dict[str, Any]:
    changes: dict[str, Any] = {
        name: float(config[name]) for name in BOUNDS if name in config and _within(config[name], BOUNDS[name])
    }
    weights = config.get("weights")
    if isinstance(weights, dict):
        factors = dict(before.factors) | {
            name: float(factor) for name, factor in weights.items() if name in WEIGHED and _within(factor, _FACTORS)
        }
        changes["factors"] = tuple(sorted(factors.items()))
    if isinstance(config.get("learnt"), bool):
        changes["uses_learnt"] = config["learnt"]
    return changes


def _within(value: Any, bounds: tuple[float, float]) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and bounds[0] <= value <= bounds[1]
