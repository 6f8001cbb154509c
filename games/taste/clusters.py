"""Players grouped by taste. Pure: scores of genres and tags in, middles, labels and nearest groups out.

A player is the direction of their scores: not how much they told us counts, and not how long ago. What everybody
likes weighs little (as inverse document frequency has it).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from sklearn.cluster import MiniBatchKMeans
from sklearn.metrics import silhouette_score

Matrix = NDArray[np.float32]
Scores = Mapping[str, float]

FEWEST_PLAYERS = 30
FEWEST_GROUPS, MOST_GROUPS = 2, 12
_NAMES = 200  # of genres and tags, the most frequent
_JUDGED_BY = 1500  # players; the silhouette compares each with each
# Another number of groups must be better by so much, or everybody would move from night to night.
_WORTH_A_MOVE = 0.02
# A middle as near as this to one of the night before is that group.
_SAME_GROUP = 0.6
_TAGS_IN_LABEL, _TAGS_TOLD, _FEATURES_KEPT = 3, 8, 60
_SEED = 7


@dataclass(frozen=True)
class Space:
    """The names that a taste is measured by, and what each weighs."""

    names: tuple[str, ...]
    weights: tuple[float, ...]

    def place(self, tastes: Sequence[Scores]) -> Matrix:
        """A row of length 1 for each taste, of zeros where it says nothing in these names."""
        column = {name: index for index, name in enumerate(self.names)}
        rows = np.zeros((len(tastes), len(self.names)), dtype=np.float32)
        for row, taste in zip(rows, tastes, strict=True):
            for name, score in taste.items():
                if name in column:
                    row[column[name]] = score * self.weights[column[name]]
        return _unit(rows)


@dataclass(frozen=True)
class Group:
    """``features`` are the middle by name; ``top`` the names that tell it from everybody, with how far above."""

    features: Mapping[str, float]
    top: tuple[tuple[str, float], ...]

    @property
    def label(self) -> str:
        told = [name.partition(":")[2] for name, _ in self.top]
        return ", ".join(list(dict.fromkeys(told))[:_TAGS_IN_LABEL]) or "a bit of everything"

    def label_after(self, label: str) -> str:
        """A label stays as long as anything in it is still true of the group."""
        told = {name.partition(":")[2] for name, _ in self.top}
        return label if told & set(label.split(", ")) else self.label


def space_of(tastes: Sequence[Scores]) -> Space:
    seen = Counter(name for taste in tastes for name, score in taste.items() if score)
    names = sorted(sorted(seen), key=lambda name: -seen[name])[:_NAMES]
    return Space(tuple(names), tuple(float(np.log((1 + len(tastes)) / (1 + seen[name])) + 1) for name in names))


def group(tastes: Sequence[Scores], *, groups_before: int = 0) -> tuple[Space, list[Group]]:
    """The groups of these players, none where they are too few. The same players give the same groups."""
    space = space_of(tastes)
    points = space.place(tastes)
    points = points[np.abs(points).sum(axis=1) > 0]
    most = min(MOST_GROUPS, len(np.unique(points, axis=0)) - 1) if len(points) >= FEWEST_PLAYERS else 0
    if most < FEWEST_GROUPS:
        return space, []
    judged = points[np.random.default_rng(_SEED).permutation(len(points))[:_JUDGED_BY]]
    best: tuple[float, Matrix] | None = None
    for count in range(FEWEST_GROUPS, most + 1):
        model = MiniBatchKMeans(count, random_state=_SEED, n_init=3, batch_size=1024).fit(points)
        labels = model.predict(judged)
        if len(np.unique(labels)) < 2:
            continue
        merit = float(silhouette_score(judged, labels)) + (_WORTH_A_MOVE if count == groups_before else 0.0)
        if best is None or merit > best[0]:
            best = merit, model.cluster_centers_.astype(np.float32)
    if best is None:
        return space, []
    everybody = points.mean(axis=0)
    return space, [_group(space, centre, everybody) for centre in best[1]]


def nearest(space: Space, groups: Sequence[Group], tastes: Sequence[Scores]) -> list[tuple[int, float] | None]:
    """For each taste its group and the cosine to the group's middle; None for a taste that says nothing."""
    middles = np.array([[one.features.get(name, 0.0) for name in space.names] for one in groups], dtype=np.float32)
    points = space.place(tastes)
    cosines = points @ _unit(middles).T
    best = cosines.argmax(axis=1)
    known = np.abs(points).sum(axis=1) > 0
    return [(int(of), float(cosines[row, of])) if known[row] else None for row, of in enumerate(best)]


def match(groups: Sequence[Group], before: Sequence[Scores]) -> list[int | None]:
    """For each group the one of the night before that it goes on from, each taken once; None for a new one."""
    found: list[int | None] = [None] * len(groups)
    if not groups or not before:
        return found
    names = sorted({name for one in groups for name in one.features} | {name for one in before for name in one})
    here = _rows([one.features for one in groups], names)
    likeness = here @ _rows(before, names).T
    for new, old in zip(*linear_sum_assignment(-likeness), strict=True):
        if likeness[new, old] >= _SAME_GROUP:
            found[int(new)] = int(old)
    return found


def _group(space: Space, centre: Matrix, everybody: Matrix) -> Group:
    strongest = np.argsort(-np.abs(centre))[:_FEATURES_KEPT]
    features = {space.names[index]: round(float(centre[index]), 5) for index in strongest if centre[index]}
    above = centre - everybody
    leading = [index for index in np.argsort(-above)[:_TAGS_TOLD] if above[index] > 0 and centre[index] > 0]
    return Group(features, tuple((space.names[index], round(float(above[index]), 4)) for index in leading))


def _rows(features: Sequence[Scores], names: Sequence[str]) -> Matrix:
    return _unit(np.array([[one.get(name, 0.0) for name in names] for one in features], dtype=np.float32))


def _unit(rows: Matrix) -> Matrix:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Matrix = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 1e-9)
    return unit
