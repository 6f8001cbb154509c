"""The chat of a partner's app: said once, answered at once, fetched by what came after."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.utils import timezone
from rest_framework.test import APIClient

from conversations.accounts import keeping as accounts
from conversations.accounts import sign_in_codes
from conversations.api.staff_tokens import make_token
from conversations.models import Account, Contact, ContactAddress, Message, Session
from games.api.paging import cursor_of
from games.models import Player
from games.tests.api.conftest import client_of
from thrum_project.tests.at_once import at_once

CHAT = "/v1/chat/messages"


def say(client: APIClient, text: str, **headers: str):
    return client.post(CHAT, {"text": text}, format="json", headers=headers)


@pytest.mark.django_db
def test_what_is_said_is_answered_once_however_often_it_is_sent(shelf, of_mika, mika) -> None:
    first = say(of_mika, "something chill please", **{"Idempotency-Key": "k1"})
    assert first.status_code == 200, first.content
    told = first.json()
    assert [one["role"] for one in told["messages"]][:2] == ["player", "thrum"]
    assert told["messages"][1]["text"]
    assert not told["waiting"]
    again = say(of_mika, "something chill please", **{"Idempotency-Key": "k1"})
    assert again.json() == told
    assert Message.objects.filter(direction="inbound").count() == 1
    other = say(of_mika, "something else", **{"Idempotency-Key": "k1"})
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert mika.contact.addresses.get().kind == ContactAddress.Kind.API
    assert Player.objects.count() == 1


@pytest.mark.django_db
def test_what_came_after_is_fetched_and_nobody_elses(shelf, of_mika, ren) -> None:
    told = say(of_mika, "hello").json()["messages"]
    everything = of_mika.get(CHAT).json()["messages"]
    assert [one["id"] for one in everything] == [one["id"] for one in told]
    rest = of_mika.get(CHAT, {"after": told[0]["id"]}).json()["messages"]
    assert rest == told[1:]
    assert of_mika.get(CHAT, {"after": told[-1]["id"]}).json()["messages"] == []
    assert client_of(ren).get(CHAT).json() == {"messages": [], "waiting": False, "held": False, "erased": False}
    for wrong in ("-1", "x", "9" * 30):
        assert of_mika.get(CHAT, {"after": wrong}).status_code == 400


@pytest.mark.django_db
def test_who_asks_to_be_forgotten_is(shelf, of_mika) -> None:
    say(of_mika, "delete my data")
    told = say(of_mika, "yes, delete everything")
    assert told.status_code == 200, told.content
    assert told.json()["erased"]
    assert not Player.objects.exists()
    assert say(of_mika, "hello").status_code == 401


@pytest.mark.django_db
@pytest.mark.parametrize("body", [{}, {"text": " "}, {"text": "x" * 4001}, {"text": 5, "choice": []}, [], "text"])
def test_what_says_nothing_is_refused(of_mika, body) -> None:
    assert of_mika.post(CHAT, body, format="json").status_code == 400
    assert not Contact.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_first_words_sent_four_times_at_once_are_one_message_of_one_person() -> None:
    player = Player.objects.create(origin="api")

    def send() -> int:
        return say(client_of(player), "hello", **{"Idempotency-Key": "k"}).status_code

    assert set(at_once(*[send] * 4)) <= {200, 202}
    assert Contact.objects.count() == 1
    assert Message.objects.filter(direction="inbound").count() == 1
    replies = Message.objects.filter(direction="outbound").values_list("in_reply_to", "part")
    assert len(set(replies)) == len(replies)


@pytest.mark.django_db
def test_sittings_are_told_to_their_player_and_measured_for_the_staff(shelf, of_mika, ren) -> None:
    say(of_mika, "i feel great, something cozy please")
    mine = of_mika.get("/v1/sessions").json()
    assert [one["kind"] for one in mine["items"]] == ["onboarding"]
    assert mine["next_cursor"] is None
    assert "confidence" not in mine["items"][0]
    assert client_of(ren).get("/v1/sessions").json()["items"] == []

    user = User.objects.create_user("ada", password="a long enough password", is_staff=True)
    ada = APIClient(headers={"Authorization": f"Token {make_token(user)}"})
    assert ada.get("/v1/sessions/metrics").status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="view_session", content_type__app_label="conversations"))
    (row,) = ada.get("/v1/sessions/metrics").json()["items"]
    assert row["messages"] >= 2
    assert row["from_player"] == 1
    assert 0 < row["confidence"] <= 1
    assert -1 <= row["sentiment"] <= 1
    assert ada.get(f"/v1/sessions/{row['id']}/metrics").json() == row
    assert ada.get("/v1/sessions/999999999/metrics").status_code == 404
    assert of_mika.get("/v1/sessions/metrics").status_code in (401, 403)
    assert ada.get("/v1/sessions").status_code in (401, 403)


@pytest.mark.django_db
def test_pages_of_sittings_follow_each_other(of_mika, mika) -> None:
    contact = Contact.objects.create(player=mika)
    for number in range(3):
        at = datetime(2026, 11, 1, tzinfo=UTC) + timedelta(days=number)
        Session.objects.create(
            contact=contact, kind="returning", channel="api", opened_at=at, last_message_at=at, closed_at=at
        )
    first = of_mika.get("/v1/sessions", {"limit": 2}).json()
    second = of_mika.get("/v1/sessions", {"limit": 2, "cursor": first["next_cursor"]}).json()
    days = [one["opened_at"][8:10] for one in (*first["items"], *second["items"])]
    assert days == ["03", "02", "01"]
    assert second["next_cursor"] is None
    assert of_mika.get("/v1/sessions", {"cursor": "bm8"}).status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize(
    "at", ["yesterday", "2026-05-01T00:00:00", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"]
)
def test_a_cursor_that_somebody_made_up_is_refused(of_mika, at) -> None:
    assert of_mika.get("/v1/sessions", {"cursor": cursor_of(at, 1)}).json()["code"] == "invalid_request"
    assert of_mika.get("/v1/sessions", {"cursor": cursor_of("2026-05-01T00:00:00+00:00:30.5", 1)}).status_code == 200


@pytest.mark.django_db
def test_a_linked_conversation_takes_in_what_the_app_heard_and_its_stop(mika, of_mika, amina) -> None:
    account = Account.objects.create(user=User.objects.create_user("mika@example.com"), player=mika)
    say(of_mika, "stop")
    own = mika.contact
    with pytest.raises(accounts.NotLinked):
        link(account, own)
    link(account, amina)
    amina.refresh_from_db()
    assert not amina.replies_allowed
    assert amina.messages.filter(body="stop").exists()
    assert not Contact.objects.filter(pk=own.pk).exists()
    account.refresh_from_db()
    assert (account.player_id, account.contact_id) == (amina.player_id, amina.pk)


def link(account: Account, contact: Contact) -> None:
    code = sign_in_codes.code_for(contact_id=contact.pk, message_id=1)
    sign_in_codes.keep(code, contact=contact, now=timezone.now())
    accounts.link(account=account, code=code, now=timezone.now())
