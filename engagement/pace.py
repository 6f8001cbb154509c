"""How fast campaigns go: as fast as they may, or as fast as this machine can, whichever is less."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache

_REACHED = "engagement:messages-a-second-reached"
_KEPT_SECONDS = 7 * 24 * 3600
_LEAST = 50  # messages; what fewer took is chance
_WEIGHT = 0.3  # of the last turn, against all before it


def note(*, handed_over: int, seconds: float) -> None:
    """What a turn of the pacer did in the seconds that it worked, and did not wait."""
    if handed_over < _LEAST or seconds <= 0:
        return
    before = cache.get(_REACHED)
    now = handed_over / seconds
    cache.set(_REACHED, now if before is None else (1 - _WEIGHT) * before + _WEIGHT * now, timeout=_KEPT_SECONDS)


def per_second() -> float:
    """What a campaign that has everything for itself comes to; nothing of it is measured before the first one."""
    reached = cache.get(_REACHED)
    allowed = float(settings.CAMPAIGN_MESSAGES_PER_SECOND)
    return allowed if reached is None else min(allowed, max(float(reached), 0.1))
