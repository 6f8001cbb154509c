"""A program of the staff's runs a cycle."""

from __future__ import annotations

import time
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from conversations.api.staff_tokens import make_token
from engagement import cycle
from engagement.models import CycleRun
from thrum_project.tests.at_once import at_once

pytestmark = pytest.mark.django_db
ADDRESSES = pytest.mark.parametrize("address", ["/run-engagement-cycle/", "/v1/engagement/cycles"])


@pytest.fixture
def mara(db) -> User:
    """A marketer."""
    user = User.objects.create_user("mara", password="a long enough password", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="run_cycles"))
    return user


def bearing(token: str) -> dict[str, str]:
    return {"Authorization": f"Token {token}"}


@ADDRESSES
def test_a_staff_token_runs_a_cycle_and_gets_its_report(client, mara, address):
    response = client.post(address, headers=bearing(make_token(mara)))

    assert response.status_code == 200
    assert set(response.json()) == {
        "status", "total_users", "messages_sent", "users_skipped", "segment_breakdown", "detailed_stats",
    }  # fmt: skip
    assert response.json()["status"] == "Cycle complete"
    assert CycleRun.objects.get().by == "api"


def test_a_dry_run_can_be_asked_for(client, mara):
    response = client.post(
        "/v1/engagement/cycles", {"dry_run": True}, content_type="application/json", headers=bearing(make_token(mara))
    )

    assert response.json()["status"] == "Dry run complete"
    assert not CycleRun.objects.exists()


@ADDRESSES
def test_a_program_that_asks_again_under_its_key_gets_the_same_report_and_runs_no_second_cycle(client, mara, address):
    headers = {**bearing(make_token(mara)), "Idempotency-Key": "tonight"}
    first, again = (client.post(address, headers=headers) for _ in range(2))

    assert again.json() == first.json()
    assert (again.status_code, again["Idempotent-Replayed"]) == (200, "true")
    assert CycleRun.objects.count() == 1
    other = client.post(address, {"dry_run": True}, content_type="application/json", headers=headers)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


@pytest.mark.django_db(transaction=True)
def test_a_program_that_asks_four_times_at_once_under_one_key_runs_one_cycle(mara, monkeypatch):
    headers, run_a_cycle = {**bearing(make_token(mara)), "Idempotency-Key": "tonight"}, cycle.run

    def take_a_while(**kwargs: Any) -> cycle.Report:
        time.sleep(0.5)
        return run_a_cycle(**kwargs)

    monkeypatch.setattr(cycle, "run", take_a_while)

    def ask() -> tuple[int, str]:
        answer = Client().post("/v1/engagement/cycles", headers=headers)
        return answer.status_code, answer.json().get("code", "")

    assert sorted(at_once(*[ask] * 4)) == [(200, ""), *[(409, "idempotency_in_progress")] * 3]
    assert CycleRun.objects.count() == 1


@ADDRESSES
def test_what_a_program_sends_is_counted_and_a_dry_run_that_comes_in_pieces_is_no_real_one(client, mara, address):
    headers = {**bearing(make_token(mara)), "Transfer-Encoding": "chunked"}
    answer = client.generic("POST", address, content_type="application/json", headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (411, "length_required")
    assert int(answer["RateLimit-Remaining"]) < int(answer["RateLimit-Limit"])
    assert not CycleRun.objects.exists()


@ADDRESSES
@pytest.mark.parametrize("headers", [{}, bearing("nonsense"), bearing("a:b:c"), {"Authorization": "Token"}])
def test_without_a_token_of_ours_nothing_runs(client, address, headers):
    response = client.post(address, headers=headers)

    assert response.status_code == 401
    assert not CycleRun.objects.exists()


def test_a_token_ends_with_the_password_the_account_its_place_in_the_staff_and_its_time(client, mara, time_machine):
    token = make_token(mara)
    mara.is_staff = False
    mara.save()
    assert client.post("/run-engagement-cycle/", headers=bearing(token)).status_code == 401
    mara.is_staff, mara.is_active = True, False
    mara.save()
    assert client.post("/run-engagement-cycle/", headers=bearing(token)).status_code == 401
    mara.is_active = True
    mara.set_password("another long password")
    mara.save()
    assert client.post("/run-engagement-cycle/", headers=bearing(token)).status_code == 401
    token = make_token(mara)
    time_machine.move_to(timezone.now() + timedelta(days=91))
    assert client.post("/run-engagement-cycle/", headers=bearing(token)).status_code == 401


def test_who_may_not_run_cycles_is_told_so(client):
    guest = User.objects.create_user("guest", is_staff=True)

    assert client.post("/v1/engagement/cycles", headers=bearing(make_token(guest))).status_code == 403


def test_the_session_of_the_back_office_counts_with_its_csrf_token_only(mara):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(mara)

    assert strict.post("/run-engagement-cycle/").status_code == 403
    assert not CycleRun.objects.exists()


def test_looking_at_the_address_runs_nothing(client, mara):
    assert client.get("/run-engagement-cycle/", headers=bearing(make_token(mara))).status_code == 405


def test_while_another_cycle_is_under_way_the_answer_is_a_conflict(client, mara, monkeypatch):
    report = cycle.Report(cycle.UNDER_WAY, cycle.stats_of(cycle.decision_sql.Tally().counted), 0)
    monkeypatch.setattr(cycle, "run", lambda **kwargs: report)

    response = client.post("/v1/engagement/cycles", headers=bearing(make_token(mara)))

    assert (response.status_code, response.json()["status"]) == (409, "Another cycle is under way")


def test_the_command_makes_a_token_for_staff_only(client, mara):
    User.objects.create_user("nobody")
    out = StringIO()
    call_command("make_staff_token", "mara", stdout=out)

    assert client.post("/run-engagement-cycle/", headers=bearing(out.getvalue().strip())).status_code == 200
    with pytest.raises(CommandError, match="nobody of the staff"):
        call_command("make_staff_token", "nobody")


def test_the_schema_tells_of_the_address(client):
    schema = client.get("/v1/schema").content.decode()

    assert "/v1/engagement/cycles" in schema
    assert "run-engagement-cycle" not in schema
