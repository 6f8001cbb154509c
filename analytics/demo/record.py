"""The one record of a made-up past: that it is there, since when, and what of it hangs on nobody.

While it stands every page of the admin says so; without it there is nothing to say and nothing to remove.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Final

from engagement.models import Figures

KEY: Final = "demo history"
_GONE: Final = "demo history, removed"


@dataclass(frozen=True)
class Record:
    """``keys`` are those of rows by table that belong to no player, campaign or experiment."""

    rows: Mapping[str, int] = field(default_factory=dict)
    keys: Mapping[str, list[Any]] = field(default_factory=dict)


def write(record: Record, *, now: datetime) -> None:
    Figures.objects.create(key=KEY, counted_at=now, figures=asdict(record))


def read() -> Record | None:
    row = Figures.objects.filter(key=KEY).first()
    return Record(**row.figures) if row else None


def keys_of(name: str) -> list[Any]:
    """Of the rows of that name which the demo has brought; none where there is no demo."""
    told = read()
    return list(told.keys.get(name, [])) if told else []


def is_there() -> bool:
    return Figures.objects.filter(key=KEY).exists()


def forget(*, now: datetime) -> None:
    """What is left says only that it was taken away: the next start makes no new one by itself."""
    Figures.objects.filter(key=KEY).delete()
    Figures.objects.update_or_create(key=_GONE, defaults={"counted_at": now, "figures": {}})


def was_there() -> bool:
    return Figures.objects.filter(key__in=(KEY, _GONE)).exists()
