"""Robin signs in with Google, whose token address is a small server here."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from allauth.socialaccount.providers.google.views import GoogleOAuth2Adapter
from django.test import Client
from django.utils import timezone

from conversations.accounts import keeping as accounts
from conversations.models import Account

pytestmark = pytest.mark.django_db
CLIENT = "thrum.apps.googleusercontent.com"


class Google:
    """Answers every code with a token that says who signed in."""

    def __init__(self) -> None:
        self.says: dict[str, Any] = {"sub": "g-1", "email": "Robin@Example.com", "email_verified": True, "name": "Rob"}
        self.status = 200
        google = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                google.form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                now = int(time.time())
                claims = {"iss": "https://accounts.google.com", "aud": CLIENT, "iat": now, "exp": now + 60}
                token = jwt.encode({**claims, **google.says}, "x" * 32, algorithm="HS256")
                body = json.dumps({"access_token": "a", "id_token": token, "expires_in": 60}).encode()
                self.send_response(google.status)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None: ...

        self.form: dict[str, list[str]] = {}
        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/token"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def google(db: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Google]:
    standin = Google()
    settings.HAS_GOOGLE = True
    settings.SOCIALACCOUNT_PROVIDERS = {
        "google": {**settings.SOCIALACCOUNT_PROVIDERS["google"], "APPS": [{"client_id": CLIENT, "secret": "s", "key": ""}]}
    }  # fmt: skip
    monkeypatch.setattr(GoogleOAuth2Adapter, "access_token_url", standin.url)
    yield standin
    standin.stop()


def sign_in(client: Client) -> Any:
    asked = client.get("/me/google/login/")
    assert asked.status_code == 302
    query = parse_qs(urlsplit(asked["Location"]).query)
    assert urlsplit(asked["Location"]).netloc == "accounts.google.com"
    assert query["redirect_uri"] == ["http://testserver/me/google/login/callback/"]
    assert query["code_challenge"]
    return client.get("/me/google/login/callback/", {"code": "c", "state": query["state"][0]})


def test_who_google_says_it_is_gets_one_account_and_comes_back_to_it(google: Google) -> None:
    client = Client()
    assert sign_in(client)["Location"] == "/me/"
    assert client.get("/me/").status_code == 200
    assert google.form["code_verifier"]
    sign_in(Client())
    account = Account.objects.get()
    assert account.email_verified_at is not None
    assert not account.user.has_usable_password()
    assert SocialAccount.objects.get().extra_data == {}
    assert not SocialToken.objects.exists()


def test_it_opens_the_account_of_that_e_mail_once_somebody_showed_that_the_mailbox_is_theirs(google: Google) -> None:
    account = accounts.sign_up(email="robin@example.com", password="three-quiet-evenings", now=timezone.now())
    client = Client()
    refused = sign_in(client)
    assert refused["Location"] == "/me/sign-in"
    assert "There is an account with this e-mail" in client.get("/me/sign-in").content.decode()
    assert not SocialAccount.objects.exists()
    Account.objects.update(email_verified_at=timezone.now())
    assert sign_in(Client())["Location"] == "/me/"
    assert SocialAccount.objects.get().user_id == account.user_id


@pytest.mark.parametrize("says", [{"email_verified": False}, {"aud": "others"}, {"iss": "https://evil.example"}])
def test_what_google_does_not_vouch_for_opens_nothing(google: Google, says: dict[str, Any]) -> None:
    google.says |= says
    assert sign_in(Client())["Location"] == "/me/sign-in"
    assert not Account.objects.exists()


def test_an_answer_that_nobody_asked_for_opens_nothing(google: Google) -> None:
    answer = Client().get("/me/google/login/callback/", {"code": "c", "state": "made-up"})
    assert answer["Location"] == "/me/sign-in"
    google.status = 500
    assert sign_in(Client())["Location"] == "/me/sign-in"
    assert not Account.objects.exists()


def test_without_keys_there_is_no_such_way_in(settings: Any) -> None:
    assert not settings.HAS_GOOGLE
    assert Client().get("/me/google/login/").status_code == 404
    assert "Google" not in Client().get("/me/sign-in").content.decode()
