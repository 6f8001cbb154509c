"""The columns of the catalogue's CSV: how each cell is read and written. Pure.

``read`` takes a cell that is neither empty nor ``\\clear`` and raises CellError; ``write`` gives the
cell that ``read`` turns into the same value. Equality of two values is equality of their cells, so
what an export cannot express never looks like a change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from django.utils.text import slugify

from games.catalogue.csv_cells import split_list
from games.vocabulary import FAMILIES, GENRES, MOODS, PLATFORM_FAMILIES, PLATFORMS, PLAYER_MODES

_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,200}")
_TRUE, _FALSE = {"yes", "true", "1"}, {"no", "false", "0"}
MAX_NAME_CHARS = 120  # what a NameMapping can remember
_CENT, _TENTH = Decimal("0.01"), Decimal("0.1")


class CellError(ValueError):
    """What is wrong with a cell; ``unknown`` are names that wait for a mapping, as (kind, name)."""

    def __init__(self, reason: str, unknown: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(reason)
        self.unknown = tuple(unknown)


@dataclass(frozen=True)
class Names:
    """What names of platforms and genres mean: lower case name → key, "" for "nothing we keep"."""

    platforms: Mapping[str, str]
    genres: Mapping[str, str]


@dataclass(frozen=True, order=True)
class PriceCell:
    store: str
    family: str
    amount: Decimal
    currency: str
    url: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.store, self.family


@dataclass(frozen=True)
class Column:
    """``field`` is the Game's attribute; ``empty`` what ``\\clear`` makes of it (NEVER: it may not)."""

    name: str
    field: str
    read: Callable[[str, Names], Any]
    write: Callable[[Any], str]
    empty: Any
    rule: str


NEVER = object()


# --- Reading ----------------------------------------------------------------------------
def _text(limit: int) -> Callable[[str, Names], str]:
    def read(cell: str, names: Names) -> str:
        if len(cell) > limit:
            raise CellError(f"is {len(cell):,} characters long; at most {limit:,} fit")
        return cell

    return read


def _slug(cell: str, names: Names) -> str:
    if not _SLUG.fullmatch(cell):
        raise CellError("must be made of letters, digits, hyphens and underscores, at most 200")
    return cell


def _url(cell: str, names: Names | None = None) -> str:
    try:
        parts = urlsplit(cell)
    except ValueError:
        parts = urlsplit("")
    # Only web addresses: a reply redirects to them.
    if parts.scheme not in ("http", "https") or not parts.netloc or len(cell) > 500 or re.search(r"\s", cell):
        raise CellError("must be a web address (https://…) of at most 500 characters")
    return cell


def _whole(low: int, high: int) -> Callable[[str, Names], int]:
    def read(cell: str, names: Names) -> int:
        number = _decimal(cell)
        if number != number.to_integral_value() or not low <= number <= high:
            raise CellError(f"must be a whole number from {low:,} to {high:,}, not {cell[:40]!r}")
        return int(number)

    return read


def _decimal(cell: str) -> Decimal:
    try:
        number = Decimal(cell)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or "_" in cell:
        raise CellError(f"must be a number, not {cell[:40]!r}")
    return number


def _hours(cell: str, names: Names) -> Decimal:
    number = _decimal(cell)
    if not 0 <= number < 100_000:
        raise CellError("must be from 0 to 99,999 hours")
    return number.quantize(_TENTH)


def _share(cell: str, names: Names | None = None) -> float:
    number = _decimal(cell)
    if not 0 <= number <= 1:
        raise CellError(f"must be from 0 to 1, not {cell[:40]!r}")
    return round(float(number), 4)


def _date(cell: str, names: Names) -> date:
    try:
        day = date.fromisoformat(cell) if len(cell) == 10 else None
    except ValueError:
        day = None
    if day is None or day.year < 1950:
        raise CellError(f"must be a day as YYYY-MM-DD, not {cell[:40]!r}")
    return day


def _yes_or_no(cell: str, names: Names) -> bool:
    if cell.lower() not in _TRUE | _FALSE:
        raise CellError(f"must be yes or no, not {cell[:40]!r}")
    return cell.lower() in _TRUE


def _named(kind: str, order: Sequence[str]) -> Callable[[str, Names], list[str]]:
    def read(cell: str, names: Names) -> list[str]:
        known = names.platforms if kind == "platform" else names.genres
        entries = split_list(cell)
        if any(len(name) > MAX_NAME_CHARS for name in entries):
            raise CellError(f"holds a name of more than {MAX_NAME_CHARS} characters; lists are separated by ;")
        if unknown := [name for name in entries if name.lower() not in known]:
            raise CellError(
                f"unknown {kind} {', '.join(repr(name[:60]) for name in unknown)}: say what it means to us first",
                [(kind, name.lower()) for name in unknown],
            )
        return _in_order({known[name.lower()] for name in entries} - {""}, order)

    return read


def _modes(cell: str, names: Names) -> list[str]:
    entries = {entry.lower() for entry in split_list(cell)}
    if unknown := sorted(entries - set(PLAYER_MODES)):
        raise CellError(f"knows {', '.join(PLAYER_MODES)}, not {', '.join(unknown)[:80]}")
    return _in_order(entries, PLAYER_MODES)


def _tags(cell: str, names: Names) -> list[str]:
    keys = {slugify(entry) for entry in split_list(cell)}
    if "" in keys or any(len(key) > 60 for key in keys):
        raise CellError("holds a tag without letters or of more than 60 characters")
    return sorted(keys)


def _mood_fit(cell: str, names: Names) -> dict[str, float]:
    fit = {}
    for entry in split_list(cell):
        mood, _, share = entry.partition(":")
        if mood.strip() not in MOODS:
            raise CellError(f"knows no mood {mood.strip()[:40]!r}; moods are {', '.join(MOODS)}")
        fit[mood.strip()] = _share(share.strip())
    return fit


def _prices(cell: str, names: Names) -> list[PriceCell]:
    prices = {}
    for entry in split_list(cell):
        parts = [part.strip() for part in entry.split("|")]
        if len(parts) not in (4, 5) or not parts[0] or len(parts[0]) > 60:
            raise CellError(f"must be store|family|amount|currency|url, not {entry[:60]!r}")
        store, family, amount, currency = parts[:4]
        family = PLATFORM_FAMILIES.get(family, family)
        if family not in FAMILIES:
            raise CellError(f"knows the families {', '.join(FAMILIES)}, not {family[:40]!r}")
        if not re.fullmatch(r"[A-Z]{3}", currency):
            raise CellError(f"needs a currency code such as USD, not {currency[:40]!r}")
        number = _decimal(amount)
        if not 0 <= number < 100_000_000:
            raise CellError(f"cannot hold the amount {amount[:40]!r}")
        url = _url(parts[4]) if len(parts) == 5 and parts[4] else ""
        price = PriceCell(store, family, number.quantize(_CENT), currency, url)
        if price.key in prices:
            raise CellError(f"tells two prices for {store} and {family}")
        prices[price.key] = price
    return sorted(prices.values())


# --- Writing ----------------------------------------------------------------------------
def _in_order(keys: Iterable[str], order: Sequence[str]) -> list[str]:
    """In the vocabulary's order, so that the order in a file is never a change."""
    return sorted(set(keys), key=lambda key: (order.index(key) if key in order else len(order), key))


def _write_plain(value: Any) -> str:
    return "" if value is None else str(value).strip()


def _write_list(order: Sequence[str]) -> Callable[[Any], str]:
    return lambda value: ";".join(_in_order(value, order))


def _write_number(value: Any) -> str:
    return "" if value is None else f"{float(value):.4f}".rstrip("0").rstrip(".")


def _write_mood_fit(value: Mapping[str, float]) -> str:
    return ";".join(f"{mood}:{_write_number(value[mood])}" for mood in MOODS if mood in value)


def _write_price(price: PriceCell) -> str:
    store = re.sub(r"[;|]", " ", price.store)
    url = price.url.replace(";", "%3B").replace("|", "%7C")
    return "|".join([store, price.family, f"{price.amount:.2f}", price.currency, url])


COLUMNS: tuple[Column, ...] = (
    Column("slug", "slug", _slug, _write_plain, NEVER,
           "The game's lasting name in addresses. Leave it out for a new game and it is made from the title."),
    Column("title", "title", _text(200), _write_plain, NEVER, "At most 200 characters. A new title keeps the slug."),
    Column("igdb_id", "igdb_id", _whole(1, 2_147_483_647), _write_plain, None, "The game's number at IGDB."),
    Column("steam_appid", "steam_appid", _whole(1, 2_147_483_647), _write_plain, None, "The game's number on Steam."),
    Column("summary", "summary", _text(20_000), _write_plain, "", "What the game is, in two or three sentences."),
    Column("feel", "feel", _text(20_000), _write_plain, "", "What playing it feels like. May be locked by an editor."),
    Column("platforms", "platforms", _named("platform", PLATFORMS), _write_list(PLATFORMS), [],
           f"A list of {', '.join(PLATFORMS)}, or other names once they are mapped."),
    Column("genres", "genres", _named("genre", GENRES), _write_list(GENRES), [],
           f"A list of {', '.join(GENRES)}, or other names once they are mapped."),
    Column("tags", "tags", _tags, _write_list(()), [], "A list of free words, such as cozy or couch co-op."),
    Column("release_date", "release_date", _date, _write_plain, None, "A day as YYYY-MM-DD."),
    Column("session_minutes", "session_minutes", _whole(1, 1440), _write_plain, None,
           "The shortest sitting that is still satisfying, in minutes."),
    Column("hours_to_finish", "hours_to_finish", _hours, _write_number, None, "Hours, such as 12.5."),
    Column("player_modes", "player_modes", _modes, _write_list(PLAYER_MODES), [],
           f"A list of {', '.join(PLAYER_MODES)}."),
    Column("difficulty", "difficulty", _whole(1, 5), _write_plain, None, "From 1 (gentle) to 5 (brutal)."),
    Column("age_rating", "age_rating", _whole(0, 21), _write_plain, None,
           "The youngest suitable age. Unknown means: never offered to a child."),
    Column("sexual_content", "has_sexual_content", _yes_or_no, lambda value: "yes" if value else "no", False,
           "yes or no. Games with yes are never offered."),
    Column("critic_score", "critic_score", _whole(0, 100), _write_plain, None, "From 0 to 100."),
    Column("studio", "studio", _text(200), _write_plain, "", "Who made it, at most 200 characters."),
    Column("image_url", "image_url", _url, _write_plain, "", "The web address of a cover image."),
    Column("prices", "prices", _prices, lambda value: ";".join(_write_price(price) for price in sorted(value)), [],
           f"A list of store|family|amount|currency|url; families are {', '.join(FAMILIES)}. "
           "A store that is not listed keeps its price. May be locked."),
    Column("mood_fit", "mood_fit", _mood_fit, _write_mood_fit, {},
           "How well it fits a mood, 0 to 1, such as chill:0.9;tired:0.7. May be locked."),
    Column("popularity", "popularity", _share, _write_number, 0.0, "From 0 to 1."),
)  # fmt: skip
BY_NAME = {column.name: column for column in COLUMNS}
COLUMN_NAMES = tuple(BY_NAME)
KEY_COLUMNS = ("slug", "title", "igdb_id", "steam_appid")
# What a file of refused rows says about them; passed over when the mended file comes back.
REPORT_COLUMNS = ("refused_line", "refused_column", "refused_because")
# Column → the name of its lock in Game.locked_fields.
LOCKS = {"feel": "feel", "mood_fit": "mood_fit", "prices": "price"}
