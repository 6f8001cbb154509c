"""Health is answered to whoever asks, by whatever name."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection

pytestmark = pytest.mark.django_db


def _refuse(*args: object) -> object:
    raise DatabaseError("gone")


def test_a_load_balancer_that_asks_by_address_is_answered(client):
    for path in ("/v1/health", "/v1/health/live", "/v1/health/ready"):
        assert client.get(path, headers={"host": "10.1.2.3"}).status_code == 200
    answer = client.get("/v1/health").json()
    assert answer["database"] == "ok"
    assert answer["last_inbound_seconds"] is None
    assert answer["reasons"] == []
    assert answer["realtime"] == "off"


def test_it_tells_when_pages_are_sent_to_sockets_that_nobody_holds(client, settings):
    settings.REALTIME_URL = "/"
    answer = client.get("/v1/health")
    assert (answer.status_code, answer.json()["realtime"]) == (200, "nobody listens")


def test_without_a_database_nobody_can_be_served_and_a_restart_would_not_help(client):
    with connection.execute_wrapper(_refuse):
        answer = client.get("/v1/health/ready")
        assert client.get("/v1/health/live").status_code == 200
    assert answer.status_code == 503
    assert answer.json()["database"] == "down"
    assert answer.json()["reasons"] == ["The database does not answer, or has no vectors."]


def test_without_the_model_it_says_which(client, settings, tmp_path):
    settings.MODEL_DIR = tmp_path
    answer = client.get("/v1/health")
    assert answer.status_code == 503
    assert "model is missing" in answer.json()["reasons"][0]


def test_health_is_only_looked_at(client):
    refused = client.post("/v1/health")
    assert (refused.status_code, refused.json()["code"], refused["Allow"]) == (405, "method_not_allowed", "GET, HEAD")
