"""Games that fit hard limits, found by meaning, mood and quality: one statement, one of three plans.

- proposed: columns that this process has at hand (``games.columns``) propose a few hundred games, and
  the database looks at those alone (``games.retrieval.at_hand``);
- exact: where few games match, they are read once (a materialised CTE) and every source sorts
  all of them;
- wide: where many match, meaning is searched in the HNSW index, which goes on until it has
  enough games that pass the filter, and mood and quality look at the best of the catalogue.

Which plan: proposed where columns are at hand and more than a few of the games match; else by the planner's
own estimate, remembered for a minute per shape of limits. A search that comes back short is done again by the
next plan, so stale columns and wrong estimates cost time, never games.
Vectors stay in the database, and facts that are at hand are not read again.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from django.db import DatabaseError, connection

from games.columns import at_hand, facts_at_hand
from games.columns.facts_at_hand import Held
from games.columns.table import Mask, Table
from games.recommender.choosing import Found
from games.recommender.limits import Limits
from games.recommender.sources.base import Ask, Measuring, Source, Sql, figures_known
from games.recommender.types import PriceTag, changed
from games.retrieval import platform_index
from games.retrieval.at_hand import find_at_hand
from games.retrieval.pools import ExactPool, WidePool
from games.retrieval.statement import Wanted, condition_of, statement_of
from games.statements import on_its_own

logger = logging.getLogger(__name__)

# Up to here reading every match is quicker than what the index search would cost to be as sure.
EXACT_UP_TO = 9_000
# The same where columns are at hand.
_EXACT_BESIDE_COLUMNS = 400
# Measured on 100,000 games: recall@50 .94 at 120, .996 at 500, for two milliseconds more; under a
# filter a longer list is even quicker, for the search goes on less often.
_EF_SEARCH = 600
# A platform's own graph is twice as dense: of a million games recall@50 .96 at 400, .99 at 600 in half as long again.
_EF_SEARCH_OF_PLATFORM = 400
_MAX_SCANNED = 40_000
_INDEX_SETTINGS = (
    "SELECT set_config('hnsw.ef_search', %s, true), set_config('hnsw.max_scan_tuples', %s, true),"
    " set_config('hnsw.iterative_scan', 'strict_order', true)"
)
# Where fewer of those that the columns see are within the limits, the database knows better where to look.
_TOO_LOOSE = 8.0
# Of games that the columns see at least so many for one whose text has nothing of what is left out.
_LOOSE_BY_TEXT = 1.2
_ESTIMATE_SECONDS = 60.0
_ESTIMATES_KEPT = 512


@dataclass(frozen=True)
class Findings:
    found: tuple[Found, ...]
    plan: str  # "proposed", "exact" or "wide"
    failed: tuple[str, ...] = ()  # sources that were down
    matching: int = 0  # games within the limits, counted or, where they are many, estimated


def find(limits: Limits, ask: Ask, sources: Sequence[Source], *, plan: str = "") -> Findings:
    """Every source's games within the limits. A source that fails costs only itself.

    ``plan`` is chosen here unless a test or a benchmark names it.
    """
    if plan in ("", "proposed") and (proposing := _proposing(limits, is_wanted=bool(plan))):
        findings, is_short = _find_at_hand(limits, ask, sources, proposing)
        if is_short and limits.excluded_text:
            # Reading more texts is quicker than reading all.
            findings, is_short = _find_at_hand(limits, ask, sources, replace(proposing, loose=_TOO_LOOSE))
        if findings is not None and (plan or not is_short):
            return findings
    chosen = plan if plan in ("exact", "wide") else ("exact" if estimate(limits) <= EXACT_UP_TO else "wide")
    findings = _find_by(chosen, limits, ask, sources)
    if not plan and chosen == "wide" and _came_back_short(findings, limits, ask):
        findings = _find_by("exact", limits, ask, sources)
    return findings


@dataclass(frozen=True)
class _Proposing:
    """Columns at hand, and what of them may match; ``loose``: how many for one that does."""

    table: Table
    fits: Mask
    matching: int
    loose: float


def _proposing(limits: Limits, *, is_wanted: bool = False) -> _Proposing | None:
    table = at_hand.current()
    if table is None or not table.can_tell(limits):
        return None
    fits = table.within(limits)
    seen = int(fits.sum())
    loose = 1.0
    if limits.price_caps is not None or limits.excluded_text:
        # Prices and texts are not among the columns: how many are left of those the planner guesses.
        loose = max(seen / max(estimate(limits), 1), _LOOSE_BY_TEXT if limits.excluded_text else 1.0)
    if not is_wanted and (seen <= _EXACT_BESIDE_COLUMNS or loose > _TOO_LOOSE):
        return None
    return _Proposing(table, fits, int(seen / loose), min(loose, _TOO_LOOSE))


def _find_at_hand(
    limits: Limits, ask: Ask, sources: Sequence[Source], proposing: _Proposing
) -> tuple[Findings | None, bool]:
    """And whether a source may have more than was proposed. None where the database refuses it."""
    try:
        come = find_at_hand(proposing.table, proposing.fits, limits, ask, sources, loose=proposing.loose)
    except DatabaseError:
        logger.warning("what columns propose could not be looked at; searching without them", exc_info=True)
        return None, True
    if come is None:
        return None, True
    return Findings(come.found, "proposed", matching=proposing.matching), come.is_short


def estimate(limits: Limits) -> int:
    """How many games match, as PostgreSQL's planner sees it. Costs no reading of rows."""
    shape = limits.shape()
    known = _estimates.get(shape)
    if known and time.monotonic() - known[0] < _ESTIMATE_SECONDS:
        return known[1]
    condition = condition_of(shape)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) SELECT 1 FROM games_game WHERE {condition.text}", condition.params)
        (plan,) = cursor.fetchone()
    rows = int((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]["Plan Rows"])
    if len(_estimates) >= _ESTIMATES_KEPT:
        _estimates.clear()
    _estimates[shape] = (time.monotonic(), rows)
    return rows


def forget_estimates() -> None:
    """After a change of the catalogue so large that a minute of old estimates matters."""
    _estimates.clear()


_estimates: dict[Limits, tuple[float, int]] = {}


def _find_by(plan: str, limits: Limits, ask: Ask, sources: Sequence[Source]) -> Findings:
    try:
        return _draw(plan, limits, ask, sources)
    except DatabaseError:
        logger.warning("candidates could not be read in one statement; asking source by source", exc_info=True)
    found: dict[int, Found] = {}
    failed, matching = [], 0
    for source in sources:
        try:
            findings = _draw(plan, limits, ask, [source])
        except DatabaseError:
            logger.exception("source %s is down; going on without it", source.name)
            failed.append(source.name)
            continue
        matching = max(matching, findings.matching)
        for game in findings.found:
            known = found.get(game.facts.game_id)
            found[game.facts.game_id] = _both(known, game) if known else game
    return Findings(tuple(found.values()), plan, tuple(failed), matching)


def _draw(plan: str, limits: Limits, ask: Ask, sources: Sequence[Source]) -> Findings:
    """All that these sources come up with, in one statement."""
    condition = condition_of(limits)
    pool: ExactPool | WidePool = ExactPool(condition) if plan == "exact" else WidePool(condition)
    wanted = [
        Wanted(source.name, select, _measure_of(source, ask))
        for source in sources
        if (select := source.select(pool, ask))
    ]
    if not wanted:
        return Findings((), plan)
    statement = statement_of(pool, ask, wanted, limits)
    with on_its_own(), connection.cursor() as cursor:
        if plan == "wide":
            # One string, so one round trip and, where there is none yet, one transaction.
            looked_at = _EF_SEARCH_OF_PLATFORM if platform_index.serves(limits) else _EF_SEARCH
            settings_of_index = [str(looked_at), str(_MAX_SCANNED)]
            cursor.execute(f"{_INDEX_SETTINGS}; {statement.text}", [*settings_of_index, *statement.params])
            cursor.nextset()
        else:
            cursor.execute(statement.text, statement.params)
        rows = cursor.fetchall()
        held = facts_at_hand.facts_of({row[0]: row[1] for row in rows}, cursor)
    measures = [source.name for source in wanted if source.measure]
    matching = rows[0][-1] if rows and plan == "exact" else estimate(limits)
    known = figures_known(ask, sources, [row[0] for row in rows])
    found = (_as_found(row, held[row[0]], measures, known.get(row[0], {})) for row in rows if row[0] in held)
    return Findings(tuple(found), plan, matching=matching)


def _measure_of(source: Source, ask: Ask) -> Sql | None:
    measure = getattr(source, "measure", None)  # ``isinstance`` of a protocol looks at all its names, every time
    return cast(Measuring, source).measure(ask) if measure else None


def _came_back_short(findings: Findings, limits: Limits, ask: Ask) -> bool:
    """An index search by meaning that found less than it was asked for has given up on the filter."""
    from games.recommender.sources import SIMILAR

    if ask.words is None:
        return False
    return sum(SIMILAR.name in game.sources for game in findings.found) < ask.share_of(SIMILAR.limit)


def _both(game: Found, again: Found) -> Found:
    """The same game, come up with by one more source."""
    return replace(
        game, sources=tuple(sorted({*game.sources, *again.sources})), measures={**game.measures, **again.measures}
    )


def _as_found(row: Sequence[Any], held: Held, measures: Sequence[str], known: Mapping[str, float]) -> Found:
    _, _, sources, to_words, to_liked, *measured, amount, currency, store, url, _ = row
    price = None if amount is None else PriceTag(amount, currency, store, url)
    told = {name: value for name, value in zip(measures, measured, strict=True) if value is not None}
    facts = held.facts if price is None else changed(held.facts, price=price)
    return Found(facts, tuple(sorted(sources)), held.mood_estimate, to_words, to_liked, {**told, **known})
