"""The one statement of a search: what each source found, and what is to be known of it."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from games.columns import facts_at_hand
from games.models import Game
from games.recommender.limits import Limits
from games.recommender.sources.base import Ask, Sql
from games.recommender.types import Vector
from games.retrieval.pools import ExactPool, WidePool, as_halfvec, as_ids


@dataclass(frozen=True)
class Wanted:
    """A source that has something to go by."""

    name: str
    select: Sql
    measure: Sql | None


def statement_of(pool: ExactPool | WidePool, ask: Ask, wanted: Sequence[Wanted], limits: Limits) -> Sql:
    """WITH the pool, WITH what each source found, the state, similarities and best price of all of them."""
    is_exact = isinstance(pool, ExactPool)
    text, params = "WITH ", []
    if isinstance(pool, ExactPool):
        matches = pool.as_cte()
        text += f"{matches.text}, "
        params += matches.params
    measured = [source.name for source in wanted if source.measure]
    for source in wanted:
        if source.measure:
            text += f"measured_{source.name} AS MATERIALIZED ({source.measure.text}), "
            params += source.measure.params
    branches = []
    for source in wanted:
        branches.append(f"(SELECT id, %s AS source FROM ({source.select.text}) AS s)")
        params += [source.name, *source.select.params]
    text += (
        "found AS MATERIALIZED (SELECT id, array_agg(source) AS sources "
        f"FROM ({' UNION ALL '.join(branches)}) AS every GROUP BY id) "
    )
    price = price_of(limits)
    text += (
        f"SELECT g.id, {facts_at_hand.STAMP}, found.sources, {_cosine(ask.words)}, {_cosine(ask.liked)}, "
        f"{''.join(f'measured_{name}.value, ' for name in measured)}"
        "price.amount, price.currency, price.store, price.url, "
        f"{'(SELECT count(*) FROM pool)' if is_exact else 'NULL'} "
        "FROM found JOIN games_game AS g ON g.id = found.id "
        f"{''.join(f'LEFT JOIN measured_{name} ON measured_{name}.id = g.id ' for name in measured)}"
        f"LEFT JOIN LATERAL ({price.text}) AS price ON true"
    )
    params += [as_halfvec(vector) for vector in (ask.words, ask.liked) if vector is not None]
    return Sql(text, [*params, *price.params])


def condition_of(limits: Limits) -> Sql:
    """The limits as a WHERE on the bare table: what many share from memory, one person's past added."""
    shared = _shared_condition(limits.shape())
    text, params = shared.text, list(shared.params)
    if limits.excluded_ids:
        text += " AND games_game.id <> ALL(%s::bigint[])"
        params.append(as_ids(sorted(limits.excluded_ids)))
    if limits.excluded_slugs:
        text += " AND games_game.slug <> ALL(%s::varchar[])"
        params.append(sorted(limits.excluded_slugs))
    return Sql(text, params)


@functools.lru_cache(maxsize=512)
def _shared_condition(shape: Limits) -> Sql:
    """What Django writes for these limits; writing it takes longer than many a search."""
    query = Game.objects.within(shape).query
    text, params = query.get_compiler(connection=connection).compile(query.where)
    return Sql(text, list(params))


def _cosine(vector: Vector | None) -> str:
    # A vector of nothing is near to nothing, which is no number.
    return "NULL::float8" if vector is None else "NULLIF(1 - (g.embedding <=> %s::halfvec), 'NaN')"


def price_of(limits: Limits) -> Sql:
    """The cheapest current offer for a machine that was asked for, compared in US dollars."""
    families = ""
    params: list[Any] = []
    if limits.families:
        pairs = []
        for family, platforms in limits.families:
            pairs.append("(o.family = %s AND g.platforms && %s::varchar[])")
            params += [family, list(platforms)]
        families = f"AND ({' OR '.join(pairs)}) "
    return Sql(
        # Rates are looked up where one is needed: joined, they would all be read for every candidate.
        "SELECT o.amount, o.currency, o.store, o.url FROM games_offer AS o "
        f"WHERE o.game_id = g.id AND o.is_current {families}"
        "ORDER BY o.amount / CASE o.currency WHEN 'USD' THEN 1 ELSE "
        "(SELECT r.per_usd FROM games_exchangerate AS r WHERE r.currency = o.currency) END NULLS LAST, o.id LIMIT 1",
        params,
    )
