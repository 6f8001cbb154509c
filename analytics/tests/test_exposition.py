"""The counters as Prometheus reads them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from analytics import exposition, rollups
from analytics.tests.history import MONDAY, at, person, talk

pytestmark = pytest.mark.django_db
_LINE = re.compile(r'^[a-z_:][a-z0-9_:]*(\{[a-z_]+="[^"\n]*"\})? [-+0-9.e]+$')


def test_counters_are_told_to_who_brings_the_token(client, settings):
    assert client.get("/metrics").status_code == 404
    settings.METRICS_TOKEN = "open-sesame"
    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 401
    answer = client.get("/metrics", headers={"Authorization": "Bearer open-sesame"})
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert b"thrum_queue_waiting" in answer.content


def test_every_line_can_be_read_and_counts_real_people_only():
    talk(person(came=at(0)), at(0), [{"tone": 0.9}, {"tone": -0.9, "status": "failed", "error": "63016"}])
    talk(person(came=at(0), origin="demo"), at(0), [{}] * 5)
    now = at(0, 20)
    rollups.rebuild(MONDAY.date(), MONDAY.date(), now=now)
    lines = exposition.exposition(now=now + timedelta(minutes=5)).splitlines()
    told = dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    assert all(line.startswith(("# HELP ", "# TYPE ")) or _LINE.match(line) for line in lines)
    assert told['thrum_messages_in_total{channel="whatsapp"}'] == "2"
    assert told["thrum_delivered_total"] == "1"
    assert told["thrum_delivered_of_total"] == "2"
    assert told['thrum_delivery_errors_total{error="63016"}'] == "1"
    assert 2 <= float(told['thrum_answer_time_seconds{quantile="0.5"}']) <= 3
    assert told["thrum_data_age_seconds"] == "300"
