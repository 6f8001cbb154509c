"""The audience of a crowd is kept for some minutes, with when it was counted: to turn back to it costs nothing."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime

from django.core.cache import cache

from engagement import audience
from engagement.audience import Waterfall
from engagement.facts import Rules
from engagement.segment_rules import Group

_KEPT_SECONDS = 600
CROWD = 100_000  # people; of fewer it is counted anew each time


def find(rule: Group, rules: Rules, *, now: datetime, anew: bool = False) -> tuple[Waterfall, datetime]:
    """With when it was counted; ``anew`` counts it now whatever is kept."""
    key = _key(rule, rules)
    kept: tuple[Waterfall, datetime] | None = None if anew else cache.get(key)
    if kept is not None:
        return kept
    found = audience.waterfall(rule, rules, now=now)
    if found.matched >= CROWD:
        cache.set(key, (found, now), timeout=_KEPT_SECONDS)
    return found, now


def _key(rule: Group, rules: Rules) -> str:
    # Whether there is a template says enough; a set says the same in another order in each process.
    asked = repr((rule, replace(rules, templated_tones=frozenset())))
    return f"engagement:audience:{hashlib.sha256(asked.encode()).hexdigest()}"
