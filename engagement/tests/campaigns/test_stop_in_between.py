"""A STOP that comes while somebody is just being moved on to their next message."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from conversations import consent
from engagement import advancing, campaigns, enrolling
from engagement.tests.campaigns.conftest import NOW, touches_of

pytestmark = pytest.mark.django_db


def test_a_message_that_is_planned_while_a_stop_waits_for_the_enrolment_is_dropped_with_it(mia, launched):
    campaign = launched()
    enrolling.enrol(campaign, campaigns.live_copy(campaign.version), now=NOW)
    moved: list[int] = []

    def move_on_first(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        """Whoever moves them on holds their enrolment: the STOP gets it when the next message is stored."""
        if "UPDATE engagement_enrolment" in sql and not moved:
            moved.append(0)
            moved.append(advancing.advance(now=NOW))
        return execute(sql, *rest)

    with connection.execute_wrapper(move_on_first):
        consent.stop(contact=mia, evidence=None, source="chat", now=NOW)
    assert moved == [0, 1]
    assert touches_of(campaign) == [("dropped", "no_consent")]
