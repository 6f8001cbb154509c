"""Health is answered to whoever asks, by whatever name."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection

pytestmark = pytest.mark.django_db


def test_a_load_balancer_that_asks_by_address_is_answered(client):
    answer = client.get("/v1/health", headers={"host": "10.1.2.3"})
    assert answer.status_code == 200
    assert answer.json()["database"] == "ok"


def test_without_a_database_nobody_can_be_served(client):
    def refuse(*args: object) -> object:
        raise DatabaseError("gone")

    with connection.execute_wrapper(refuse):
        answer = client.get("/v1/health")
    assert answer.status_code == 503
    assert answer.json()["database"] == "down"


def test_health_is_only_looked_at(client):
    assert client.post("/v1/health").status_code == 405
