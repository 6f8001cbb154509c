"""Robin forgot a password, and proves that a conversation is theirs."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from conversations.accounts import sign_in_codes
from conversations.dialogue.said.commands import command_in
from conversations.models import Account, Contact, SignInCode
from conversations.receiving.identity import merge
from conversations.tests.api.test_signing_in import ROBIN, post, profile
from games.interactions.recording import record_interaction
from games.models import Game, Interaction, Player
from games.players.facts import remember
from thrum_project.tests.at_once import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def robin(db: None) -> dict[str, Any]:
    answer: dict[str, Any] = post("auth/signup", ROBIN).json()
    return answer


def told_code(contact: Contact, number: int = 1) -> str:
    code = sign_in_codes.code_for(contact_id=contact.pk, message_id=number)
    sign_in_codes.keep(code, contact=contact, now=timezone.now())
    return code


def test_a_code_by_mail_sets_a_new_password_once_and_signs_everybody_out(
    robin: dict[str, Any], run_queue: Callable[[], int], settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    answers = [post("auth/password/forgotten", {"email": told}) for told in ("ROBIN@example.com", "kim@example.com")]
    assert [answer.status_code for answer in answers] == [202, 202]
    assert answers[0].json() == answers[1].json()
    run_queue()
    (letter,) = mail.outbox
    assert letter.to == ["Robin@Example.com"]
    code = letter.body.split("Your code: ")[1].split()[0]
    assert post("auth/password/reset", {"code": code, "password": "Robin@Example.com"}).json()["errors"]
    wish = {"code": code, "password": "four-quiet-evenings"}
    answer = post("auth/password/reset", wish)
    assert answer.status_code == 200
    assert profile(answer.json()["access_token"]).status_code == 200
    assert profile(robin["access_token"]).status_code == 401
    assert post("auth/refresh", {"refresh_token": robin["refresh_token"]}).status_code == 401
    assert post("auth/password/reset", wish).json()["code"] == "invalid_request"
    assert post("auth/login", ROBIN).status_code == 401
    assert post("auth/login", {**ROBIN, "password": "four-quiet-evenings"}).status_code == 200
    assert Account.objects.get().email_verified_at is not None


@pytest.mark.parametrize("code", ["", "x", "1", "1-", "-", "99999999999999999999-abc", "1-abc-def"])
def test_what_is_no_code_from_a_mail_changes_nothing(robin: dict[str, Any], code: str) -> None:
    assert post("auth/password/reset", {"code": code, "password": "four-quiet-evenings"}).status_code == 400
    assert post("auth/login", ROBIN).status_code == 200


@pytest.mark.parametrize(
    ("said", "is_asked"),
    [
        ("sign-in code", True), ("Can you give me a login code please?", True), ("link my account", True),
        ("my sign in code", True), ("code to link my account", True), ("how do i connect my account?", True),
        ("I need a code for signing in", True), ("i want to link this to my account", True), ("code of honour", False),
        ("i need a link", False), ("cheat code", False), ("code vein", False), ("games like login", False),
    ],
)  # fmt: skip
def test_only_who_asks_for_a_code_gets_one(said: str, is_asked: bool) -> None:
    assert (command_in(said) == "code") == is_asked


def test_who_asks_in_chat_is_told_a_code_that_opens_their_taste() -> None:
    chat = Client()
    chat.get("/chat/")
    told = chat.post("/chat/messages/", {"id": str(uuid.uuid4()), "text": "sign-in code"}, "application/json").json()
    said = " ".join(bubble["text"] for bubble in told["messages"] if not bubble["mine"])
    (code,) = re.findall(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b", said)
    answer = post("auth/code", {"code": code})
    assert answer.json()["user_id"] == str(Contact.objects.get().player.public_id)


def test_a_code_from_chat_signs_in_once_however_it_is_typed(amina: Contact) -> None:
    code = told_code(amina)
    answer = post("auth/code", {"code": f" {code.lower().replace('-', ' ')}"})
    assert answer.status_code == 200
    assert answer.json()["refresh_token"] is None
    assert profile(answer.json()["access_token"]).json()["user_id"] == str(amina.player.public_id)
    assert post("auth/code", {"code": code}).json()["code"] == "wrong_credentials"


def test_a_code_is_over_after_ten_minutes_and_with_the_next_one(amina: Contact) -> None:
    first, second = told_code(amina, 1), told_code(amina, 2)
    assert first != second
    assert post("auth/code", {"code": first}).status_code == 401
    SignInCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert post("auth/code", {"code": second}).status_code == 401


def test_linking_makes_one_taste_of_two_and_keeps_stop_and_dislikes(robin: dict[str, Any], chen: Contact) -> None:
    mine = Player.objects.get(public_id=robin["user_id"])
    remember(player_id=mine.pk, platforms=["switch"], avoided_genres=["horror"])
    remember(player_id=chen.player_id, platforms=["pc"], liked_genres=["horror", "rpg"])
    game = Game.objects.create(slug="tale", title="Tale", platforms=["pc"], genres=["rpg"])
    record_interaction(player=mine, game=game, kind="dislike", source="api", at=timezone.now())
    answer = post("auth/link", {"code": told_code(chen)}, token=robin["access_token"])
    assert answer.status_code == 200
    told = profile(answer.json()["access_token"]).json()
    assert told["user_id"] == answer.json()["user_id"] == str(chen.player.public_id)
    assert set(told["platforms"]) == {"pc", "switch"}
    assert told["avoided_genres"] == ["horror"]
    assert told["liked_genres"] == ["rpg"]
    assert Interaction.objects.get().player_id == chen.player_id
    account = Account.objects.get()
    assert (account.contact_id, account.player_id) == (chen.pk, chen.player_id)
    assert account.linked_at is not None
    chen.refresh_from_db()
    assert not chen.replies_allowed
    assert profile(robin["access_token"]).status_code == 401
    assert post("auth/refresh", {"refresh_token": robin["refresh_token"]}).json()["user_id"] == told["user_id"]


def test_a_conversation_belongs_to_one_account_and_an_account_has_one(
    robin: dict[str, Any], amina: Contact, bilal: Contact
) -> None:
    kim = post("auth/signup", {**ROBIN, "email": "kim@example.com"}).json()
    token = post("auth/link", {"code": told_code(amina)}, token=robin["access_token"]).json()["access_token"]
    assert post("auth/link", {"code": told_code(bilal)}, token=token).status_code == 409
    assert post("auth/link", {"code": told_code(amina, 2)}, token=kim["access_token"]).status_code == 409
    assert Player.objects.filter(public_id=kim["user_id"]).exists()


def test_when_two_conversations_become_one_the_account_comes_along(
    robin: dict[str, Any], amina: Contact, bilal: Contact
) -> None:
    post("auth/link", {"code": told_code(bilal)}, token=robin["access_token"])
    merge(keep_id=amina.pk, gone_id=bilal.pk, now=timezone.now())
    assert (Account.objects.get().contact_id, Account.objects.get().player_id) == (amina.pk, amina.player_id)
    assert post("auth/login", ROBIN).json()["user_id"] == str(amina.player.public_id)


@pytest.mark.django_db(transaction=True)
def test_four_links_at_once_with_one_code_merge_once(amina: Contact) -> None:
    token = post("auth/signup", ROBIN).json()["access_token"]
    code = told_code(amina)
    told = at_once(*[lambda: post("auth/link", {"code": code}, token=token).status_code] * 4)
    assert told.count(200) == 1
    assert set(told) <= {200, 401, 409}
    assert Player.objects.get().pk == amina.player_id
