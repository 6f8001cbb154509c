"""A simulated chat goes the real way, tells why, and leaves nothing behind."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db.models import DateTimeField

from conversations.channels.registry import connected_kinds
from conversations.knowledge import in_use as knowledge
from conversations.models import Contact, ContactAddress, Message, Miss
from conversations.simulation.lines import as_reply
from conversations.simulation.playing import Run, play
from conversations.simulation.scripts import DEFAULT_START
from conversations.tests.conftest import queued
from conversations.tests.simulation.conftest import a_script
from conversations.understanding.types import Vector
from games.models import Player
from thrum_project.tests.at_once import at_once

pytestmark = pytest.mark.django_db

CALM = "third night no sleep, something calm on switch under 20 quid"


def rows_of_every_table() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models(include_auto_created=True)}


@pytest.mark.django_db(transaction=True)
def test_nothing_is_written_by_a_chat_in_which_everything_happens(chat):
    before = rows_of_every_table()
    talk = chat(
        CALM, {"tap": "more"}, {"tap": "dislike"}, "cheaper", {"send": "voice"}, {"fail": "lost"}, "hi", {"wait": 10},
        {"staff": "take_over"}, {"staff": "hand_back"}, {"wait": 3 * 1440}, "qwrtz plfk", "STOP", "START",
        "delete my data", "yes",
    )  # fmt: skip
    assert not any(turn.trouble for turn in talk.turns)
    assert rows_of_every_table() == before
    assert not User.objects.exists()


def test_the_same_script_is_the_same_chat(shelf):
    script = a_script(CALM, {"tap": "more"}, "why", "something scary instead", {"wait": 900}, "hey")
    assert play(script) == play(script)


def test_another_seed_speaks_in_other_words_and_decides_the_same(shelf):
    talks = [play(a_script(CALM, "cheaper")), play(type(a_script())(**{**vars(a_script(CALM, "cheaper")), "seed": 99}))]
    assert talks[0].turns[0].lines[0].body != talks[1].turns[0].lines[0].body
    assert {talk.turns[1].why.intent for talk in talks} == {"refine"}


def test_an_answer_says_why_it_came(chat):
    why = chat(CALM).turns[0].why
    assert why.intent == "recommend"
    assert why.slots == {"platforms": ["switch"], "price_max": 20.0, "currency": "GBP"}
    assert why.misfits == ()
    assert {pick.slug for pick in why.picks} == {one.slug for one in why.candidates if one.slot}
    assert all(one.parts for one in why.candidates)
    assert ("tonight.platforms", "", "switch") in why.changes
    assert why.opens_session
    assert (why.persona, why.english) == ("thrum", "normal")
    assert "offer.lead" in why.answers


def test_where_nothing_fits_one_sees_what_was_in_the_way(chat):
    why = chat("something spooky on switch", "but no horror").turns[1].why
    assert why.picks == ()
    assert why.wishes["excluded_genres"] == ["horror"]
    assert "wrong for the mood" in {one.dropped_because for one in why.candidates}


def test_a_quick_reply_is_tapped_by_what_it_does(chat):
    talk = chat(CALM, {"tap": "dislike"}, {"tap": "more", "title": "more like this"})
    assert [turn.why.intent for turn in talk.turns] == ["recommend", "dislike", "more"]
    assert not any(turn.trouble for turn in talk.turns)


def test_a_tap_on_a_reply_that_is_not_there_is_trouble(chat):
    assert "no quick reply" in chat("hello", {"tap": "played"}).turns[1].trouble


def test_a_quoted_message_is_the_one_that_is_talked_about(chat):
    talk = chat(CALM, "something spooky", {"say": "is it on pc?", "quote": 1})
    lead = talk.turns[0].why.picks[0].title
    assert lead in talk.turns[2].lines[0].body


def test_the_clock_opens_and_closes_the_window(chat):
    talk = chat(CALM)
    assert talk.window_until == datetime(2026, 5, 5, 18, 0, 20, tzinfo=UTC)
    assert talk.window_is_open
    assert not chat(CALM, {"wait": 25 * 60}).window_is_open


def test_a_pause_of_half_a_day_begins_another_evening(chat):
    talk = chat(CALM, {"wait": 12 * 60}, "hey")
    assert talk.turns[2].why.session_kind == "idle_return"
    assert talk.turns[2].at - talk.turns[0].at > timedelta(hours=12)


@pytest.mark.parametrize(
    ("failure", "wait", "status"),
    [
        ("63016", 1, "failed"),
        ("63018", 0, "queued"),
        ("63018", 10, "delivered"),
        ("lost", 1, "sending"),
        ("lost", 10, "delivered"),
        ("unclear", 10, "delivered"),
        ("reported 63049", 1, "failed"),
    ],
)
def test_a_send_fails_in_the_way_that_was_asked_for(chat, failure, wait, status):
    steps = [{"fail": failure}, "hello", *([{"wait": wait}] if wait else [])]
    assert chat(*steps).turns[1].lines[0].status == status


def test_who_unsubscribed_at_the_provider_is_stopped_here_too(chat):
    talk = chat({"fail": "21610"}, "hello")
    assert not talk.may_reply


def test_stop_is_confirmed_once_and_then_all_is_quiet(chat):
    talk = chat("STOP")
    assert talk.turns[0].why.effects == ("consent: stop",)
    assert [line.origin for line in talk.turns[0].lines] == ["system"]
    assert not talk.may_reply


def test_a_person_who_takes_over_silences_the_bot(chat):
    talk = chat("hello", {"staff": "take_over"}, CALM, {"staff": "hand_back"}, CALM)
    assert talk.turns[2].why.is_silent
    assert talk.turns[4].why.picks


def test_links_are_named_and_not_shown(chat):
    body = chat(CALM).turns[0].lines[0].body
    assert "/g/" not in body
    assert "(store page)" in body


def test_a_child_gets_a_childs_chat(chat):
    talk = chat("something fun", age_band="under_13")
    assert talk.turns[0].why.picks
    assert talk.turns[0].why.misfits == ()


def test_a_real_persons_messages_stay_where_they_are(chat, amina):
    """What waits to be sent to somebody real is neither claimed nor touched, whatever the chat's clock says."""
    waiting = queued(amina, "for a real person")
    chat("hello", {"wait": 60}, "STOP")
    waiting.refresh_from_db()
    assert (waiting.status, waiting.attempts, waiting.claimed_at) == ("queued", 0, None)


def test_nobody_real_is_taken_for_the_person_of_a_chat(shelf):
    """However often it is played: a number that somebody has is passed over."""
    taken = Contact.objects.create(player=Player.objects.create(origin="whatsapp"), display_name="Real")
    for tail in range(0, 1000, 2):
        ContactAddress.objects.create(contact=taken, kind="phone", value=f"+447700900{tail:03}")
    for _ in range(3):
        talk = play(a_script("hello", name="Made Up"))
        assert talk.turns[0].why.session_kind == "onboarding"
    assert not Message.objects.filter(contact=taken).exists()


def test_the_made_up_channel_is_connected_to_nothing():
    assert "simulated" not in connected_kinds()


def test_a_turn_that_breaks_is_told_and_the_chat_goes_on(shelf):
    known = knowledge.current()

    def encode(text: str) -> Vector:
        if "lanterns" in text:
            raise LookupError("secret words")
        return known.encode(text)

    script = a_script(CALM, "something with lanterns please", "cheaper", platforms=["switch"])
    talk = play(script, known=replace(known, encode=encode))
    assert "LookupError" in talk.turns[1].trouble
    assert "secret" not in talk.turns[1].trouble
    assert talk.turns[2].why.intent == "refine"


def test_what_fails_in_a_chat_calls_no_operator(chat, settings):
    heard = []

    class Ear(logging.Handler):
        def emit(self, record):
            heard.append(record.getMessage())

    from conversations.simulation.logs import LeaveOutRuns

    ear = Ear()
    ear.addFilter(LeaveOutRuns())
    logging.getLogger("conversations").addHandler(ear)
    try:
        chat({"fail": "63007"}, "hello")
    finally:
        logging.getLogger("conversations").removeHandler(ear)
    assert heard == []
    assert "made_up" in settings.LOGGING["handlers"]["console"]["filters"]


def test_what_is_only_tried_out_is_no_miss_to_teach(shelf):
    """Nor does it hold up a group of real ones until the run has ended."""
    talk = Run(a_script("qwrtz plfk", "vbnm asdf"), knowledge.current()).play()
    assert "unsure.rephrase" in talk.turns[0].why.answers
    assert not Miss.objects.exists()


def test_only_the_clock_of_the_script_is_asked(shelf):
    """No row of a chat carries the hour of the machine, but for what the database stamps by itself."""
    Run(a_script(CALM, "I want to talk to a human", {"wait": 60}, "STOP"), knowledge.current()).play()
    contact = Contact.objects.get()
    rows = [contact, *contact.messages.all(), *contact.sessions.all(), *contact.consent_changes.all(), *contact.windows.all(),
            *contact.mood_readings.all(), *contact.player.slates.all(), *contact.player.impressions.all()]  # fmt: skip
    stamps = {
        f"{row._meta.model_name}.{field.name}": getattr(row, field.name)
        for row in rows
        for field in row._meta.concrete_fields
        if isinstance(field, DateTimeField) and not field.auto_now_add and getattr(row, field.name)
    }
    assert len(stamps) > 8
    assert {name: at for name, at in stamps.items() if not timedelta() <= at - DEFAULT_START < timedelta(days=1)} == {}


def test_a_reminder_comes_at_its_hour(chat):
    talk = chat(CALM, "remind me in 2 hours", {"wait": 180}, time_zone="Europe/London", is_known=True)
    sent = talk.turns[2].lines
    assert len(sent) == 1
    assert timedelta(hours=2) <= sent[0].at - talk.turns[1].at < timedelta(hours=2, minutes=16)
    assert sent[0].status == "delivered"


def test_a_talk_that_no_operator_leads_comes_back_by_itself(chat, settings):
    settings.HANDOVER_TIMEOUT_MINUTES = 30
    talk = chat("can I talk to a real person", {"wait": 20}, {"wait": 30})
    assert talk.turns[1].lines == ()
    assert len(talk.turns[2].lines) == 1
    assert not talk.is_held


def test_a_button_of_a_run_before_names_no_row():
    slugs = {12: "hades"}
    named = {"why:12": ("why", "hades"), "fit:yes-12": ("fit:yes", "hades"), "more": ("more", ""),
             "mood:chill": ("mood:chill", ""), "platform:switch-2": ("platform:switch-2", "")}  # fmt: skip
    for button_id, (tap, about) in named.items():
        reply = as_reply({"id": button_id, "title": "x"}, slugs)
        assert (reply.tap, reply.about) == (tap, about)


def test_what_was_offered_in_another_run_can_still_be_tapped(chat):
    assert chat("hello", {"tap": "mood:spooky"}).turns[1].why.mood == "spooky"


@pytest.mark.django_db(transaction=True)
def test_two_chats_at_once_do_not_hear_each_other(shelf):
    script = a_script(CALM, {"fail": "lost"}, "cheaper", {"wait": 10}, platforms=["switch"])
    alone = play(script)
    assert at_once(*[lambda: play(script)] * 3) == [alone] * 3
