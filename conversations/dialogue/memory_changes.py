"""What a turn changes in a person's memory, decided while it is planned and written when it is committed. Frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class NewReminder:
    about: str
    due_at: datetime
    time_zone: str
    game_id: int | None = None
    impression_id: int | None = None


@dataclass(frozen=True)
class MemoryChanges:
    """``forgotten`` are arguments of ``games.players.facts.forget``; ``taken_back`` pairs of interaction kind and game.

    ``time_zone`` None leaves it as it is, "" forgets it. ``moods`` are those whose readings go. ``fit`` is an
    impression and how well it fitted.
    """

    reminders: tuple[NewReminder, ...] = ()
    cancelled: tuple[int, ...] = ()
    owned_up: tuple[int, ...] = ()
    time_zone: str | None = None
    forgotten: Mapping[str, Any] = field(default_factory=dict)
    taken_back: tuple[tuple[str, int], ...] = ()
    moods: tuple[str, ...] = ()
    resets_taste: bool = False
    forgets_name: bool = False
    forgets_english: bool = False
    fit: tuple[int, float] | None = None
