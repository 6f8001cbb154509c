"""What an editor sees beside a game: whom it was shown to lately. Reads only."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from games import fair_start
from games.models import FairStart, Impression

LOOKED_BACK = timedelta(days=28)
# Of a game that is shown all day the latest tell enough.
_MOST_SHOWINGS = 5_000
_LINES = 8
_NO_MOOD, _NO_GROUP = "no mood told", "of no group yet"


@dataclass(frozen=True)
class Line:
    """``taken`` of those that were answered."""

    name: str
    shown: int
    taken: int
    answered: int

    @property
    def share(self) -> float | None:
        return 100 * self.taken / self.answered if self.answered else None


@dataclass(frozen=True)
class Showings:
    """Of the last 28 days; ``is_all`` is False where only the latest were read."""

    total: Line
    players: int
    moods: tuple[Line, ...]
    groups: tuple[Line, ...]
    is_all: bool


def showings_of(game_id: int, *, now: datetime) -> Showings:
    shown = Impression.objects.filter(game=game_id, shown_at__gt=now - LOOKED_BACK).order_by("-shown_at")
    rows = list(
        shown.values_list("player", "outcome", "slate__context__mood", "player__cluster_membership__cluster__label")[
            :_MOST_SHOWINGS
        ]
    )
    return Showings(
        total=_line("all", [outcome for _, outcome, _, _ in rows]),
        players=len({player for player, _, _, _ in rows}),
        moods=_lines([(mood or _NO_MOOD, outcome) for _, outcome, mood, _ in rows]),
        groups=_lines([(group or _NO_GROUP, outcome) for _, outcome, _, group in rows]),
        is_all=len(rows) < _MOST_SHOWINGS,
    )


def fair_start_of(game_id: int, *, now: datetime) -> tuple[FairStart, str] | None:
    """What it is owed as a newcomer and why that is short; None for a game that never was one."""
    row = FairStart.objects.select_related("game").defer("game__embedding").filter(game=game_id).first()
    return (row, fair_start.why_short(row, now=now)) if row else None


def _lines(told: list[tuple[str, str]]) -> tuple[Line, ...]:
    most = Counter(name for name, _ in told).most_common(_LINES)
    return tuple(_line(name, [outcome for one, outcome in told if one == name]) for name, _ in most)


def _line(name: str, outcomes: list[str]) -> Line:
    answered = [outcome for outcome in outcomes if outcome != Impression.Outcome.PENDING]
    taken = sum(outcome == Impression.Outcome.ACCEPTED for outcome in answered)
    return Line(name, len(outcomes), taken, len(answered))
