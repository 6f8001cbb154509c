"""Saved and recorded chats are played against today's code, and differences are told."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone

from conversations.models import Contact, Message, SavedChat
from conversations.simulation.recorded import recorded_chats
from conversations.simulation.saved import Kept, import_chats, read_file, save_chat, shipped, write_file
from conversations.simulation.scripts import ScriptError
from conversations.tests.dialogue.conftest import Person
from conversations.tests.simulation.conftest import a_script
from games.models import Player

pytestmark = pytest.mark.django_db

CALM = "something calm on switch under 20 quid"


@pytest.fixture
def ana() -> User:
    return User.objects.create_user("ana")


@pytest.fixture
def tessa(shelf) -> Person:
    """Wrote this morning, with a number in her words."""
    person = Person("+15550100077", channel="whatsapp", profile_name="Tessa Brandt")
    person.at = timezone.now() - timedelta(hours=5)
    person.say(CALM)
    person.tap("mood:chill")
    person.say("ok thanks. Tessa, +1 555 010 0077")
    person.later(timedelta(minutes=30)).say("cheaper")
    return person


def run(*arguments: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("replay_conversations", *arguments, stdout=out)
    except SystemExit as end:
        return int(end.code), out.getvalue()
    return 0, out.getvalue()


def test_saved_chats_are_played_and_those_that_broke_are_told_and_noted(shelf, ana):
    save_chat(name="good", note="", script=a_script(CALM), expected=[{"intent": "recommend", "picks": "fit"}], by=ana)
    save_chat(name="bad", note="", script=a_script(CALM), expected=[{"intent": "stop"}], by=ana)
    SavedChat.objects.create(name="of another release", script={"version": 99}, expected=[])
    code, out = run("--saved")
    assert code == 1
    assert f"{len(shipped()) + 3} played, 2 broke" in out
    assert "step 1, intent: expected stop, found recommend" in out
    assert "version 99" in out
    rows = SavedChat.objects.in_bulk(field_name="name")
    assert [rows[name].verdict for name in ("good", "bad", "of another release")] == ["holds", "broke", "broke"]
    assert rows["bad"].differences[0]["what"] == "intent"
    assert all(row.last_run_at for row in rows.values())


def test_two_chats_cannot_have_one_name(ana):
    save_chat(name="calm", note="", script=a_script("hi"), expected=[], by=ana)
    with pytest.raises(ScriptError, match="already"):
        save_chat(name=" calm ", note="", script=a_script("hi"), expected=[], by=ana)


def test_a_file_brings_the_same_chats_back(ana):
    kept = [Kept("calm", "why", a_script(CALM, {"wait": 5}, platforms=["pc"]), [{"intent": "recommend"}])]
    assert read_file(write_file(kept).encode()) == kept
    import_chats(chats=kept, by=ana)
    import_chats(chats=kept, by=ana)
    assert SavedChat.objects.get().saved_by == ana


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"\xff\xfe", b'{"version": 2, "chats": []}', b"[" * 50_000, b'{"version": 1, "chats": [{}]}'],
)
def test_a_file_that_is_none_is_refused(content):
    with pytest.raises(ScriptError):
        read_file(content)


def test_a_recorded_chat_is_played_without_who_it_was(tessa):
    chat = next(recorded_chats(since=timezone.now() - timedelta(days=1), limit=5))
    played = json.dumps(chat.script.as_json())
    assert "Tessa" not in played
    assert "555" not in played
    assert [step.as_json() for step in chat.script.steps] == [
        {"say": CALM},
        {"tap": "mood:chill"},
        {"say": "ok thanks. Sam, 0000000"},
        {"wait": 30},
        {"say": "cheaper"},
    ]


def test_a_recorded_chat_of_the_same_code_is_read_the_same(tessa):
    _, out = run("--recorded", "--json")
    found = json.loads(out)["recorded"]
    assert found["summary"]["chats"] == 1
    assert found["summary"]["messages"] == 4
    assert found["summary"]["same"]["intent"] == 1
    assert found["summary"]["same"]["slots"] == 1
    assert found["summary"]["counts"]["failed"] == [0, 0]


def test_a_message_that_is_read_otherwise_now_is_shown_without_its_words(tessa):
    message = Message.objects.filter(body=CALM).get()
    Message.objects.filter(pk=message.pk).update(
        understanding={**message.understanding, "intent": "greet", "mood": "sad"}
    )
    code, out = run("--recorded")
    assert code == 0
    assert "intent: greet → recommend" in out
    assert "mood: sad → chill" in out
    assert "calm" not in out
    assert CALM in run("--recorded", "--show-text")[1]


def test_replaying_recorded_chats_changes_nothing(tessa):
    before = list(Message.objects.order_by("pk").values())
    run("--recorded")
    assert list(Message.objects.order_by("pk").values()) == before
    assert Contact.objects.count() == 1


def test_children_are_not_replayed(tessa):
    Player.objects.update(age_band="under_13")
    assert list(recorded_chats(since=timezone.now() - timedelta(days=1), limit=5)) == []


def test_what_is_older_than_asked_for_is_left_alone(tessa):
    assert list(recorded_chats(since=timezone.now() - timedelta(hours=1), limit=5)) == []


def test_the_limit_counts_chats(tessa):
    other = Person("+15550100078", channel="whatsapp")
    other.at = timezone.now()
    other.say("hello")
    assert len(list(recorded_chats(since=timezone.now() - timedelta(days=1), limit=1))) == 1
