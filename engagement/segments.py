"""How somebody stands with us: new, gone quiet, or as usual; and the tone that fits each. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

DORMANT, NEW_USER, NORMAL = "dormant", "new_user", "normal"
# In the order in which they are tested.
SEGMENTS = (DORMANT, NEW_USER, NORMAL)

PLAYFUL, WARM, NEUTRAL = "playful", "warm", "neutral"
_TONES = {DORMANT: PLAYFUL, NEW_USER: WARM, NORMAL: NEUTRAL}
TONES = tuple(_TONES.values())

_DAY = timedelta(days=1)


def calculate_days_since_activity(last_active_at: datetime, now: datetime) -> float:
    return (now - last_active_at) / _DAY


def calculate_account_age_days(created_at: datetime, now: datetime) -> float:
    return (now - created_at) / _DAY


def determine_user_segment(
    days_since_activity: float,
    account_age_days: float,
    *,
    dormant_threshold_days: float = 3,
    new_user_threshold_days: float = 1,
) -> str:
    """Dormant is tested first: who came yesterday and is measured in minutes can be both."""
    if days_since_activity >= dormant_threshold_days:
        return DORMANT
    if account_age_days < new_user_threshold_days:
        return NEW_USER
    return NORMAL


def get_tone_for_segment(segment: str) -> str:
    """Raises KeyError for what is no segment."""
    return _TONES[segment]
