"""What a row would change: decided here, written elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from games.catalogue.csv_columns import BY_NAME, LOCKS, PriceCell
from games.importing.matching import Match, fetch_shelf, match
from games.importing.rows import CatalogueRow
from games.models import Game, ImportRow, Offer

_Current = Mapping[tuple[str, str], PriceCell]


@dataclass
class Change:
    """One row's effect. ``before`` and ``after`` are cells by column, as an export would write them."""

    row: CatalogueRow
    effect: str  # ImportRow.Effect or "" for a row without effect
    game: Game | None = None  # for a new game: not saved yet
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)  # to set, by attribute of the game
    prices: list[PriceCell] = field(default_factory=list)
    clears_prices: bool = False


class SeenKeys:
    """By which line of the file each key was used, so that two rows for one game are noticed."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, Any], int] = {}

    def add(self, row: CatalogueRow) -> CatalogueRow:
        """The row, refused if an earlier one has one of its keys."""
        for key in row.keys:
            if earlier := self._lines.get(key):
                return row.refused(key[0], f"the same {key[0]} as in line {earlier}; the first one counts")
        for key in row.keys:
            self._lines[key] = row.line
        return row

    def line_of(self, game: Game, *, before: int) -> int | None:
        for key in (("slug", game.slug), ("igdb_id", game.igdb_id), ("steam_appid", game.steam_appid)):
            line = self._lines.get(key)
            if line is not None and line < before:
                return line
        return None


def decide(rows: Sequence[CatalogueRow], *, seen: SeenKeys, lock: bool) -> list[Change]:
    """What these rows do to the catalogue as it stands. Two queries, however many rows."""
    good = [row for row in rows if not row.problems]
    shelf = fetch_shelf(good, lock=lock)
    prices = current_prices([game.pk for game in shelf.by_slug.values()])
    touched: dict[int, int] = {}
    changes = []
    for row in rows:
        if row.problems:
            changes.append(Change(row, ImportRow.Effect.REFUSED))
            continue
        found = match(row, shelf)
        change = _decide_one(row, found, prices, touched, seen)
        if change.effect == ImportRow.Effect.CREATED and change.game:
            shelf.put(change.game)
        if change.game:
            touched[id(change.game)] = row.line
        changes.append(change)
    return changes


def _decide_one(
    row: CatalogueRow, found: Match, prices: Mapping[int, _Current], touched: Mapping[int, int], seen: SeenKeys
) -> Change:
    if found.problem:
        return Change(row.refused(*found.problem), ImportRow.Effect.REFUSED)
    if found.game is None:
        return _creation(row, found.slug)
    earlier = touched.get(id(found.game)) or seen.line_of(found.game, before=row.line)
    if earlier:
        return Change(
            row.refused("slug", f"speaks of {found.game.slug}, as line {earlier} does; the first one counts"),
            ImportRow.Effect.REFUSED,
        )
    return _alteration(row, found.game, prices.get(found.game.pk, {}))


def _creation(row: CatalogueRow, slug: str) -> Change:
    change = Change(row, ImportRow.Effect.CREATED, game=Game(slug=slug), after={"slug": slug})
    for name, value in row.values.items():
        column = BY_NAME[name]
        if name == "slug" or not (cell := column.write(value)):
            continue
        change.after[name] = cell
        if name == "prices":
            change.prices = list(value)
        else:
            change.values[column.field] = value
    for attribute, value in change.values.items():
        # The row's neighbours must find it by its ids and title.
        if attribute in ("igdb_id", "steam_appid", "title", "release_date"):
            setattr(change.game, attribute, value)
    return change


def _alteration(row: CatalogueRow, game: Game, current: _Current) -> Change:
    change = Change(row, "", game=game)
    for name, value in row.values.items():
        if name == "slug":
            continue
        column = BY_NAME[name]
        if name == "prices":
            before, after = _price_cells(row, list(value), current, change)
        else:
            before, after = column.write(getattr(game, column.field)), column.write(value)
        if before == after:
            continue
        if LOCKS.get(name) in game.locked_fields:
            change.kept.append(LOCKS[name])
            continue
        change.before[name], change.after[name] = before, after
        if name != "prices":
            change.values[column.field] = value
    if "price" in change.kept:
        change.prices, change.clears_prices = [], False
    if change.after:
        change.effect = ImportRow.Effect.CHANGED
    elif change.kept:
        change.effect = ImportRow.Effect.KEPT
    return change


def _price_cells(row: CatalogueRow, listed: list[PriceCell], current: _Current, change: Change) -> tuple[str, str]:
    """The cells before and after; a store that the row does not list keeps its price."""
    write = BY_NAME["prices"].write
    if "prices" in row.cleared:
        change.clears_prices = bool(current)
        return write(current.values()), ""
    known = {write([price]) for price in current.values()}
    change.prices = [price for price in listed if write([price]) not in known]
    after = {**current, **{price.key: price for price in change.prices}}
    return write(current.values()), write(after.values())


def current_prices(game_ids: Sequence[int]) -> dict[int, dict[tuple[str, str], PriceCell]]:
    prices: dict[int, dict[tuple[str, str], PriceCell]] = defaultdict(dict)
    offers = Offer.objects.filter(game__in=game_ids, is_current=True).values_list(
        "game_id", "store", "family", "amount", "currency", "url"
    )
    for game_id, store, family, amount, currency, url in offers:
        price = PriceCell(store, family, amount, currency, url)
        prices[game_id][price.key] = price
    return prices
