"""The rows that every Thrum needs before its first game: vocabulary, mappings, moods, exchange rates.

The files in ``games/data`` are their source. What is there already stays as editors left it; only
exchange rates are renewed, when the file's are of a later day than the row's.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.apps import apps as installed_apps

from games.vocabulary import PLATFORM_FAMILIES

DATA = Path(__file__).parent / "data"


def seed(get_model: Callable[[str, str], Any] = installed_apps.get_model) -> None:
    """Add what is missing. ``get_model`` lets a migration pass its historical models. Safe to repeat."""
    words = json.loads((DATA / "vocabulary.json").read_text())
    platform, genre = get_model("games", "Platform"), get_model("games", "Genre")
    mapping, version = get_model("games", "NameMapping"), get_model("games", "DataVersion")
    _add_missing(
        platform(key=key, label=label, family=PLATFORM_FAMILIES[key], position=position)
        for position, (key, label) in enumerate(words["platforms"].items())
    )
    _add_missing(
        genre(key=key, label=label, position=position) for position, (key, label) in enumerate(words["genres"].items())
    )
    _add_missing(mapping(kind="platform", name=name, key=key) for name, key in words["platform_names"].items())
    _add_missing(mapping(kind="genre", name=name, key=key) for name, key in words["genre_names"].items())
    _add_missing(version(kind=kind) for kind in ("catalogue", "knowledge"))
    _seed_moods(get_model("games", "Mood"))
    _seed_rates(get_model("games", "ExchangeRate"))


def _add_missing(rows: Any) -> None:
    rows = list(rows)
    if rows:
        type(rows[0]).objects.bulk_create(rows, ignore_conflicts=True)


def _seed_moods(mood: Any) -> None:
    moods = json.loads((DATA / "moods.json").read_text())
    _add_missing(
        mood(key=entry["key"], label=entry["label"], phrases=entry["phrases"], needs=entry["needs"], position=position)
        for position, entry in enumerate(moods)
    )


def _seed_rates(rate: Any) -> None:
    with (DATA / "exchange_rates.csv").open(newline="") as file:
        told = {row["currency"]: row for row in csv.DictReader(file)}
    known = {row.currency: row for row in rate.objects.all()}
    _add_missing(
        rate(currency=currency, per_usd=Decimal(row["per_usd"]), as_of=date.fromisoformat(row["as_of"]))
        for currency, row in told.items()
        if currency not in known
    )
    for currency, row in known.items():
        newer = told.get(currency)
        if newer and date.fromisoformat(newer["as_of"]) > row.as_of:
            row.per_usd, row.as_of = Decimal(newer["per_usd"]), date.fromisoformat(newer["as_of"])
            row.save()
