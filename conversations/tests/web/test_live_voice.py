"""Talking on the web chat: a key for one visitor and one talk, and no button where nobody listens."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from conversations.llm import desks, speech
from conversations.llm.patience import Patience
from conversations.llm.standin import KEY, Standin
from conversations.models import Contact, ModelCall
from conversations.tests.warm_model import warm_model
from games.models import Player

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def ear():
    with warm_model() as standin:
        yield standin


@pytest.fixture
def provider(ear, settings, monkeypatch) -> Standin:
    cache.clear()
    monkeypatch.setattr(speech, "_SECONDS_FOR_A_KEY", 60.0)  # however busy the machine is
    settings.LLM_BASE_URL, settings.LLM_API_KEY, settings.LLM_VOICE_MODEL = ear.url, KEY, "gpt-realtime"
    ear.misbehave.clear()
    desks.desk().patience = Patience(per_minute=100)
    return ear


@pytest.fixture
def visitor() -> Client:
    client = Client(enforce_csrf_checks=True)
    client.get("/chat/")
    return client


def ask(client: Client):
    token = client.cookies["csrftoken"].value if "csrftoken" in client.cookies else ""
    return client.post("/chat/voice/", headers={"X-CSRFToken": token})


def test_without_a_model_for_it_there_is_no_button_and_no_key(settings, client):
    settings.LLM_VOICE_MODEL = ""
    page = client.get("/chat/")
    assert 'id="talk"' not in page.content.decode()
    assert "voice.js" not in page.content.decode()
    assert ask(client).status_code in (403, 404)


def test_with_one_there_is_a_button_and_the_page_may_connect_to_the_provider(provider, client):
    page = client.get("/chat/")
    assert 'id="talk"' in page.content.decode()
    policy = page.headers["Content-Security-Policy"]
    connect = next(part for part in policy.split(";") if part.strip().startswith("connect-src"))
    assert provider.url.removesuffix("/v1") in connect


def test_a_visitor_gets_a_key_for_one_talk_and_it_is_kept_nowhere(provider, visitor):
    response = ask(visitor)
    assert response.json() == {"key": "ek_for_tests", "model": "gpt-realtime", "url": f"{provider.url}/realtime/calls"}
    assert "no-store" in response.headers["Cache-Control"]
    call = ModelCall.objects.get(purpose="live voice")
    assert "ek_for_tests" not in f"{call.prompt}{call.answer}"
    assert not Contact.objects.exists()


def test_nobody_without_our_cookie_gets_one(provider):
    assert ask(Client()).status_code == 403
    forged = Client(enforce_csrf_checks=True)
    assert forged.post("/chat/voice/").status_code == 403


def test_keys_are_few(provider, visitor):
    codes = [ask(visitor).status_code for _ in range(8)]
    assert codes[:6] == [200] * 6
    assert 429 in codes


def test_a_provider_that_fails_is_owned_up_to(provider, visitor):
    provider.misbehave[:] = ["400"]
    response = ask(visitor)
    assert response.status_code == 503
    assert "Type instead" in response.json()["detail"]


def test_a_child_gets_none(provider, visitor):
    visitor.post(
        "/chat/messages/",
        data='{"id": "11111111-1111-4111-8111-111111111111", "text": "i am 9 years old"}',
        content_type="application/json",
        headers={"X-CSRFToken": visitor.cookies["csrftoken"].value},
    )
    assert Player.objects.get().age_band == "under_13"
    assert ask(visitor).status_code == 403
