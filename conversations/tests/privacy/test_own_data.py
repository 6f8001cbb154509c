"""An erased person leaves nothing behind, in any column of any table."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from conversations.channels.types import Address
from conversations.models import (
    Contact,
    InboxNote,
    Message,
    ModelCall,
    ModerationFlag,
    MoodReading,
    ProviderDeletion,
    Reminder,
    Session,
    SuppressedAddress,
)
from conversations.privacy import own_data, retention
from conversations.receiving import inbox
from conversations.tests.conftest import NOW, an_inbound, queued
from games.models import Game, Impression, Interaction, Player, Slate

CANARY = "canary7731"
PHONE = "+15557731773"


@pytest.fixture
def a_person_everywhere(db) -> Contact:
    """Uses every feature, with the canary in every field that takes words."""
    receipt = inbox.receive(
        an_inbound(
            f"i am {CANARY}", phone=PHONE, addresses=(Address("phone", PHONE), Address("whatsapp_id", f"US.{CANARY}")),
            profile_name=CANARY, raw={"Body": CANARY, "From": PHONE}, quoted_provider_id=CANARY, choice=CANARY,
        ),
        now=NOW,
    )  # fmt: skip
    contact = Contact.objects.get(pk=receipt.contact_id)
    Player.objects.filter(pk=contact.player_id).update(city=CANARY, gender=CANARY, scores={CANARY: 1})
    session = Session.objects.create(
        contact=contact, kind="onboarding", channel="whatsapp", opened_at=NOW, last_message_at=NOW, state={"x": CANARY}
    )
    message = Message.objects.get(pk=receipt.message_id)
    MoodReading.objects.create(contact=contact, message=message, mood="chill", confidence=1, at=NOW)
    game = Game.objects.create(slug="g", title="G")
    slate = Slate.objects.create(
        player=contact.player, surface="chat", policy_version="1", seed=1, created_at=NOW, context={"text": CANARY}
    )
    Impression.objects.create(
        slate=slate, player=contact.player, game=game, slot=0, score=1, confidence=1, strategy="best_fit",
        propensity=1, reason=CANARY,
    )  # fmt: skip
    Interaction.objects.create(player=contact.player, game=game, kind="like", source="chat", at=NOW, key=CANARY)
    Reminder.objects.create(
        contact=contact, about=CANARY, due_at=NOW + timedelta(hours=1), time_zone="UTC", asked_at=NOW, state="sent",
        ended_at=NOW + timedelta(hours=1),
    )  # fmt: skip
    ModelCall.objects.create(session=session, at=NOW, purpose="story", prompt=CANARY, answer=CANARY)
    ModerationFlag.objects.create(
        contact=contact, message=message, direction="inbound", category="threat", excerpt=CANARY, words=CANARY, at=NOW
    )
    Contact.objects.filter(pk=contact.pk).update(time_zone=CANARY)
    InboxNote.objects.create(contact=contact, body=CANARY, at=NOW)
    queued(contact, f"hello {CANARY}", session=session, slate=slate, in_reply_to=message, provider_id="SM" + "d" * 32)
    return contact


def places_that_hold(*needles: str) -> list[str]:
    """Every column of every table whose text form has one of these."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND table_name IN (SELECT tablename FROM pg_tables WHERE schemaname = 'public')"
        )
        for table, column in cursor.fetchall():
            for needle in needles:
                cursor.execute(f'SELECT count(*) FROM "{table}" WHERE "{column}"::text LIKE %s', [f"%{needle}%"])
                if cursor.fetchone()[0]:
                    found.append(f"{table}.{column}")
    return found


def test_the_search_for_traces_finds_them_before(a_person_everywhere):
    assert len(places_that_hold(CANARY, PHONE[1:])) > 10


def test_after_erasure_no_column_of_any_table_knows_them(a_person_everywhere):
    receipt = own_data.erase(contact=a_person_everywhere, now=NOW, asked="command")
    assert receipt.removed["conversations.Message"] == 2
    assert (receipt.addresses, receipt.provider_copies) == (2, 2)
    assert places_that_hold(CANARY, PHONE[1:]) == []
    assert not Player.objects.exists()
    assert SuppressedAddress.objects.count() == 2


def test_the_provider_is_asked_to_delete_its_copies_until_it_has(a_person_everywhere, twilio):
    sids = set(Message.objects.values_list("provider_id", flat=True))
    own_data.erase(contact=a_person_everywhere, now=NOW)
    twilio.misbehave = ["20009"]
    assert own_data.delete_at_providers(now=NOW + timedelta(minutes=3)) == 1
    own_data.delete_at_providers(now=NOW + timedelta(hours=1))
    assert set(twilio.deleted) == sids
    assert set(ProviderDeletion.objects.values_list("state", "provider_id")) == {("done", "")}


def test_a_farewell_still_leaves_and_then_its_shell_goes(a_person_everywhere, twilio, rng):
    from conversations.sending import send_loop

    message = Message.objects.filter(direction="inbound").get()
    own_data.erase(contact=a_person_everywhere, now=NOW, farewell="all gone, take care", answering=message)
    assert places_that_hold(CANARY) == []
    send_loop.send_due(clock=lambda: NOW, rng=rng)
    assert twilio.bodies == ["all gone, take care"]
    assert own_data.finish_erasures(now=NOW) == 1
    assert not Contact.objects.exists()


def test_who_writes_again_while_the_shell_is_there_stays(a_person_everywhere, twilio):
    message = Message.objects.filter(direction="inbound").get()
    own_data.erase(contact=a_person_everywhere, now=NOW, farewell="all gone", answering=message)
    inbox.receive(an_inbound("me again", phone=PHONE), now=NOW)
    Message.objects.filter(direction="outbound").update(status="sent")
    assert own_data.finish_erasures(now=NOW) == 0


def test_an_export_holds_everything(a_person_everywhere, capsys):
    call_command("export_player", PHONE)
    told = capsys.readouterr().out
    for part in ("addresses", "messages", "moods", "interactions", "offered", "reminders", "list", CANARY):
        assert part in told


@pytest.mark.parametrize("address", [PHONE, PHONE[1:], f"whatsapp:{PHONE}", f"US.{CANARY}"])
def test_a_person_is_found_by_any_spelling_of_their_address(a_person_everywhere, address, capsys):
    call_command("erase_player", address)
    assert not Contact.objects.exists()


def test_nobody_by_this_address_is_said_plainly(db):
    with pytest.raises(CommandError, match="nobody"):
        call_command("erase_player", "+1")


def test_what_is_old_is_forgotten_step_by_step(a_person_everywhere):
    retention.forget_what_is_old(now=NOW + timedelta(days=31))
    assert not Message.objects.filter(raw__isnull=False).exists()
    assert Message.objects.exclude(body="").exists()
    assert Reminder.objects.exists()
    retention.forget_what_is_old(now=NOW + timedelta(days=181))
    assert not Message.objects.exclude(body="").exists()
    assert not Reminder.objects.exists()


def test_a_silent_web_visitor_goes_and_others_stay(a_person_everywhere):
    inbox.receive(an_inbound("hi", channel="web", addresses=(Address("web", "token"),), sender="web"), now=NOW)
    retention.forget_what_is_old(now=NOW + timedelta(days=31))
    assert list(Contact.objects.all()) == [a_person_everywhere]
