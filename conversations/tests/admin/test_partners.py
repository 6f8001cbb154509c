"""Partners, their tokens and players' accounts in the admin."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from conversations.accounts import keeping as accounts
from conversations.accounts.service_tokens import PREFIX, digest_of
from conversations.models import Partner, ServiceToken
from games.models import Change, Player
from thrum_project.roles import sync_roles

pytestmark = pytest.mark.django_db
LIST = "/admin/conversations/partner/"


@pytest.fixture
def boss() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("boss"))
    return client


@pytest.fixture
def in_role():
    sync_roles()

    def sign_in(role: str) -> Client:
        user = User.objects.create_user(role, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def acme() -> Partner:
    return Partner.objects.create(name="Acme")


def test_a_token_is_told_once_and_opens_nothing_after_it_is_revoked(boss, acme):
    issue = f"{LIST}{acme.pk}/issue-token/"
    boss.get(issue)
    assert not ServiceToken.objects.exists(), "a link changes nothing"
    page = boss.post(issue, {"label": "their shop", "scopes": ["recommend"], "days": "30"})
    found = re.search(rf"{PREFIX}[\w-]{{40,}}", page.content.decode())
    assert found
    assert "no-store" in page["Cache-Control"]
    token = ServiceToken.objects.get()
    assert (token.digest, token.scopes, token.label) == (digest_of(found[0]), ["recommend"], "their shop")
    assert token.expires_at
    assert not any(found[0] in str(change.after) + change.why for change in Change.objects.all())
    for address in (f"{LIST}{acme.pk}/change/", f"/admin/conversations/servicetoken/{token.pk}/change/"):
        assert found[0] not in boss.get(address).content.decode()

    revoke = f"/admin/conversations/servicetoken/{token.pk}/revoke/"
    boss.get(revoke)
    token.refresh_from_db()
    assert token.revoked_at is None
    for _ in range(2):
        boss.post(revoke)
    token.refresh_from_db()
    assert token.revoked_at
    said = list(Change.objects.filter(kind="conversations.partner").order_by("pk").values_list("why", flat=True))
    assert said == ["issued a token: their shop", f"revoked the token {token.hint}…"]


@pytest.mark.parametrize("told", [{"scopes": []}, {"scopes": ["everything"]}, {"scopes": ["learn"], "days": "0"}])
def test_a_token_that_makes_no_sense_is_not_issued(boss, acme, told):
    assert b"Authorization" not in boss.post(f"{LIST}{acme.pk}/issue-token/", told).content
    assert not ServiceToken.objects.exists()


def test_an_account_is_found_by_its_whole_e_mail_which_only_some_see(in_role, now):
    account = accounts.sign_up(email="robin@example.org", password="a long one 77", now=now)
    page = "/admin/conversations/account/"
    operator = in_role("operator")
    assert "robin@example.org" in operator.get(page, {"q": "Robin@example.org"}).content.decode()
    assert "robin@" not in operator.get(page, {"q": "robin"}).content.decode().partition("result_list")[2]
    assert in_role("marketer").get(page).status_code == 403
    before = Player.objects.get().token_generation
    operator.get(f"{page}{account.pk}/sign-out/")
    assert Player.objects.get().token_generation == before
    operator.post(f"{page}{account.pk}/sign-out/")
    assert Player.objects.get().token_generation == before + 1
