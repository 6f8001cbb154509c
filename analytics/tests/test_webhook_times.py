"""How long the provider waits for us."""

from __future__ import annotations

from datetime import timedelta

import pytest

from analytics import reading, rollups, webhook_times
from analytics.models import WebhookSample
from analytics.reading import Period
from analytics.tests.history import MONDAY, at
from thrum_project import webhook_timing

pytestmark = pytest.mark.django_db


def test_times_of_two_processes_become_one_day():
    for process in range(2):
        tally = webhook_times.Tally()
        for _ in range(9):
            tally.add("inbound", 0.012)
        tally.add("status", 2.5)
        webhook_times.store(tally.take(), now=at(0, 9, process))
        assert tally.take() == {}
    rollups.rebuild(MONDAY.date(), MONDAY.date(), now=at(0, 20))
    day = Period(MONDAY.date(), MONDAY.date())
    assert 0.01 < reading.total("webhook_time", period=day).value < 0.02
    assert 2 < reading.series("webhook_time", period=day, by="webhook").groups[1].total < 3
    webhook_times.forget_old(now=at(0) + timedelta(days=31))
    assert not WebhookSample.objects.exists()


def test_only_what_we_accept_of_the_provider_is_timed(client):
    webhook_timing.TALLY.take()
    assert client.post("/webhooks/twilio/whatsapp/inbound/").status_code == 403
    client.get("/v1/health")
    assert webhook_timing.TALLY.take() == {}
