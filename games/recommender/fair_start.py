"""What a new title is owed, how urgently, and what came of it. Pure.

A new title has no plays, so whatever goes by plays would never offer it. It is owed some showings
within some days, paid out of the one budget of exploration: nothing extra is spent on it, and nothing
is shown that does not fit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Owed:
    due: int
    given: int
    begins_at: datetime
    ends_at: datetime


def urgency(owed: Owed, now: datetime) -> float:
    """0…1, the weight in the draw: 0 for what has had its showings or whose time is not, the more the further
    a title is behind an even pace and the nearer its end is."""
    if owed.given >= owed.due or not owed.begins_at <= now < owed.ends_at:
        return 0.0
    passed = (now - owed.begins_at) / (owed.ends_at - owed.begins_at)
    missing = 1 - owed.given / owed.due
    return missing * (0.5 + 0.5 * passed)


def those_due(owed: Mapping[int, Owed], now: datetime) -> dict[int, float]:
    """Game → its weight in the draw of a newcomer; those that are owed nothing are not in it."""
    weights = {game_id: urgency(one, now) for game_id, one in owed.items()}
    return {game_id: weight for game_id, weight in weights.items() if weight > 0}


def how_it_goes(owed: Owed, now: datetime) -> str:
    """ "given", "on its way", "starving" (under half of an even pace after a fifth of its time) or "fell short"."""
    if owed.given >= owed.due:
        return "given"
    if now >= owed.ends_at:
        return "fell short"
    passed = (now - owed.begins_at) / (owed.ends_at - owed.begins_at)
    return "starving" if passed > 0.2 and owed.given < 0.5 * passed * owed.due else "on its way"
