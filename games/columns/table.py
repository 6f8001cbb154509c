"""A catalogue as arrays, searched in a millisecond. Pure.

Meaning is kept in fewer numbers than the vectors have: along the directions in which this catalogue differs most,
the first few exactly and the next ones in a byte each. That is enough to tell which few hundred games may be
the nearest fifty; which they are is for whoever has the vectors to say.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Self

import numpy as np
from numpy.typing import NDArray

from games.recommender.limits import Limits
from games.recommender.types import Vector
from games.vocabulary import GENRES, MOODS, PLATFORMS, PLAYER_MODES, TOGETHER

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

COARSE, FINE = 48, 96
UNKNOWN = -1
NEVER = np.iinfo(np.int32).min  # the release of what has none
_PLATFORM_BITS = {key: np.int64(1 << place) for place, key in enumerate(PLATFORMS)}
_WORD_BITS = {key: np.int64(1 << place) for place, key in enumerate(GENRES)}
_MODE_BITS = {key: np.int64(1 << place) for place, key in enumerate(PLAYER_MODES)}
_EPOCH = date(1970, 1, 1)
# So many go on from the first few directions to all of them.
_SHORTLIST = 3_000
# Limits of so many shapes, and as many lists of names, are remembered; a mask is a bit more than a tenth of a megabyte.
_MASKS_KEPT = 32


@dataclass(frozen=True)
class Axes:
    """Unit vectors by how much the catalogue differs along them, and what a step of a byte is along the finer ones."""

    directions: Floats  # dimensions × (COARSE + FINE)
    steps: Floats

    @classmethod
    def of(cls, sample: Floats) -> Self:
        """As a sample of the catalogue has them."""
        spread = sample.T @ sample
        _, directions = np.linalg.eigh(spread.astype(np.float64))
        kept = np.ascontiguousarray(directions[:, ::-1][:, : COARSE + FINE], dtype=np.float32)
        if kept.shape[1] < COARSE + FINE:
            kept = np.pad(kept, ((0, 0), (0, COARSE + FINE - kept.shape[1])))
        farthest = np.abs(sample @ kept[:, COARSE:]).max(axis=0, initial=0.0)
        return cls(kept, np.maximum(farthest, 1e-6).astype(np.float32) / 127)

    def along(self, vectors: Floats) -> tuple[Floats, NDArray[np.int8]]:
        turned = vectors @ self.directions
        fine = np.clip(np.rint(turned[:, COARSE:] / self.steps), -127, 127).astype(np.int8)
        return np.ascontiguousarray(turned[:, :COARSE]), fine


@dataclass(frozen=True)
class Rows:
    """Games by ascending id; every array has a row a game. Marks are bits by the order of the vocabulary."""

    ids: Ints
    is_offered: NDArray[np.bool_]
    has_vector: NDArray[np.bool_]
    quality: Floats
    fit: Floats  # games × moods, with the share of quality that the indexes of moods have
    platforms: Ints
    words: Ints  # genres, whether the record has them as a genre or as a tag
    modes: Ints
    age: NDArray[np.int16]
    sitting: NDArray[np.int16]
    released: NDArray[np.int32]  # days since 1970
    coarse: Floats
    fine: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.ids)

    def taken(self, places: NDArray[np.bool_] | Ints) -> Rows:
        return Rows(*(getattr(self, column.name)[places] for column in fields(self)))


@dataclass(frozen=True, eq=False)
class Table:
    """What begins with ``_`` was reckoned of these rows once: rows of another state are another table."""

    rows: Rows
    axes: Axes
    _orders: dict[str, Ints] = field(default_factory=dict, repr=False)
    _masks: dict[Limits, Mask] = field(default_factory=dict, repr=False)
    _named: dict[tuple[str, ...], Ints] = field(default_factory=dict, repr=False)

    def merged(self, newer: Rows) -> Table:
        """With these in place of those of the same id."""
        if not len(newer):
            return self
        kept = self.rows.taken(~np.isin(self.rows.ids, newer.ids, assume_unique=True))
        order = np.argsort(np.concatenate([kept.ids, newer.ids]), kind="stable")
        joined = (np.concatenate([getattr(kept, one.name), getattr(newer, one.name)])[order] for one in fields(Rows))
        return Table(Rows(*joined), self.axes)

    def within(self, limits: Limits) -> Mask:
        """Which games may be within the limits: prices are not looked at, everything else is.

        See ``can_tell`` for limits in words that no column knows.
        """
        shape = replace(limits.shape(), price_caps=None, families=())
        fits = self._masks.get(shape)
        if fits is None:
            if len(self._masks) >= _MASKS_KEPT:
                self._masks.clear()
            fits = self._masks[shape] = self._within(shape)
        if limits.excluded_ids:
            fits = fits.copy()
            fits[self._places_of(limits.excluded_ids)] = False
        return fits

    def _within(self, limits: Limits) -> Mask:
        rows = self.rows
        fits = rows.is_offered.copy()
        if limits.platforms:
            fits &= (rows.platforms & _bits(_PLATFORM_BITS, limits.platforms)) != 0
        if limits.excluded_genres:
            fits &= (rows.words & _bits(_WORD_BITS, limits.excluded_genres)) == 0
        if limits.rated_below is not None:
            fits &= rows.age < limits.rated_below
        for mode in limits.never_only:
            fits &= rows.modes != _MODE_BITS[mode]
        if limits.wanted_genres:
            fits &= (rows.words & _bits(_WORD_BITS, limits.wanted_genres)) != 0
        if limits.oldest_rating is not None:
            fits &= (rows.age != UNKNOWN) & (rows.age <= limits.oldest_rating)
        if limits.player_mode == "solo":
            fits &= (rows.modes == 0) | (rows.modes & _MODE_BITS["solo"] != 0)
        elif limits.player_mode == TOGETHER:
            fits &= rows.modes & _bits(_MODE_BITS, ("coop", "versus")) != 0
        elif limits.player_mode in _MODE_BITS:
            fits &= rows.modes & _MODE_BITS[limits.player_mode] != 0
        if limits.released_from is not None:
            fits &= rows.released >= _days(date(limits.released_from, 1, 1))
        if limits.released_to is not None:
            fits &= (rows.released != NEVER) & (rows.released <= _days(date(limits.released_to, 12, 31)))
        if limits.longest_sitting is not None:
            fits &= (rows.sitting == UNKNOWN) | (rows.sitting <= limits.longest_sitting)
        return fits

    @staticmethod
    def can_tell(limits: Limits) -> bool:
        """Whether ``within`` sees all that narrows these limits much."""
        is_in_words = _WORD_BITS.keys() >= {*limits.wanted_genres} and _PLATFORM_BITS.keys() >= {*limits.platforms}
        narrows = limits.least_difficulty is not None or limits.less_known_than is not None
        return is_in_words and not narrows

    def nearest(self, fits: Mask, vector: Vector, count: int) -> Ints:
        """Ids of those that are likely the nearest by cosine; at most ``count``, in no order."""
        rows = self.rows
        can_be = fits & rows.has_vector
        found = int(np.count_nonzero(can_be))
        turned = np.asarray(vector, dtype=np.float32) @ self.axes.directions
        going_on = min(max(_SHORTLIST, 2 * count), found)
        if found * 3 < len(rows):
            at = np.flatnonzero(can_be)
            near = rows.coarse[at] @ turned[:COARSE]
            first = _highest(near, going_on)
            places, near = at[first], near[first]
        else:
            # Gathering so many rows would cost more than multiplying all of them.
            near = np.where(can_be, rows.coarse @ turned[:COARSE], -np.inf)
            places = _highest(near, going_on)
            near = near[places]
        near = near + rows.fine[places].astype(np.float32) @ (turned[COARSE:] * self.axes.steps)
        return rows.ids[places[_highest(near, count)]]

    def best(self, fits: Mask, count: int) -> Ints:
        """Best first, as everything below."""
        return self._first(self._order("", lambda: self.rows.quality), fits, count)

    def best_for(self, fits: Mask, moods: Sequence[tuple[str, float]], count: int) -> Ints:
        """By a mix of moods."""
        if len(moods) == 1:
            ((mood, _),) = moods
            return self._first(self._order(mood, lambda: self.rows.fit[:, MOODS.index(mood)]), fits, count)
        places = np.flatnonzero(fits)
        fit = np.zeros(len(places), dtype=np.float32)
        for mood, weight in moods:
            fit += np.float32(weight) * self.rows.fit[places, MOODS.index(mood)]
        best = _highest(fit, count)
        return self.rows.ids[places[best[np.lexsort((places[best], -fit[best]))]]]

    def named(self, slugs: tuple[str, ...], look_up: Callable[[tuple[str, ...]], Ints]) -> Ints:
        """Ids of games by their slugs, which are not among the columns: looked up once for these rows."""
        ids = self._named.get(slugs)
        if ids is None:
            ids = look_up(slugs)
            if len(self._named) >= _MASKS_KEPT:
                self._named.clear()
            self._named[slugs] = ids
        return ids

    def likely(self, count: int) -> Ints:
        """What is proposed again and again: so many of the best, and half as many of the best for each mood."""
        fits = self.rows.is_offered
        of_moods = (self.best_for(fits, [(mood, 1.0)], count // 2) for mood in MOODS)
        return np.unique(np.concatenate([self.best(fits, count), *of_moods]))

    def first_among(self, fits: Mask, ids: Ints, count: int) -> Ints:
        """The first of these ids that fit, in their own order."""
        if not len(self.rows):
            return ids[:0]
        at, is_known = self._look_up(ids)
        return ids[is_known & fits[at]][:count]

    def outside(self, words: Collection[str]) -> Mask:
        """Which have none of these genres; other words are not known here."""
        has_none: Mask = (self.rows.words & _bits(_WORD_BITS, words)) == 0
        return has_none

    def short(self, minutes: int) -> Mask:
        """Which are known to be satisfying in so short a sitting."""
        is_short: Mask = (self.rows.sitting != UNKNOWN) & (self.rows.sitting <= minutes)
        return is_short

    def released(self, first: date, last: date) -> Mask:
        return (self.rows.released >= _days(first)) & (self.rows.released <= _days(last))

    def _order(self, name: str, values: Callable[[], Floats]) -> Ints:
        """Places by these values, the highest first, of equal ones the lower id."""
        if name not in self._orders:
            self._orders[name] = np.argsort(-values(), kind="stable")
        return self._orders[name]

    def _first(self, order: Ints, fits: Mask, count: int) -> Ints:
        """Gone through in pieces, for mostly the first is enough."""
        found: list[Ints] = []
        start, step = 0, 4 * count
        while start < len(order) and sum(map(len, found)) < count:
            piece = order[start : start + step]
            found.append(piece[fits[piece]])
            start, step = start + step, 4 * step
        ids: Ints = self.rows.ids[np.concatenate([order[:0], *found])[:count]]
        return ids

    def _places_of(self, ids: Iterable[int]) -> Ints:
        at, is_known = self._look_up(np.fromiter(ids, dtype=np.int64))
        return at[is_known]

    def _look_up(self, ids: Ints) -> tuple[Ints, NDArray[np.bool_]]:
        if not len(self.rows):
            return np.zeros(len(ids), dtype=np.int64), np.zeros(len(ids), dtype=bool)
        at = np.minimum(np.searchsorted(self.rows.ids, ids), len(self.rows) - 1)
        return at, self.rows.ids[at] == ids


def marks(ids: Ints, lists: Iterable[tuple[str, Ints]], *, words: Sequence[str]) -> Ints:
    """A bit for each word that a game is listed under."""
    bits = np.zeros(len(ids), dtype=np.int64)
    for word, listed in lists:
        at = np.searchsorted(ids, listed)
        is_known = at < len(ids)
        is_known[is_known] = ids[at[is_known]] == listed[is_known]
        bits[at[is_known]] |= np.int64(1 << words.index(word))
    return bits


def _days(day: date) -> int:
    return (day - _EPOCH).days


def _bits(known: dict[str, np.int64], words: Collection[str]) -> np.int64:
    return np.int64(sum(known.get(word, np.int64(0)) for word in {*words}))


def _highest(values: NDArray[np.floating], count: int) -> Ints:
    """Where the highest few are, in no order."""
    if len(values) <= count:
        return np.arange(len(values))
    return np.argpartition(-values, count)[:count]
