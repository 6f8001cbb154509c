"""The journeys there are: those that ship as files, and those that editors put over or beside them."""

from __future__ import annotations

import functools
import logging
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from conversations.companions import journey_text
from conversations.companions.journey_text import Journey, Problem
from conversations.models import JourneyText

if TYPE_CHECKING:
    from django.contrib.auth.models import User

logger = logging.getLogger(__name__)
FOLDER = Path(__file__).resolve().parent.parent / "journeys"


class InvalidJourneysError(ValueError):
    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems


def files() -> Mapping[str, str]:
    """The CSV of each shipped journey, by name."""
    return _files()


def all_journeys() -> dict[str, Journey]:
    """By name, in the order in which they are listed; what editors switched off is left out."""
    found = dict(_shipped())
    for row in JourneyText.objects.all():
        if not row.is_on:
            found.pop(row.name, None)
        elif row.text and (journey := _read(row.text, row.name)):
            found[row.name] = journey
    return found


def text_of(row: JourneyText) -> str:
    """What is taught now: its own, or the project's file."""
    return row.text or _files().get(row.name, "")


def read_row(row: JourneyText) -> Journey | None:
    return _read(text_of(row), row.name)


def list_every_file() -> None:
    """A row for each shipped journey, so that all of them can be found. Repeatable."""
    listed = set(JourneyText.objects.values_list("name", flat=True))
    missing = [JourneyText(name=name) for name in _files() if name not in listed]
    JourneyText.objects.bulk_create(missing, ignore_conflicts=True)


def shipped() -> Mapping[str, Journey]:
    return _shipped()


def journey_named(name: str) -> Journey | None:
    return all_journeys().get(name)


@transaction.atomic
def save(*, text: str, by: User | None, now: datetime) -> list[str]:
    """Store every journey of a CSV, each in its own row; returns their names. Raises InvalidJourneysError."""
    text = text.replace("\r\n", "\n")
    journeys, problems = journey_text.read(text)
    if problems:
        raise InvalidJourneysError(problems)
    for name in journeys:
        JourneyText.objects.update_or_create(
            name=name, defaults={"text": _lines_of(text, name), "is_on": True, "changed_at": now, "changed_by": by}
        )
    return list(journeys)


def problems_of_files() -> dict[str, list[Problem]]:
    return {f"{name}.csv": journey_text.read(text)[1] for name, text in _files().items()}


def _lines_of(text: str, name: str) -> str:
    """The part of a CSV that is about one journey."""
    import csv
    import io

    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, journey_text.COLUMNS, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(row for row in rows if (row.get("journey") or "").strip() == name)
    return out.getvalue()


@functools.cache
def _files() -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.csv"))}


@functools.cache
def _shipped() -> dict[str, Journey]:
    return {name: journey for name, text in _files().items() if (journey := _read(text, name))}


@functools.lru_cache(maxsize=64)
def _read(text: str, name: str) -> Journey | None:
    journeys, problems = journey_text.read(text)
    if problems:
        logger.error("journey %s is not offered: %s", name, problems[0])
        return None
    return journeys.get(name)
