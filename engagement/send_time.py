"""The hour at which somebody is most likely to look: their own hours, leaning on everybody's while they are few. Pure.

Works inside what policy allows: only moments that ``allowed`` lets through are looked at, so quiet hours and caps
are kept by construction, and where nothing is allowed there is no moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

HOURS = 24
# Until people in general are known: evenings, a little at noon, never at night.
USUAL = (
    1, 1, 0.5, 0.5, 0.5, 0.5, 1, 2, 3, 3, 3, 3.5, 4, 3.5, 3, 3, 4, 5, 7, 8, 9, 9, 6, 3,
)  # fmt: skip
# How many of one's own messages weigh as much as what is known of all.
PRIOR_WEIGHT = 6.0
# Who writes at eight is as good as there at seven and nine.
_KERNEL = (0.25, 0.5, 0.25)
_SLOT = timedelta(hours=1)


def likelihoods(own: Sequence[float], prior: Sequence[float] = USUAL) -> tuple[float, ...]:
    """For each hour of the day the share of a person's attention; sums to 1."""
    if len(own) != HOURS or len(prior) != HOURS:
        raise ValueError("a day has 24 hours")
    of_all = sum(prior)
    leaning = [PRIOR_WEIGHT * share / of_all for share in prior] if of_all else [PRIOR_WEIGHT / HOURS] * HOURS
    mixed = [mine + theirs for mine, theirs in zip(_smooth(own), leaning, strict=True)]
    total = sum(mixed)
    return tuple(value / total for value in mixed)


def _smooth(counts: Sequence[float]) -> list[float]:
    before, here, after = _KERNEL
    return [
        before * counts[hour - 1] + here * counts[hour] + after * counts[(hour + 1) % HOURS] for hour in range(HOURS)
    ]


def best_moment(
    *,
    own: Sequence[float],
    prior: Sequence[float],
    zone: str,
    earliest: datetime,
    latest: datetime,
    allowed: Callable[[datetime], bool],
) -> datetime | None:
    """The moment of the likeliest hour between the two, the sooner of equals; None where none is allowed.

    Without a known zone nothing can be told about hours: the first allowed moment.
    """
    chances = likelihoods(own, prior) if zone else (1 / HOURS,) * HOURS
    best: tuple[float, datetime] | None = None
    for moment, hour in _hours_between(earliest, latest, zone):
        if (best is None or chances[hour] > best[0] + 1e-12) and allowed(moment):
            best = (chances[hour], moment)
    return best[1] if best else None


def drawn_moment(
    *, draw: float, zone: str, earliest: datetime, latest: datetime, allowed: Callable[[datetime], bool]
) -> datetime | None:
    """Any hour between the two that is allowed, by ``draw`` from 0 up to 1; None where there is none."""
    free = [moment for moment, _ in _hours_between(earliest, latest, zone) if allowed(moment)]
    return free[int(draw * len(free))] if free else None


def _hours_between(earliest: datetime, latest: datetime, zone: str) -> Iterator[tuple[datetime, int]]:
    """``earliest``, then the top of each hour on their wall, which may stand half an hour off; with that hour."""
    clock = ZoneInfo(zone) if zone else UTC
    moment = earliest
    while moment <= latest:
        local = moment.astimezone(clock)
        yield moment, local.hour
        past = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
        moment = moment - past + _SLOT
