"""The rules of this moment: from the settings, and from what people have set in the back office."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from engagement.facts import Rules


def rules(*, now: datetime) -> Rules:
    """For the engagement cycle; campaigns and triggers put their own topic and thresholds in."""
    return Rules(
        inactivity=settings.INACTIVITY_THRESHOLD_SECONDS,
        frequency=timedelta(hours=settings.MESSAGE_FREQUENCY_HOURS),
        dormant_after=timedelta(days=settings.DORMANT_THRESHOLD_DAYS),
        new_user_for=timedelta(days=settings.NEW_USER_THRESHOLD_DAYS),
        calm_after_distress=timedelta(days=settings.DISTRESS_QUIET_DAYS),
    )
