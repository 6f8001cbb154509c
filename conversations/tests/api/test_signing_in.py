"""Robin makes an account, signs in and out; somebody tries wrong passwords and stolen tokens."""

from __future__ import annotations

from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from rest_framework.test import APIClient
from rest_framework_simplejwt.token_blacklist.models import OutstandingToken

from conversations.models import Account
from games.models import KeptAnswer, Player, RequestCount
from thrum_project.tests.at_once import at_once

ROBIN = {"email": "Robin@Example.com", "password": "three-quiet-evenings"}

pytestmark = pytest.mark.django_db


def post(path: str, body: Any = None, *, token: str = "", **headers: str) -> Any:
    client = APIClient()
    if token:
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    return client.post(f"/v1/{path}", body, format="json", headers=headers)


def profile(token: str) -> Any:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    return client.get("/v1/user/profile")


@pytest.fixture
def robin(db: None) -> dict[str, Any]:
    answer = post("auth/signup", ROBIN)
    assert answer.status_code == 201
    return answer.json()


def test_who_signs_up_can_act_at_once_and_sign_in_with_other_capitals(robin: dict[str, Any]) -> None:
    assert robin["token_type"] == "Bearer"
    assert robin["expires_in"] == 3600
    assert profile(robin["access_token"]).json()["user_id"] == robin["user_id"]
    answer = post("auth/login", {"email": "robin@example.COM ", "password": ROBIN["password"]})
    assert answer.status_code == 200
    assert answer.json()["user_id"] == robin["user_id"]
    assert profile(answer.json()["access_token"]).status_code == 200
    assert "three-quiet" not in User.objects.get().password
    assert not OutstandingToken.objects.exclude(token="").exists()


@pytest.mark.parametrize(
    ("body", "at"),
    [
        ({"email": "robin", "password": "three-quiet-evenings"}, "email"),
        ({"email": "robin@example.com", "password": "12345678"}, "password"),
        ({"email": "robin@example.com", "password": "short"}, "password"),
        ({"email": "robin@example.com", "password": "robin@example.com"}, "password"),
        ({"email": "robin@example.com", "password": "x" * 300}, "password"),
        ({"email": ["robin@example.com"], "password": "three-quiet-evenings"}, "email"),
        ({"email": "robin@example.com"}, "password"),
    ],
)
def test_what_is_no_account_is_told_field_by_field(body: Any, at: str) -> None:
    answer = post("auth/signup", body)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "invalid_request"
    assert answer.json()["errors"][0]["at"] == at
    assert not User.objects.exists()


def test_an_e_mail_has_one_account(robin: dict[str, Any]) -> None:
    answer = post("auth/signup", {**ROBIN, "email": "ROBIN@example.com"})
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    assert Account.objects.count() == Player.objects.count() == 1


def test_signing_up_twice_with_one_key_makes_one_account_and_one_pair_of_tokens() -> None:
    first, second = (post("auth/signup", ROBIN, **{"Idempotency-Key": "tap-1"}) for _ in range(2))
    assert first.json() == second.json()
    assert second["Idempotent-Replayed"] == "true"
    assert Account.objects.count() == KeptAnswer.objects.count() == 1
    assert profile(second.json()["access_token"]).status_code == 200


def test_no_token_that_opens_anything_is_kept_and_what_is_kept_goes_with_its_player() -> None:
    told = post("auth/signup", ROBIN, **{"Idempotency-Key": "tap-1"}).json()
    renewed = post("auth/refresh", {"refresh_token": told["refresh_token"]}, **{"Idempotency-Key": "tap-2"}).json()
    kept = " ".join(KeptAnswer.objects.values_list("body", flat=True))
    for token in (told["access_token"], told["refresh_token"], renewed["access_token"], renewed["refresh_token"]):
        said, _, signature = token.rpartition(".")
        assert said in kept
        assert signature not in kept
        assert profile(said).status_code == 401
    Player.objects.all().delete()
    assert not KeptAnswer.objects.exists()


def test_a_wrong_password_and_an_unknown_e_mail_are_told_alike(robin: dict[str, Any]) -> None:
    wrong = post("auth/login", {**ROBIN, "password": "three-loud-evenings"})
    unknown = post("auth/login", {**ROBIN, "email": "kim@example.com"})
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()
    assert wrong.json()["code"] == "wrong_credentials"


def test_after_many_wrong_passwords_the_door_is_closed_also_for_the_right_one(
    robin: dict[str, Any], settings: Any
) -> None:
    settings.AXES_FAILURE_LIMIT = 3
    for number in range(3):  # a key that is told again must not take the count back
        answer = post("auth/login", {**ROBIN, "password": "no"}, **{"Idempotency-Key": f"try-{number}"})
    answer = post("auth/login", ROBIN)
    assert (answer.status_code, answer.json()["code"]) == (429, "rate_limited")
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Retry-After"] == "900"
    assert AccessAttempt.objects.get().failures_since_start == 3


def test_the_right_password_takes_back_the_wrong_ones_of_the_account(robin: dict[str, Any]) -> None:
    post("auth/login", {**ROBIN, "password": "three-loud-evenings"})
    assert post("auth/login", ROBIN).status_code == 200
    assert not AccessAttempt.objects.exists()


def test_sign_ins_of_one_address_are_counted_in_the_database(settings: Any) -> None:
    settings.API_LIMITS = {**settings.API_LIMITS, "sign_in": 2}
    answers = [post("auth/refresh", {"refresh_token": "x"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [401, 401, 429]
    assert answers[-1].json()["code"] == "rate_limited"
    assert answers[0]["RateLimit-Limit"] == "2"
    assert answers[1]["RateLimit-Remaining"] == answers[2]["RateLimit-Remaining"] == "0"
    assert int(answers[2]["Retry-After"]) == int(answers[2]["RateLimit-Reset"]) <= 60
    assert RequestCount.objects.get().counted == 3


def test_staff_without_a_taste_do_not_sign_in_here() -> None:
    User.objects.create_user("boss@example.com", password="three-quiet-evenings", is_staff=True)
    answer = post("auth/login", {"email": "boss@example.com", "password": "three-quiet-evenings"})
    assert answer.json()["code"] == "wrong_credentials"


def test_a_refresh_token_is_good_once_and_who_shows_it_again_ends_its_line(robin: dict[str, Any]) -> None:
    elsewhere = post("auth/login", ROBIN).json()
    second = post("auth/refresh", {"refresh_token": robin["refresh_token"]}).json()
    assert profile(second["access_token"]).status_code == 200
    stolen = post("auth/refresh", {"refresh_token": robin["refresh_token"]}, **{"Idempotency-Key": "again"})
    assert (stolen.status_code, stolen.json()["code"]) == (401, "token_reused")
    assert post("auth/refresh", {"refresh_token": second["refresh_token"]}).status_code == 401
    assert post("auth/refresh", {"refresh_token": elsewhere["refresh_token"]}).status_code == 200


def test_signing_out_ends_one_line_and_signing_out_everywhere_all_tokens(robin: dict[str, Any]) -> None:
    elsewhere = post("auth/login", ROBIN).json()
    assert post("auth/logout", {"refresh_token": robin["refresh_token"]}).status_code == 204
    assert post("auth/refresh", {"refresh_token": robin["refresh_token"]}).status_code == 401
    assert post("auth/logout/everywhere", token=elsewhere["access_token"]).status_code == 204
    assert post("auth/refresh", {"refresh_token": elsewhere["refresh_token"]}).status_code == 401
    for pair in (robin, elsewhere):
        assert profile(pair["access_token"]).json()["code"] == "not_authenticated"
    assert profile(post("auth/login", ROBIN).json()["access_token"]).status_code == 200


def test_an_access_token_is_no_refresh_token_and_the_other_way_round(robin: dict[str, Any]) -> None:
    assert post("auth/refresh", {"refresh_token": robin["access_token"]}).status_code == 401
    assert profile(robin["refresh_token"]).status_code == 401


@pytest.mark.django_db(transaction=True)
def test_of_six_refreshes_at_once_one_goes_on() -> None:
    token = post("auth/signup", ROBIN).json()["refresh_token"]
    told = at_once(*[lambda: post("auth/refresh", {"refresh_token": token}).status_code] * 6)
    assert sorted(told) == [200, 401, 401, 401, 401, 401]
    assert not OutstandingToken.objects.exists()
