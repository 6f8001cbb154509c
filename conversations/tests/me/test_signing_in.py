"""Ways onto one's own page, and who stays outside."""

from __future__ import annotations

import pytest
from django.db.models import F
from django.utils import timezone

from conversations.accounts import sign_in_codes
from conversations.channels.web import visitors as chat_visitors
from conversations.models import ContactAddress
from conversations.tests.me.conftest import PASSWORD
from games.models import Player

pytestmark = pytest.mark.django_db


def is_in(client) -> bool:
    return client.get("/me/").status_code == 200


def test_a_stranger_is_asked_to_sign_in(client):
    assert client.get("/me/").url == "/me/sign-in"


def test_an_email_opens_the_page_in_any_capitals(client, account, shelf):
    client.post("/me/sign-in", {"email": "mika@example.ORG", "password": PASSWORD})
    assert is_in(client)


@pytest.mark.parametrize(
    ("email", "password"),
    [("mika@example.org", "wrong"), ("nobody@example.org", PASSWORD), ("", ""), ("mika@example.org\x00", "\x00")],
)
def test_a_wrong_password_and_an_unknown_email_are_told_alike(client, account, email, password):
    answer = client.post("/me/sign-in", {"email": email, "password": password})
    assert answer.status_code == 403
    assert "do not match an account" in answer.content.decode()
    assert not is_in(client)


def test_staff_without_an_account_have_no_page(client, django_user_model):
    django_user_model.objects.create_user("ada", password=PASSWORD, is_staff=True)
    assert client.post("/me/sign-in", {"email": "ada", "password": PASSWORD}).status_code == 403


def test_a_code_from_the_chat_opens_it_once(client, contact, shelf):
    code = sign_in_codes.code_for(contact_id=contact.pk, message_id=7)
    sign_in_codes.keep(code, contact=contact, now=timezone.now())

    client.post("/me/sign-in/code", {"code": code.lower()})
    assert is_in(client)

    client.post("/me/sign-out")
    assert client.post("/me/sign-in/code", {"code": code}).status_code == 403
    assert not is_in(client)


def test_who_chats_in_this_browser_opens_it_with_one_tap(client, contact, shelf):
    ContactAddress.objects.create(contact=contact, kind=ContactAddress.Kind.WEB, value="a-visitor")
    client.get("/chat/")
    assert client.post("/me/sign-in/chat").status_code == 403

    ContactAddress.objects.update(value=chat_visitors.read_visitor(client.get("/chat/").wsgi_request))
    assert "You chat in this browser" in client.get("/me/sign-in").content.decode()
    client.post("/me/sign-in/chat")
    assert is_in(client)


def test_signing_out_everywhere_closes_the_page(of_mika, mika, shelf):
    assert is_in(of_mika)
    Player.objects.filter(pk=mika.pk).update(token_generation=F("token_generation") + 1)
    assert not is_in(of_mika)


def test_a_forged_cookie_opens_nothing(client, mika):
    client.cookies["thrum_me"] = f"{mika.public_id}:0"
    assert not is_in(client)


def test_guessing_is_slowed_down(client, account, settings):
    settings.API_LIMITS = {**settings.API_LIMITS, "sign_in": 2}
    codes = [client.post("/me/sign-in/code", {"code": f"AAAA-000{number}"}).status_code for number in range(4)]
    assert codes == [403, 403, 429, 429]


def test_who_is_locked_out_is_told_so_on_this_page(client, account, settings):
    settings.AXES_FAILURE_LIMIT = 2
    told = {"email": "mika@example.org", "password": "wrong"}
    answers = [client.post("/me/sign-in", told) for _ in range(3)]
    assert answers[-1].status_code == 429
    assert "Too many wrong passwords" in answers[-1].content.decode()
    assert client.post("/me/sign-in", {**told, "password": PASSWORD}).status_code == 429
