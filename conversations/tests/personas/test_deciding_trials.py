"""Who decides on a trial decides on the text that they saw; and a trial holds against threads, errors and releases."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import DatabaseError
from django.urls import reverse

from conversations.models import PersonaText
from conversations.personas import editing as persona_editing
from conversations.personas import in_use as personas
from conversations.personas import trials as persona_trials
from conversations.tests.personas.test_admin import as_role, page_of  # noqa: F401
from conversations.tests.personas.test_trials import NAME, NEW, NOW, OLD, change, hears

pytestmark = pytest.mark.django_db

NEWER = NEW.replace("it was nothing", "think nothing of it")
MEANWHILE = "somebody else has saved this text"


@pytest.fixture
def decide(as_role):  # noqa: F811
    """An editor whose page shows the trial of NEW, number 3; what it tells them."""
    change(OLD)
    change(NEW, percent=20)
    editor, pk = as_role("editor"), PersonaText.objects.get(name=NAME).pk
    shown = editor.get(reverse("admin:conversations_personatext_history", args=[pk])).content.decode()
    assert '<input type="hidden" name="based_on" value="3">' in shown
    url = reverse("admin:conversations_personatext_trial", args=[pk])
    return lambda **told: editor.post(url, {"based_on": "3", "percent": "20", **told}, follow=True).content.decode()


@pytest.mark.parametrize("act", ["promote", "roll_back", "widen"])
def test_what_a_colleague_saved_meanwhile_is_not_decided_on(decide, act):
    change(NEWER, percent=30)
    assert MEANWHILE in decide(act=act, percent="90")
    row = PersonaText.objects.get(name=NAME)
    assert (row.text, row.trial_percent) == (NEWER.strip(), 30)


def test_a_trial_that_a_colleague_has_ended_is_told(decide):
    persona_editing.roll_back(name=NAME, by=None, now=NOW, based_on=3)
    assert MEANWHILE in decide(act="promote")
    assert "no text is on trial" in decide(act="promote", based_on="4")


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        ({"act": "widen", "percent": "a lot"}, "the share is a whole number from 0 to 99"),
        ({"act": "widen", "percent": ""}, "the share is a whole number from 0 to 99"),
        ({"act": "widen", "percent": "100"}, "the share is a whole number from 0 to 99"),
        ({"act": "narrow", "percent": "50"}, "this page knows no such act"),
        ({"act": "promote", "based_on": ""}, MEANWHILE),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(decide, told, answer):
    assert f"Nothing was changed: {answer}" in decide(**told)
    assert PersonaText.objects.get(name=NAME).trial_percent == 20


def test_what_the_editor_saw_is_decided(decide):
    assert "Done" in decide(act="widen", percent="50")
    assert "Done" in decide(act="promote")
    assert PersonaText.objects.get(name=NAME).trial_percent is None


def test_another_thread_may_empty_the_casts_at_any_moment(monkeypatch):
    change(NEW, percent=99)
    make = persona_trials._cast_with

    def emptied(*told):
        persona_trials._current().casts.clear()
        return make(*told)

    monkeypatch.setattr(persona_trials, "_cast_with", emptied)
    monkeypatch.setattr(persona_trials, "is_in", lambda *_: True)
    assert hears(UUID(int=1))


def test_a_moment_without_the_database_ends_no_trial(monkeypatch):
    change(NEW, percent=99)
    monkeypatch.setattr(persona_trials, "is_in", lambda *_: True)

    def fail():
        raise DatabaseError

    with monkeypatch.context() as gone:
        gone.setattr(persona_trials, "_read", fail)
        assert not hears(UUID(int=1))
    assert hears(UUID(int=1))


def test_the_rest_never_hears_an_earlier_text_of_the_trial():
    change(OLD)
    change(OLD.replace("gladly", "with joy"))
    change(NEW, percent=20)
    change(NEWER, percent=20)
    # A release that knows what the rest hears no more.
    PersonaText.objects.filter(name=NAME).update(before_trial="voice: mine\n# a.key.of.last.year\nany a\n")
    personas.forget()
    words = personas.current().speaker("librarian", "easy").wordings["smalltalk.thanks"]
    assert {one.source for one in words} == {"gladly, reader", "always, reader"}


def test_a_text_that_was_rejected_is_never_spoken_also_where_a_release_breaks_those_around_it():
    change(OLD)
    change(NEW, percent=20)
    persona_editing.roll_back(name=NAME, by=None, now=NOW)
    PersonaText.objects.filter(name=NAME).update(text="voice: mine\n# a.key.of.last.year\nany a\n")
    PersonaText.objects.get(name=NAME).changes.filter(number__in=(4,)).update(text="voice: mine\n# gone\nany a\n")
    personas.forget()
    assert not hears(UUID(int=1))
    assert {one.source for one in personas.current().speaker("librarian", "easy").wordings["smalltalk.thanks"]} == {
        "gladly, reader", "always, reader",
    }  # fmt: skip


def test_a_name_on_trial_is_understood_of_who_hears_it(monkeypatch, mia):
    monkeypatch.setattr(persona_trials, "is_in", lambda *_: True)
    file = personas.files()["librarian_normal"]
    change(file.replace("called:", "called: bookworm,"), name="librarian_normal", percent=99)
    mia.say("talk like bookworm")
    assert mia.contact.persona == "librarian"
