"""One person on one page; their data leave by those who may, and go for good after the right words."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from conversations import consent
from conversations.models import ErasureReceipt, MoodReading, OperatorAct
from conversations.operators import acts
from conversations.tests.operators.conftest import make_staff
from conversations.tests.privacy.test_own_data import places_that_hold
from games.models import Game, Impression, Interaction, Slate

pytestmark = pytest.mark.django_db


def at(contact, page: str = "") -> str:
    return f"/admin/conversations/contact/{contact.pk}/player/{page}"


def phrase(contact) -> str:
    return f"erase {str(contact.player.public_id)[:8]}"


@pytest.fixture
def robin(robin, olga):
    """Liked one of two games, felt tired twice, said yes to deals; there is a note."""
    now = timezone.now() - timedelta(minutes=4)
    slate = Slate.objects.create(player=robin.player, surface="chat", policy_version="1", seed=1, created_at=now)
    for slot, slug in enumerate(("dorfromantik", "hades")):
        game = Game.objects.create(slug=slug, title=slug.title())
        Impression.objects.create(
            slate=slate, player=robin.player, game=game, slot=slot, score=0.8, confidence=0.7, strategy="best_fit",
            propensity=1, reason=f"because of {slug}", shown_at=now,
        )  # fmt: skip
    Interaction.objects.create(
        player=robin.player, game=Game.objects.get(slug="hades"), kind="like", source="chat", at=now
    )
    MoodReading.objects.create(contact=robin, message=robin.messages.first(), mood="tired", confidence=0.9, at=now)
    consent.allow_topics(contact=robin, topics=["deals"], evidence=robin.messages.first(), source="chat", now=now)
    acts.note(contact=robin, by=olga, body="canary-note", now=now)
    return robin


@pytest.fixture
def boss(client):
    """May do everything that an operator may."""
    everything = ("view_contact", "take_over_conversations", "erase_people", "export_people", "see_full_addresses")
    client.force_login(make_staff("boss", *everything, "view_erasurereceipt", "view_decision"))
    return client


def test_everything_about_a_person_stands_on_one_page(boss, robin):
    page = boss.get(at(robin)).content.decode()
    for expected in (
        "Robin", robin.addresses.get().value, "tired", "Dorfromantik", "because of hades", "like", "deals", "canary-note",
        "can i talk to a human", "Ledger of sends", "No cycle has looked", "Download everything", "Erase for good",
    ):  # fmt: skip
        assert expected in page, expected


def test_who_may_less_sees_less(client, robin):
    client.force_login(make_staff("vera", "view_contact"))
    page = client.get(at(robin)).content.decode()
    for hidden in (robin.addresses.get().value, "canary-note", "Ledger of sends", "Download everything", "Erase for"):
        assert hidden not in page
    assert client.post(at(robin, "export/")).status_code == 403
    assert client.get(at(robin, "erase/")).status_code == 403
    client.force_login(make_staff("edith", "view_game"))
    assert client.get(at(robin)).status_code == 403


def test_an_export_is_a_file_with_everything_and_is_written_down(boss, robin):
    assert boss.get(at(robin, "export/")).status_code == 405
    response = boss.post(at(robin, "export/"))
    told = json.loads(response.content)
    assert "attachment" in response["Content-Disposition"]
    assert told["notes_of_operators"][0]["body"] == "canary-note"
    assert "by" not in told["notes_of_operators"][0]
    assert told["addresses"][0]["value"] == robin.addresses.get().value
    assert OperatorAct.objects.filter(what="exported", by__username="boss").count() == 1


def test_erasing_wants_the_words_and_leaves_a_receipt_that_counts(boss, robin):
    number = robin.addresses.get().value
    assert "Nothing was erased" in boss.post(at(robin, "erase/"), {"phrase": "erase"}).content.decode()
    response = boss.post(at(robin, "erase/"), {"phrase": f" {phrase(robin).upper()} "}, follow=True)
    receipt = ErasureReceipt.objects.get()
    removed = receipt.removed
    assert removed["conversations.Contact"] == removed["games.Player"] == removed["conversations.InboxNote"] == 1
    assert removed["games.Impression"] == 2
    assert (receipt.asked, receipt.by.username, receipt.addresses) == ("admin", "boss", 1)
    assert places_that_hold("canary-note", number[1:]) == []
    page = response.content.decode()
    assert "impressions: <b>2</b>" in page
    assert "Robin" not in page


def test_the_page_needs_no_more_queries_for_more_rows(boss, olga, robin, queries_stay_flat):
    def add() -> None:
        slate = Slate.objects.get()
        for number in range(4):
            game = Game.objects.create(slug=f"g{number}", title=f"G{number}")
            Impression.objects.create(
                slate=slate, player=robin.player, game=game, slot=5 + number, score=1, confidence=1, strategy="x",
                propensity=1, reason="x", shown_at=timezone.now(),
            )  # fmt: skip
            acts.note(contact=robin, by=olga, body="x", now=timezone.now())
            consent.refuse_topics(contact=robin, topics=["deals"], evidence=None, source="chat", now=timezone.now())

    queries_stay_flat(lambda: boss.get(at(robin)), add)
