"""Check-ins stop by themselves when too many fail or are answered with STOP, and go on when somebody says so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache

from conversations.models import ConsentChange, Message
from engagement import check_in_sending, check_in_stops, cycle
from engagement.models import CheckInStop, Touch
from engagement.tests.decision.conftest import NOW
from games.models import Player

HOUR = timedelta(hours=1)


@pytest.fixture
def went_out(make_person):
    """Twenty check-ins of an hour ago; so many of them failed, so many were answered with STOP."""
    people = [make_person(f"P{number}") for number in range(2)]

    def make(*, failed: int = 0, stops: int = 0) -> None:
        cache.clear()
        for number in range(20):
            contact = people[number % 2]
            message = Message.objects.create(
                contact=contact,
                channel="whatsapp",
                direction="outbound",
                origin="proactive",
                status="sent",
                body="Hi",
                created_at=NOW - 2 * HOUR,
                due_at=NOW - 2 * HOUR,
            )
            Touch.objects.create(
                contact=contact, kind="cycle", occasion=f"after-{number}", message=message, planned_at=NOW - 2 * HOUR,
                decided_at=NOW - HOUR, **({"state": "failed", "reason": "failed"} if number < failed else {"state": "sent"}),
            )  # fmt: skip
        for number in range(stops):
            ConsentChange.objects.create(
                contact=people[number], topic="check_ins", granted=False, source="chat", at=NOW - timedelta(minutes=9)
            )

    return make


def test_a_few_failures_stop_nothing(went_out):
    went_out(failed=2)
    assert not check_in_stops.hold_back(now=NOW)


def test_what_failed_for_made_up_people_stops_nothing(went_out):
    went_out(failed=9)
    Player.objects.update(origin="demo")
    assert not check_in_stops.hold_back(now=NOW)


@pytest.mark.parametrize(("failed", "stops", "why"), [(9, 0, "not delivered"), (0, 1, "answered with STOP")])
def test_many_failures_or_stops_hold_all_check_ins_until_somebody_lets_them_go_on(went_out, ana, failed, stops, why):
    went_out(failed=failed, stops=stops)
    assert cycle.run(by="command", now=NOW, clock=lambda: NOW).messages_sent == 1
    assert check_in_sending.release(now=NOW, limit=10) == 0
    assert why in CheckInStop.objects.get().why
    # What the cycle planned waits, and no cycle plans more.
    assert Touch.objects.filter(state="planned").count() == 1
    assert check_in_sending.room(within=HOUR) == 0
    lena = User.objects.create_user("lena")
    assert check_in_stops.resume(by=lena, now=NOW + HOUR)
    assert not check_in_stops.resume(by=lena, now=NOW + HOUR)
    cache.clear()
    assert check_in_sending.release(now=NOW + HOUR, limit=10) == 1


def test_two_who_see_it_at_once_stop_them_once(went_out):
    went_out(failed=9)
    assert check_in_stops.stop_if_needed(now=NOW)
    assert check_in_stops.stop_if_needed(now=NOW)
    assert CheckInStop.objects.count() == 1
