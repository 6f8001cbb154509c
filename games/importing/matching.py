"""Which game a row speaks of: by slug, then by external id, then by the slug its title would get."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.text import slugify

from games.importing.rows import CatalogueRow
from games.models import Game

# Releases of one game on several machines are a year apart at most; remakes are further away.
_SAME_RELEASE_YEARS = 1


@dataclass
class Shelf:
    """The games that some rows may speak of, kept up to date while the rows are taken one by one."""

    by_slug: dict[str, Game] = field(default_factory=dict)
    by_igdb_id: dict[int, Game] = field(default_factory=dict)
    by_steam_appid: dict[int, Game] = field(default_factory=dict)

    def put(self, game: Game) -> None:
        self.by_slug[game.slug] = game
        if game.igdb_id:
            self.by_igdb_id[game.igdb_id] = game
        if game.steam_appid:
            self.by_steam_appid[game.steam_appid] = game

    def owner(self, column: str, value: Any) -> Game | None:
        games: dict[Any, Game] = self.by_igdb_id if column == "igdb_id" else self.by_steam_appid
        return games.get(value)


@dataclass(frozen=True)
class Match:
    """The game that is there, or the slug of one that will be, or a problem (column, reason)."""

    game: Game | None = None
    slug: str = ""
    problem: tuple[str, str] | None = None


def fetch_shelf(rows: Sequence[CatalogueRow], *, lock: bool) -> Shelf:
    """One query for all rows. Vectors stay where they are: an import only ever throws them away."""
    slugs = {slug for row in rows for slug in [row.values.get("slug"), *slug_candidates(row)] if slug}
    igdb_ids = {row.values["igdb_id"] for row in rows if row.values.get("igdb_id")}
    appids = {row.values["steam_appid"] for row in rows if row.values.get("steam_appid")}
    games: Iterable[Game] = (
        Game.objects.filter(Q(slug__in=slugs) | Q(igdb_id__in=igdb_ids) | Q(steam_appid__in=appids))
        .defer("embedding", "mood_fit_estimate", "search")
        .order_by("pk")
    )
    if lock:
        games = games.select_for_update()  # type: ignore[attr-defined]
    shelf = Shelf()
    for game in games:
        shelf.put(game)
    return shelf


def match(row: CatalogueRow, shelf: Shelf) -> Match:
    values = row.values
    game = shelf.by_slug.get(values.get("slug", ""))
    for column in ("igdb_id", "steam_appid"):
        owner = shelf.owner(column, values.get(column))
        if owner is None:
            continue
        if game is None:
            game = owner
        elif game is not owner:
            return Match(problem=(column, f"{values[column]} belongs to {owner.slug}, the row speaks of {game.slug}"))
    if game is not None:
        return Match(game=game)
    if slug := values.get("slug"):
        return Match(slug=slug) if "title" in values else _without_title()
    if "title" not in values:
        return _without_title()
    for candidate in slug_candidates(row):
        namesake = shelf.by_slug.get(candidate)
        if namesake is None:
            return Match(slug=candidate)
        if _may_be_the_same(namesake, row):
            return Match(game=namesake)
    if not slug_candidates(row):
        return Match(problem=("title", "it has no Latin letter or digit to make a slug of: give the row a slug"))
    return Match(problem=("title", "other games have all the slugs this title could get: give the row a slug"))


def slug_candidates(row: CatalogueRow) -> list[str]:
    """The slugs a new game of this title may get, best first; always the same for the same row."""
    values = row.values
    if "title" not in values:
        return []
    base = slugify(values["title"])[:180].strip("-")
    number = values.get("igdb_id") or values.get("steam_appid")
    released = values.get("release_date")
    if not base:  # a title without a Latin letter
        return [f"game-{number}"] if number else []
    suffixes = [str(part) for part in (released.year if released else None, number) if part]
    return [base, *(f"{base}-{suffix}" for suffix in suffixes)]


def _without_title() -> Match:
    return Match(problem=("title", "no such game is there yet, and a new one needs a title"))


def _may_be_the_same(game: Game, row: CatalogueRow) -> bool:
    for column in ("igdb_id", "steam_appid"):
        theirs, ours = row.values.get(column), getattr(game, column)
        if theirs and ours and theirs != ours:
            return False
    released = row.values.get("release_date")
    if released and game.release_date:
        return bool(abs(released.year - game.release_date.year) <= _SAME_RELEASE_YEARS)
    return True
