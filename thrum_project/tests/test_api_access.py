"""Who may do what below /v1/: every address × no token, a bad one, another's, one without the scope."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.checks import run_checks
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from rest_framework.test import APIClient
from rest_framework_simplejwt.tokens import AccessToken

from conversations.accounts.service_tokens import make_service_token
from games.api.tokens import make_access_token
from games.api.views import ApiView, OpenView
from games.interactions.recording import record_interaction
from games.models import Game, Interaction, Player
from thrum_project import unseen_requests

pytestmark = pytest.mark.django_db

# What needs no token of a player, and why.
OTHERS = {
    "auth/": "signing in",
    "engagement/cycles": "staff tokens, tested with the app",
    "sessions": "staff tokens, tested with the app",
    "schema": "for everybody",
    "docs": "for everybody",
}


def addresses() -> Iterator[tuple[str, type[ApiView]]]:
    def walk(patterns: list[Any], prefix: str) -> Iterator[tuple[str, Any]]:
        for one in patterns:
            at = prefix + str(one.pattern)
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns, at)
            elif isinstance(one, URLPattern):
                yield at, getattr(one.callback, "view_class", getattr(one.callback, "cls", None))

    for at, view in walk(get_resolver().url_patterns, "/"):
        if at.startswith("/v1/") and isinstance(view, type) and issubclass(view, ApiView):
            yield at.replace("<slug:slug>", "tale").replace("<int:number>", "1"), view


GUARDED = [(at, view) for at, view in addresses() if not issubclass(view, OpenView)]
CASES = [
    pytest.param(at, method, view, id=f"{method} {at}")
    for at, view in GUARDED
    for method in ("get", "post", "delete")
    if hasattr(view, method) and not any(at.startswith(f"/v1/{name}") for name in ("engagement/", "sessions"))
]


def ask(at: str, method: str, token: str, **headers: str) -> Any:
    client = APIClient(headers=headers)
    if token:
        client.credentials(HTTP_AUTHORIZATION=token)
    return client.generic(method.upper(), at, "{}", content_type="application/json")


@pytest.fixture
def tale(db: None) -> Game:
    return Game.objects.create(slug="tale", title="Tale", platforms=["pc"], genres=["rpg"])


@pytest.fixture
def mika(db: None) -> Player:
    return Player.objects.create(origin="api")


@pytest.fixture
def ren(db: None) -> Player:
    return Player.objects.create(origin="api")


def is_problem(answer: Any, status: int, code: str) -> bool:
    body = json.loads(answer.content)
    told = (answer.status_code, answer["Content-Type"], body.get("code"), body.get("status"))
    return told == (status, "application/problem+json", code, status) and bool(body["title"] and body["type"])


def test_the_addresses_are_found() -> None:
    assert {"/v1/user", "/v1/user/profile", "/v1/games", "/v1/feedback/", "/v1/auth/link"} <= {at for at, _ in GUARDED}


@pytest.mark.parametrize(("at", "method", "view"), CASES)
def test_every_address_asks_for_a_token_with_its_scope(at: str, method: str, view: type[ApiView], mika: Player) -> None:
    assert is_problem(ask(at, method, ""), 401, "not_authenticated")
    assert is_problem(ask(at, method, "Bearer nonsense"), 401, "not_authenticated")
    without = make_access_token(mika, scopes=set("x") if not view.scope else {"other"})
    assert is_problem(ask(at, method, f"Bearer {without}"), 403, "permission_denied")
    if view.needs_player:
        server = make_service_token(partner="Arcade", scopes=[view.scope])
        assert is_problem(ask(at, method, f"Bearer {server}"), 403, "permission_denied")


def forged(mika: Player, **changes: Any) -> str:
    token = AccessToken()
    token["sub"], token["gen"], token["scp"] = str(mika.public_id), 0, ["profile:read"]
    for name, value in changes.items():
        token[name] = value
    return str(token)


def unsigned(mika: Player) -> str:
    head, body, _ = forged(mika).split(".")
    none = base64.urlsafe_b64encode(json.dumps({"alg": "none", "typ": "JWT"}).encode()).decode().rstrip("=")
    assert head != none
    return f"{none}.{body}."


def test_a_token_that_is_not_wholly_ours_opens_nothing(mika: Player, settings: Any) -> None:
    at = "/v1/user/profile"
    good = forged(mika)
    assert ask(at, "get", f"Bearer {good}").status_code == 200
    head, body, signature = good.split(".")
    for bad in (
        unsigned(mika), f"{head}.{body}.{signature[::-1]}", f"{head}.{body}",
        forged(mika, sub="1"), forged(mika, sub=7), forged(mika, gen="0"), forged(mika, gen=1),
        forged(mika, scp="all"), forged(mika, token_type="refresh"), "a b", "\u00e9", "x" * 9000,
    ):  # fmt: skip
        assert is_problem(ask(at, "get", f"Bearer {bad}"), 401, "not_authenticated"), bad[:40]
    assert is_problem(ask(at, "get", f"Bearer {forged(mika, exp=1_000_000_000)}"), 401, "token_expired")
    for scheme in ("Basic", "Token", "bearer bearer"):
        assert is_problem(ask(at, "get", f"{scheme} {good}"), 401, "not_authenticated")


def test_a_token_for_another_audience_opens_nothing(mika: Player) -> None:
    backend = AccessToken().get_token_backend()
    audience, backend.audience = backend.audience, "others"
    try:
        elsewhere = forged(mika)
    finally:
        backend.audience = audience
    assert is_problem(ask("/v1/user/profile", "get", f"Bearer {elsewhere}"), 401, "not_authenticated")


def test_a_player_neither_reads_nor_changes_what_is_anothers(mika: Player, ren: Player, tale: Game) -> None:
    record_interaction(player=ren, game=tale, kind="like", source="api", at=timezone.now())
    event = Interaction.objects.get()
    of_mika = f"Bearer {make_access_token(mika)}"
    told = ask("/v1/user/profile", "get", of_mika, **{"Thrum-User": str(ren.public_id)}).json()
    assert told["user_id"] == str(mika.public_id)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=of_mika)
    wish = {"event_id": f"evt_{event.pk}", "reward": "purchase"}
    assert is_problem(client.post("/v1/feedback/reward", wish, format="json"), 404, "not_found")
    before = Player.objects.get(pk=ren.pk).profile_version
    for at, method in (("/v1/user/reset", "post"), ("/v1/user", "delete")):
        assert ask(at, method, of_mika).status_code < 300
    ren.refresh_from_db()
    assert (ren.profile_version, ren.interactions.count()) == (before, 1)


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b"{", "application/json", 400, "malformed_body"),
        (b"\xff\xfe", "application/json", 400, "malformed_body"),
        (b'{"city": "a\\u0000"}', "application/json", 400, "malformed_body"),
        (b'{"city": "\\ud800"}', "application/json", 400, "malformed_body"),
        (b"[" * 100_000, "application/json", 400, "malformed_body"),
        (b"[]", "application/json", 400, "invalid_request"),
        (b'"x"', "application/json", 400, "invalid_request"),
        (b'{"age": NaN}', "application/json", 400, "malformed_body"),
        (b"age=3", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
        (b" " * 3_000_000, "application/json", 413, "too_large"),
    ],
)  # fmt: skip
def test_a_body_that_is_none_is_refused_cleanly(mika: Player, body: bytes, kind: str, status: int, code: str) -> None:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {make_access_token(mika)}")
    for headers in ({}, {"Idempotency-Key": "1"}):
        answer = client.generic("POST", "/v1/user/onboarding", body, content_type=kind, headers=headers)
        assert is_problem(answer, status, code)


def test_a_body_that_comes_in_pieces_is_not_taken_for_an_empty_one(mika: Player) -> None:
    told = {"Authorization": f"Bearer {make_access_token(mika)}"}
    for at in ("/v1/user/onboarding", "/v1/recommend/feed"):
        assert ask(at, "post", "", **told).status_code == 200
        answer = Client().generic(
            "POST", at, content_type="application/json", headers={**told, "Transfer-Encoding": "chunked"}
        )
        assert is_problem(answer, 411, "length_required")


def test_an_address_without_its_last_slash_takes_what_is_posted(mika: Player, tale: Game) -> None:
    of_mika = APIClient(headers={"Authorization": f"Bearer {make_access_token(mika)}"})
    assert of_mika.post("/v1/feedback", {"slug": "tale", "feedback": "like"}, format="json").status_code == 201
    for at in ("/v1/recommend", "/recommend"):
        assert of_mika.post(at, {"user_input": "something cozy"}, format="json").status_code == 200


def test_unknown_addresses_and_methods_and_faults_of_ours_are_problems_too(mika: Player) -> None:
    assert is_problem(Client().get("/v1/nothing"), 404, "not_found")
    assert Client().get("/nothing")["Content-Type"].startswith("text/html")
    of_mika = f"Bearer {make_access_token(mika)}"
    assert is_problem(ask("/v1/user/profile", "put", of_mika), 405, "method_not_allowed")
    assert is_problem(unseen_requests.server_error(RequestFactory().get("/v1/games")), 500, "internal_error")
    assert is_problem(Client(headers={"Host": "evil.example"}).get("/v1/games"), 400, "invalid_request")
    answer = APIClient(headers={"Accept": "text/csv", "Authorization": of_mika}).get("/v1/user/profile")
    assert is_problem(answer, 406, "not_acceptable")


def test_reads_are_counted_and_said(mika: Player, settings: Any) -> None:
    settings.API_LIMITS = {**settings.API_LIMITS, "reads": 2}
    answers = [ask("/v1/user/profile", "get", f"Bearer {make_access_token(mika)}") for _ in range(3)]
    assert [answer.status_code for answer in answers][1:] in ([200, 429], [200, 200])  # a minute may end in between
    assert answers[0]["RateLimit-Limit"] == "2"


def test_the_switch_for_developers_opens_this_machine_alone_and_is_loud(settings: Any) -> None:
    at = "/v1/user/profile"
    assert Client(headers={"Host": "localhost"}).get(at).status_code == 401
    settings.API_OPEN_ON_LOCALHOST = True
    first = Client(headers={"Host": "localhost"}).get(at).json()
    other = Client(headers={"Host": "127.0.0.1:8000", "Thrum-User": "kim"}).get(at).json()
    assert first["user_id"] != other["user_id"]
    settings.ALLOWED_HOSTS = ["*"]
    for headers in ({"Host": "evil.example"}, {"Host": "localhost", "Origin": "https://evil.example"},
                    {"Host": "localhost", "X-Forwarded-For": "203.0.113.9"}):  # fmt: skip
        assert Client(headers=headers).get(at).status_code == 401
    assert Client(headers={"Host": "localhost"}, REMOTE_ADDR="203.0.113.9").get(at).status_code == 401
    assert "thrum.W024" in {message.id for message in run_checks()}
    settings.BIND_HOST = "0.0.0.0"
    assert "thrum.E023" in {message.id for message in run_checks()}
