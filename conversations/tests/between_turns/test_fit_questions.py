"""Did it fit? Whom it is asked, when, and when never."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from conversations import consent, switches
from conversations.between_turns import fit_questions
from conversations.models import Contact, Message
from conversations.sending import outbox
from conversations.tests.conftest import NOW, SENDER
from games.interactions.recording import record_interaction
from games.models import Game, Impression, Player, Slate
from games.tests.factories import GameFactory
from thrum_project.tests.at_once import at_once

pytestmark = pytest.mark.usefixtures("whatsapp")
LATER = NOW + timedelta(hours=15)  # nine in the morning after


@pytest.fixture
def likes(make_contact):
    """Somebody in London who wrote at six in the evening and liked a game at once."""

    def make(name: str = "Amina", *, kind: str = "like", shown_ago=timedelta(minutes=1), **fields) -> Contact:
        number = len(name) * 100 + ord(name[0])
        contact = make_contact(
            f"+44791112{number:04d}",
            display_name=name,
            time_zone="Europe/London",
            last_inbound_ago=timedelta(),
            **fields,
        )
        Message.objects.create(
            contact=contact, address=contact.addresses.get(), channel="whatsapp", sender=SENDER, direction="inbound",
            origin="player", status="handled", seq=1, body="love it", created_at=NOW,
        )  # fmt: skip
        show(contact, GameFactory(title="Quiet Harbour"), ago=shown_ago)
        record_interaction(player=contact.player, game=Game.objects.latest("pk"), kind=kind, source="chat", at=NOW)
        return contact

    return make


def show(contact: Contact, game: Game, *, ago: timedelta) -> Impression:
    slate = Slate.objects.create(
        player=contact.player,
        surface="chat",
        policy_version="1",
        seed=1,
        created_at=NOW - ago,
        context={"mood": "tired"},
    )
    return Impression.objects.create(
        slate=slate, player=contact.player, game=game, slot=0, score=1, confidence=1, strategy="best_fit", propensity=1,
        reason="calm", shown_at=NOW - ago,
    )  # fmt: skip


def ask(now=LATER) -> int:
    return fit_questions.ask_due(now=now, rng=np.random.default_rng(3))


def test_who_liked_a_game_is_asked_once_the_next_morning(likes):
    likes()
    assert [ask(), ask(), ask(LATER + timedelta(hours=2))] == [1, 0, 0]
    question = Message.objects.get(origin="follow_up")
    assert "Quiet Harbour" in question.body
    impression = Impression.objects.get()
    assert impression.fit_asked_at == LATER
    assert [button["id"] for button in question.content["buttons"]] == [
        f"fit:{word}-{impression.pk}" for word in ("yes", "kinda", "no")
    ]
    assert [message.pk for message in outbox.claim_due(now=LATER, limit=5)] == [question.pk]


def test_nobody_is_asked_while_a_switch_is_on_or_who_refused_check_ins(likes):
    contact = likes()
    switches.turn(key="silence", on=True, by=None, because="a drill", now=NOW)
    assert ask() == 0
    switches.turn(key="silence", on=False, by=None, because="", now=NOW)
    consent.refuse_topics(contact=contact, topics=["check_ins"], evidence=None, source="chat", now=NOW)
    assert ask() == 0
    consent.allow_topics(contact=contact, topics=["check_ins"], evidence=None, source="chat", now=LATER)
    assert ask() == 1


def test_a_day_of_play_counts_and_what_was_played_before_does_not(likes):
    likes("Amina", kind="played", shown_ago=timedelta(hours=20))
    likes("Zed", kind="played", shown_ago=timedelta(minutes=2))
    assert ask() == 1
    assert Message.objects.get(origin="follow_up").contact.display_name == "Amina"


@pytest.mark.parametrize("hours", [1, 11, 13, 24, 25])
def test_not_too_soon_not_at_night_and_not_outside_the_window(likes, hours):
    """Liked at seven in the evening, London's summer: twelve hours later it is seven, and the window ends at seven."""
    likes()
    assert ask(NOW + timedelta(hours=hours)) == 0


def test_where_the_clock_is_unknown_it_must_be_day_on_every_one_they_may_have(likes, make_contact):
    contact = likes()
    Contact.objects.filter(pk=contact.pk).update(time_zone="")
    contact.addresses.update(value="+12125550123")
    assert ask(LATER) == 0  # five in the morning in New York
    assert ask(NOW + timedelta(hours=21)) == 0  # not nine yet in California
    assert ask(NOW + timedelta(hours=23)) == 0  # nor in Hawaii, and then the window closes


def test_whose_number_tells_nothing_is_never_asked(likes):
    contact = likes()
    Contact.objects.filter(pk=contact.pk).update(time_zone="")
    contact.addresses.update(kind="whatsapp_id", value="US.900")
    assert ask() == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"replies_allowed": False}, {"held_by_human_at": NOW}, {"looping_at": NOW}, {"parked_at": NOW},
        {"distress_at": NOW - timedelta(days=3)}, {"last_inbound_at": LATER - timedelta(minutes=30)},
    ],
    ids=str,
)  # fmt: skip
def test_whom_it_is_not_for(likes, fields):
    contact = likes()
    Contact.objects.filter(pk=contact.pk).update(**fields)
    assert ask() == 0


def test_a_child_is_not_asked(likes):
    contact = likes()
    Player.objects.filter(pk=contact.player_id).update(age_band="under_13")
    assert ask() == 0


def test_stop_between_asking_and_the_claim_wins(likes):
    contact = likes()
    ask()
    consent.stop(contact=contact, evidence=None, source="test", now=LATER)
    assert outbox.claim_due(now=LATER, limit=5) == []


def test_what_was_turned_down_after_all_is_not_asked_about(likes):
    contact = likes()
    record_interaction(player=contact.player, game=Game.objects.get(), kind="dislike", source="chat", at=NOW)
    assert ask() == 0


def test_nobody_is_asked_twice_within_two_days_nor_twice_about_a_game(likes):
    contact = likes()
    other = GameFactory(title="Knot Theory")
    show(contact, other, ago=timedelta(minutes=1))
    record_interaction(player=contact.player, game=other, kind="like", source="chat", at=NOW)
    assert ask() == 1
    assert ask(LATER + timedelta(hours=1)) == 0
    asked = Impression.objects.exclude(fit_asked_at=None).get()
    show(contact, asked.game, ago=timedelta())
    Impression.objects.filter(pk=asked.pk).update(fit_asked_at=LATER - timedelta(days=3))
    ask(LATER)
    assert Impression.objects.exclude(fit_asked_at=None).filter(game=asked.game).count() == 1


def test_switched_off_nobody_is_asked(likes, settings):
    settings.FIT_QUESTION_HOURS = 0
    likes()
    assert ask() == 0


@pytest.mark.django_db(transaction=True)
def test_three_runs_at_once_ask_once(likes):
    likes()
    assert sum(at_once(ask, ask, ask)) == 1
    assert Message.objects.filter(origin="follow_up").count() == 1


def test_a_child_is_left_out_though_only_learnt_of_after_the_look(likes):
    contact = likes()
    found = list(fit_questions._due(LATER, None))
    assert len(found) == 1
    Player.objects.filter(pk=contact.player_id).update(age_band="under_13")
    assert not fit_questions._ask(found[0][1], contact.pk, now=LATER, rng=np.random.default_rng(3))


def test_one_who_cannot_be_asked_holds_up_nobody(likes, monkeypatch, caplog):
    bad, _ = likes("Zed"), likes("Amina")
    real = fit_questions.find_window

    def breaks(contact, *, now):
        if contact == bad:
            raise RuntimeError("no window")
        return real(contact, now=now)

    monkeypatch.setattr(fit_questions, "find_window", breaks)
    assert ask() == 1
    assert f"contact {bad.pk} could not be asked" in caplog.text
