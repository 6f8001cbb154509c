"""A changed text is tried on some players first, played before it is live, and taken back or given to all in one click."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from conversations.dialogue.wording.prompt_text import PromptName
from conversations.models import Message, PersonaText
from conversations.personas import editing as persona_editing
from conversations.personas import in_use as personas
from conversations.personas import trials as persona_trials
from conversations.personas.figures import figures_by_change
from conversations.tests.personas.test_admin import as_role, page_of  # noqa: F401

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 4, 18, 0, tzinfo=UTC)
NAME = "librarian_easy"
OLD = "voice: mine\n# smalltalk.thanks\nany gladly, reader\nany always, reader\n"
NEW = "voice: mine\n# smalltalk.thanks\nany it was nothing\nany no trouble at all\n"
EVERYBODY = [UUID(int=number) for number in range(1, 121)]


@pytest.fixture(autouse=True)
def _the_draw_is_the_same_everywhere(settings):
    settings.SECRET_KEY = "so that the same players are in the same trials wherever this runs"


def change(text: str, *, name: str = NAME, percent: int | None = None) -> None:
    persona_editing.change(name=name, text=text, by=None, now=NOW, percent=percent)


def hears(public_id: UUID) -> bool:
    """Whether this player hears the new words."""
    words = persona_trials.cast_for(public_id).speaker("librarian", "easy").wordings["smalltalk.thanks"]
    return {one.source for one in words} == {"it was nothing", "no trouble at all"}


def test_so_many_hear_it_and_the_same_ones_each_time():
    change(OLD)
    change(NEW, percent=25)
    heard = [public_id for public_id in EVERYBODY if hears(public_id)]
    assert 12 <= len(heard) <= 50
    personas.forget()
    assert [public_id for public_id in EVERYBODY if hears(public_id)] == heard


def test_a_larger_share_keeps_who_was_in():
    change(OLD)
    change(NEW, percent=25)
    few = {public_id for public_id in EVERYBODY if hears(public_id)}
    assert persona_editing.widen(name=NAME, percent=60)
    more = {public_id for public_id in EVERYBODY if hears(public_id)}
    assert few < more


def test_nobody_hears_what_is_kept_to_be_played():
    change(OLD)
    change(NEW, percent=0)
    assert not any(map(hears, EVERYBODY))
    with persona_trials.played_with(NAME, NEW):
        assert hears(EVERYBODY[0])
    assert not hears(EVERYBODY[0])


def test_it_is_given_to_everybody_or_taken_back():
    change(OLD)
    change(NEW, percent=10)
    persona_editing.roll_back(name=NAME, by=None, now=NOW)
    assert not any(map(hears, EVERYBODY))
    assert PersonaText.objects.get(name=NAME).text == OLD.strip()
    change(NEW, percent=10)
    persona_editing.promote(name=NAME, by=None, now=NOW)
    assert all(map(hears, EVERYBODY))
    assert PersonaText.objects.get(name=NAME).trial_percent is None
    assert persona_editing.promote(name=NAME, by=None, now=NOW) is None


def test_a_trial_of_the_projects_own_file_leaves_the_rest_with_the_file():
    change(NEW, percent=20)
    assert 0 < sum(map(hears, EVERYBODY)) < len(EVERYBODY)
    persona_editing.roll_back(name=NAME, by=None, now=NOW)
    assert not any(map(hears, EVERYBODY))


def test_each_turn_notes_whose_words_it_was_answered_in(mia):
    mia.say("talk like the librarian")
    said = mia.say("something calm")
    assert said.message.understanding["spoken"] == {"persona": "librarian", "level": "normal", "number": 0}


def test_figures_tell_turns_moods_and_picks_by_change(mia):
    mia.say("something calm")
    mia.say("love it, thanks")
    [told] = figures_by_change(PromptName("thrum", "normal"), now=mia.at)
    assert (told.number, told.turns, told.people, told.slates, told.accepted.value) == (0, 2, 1, 1, 1)
    assert Message.objects.filter(understanding__has_key="spoken").count() == 2
    assert not figures_by_change(PromptName("librarian", "normal"), now=mia.at)


def test_a_hint_text_has_figures_of_the_turns_that_nudged(mia):
    hints = personas.files()["thrum_normal_hint"]
    change(hints.replace("you lost me", "I am lost"), name="thrum_normal_hint")
    mia.say("something calm")
    mia.say("help")
    mia.say("love it, thanks")
    [told] = figures_by_change(PromptName("thrum", "normal", is_hint=True), now=mia.at)
    assert (told.number, told.turns) == (2, 1)


def test_an_editor_tries_plays_and_decides_on_one_page(as_role, shelf):  # noqa: F811
    editor = as_role("editor")
    page = page_of(NAME)
    saved = editor.post(page, {"text": NEW, "note": "kinder", "based_on": "0", "percent": "20"}, follow=True)
    row = PersonaText.objects.get(name=NAME)
    assert row.trial_percent == 20
    shown = saved.content.decode()
    assert "20 % of players" in shown
    assert "it was nothing" in shown
    decide = reverse("admin:conversations_personatext_trial", args=[row.pk])
    editor.post(decide, {"act": "widen", "percent": "50", "based_on": "2"})
    assert PersonaText.objects.get(name=NAME).trial_percent == 50
    editor.post(decide, {"act": "promote", "based_on": "2"})
    assert PersonaText.objects.get(name=NAME).trial_percent is None
    assert all(map(hears, EVERYBODY[:20]))


def test_chats_are_played_under_the_changed_text(as_role, shelf, monkeypatch):  # noqa: F811
    from conversations.admin import persona_trials as pages
    from conversations.simulation.scripts import Script

    script = Script.from_json({"steps": [{"say": "thanks"}]})
    monkeypatch.setattr(pages, "_chats", lambda *, is_recorded: [("a thank you", script)])
    change(OLD)
    change(NEW, percent=0)
    played = reverse("admin:conversations_personatext_played", args=[PersonaText.objects.get(name=NAME).pk])
    shown = as_role("editor").post(played, {"chats": "saved"}).content.decode()
    assert "1 would be answered in other words" in shown
    assert not list(Message.objects.values("channel", "body", "direction"))


def test_who_is_shown_no_words_of_players_plays_no_chats_of_theirs(as_role):  # noqa: F811
    change(OLD)
    change(NEW, percent=0)
    played = reverse("admin:conversations_personatext_played", args=[PersonaText.objects.get(name=NAME).pk])
    editor = as_role("editor")
    assert editor.post(played, {"chats": "recorded"}).status_code == 200
    group = Group.objects.get(name="editor")
    group.permissions.remove(*group.permissions.filter(codename="view_miss"))
    assert editor.post(played, {"chats": "recorded"}).status_code == 403


def test_who_may_not_change_texts_decides_nothing(as_role):  # noqa: F811
    change(OLD)
    change(NEW, percent=20)
    decide = reverse("admin:conversations_personatext_trial", args=[PersonaText.objects.get(name=NAME).pk])
    assert as_role("analyst").post(decide, {"act": "promote"}).status_code in (302, 403)
    assert PersonaText.objects.get(name=NAME).trial_percent == 20
