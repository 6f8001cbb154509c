"""A search by columns that this process has at hand: they propose, the database looks at those games alone.

What a source would have sorted the catalogue for is told by arrays in well under a millisecond; the database holds
each proposal against every limit and measures true distances. So an old column costs a proposal and never lets a game
through. Both statements have a text that hardly differs between people, and are planned once a connection.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.db import connection

from games.collaborative.types import Ints
from games.columns import facts_at_hand
from games.columns.table import Mask, Table
from games.recommender.choosing import Found
from games.recommender.limits import Limits
from games.recommender.sources.base import Ask, Source, figures_known
from games.recommender.types import PriceTag, Vector, changed
from games.retrieval import trends_at_hand
from games.retrieval.pools import as_halfvec, as_ids
from games.retrieval.statement import condition_of, price_of
from games.retrieval.trends_at_hand import Figures
from games.statements import on_its_own, rows_of

# Meaning is kept in fewer numbers than the vectors have, and a row may have changed since: so many times as are wanted,
# and so many times as many as fit what columns see for one that is within the limits.
_NEAR_LOOKED_AT, _NEAR_LOOSE = 2, 2
_SPARE = 10
# Of the best outside a taste many are left out for their tags, which are not among the columns.
_OUTSIDE_LOOKED_AT = 6
_PROPOSED_AT_MOST = 3_000
# What fits is not spread evenly: so much more, or one answer in ten comes back short and is asked for again.
_SPREAD = 1.3
_ID, _TO_WORDS, _TO_LIKED, _IS_OUTSIDE = range(4)
_LOOK = (
    "SELECT games_game.id, {words}, {liked}, "
    "NOT (games_game.genres && %s::varchar[] OR games_game.tags && %s::varchar[]) "
    "FROM games_game WHERE games_game.id = ANY(%s::bigint[]) AND {condition}"
)
_STAMPS_AND_PRICES = (
    "SELECT g.id, {stamp}, price.amount, price.currency, price.store, price.url FROM games_game AS g "
    "LEFT JOIN LATERAL ({price}) AS price ON true WHERE g.id = ANY(%s::bigint[])"
)
_NAMED = "SELECT id FROM games_game WHERE slug = ANY(%s::varchar[]) ORDER BY quality DESC, id"


@dataclass(frozen=True)
class Drawn:
    """What a source proposes, best first: of each list ``limit`` that the database lets through are its own.

    ``is_all``: there is nothing else to propose. ``near`` says which true nearness orders instead.
    """

    lists: tuple[Ints, ...]
    limit: int
    is_all: bool
    near: int | None = None
    is_outside: bool = False


@dataclass(frozen=True)
class Come:
    found: tuple[Found, ...]
    is_short: bool  # a source had fewer than it wanted, though there may be more


class HandPool:
    """``loose`` is how many fit what the columns see for one that is within the limits."""

    def __init__(self, table: Table, fits: Mask, ask: Ask, figures: Mapping[str, Figures], *, loose: float) -> None:
        self._table, self._fits, self._ask, self._figures, self._loose = table, fits, ask, figures, loose

    def nearest(self, vector: Vector, limit: int) -> Drawn:
        count = min(int(limit * (_NEAR_LOOKED_AT + _NEAR_LOOSE * self._loose)), _PROPOSED_AT_MOST)
        drawn = self._drawn(self._table.nearest(self._fits, vector, count), count, limit)
        return Drawn(drawn.lists, limit, drawn.is_all, near=_TO_WORDS if vector is self._ask.words else _TO_LIKED)

    def best(self, limit: int) -> Drawn:
        return self._best(self._fits, limit)

    def best_for(self, moods: Sequence[tuple[str, float]], limit: int) -> Drawn:
        count = self._times(limit + _SPARE)
        return self._drawn(self._table.best_for(self._fits, moods, count), count, limit)

    def best_outside(self, words: Sequence[str], limit: int) -> Drawn:
        drawn = self._best(self._fits & self._table.outside(words), limit, looked_at=_OUTSIDE_LOOKED_AT * limit)
        return Drawn(drawn.lists, limit, drawn.is_all, is_outside=True)

    def best_within(self, minutes: int, limit: int) -> Drawn:
        return self._best(self._fits & self._table.short(minutes), limit)

    def best_between(self, first: date, last: date, limit: int) -> Drawn:
        return self._best(self._fits & self._table.released(first, last), limit)

    def named(self, lists: Sequence[Sequence[str]], limit: int) -> Drawn:
        every = (self._table.named(tuple(slugs), _ids_of) for slugs in lists)
        return Drawn(tuple(every), limit, is_all=True)

    def most(self, measure: str, limit: int) -> Drawn:
        return self.first_of(self._figures[measure].best_first, limit)

    def first_of(self, ids: Ints, limit: int) -> Drawn:
        count = self._times(limit + _SPARE)
        return self._drawn(self._table.first_among(self._fits, ids, count), count, limit)

    def _best(self, fits: Mask, limit: int, *, looked_at: int = 0) -> Drawn:
        count = self._times(max(limit + _SPARE, looked_at))
        return self._drawn(self._table.best(fits, count), count, limit)

    def _drawn(self, ids: Ints, count: int, limit: int) -> Drawn:
        return Drawn((ids,), limit, is_all=len(ids) < count)

    def _times(self, count: int) -> int:
        spread = _SPREAD if self._loose > 1 else 1.0
        return min(int(count * self._loose * spread) + 1, _PROPOSED_AT_MOST)


def find_at_hand(
    table: Table, fits: Mask, limits: Limits, ask: Ask, sources: Sequence[Source], *, loose: float
) -> Come | None:
    """All that these sources come up with; None where one of them speaks a SQL of its own. Raises DatabaseError."""
    figures = {
        source.name: trends_at_hand.figures_of(segments)
        for source in sources
        if (tell := getattr(source, "segments", None)) and (segments := tell(ask))
    }
    pool = HandPool(table, fits, ask, figures, loose=loose)
    drawn = [(source.name, one) for source in sources if (one := source.select(pool, ask)) is not None]
    if not all(isinstance(one, Drawn) for _, one in drawn):
        return None
    looked_at = _look(limits, ask, [ids for _, one in drawn for ids in one.lists])
    names: dict[int, list[str]] = {}
    is_short = False
    for name, one in drawn:
        for ids in one.lists:
            kept = _kept(one, ids, looked_at)
            # Refused although columns saw them fit, rows have changed, and others may have come.
            is_old = one.near is not None and len(kept) < len(ids)
            is_short |= len(kept) < one.limit and (is_old or not one.is_all)
            for row in kept:
                names.setdefault(row[_ID], []).append(name)
    with on_its_own():
        prices, stamps = _prices_and_stamps(limits, list(names))
        with connection.cursor() as cursor:
            held = facts_at_hand.facts_of(stamps, cursor)
    known = figures_known(ask, sources, list(held))
    told = [(name, figures[name].values) for name in figures]
    found = []
    for game_id, game in held.items():
        _, to_words, to_liked, _ = looked_at[game_id]
        measures = {name: values[game_id] for name, values in told if game_id in values}
        if game_id in known:
            measures |= known[game_id]
        price = prices.get(game_id)
        facts = game.facts if price is None else changed(game.facts, price=price)
        sources_of = tuple(sorted({*names[game_id]}))
        found.append(Found(facts, sources_of, game.mood_estimate, to_words, to_liked, measures))
    return Come(tuple(found), is_short)


def _ids_of(slugs: Sequence[str]) -> Ints:
    return np.array([row[0] for row in rows_of(_NAMED, [list(slugs)])], dtype=np.int64)


def _look(limits: Limits, ask: Ask, lists: Sequence[Ints]) -> dict[int, tuple[Any, ...]]:
    """Of these games, the rows of those that are within the limits."""
    ids = np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *lists]))
    if not len(ids):
        return {}
    condition = condition_of(limits)
    text = _LOOK.format(words=_cosine(ask.words), liked=_cosine(ask.liked), condition=condition.text)
    vectors = [as_halfvec(vector) for vector in (ask.words, ask.liked) if vector is not None]
    known = list(ask.known_words)
    with on_its_own():
        rows = rows_of(text, [*vectors, known, known, as_ids(ids.tolist()), *condition.params])
    return {row[_ID]: row for row in rows}


def _kept(drawn: Drawn, ids: Ints, looked_at: Mapping[int, tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    rows = [row for game_id in ids.tolist() if (row := looked_at.get(game_id)) is not None]
    if drawn.is_outside:
        rows = [row for row in rows if row[_IS_OUTSIDE]]
    near = drawn.near
    if near is not None:
        rows = sorted((row for row in rows if row[near] is not None), key=lambda row: (-row[near], row[_ID]))
    return rows[: drawn.limit]


def _prices_and_stamps(limits: Limits, ids: Sequence[int]) -> tuple[dict[int, PriceTag], dict[int, str]]:
    """What each of these games costs, where it is known, and how its row is now."""
    if not ids:
        return {}, {}
    price = price_of(limits)
    rows = rows_of(_STAMPS_AND_PRICES.format(stamp=facts_at_hand.STAMP, price=price.text), [*price.params, as_ids(ids)])
    prices = {game_id: PriceTag(*told) for game_id, _, *told in rows if told[0] is not None}
    return prices, {row[0]: row[1] for row in rows}


def _cosine(vector: Vector | None) -> str:
    # A vector of nothing is near to nothing, which is no number.
    return "NULL::float8" if vector is None else "NULLIF(1 - (games_game.embedding <=> %s::halfvec), 'NaN')"
