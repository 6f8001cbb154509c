"""The rules of the engagement cycle at this moment: the settings' thresholds, and what marketers keep in the admin."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings

from engagement import check_in_texts, standing_rules
from engagement.facts import Rules

TOPIC = "check_ins"


def rules(*, now: datetime) -> Rules:
    """Campaigns and triggers put their own topic and thresholds in."""
    return replace(
        standing_rules.rules(now=now, topic=TOPIC, inactivity=settings.INACTIVITY_THRESHOLD_SECONDS),
        frequency=timedelta(hours=settings.MESSAGE_FREQUENCY_HOURS),
        dormant_after=timedelta(days=settings.DORMANT_THRESHOLD_DAYS),
        new_user_for=timedelta(days=settings.NEW_USER_THRESHOLD_DAYS),
        templated_tones=frozenset(check_in_texts.wordings().templates),
    )
