"""A player tells what they came for, reads what we know, takes it along and takes it back."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone
from rest_framework.test import APIClient
from rest_framework_simplejwt.token_blacklist.models import OutstandingToken

from conversations.accounts.service_tokens import make_service_token
from conversations.models import Account, Contact, ErasureReceipt, PartnerUser, SuppressedAddress
from conversations.tests.api.test_signing_in import ROBIN, post, profile
from games.api.tokens import make_access_token
from games.interactions.recording import record_interaction
from games.models import Game, Player

pytestmark = pytest.mark.django_db

TOLD = {
    "intent": "create", "platforms": ["switch", "pc"], "genres": ["puzzle"], "avoid_genres": ["horror"], "age": 27,
    "gender": "non_binary", "city": "Leipzig", "neighborhood": "Plagwitz",
}  # fmt: skip


@pytest.fixture
def mika(db: None) -> Player:
    return Player.objects.create(origin="api")


def client_of(token: str, **headers: str) -> APIClient:
    client = APIClient(headers=headers)
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    return client


def test_what_is_told_at_the_start_stands_in_the_profile_in_the_words_of_the_contract(mika: Player) -> None:
    client = client_of(make_access_token(mika))
    game = Game.objects.create(slug="tale", title="Tale", platforms=["pc"], genres=["rpg"])
    told = client.post("/v1/user/onboarding", TOLD, format="json").json()
    record_interaction(player=mika, game=game, kind="played", source="api", at=timezone.now())
    record_interaction(player=mika, game=game, kind="like", source="api", at=timezone.now())
    now = client.get("/v1/user/profile").json()
    assert told["user_id"] == now["user_id"] == str(mika.public_id)
    assert now["onboarding_intent"] == "create"
    assert (now["age"], now["age_band"], now["gender"]) == (None, "adult", "non_binary")
    assert now["preferred_categories"][0] == {"name": "puzzle", "score": 1.0}
    assert {one["name"] for one in now["preferred_categories"]} == {"puzzle", "rpg"}
    assert now["preferred_price_range"].keys() == {"avg", "sweet_spot_min", "sweet_spot_max"}
    assert now["preferred_locations"] == [{"city": "Leipzig", "neighborhood": "Plagwitz", "score": 0.5}]
    assert (now["total_events_attended"], now["cold_start_completed"]) == (1, False)
    assert (now["platforms"], now["avoided_genres"]) == (["switch", "pc"], ["horror"])
    assert now["profile_version"] > told["profile_version"]


def test_of_a_child_only_the_machines_are_kept(mika: Player) -> None:
    client = client_of(make_access_token(mika))
    now = client.post("/v1/user/onboarding", {**TOLD, "age": 9}, format="json").json()
    assert (now["age_band"], now["platforms"]) == ("under_13", ["switch", "pc"])
    assert not any(now[name] for name in ("gender", "preferred_locations", "liked_genres", "onboarding_intent"))


@pytest.mark.parametrize(
    "change",
    [
        {"intent": "party"}, {"platforms": "switch"}, {"platforms": ["toaster"]}, {"age": -1}, {"age": "old"},
        {"gender": "x"}, {"city": "x" * 101}, {"city": None}, {"genres": ["rpg"] * 21}, {"age": 10**30},
    ],
)  # fmt: skip
def test_what_nobody_can_be_is_refused_and_nothing_is_kept(mika: Player, change: dict[str, Any]) -> None:
    answer = client_of(make_access_token(mika)).post("/v1/user/onboarding", {**TOLD, **change}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_request")
    assert answer.json()["errors"][0]["at"].startswith(next(iter(change)))
    mika.refresh_from_db()
    assert mika.profile_version == 0


def test_a_reset_forgets_the_taste_and_keeps_the_machines(mika: Player) -> None:
    client = client_of(make_access_token(mika))
    client.post("/v1/user/onboarding", TOLD, format="json")
    now = client.post("/v1/user/reset").json()
    assert (now["preferred_categories"], now["avoided_genres"], now["onboarding_intent"]) == ([], [], None)
    assert now["platforms"] == ["switch", "pc"]


def test_an_export_tells_all_and_deleting_leaves_nothing_and_no_good_token() -> None:
    robin = post("auth/signup", ROBIN).json()
    client = client_of(robin["access_token"])
    client.post("/v1/user/onboarding", TOLD, format="json", headers={"Idempotency-Key": "1"})
    told = client.get("/v1/user/export").json()
    assert told["account"]["email"] == "Robin@Example.com"
    assert told["player"]["city"] == "Leipzig"
    assert client.delete("/v1/user", headers={"Idempotency-Key": "2"}).status_code == 204
    assert not any(model.objects.exists() for model in (User, Account, Player, OutstandingToken))
    assert profile(robin["access_token"]).status_code == 401
    assert post("auth/refresh", {"refresh_token": robin["refresh_token"]}).status_code == 401
    assert post("auth/signup", ROBIN).status_code == 201


def test_who_asks_us_by_letter_is_found_by_e_mail_or_public_id(
    mika: Player, capsys: pytest.CaptureFixture[str]
) -> None:
    post("auth/signup", ROBIN)
    call_command("export_player", "robin@EXAMPLE.com")
    assert '"email": "Robin@Example.com"' in capsys.readouterr().out
    for address in ("robin@example.com", str(mika.public_id)):
        call_command("erase_player", address)
    assert not Player.objects.exists()
    assert [one.asked for one in ErasureReceipt.objects.all()] == ["command", "command"]


def test_who_talked_with_us_takes_the_conversation_along_and_deletes_it_too(amina: Contact) -> None:
    client = client_of(make_access_token(amina.player))
    assert client.get("/v1/user/export").json()["contact"]["display_name"] == "Amina"
    assert client.delete("/v1/user").status_code == 204
    assert not Contact.objects.exists()
    assert ErasureReceipt.objects.get().asked == "api"
    assert SuppressedAddress.objects.exists()


def test_user123_of_one_partner_is_not_user123_of_another() -> None:
    one, two = (make_service_token(partner=name, scopes=["profile:read", "profile:write"]) for name in ("A", "B"))
    ids = [
        client_of(token, **{"Thrum-User": "user123"}).get("/v1/user/profile").json()["user_id"] for token in (one, two)
    ]
    assert ids[0] != ids[1]
    assert client_of(one, **{"Thrum-User": "user123"}).get("/v1/user/profile").json()["user_id"] == ids[0]
    assert PartnerUser.objects.count() == Player.objects.count() == 2
    assert client_of(one).get("/v1/user/profile").status_code == 403
    assert client_of(one, **{"Thrum-User": "x" * 129}).get("/v1/user/profile").status_code == 400
    assert client_of(one + "x", **{"Thrum-User": "user123"}).get("/v1/user/profile").status_code == 401


def test_what_one_partner_was_told_is_nothing_to_another(shelf: Any) -> None:
    one, other = (
        client_of(make_service_token(partner=name, scopes=["recommend", "learn"]), **{"Thrum-User": "user123"})
        for name in ("Arcade", "Den")
    )
    shown = one.post("/v1/recommend/feed", {}, format="json").json()["items"][0]["recommendation_id"]
    told = {"kind": "view", "recommendation_id": shown}
    (event,) = one.post("/v1/behavior/log", told, format="json").json()["event_ids"]
    for at, body in (
        ("/v1/behavior/log", told),
        ("/v1/feedback/", {"feedback": "like", "recommendation_id": shown}),
        ("/v1/feedback/reward", {"reward": "like", "recommendation_id": shown}),
        ("/v1/feedback/reward", {"reward": "like", "event_id": event}),
    ):
        assert other.post(at, body, format="json").status_code == 404, at
        assert one.post(at, body, format="json").status_code == 201, at


def test_a_token_can_be_made_for_an_id_never_seen(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("generate_token", "user123")
    token = capsys.readouterr().out.strip()
    call_command("generate_token", "user123")
    again = capsys.readouterr().out.strip()
    assert profile(token).json()["user_id"] == profile(again).json()["user_id"]
    call_command("make_service_token", "Arcade", "--scopes", "recommend")
    text = capsys.readouterr().out.strip()
    answer = client_of(text, **{"Thrum-User": "user123"}).get("/v1/user/profile")
    assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")
    call_command("revoke_service_token", "Arcade", text[:10])
    assert client_of(text, **{"Thrum-User": "user123"}).get("/v1/user/profile").status_code == 401
