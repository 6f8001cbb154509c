"""Editors change what is said; operators choose who says it; nobody else does either."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from conversations.models import Contact, PersonaText
from conversations.personas import editing as persona_editing
from conversations.personas import in_use as personas
from conversations.tests.conftest import NOW
from games.models import Player
from thrum_project.roles import sync_roles
from thrum_project.staff import create_account

pytestmark = pytest.mark.django_db

TEXT = "voice: mine\n# smalltalk.thanks\nany gladly, reader\nany always, reader\n"
LIST = reverse("admin:conversations_personatext_changelist")


@pytest.fixture
def as_role(client):
    def log_in(role: str):
        sync_roles()
        create_account(f"the-{role}", role=role)
        client.force_login(User.objects.get(username=f"the-{role}"))
        return client

    return log_in


def page_of(name: str, kind: str = "change") -> str:
    persona_editing.list_every_file()
    return reverse(f"admin:conversations_personatext_{kind}", args=[PersonaText.objects.get(name=name).pk])


def test_an_editor_finds_every_file_and_changes_one(as_role):
    editor = as_role("editor")
    listed = editor.get(LIST).content.decode()
    assert all(page_of(name) in listed for name in personas.files())
    page = page_of("librarian_easy")
    assert "persona.who" in editor.get(page).content.decode()
    response = editor.post(page, {"text": TEXT, "note": "kinder", "based_on": "0"}, follow=True)
    assert "was changed successfully" in response.content.decode()
    row = PersonaText.objects.get(name="librarian_easy")
    assert (row.text, row.changed_by.username) == (TEXT.strip(), "the-editor")
    assert row.changes.first().note == "kinder"
    assert {one.source for one in personas.current().speaker("librarian", "easy").wordings["smalltalk.thanks"]} == {
        "gladly, reader", "always, reader",
    }  # fmt: skip


def test_a_text_with_mistakes_comes_back_with_their_lines(as_role):
    editor = as_role("editor")
    page = editor.post(
        page_of("librarian_easy"), {"text": "voice: a\n# nope\nany b", "note": "", "based_on": "0"}
    ).content.decode()
    assert "line 2: unknown key" in page
    assert not PersonaText.objects.get(name="librarian_easy").text


def test_a_new_persona_can_be_written_in_the_admin(as_role):
    editor = as_role("editor")
    add = reverse("admin:conversations_personatext_add")
    text = "name: the pirate\nvoice: salt\n# persona.who\nany a bot, arr\nany arr, a bot\n# persona.changed\nany arr\nany ahoy\n"
    refused = editor.post(add, {"name": "../pirate", "text": text, "note": "", "based_on": ""}).content.decode()
    assert "persona_level" in refused
    editor.post(add, {"name": "pirate_normal", "text": text, "note": "", "based_on": ""})
    assert personas.current().names["pirate"] == "the pirate"


def test_the_history_shows_who_and_what_and_brings_back_in_one_click(as_role):
    editor = as_role("editor")
    page = page_of("librarian_easy")
    editor.post(page, {"text": TEXT, "note": "", "based_on": "0"})
    editor.post(
        page,
        {
            "text": TEXT.replace("gladly", "<b>always</b>").replace("any always", "any surely"),
            "note": "",
            "based_on": "2",
        },
    )
    history = editor.get(page_of("librarian_easy", "history")).content.decode()
    for expected in (
        "the-editor",
        "Number 3",
        "&lt;b&gt;always",
        "gladly, reader",
        "the project&#x27;s file",
        "spoken now",
    ):
        assert expected in history
    row = PersonaText.objects.get(name="librarian_easy")
    restore = reverse("admin:conversations_personatext_restore", args=[row.pk, row.changes.get(number=2).pk])
    assert editor.get(restore).status_code == 405
    assert '<input type="hidden" name="based_on" value="3">' in history
    editor.post(restore, {"based_on": "3"})
    assert PersonaText.objects.get(pk=row.pk).text == TEXT.strip()


@pytest.mark.parametrize("seen", ["2", "", "three", "²"])
def test_what_a_colleague_saved_meanwhile_is_not_gone_over_by_an_older_text(as_role, seen):
    first = persona_editing.change(name="librarian_easy", text=TEXT, by=None, now=NOW)
    newer = TEXT.replace("gladly", "surely")
    persona_editing.change(name="librarian_easy", text=newer, by=None, now=NOW)
    restore = reverse("admin:conversations_personatext_restore", args=[first.prompt_id, first.pk])
    told = as_role("editor").post(restore, {"based_on": seen}, follow=True).content.decode()
    assert "somebody else has saved this text" in told
    assert PersonaText.objects.get(name="librarian_easy").text == newer.strip()


def test_two_editors_do_not_write_over_each_other(as_role):
    editor = as_role("editor")
    page = page_of("librarian_easy")
    editor.post(page, {"text": TEXT, "note": "", "based_on": "0"})
    late = editor.post(page, {"text": TEXT.replace("gladly", "surely"), "note": "", "based_on": "0"}).content.decode()
    assert "Somebody else has saved meanwhile" in late
    assert PersonaText.objects.get(name="librarian_easy").text == TEXT.strip()


@pytest.mark.parametrize("role", ["marketer", "operator"])
def test_others_neither_read_nor_change_the_texts(as_role, role):
    stranger = as_role(role)
    page = page_of("librarian_easy")
    assert stranger.get(LIST).status_code == 403
    assert stranger.post(page, {"text": TEXT, "note": "", "based_on": "0"}).status_code == 403
    assert stranger.get(page_of("librarian_easy", "history")).status_code == 403
    change = persona_editing.change(name="librarian_easy", text=TEXT, by=None, now=NOW)
    restore = reverse("admin:conversations_personatext_restore", args=[change.prompt_id, change.pk])
    assert stranger.post(restore).status_code == 403


def test_an_operator_chooses_who_speaks_with_somebody(as_role):
    operator = as_role("operator")
    contact = Contact.objects.create(player=Player.objects.create(origin="cli"), display_name="Mia")
    page = f"/admin/conversations/contact/{contact.pk}/voice/"
    assert "the librarian" in operator.get(page).content.decode()
    operator.post(page, {"persona": "librarian", "english_level": "rich"})
    contact.refresh_from_db()
    assert (contact.persona, contact.english_level, contact.english_level_by) == ("librarian", "rich", "operator")
    operator.post(page, {"persona": "", "english_level": ""})
    contact.refresh_from_db()
    assert (contact.persona, contact.english_level_by) == ("", "guess")
    assert operator.post(page, {"persona": "nobody"}).status_code == 200
    shown = operator.get(reverse("admin:conversations_contact_change", args=[contact.pk])).content.decode()
    assert "Thrum, the default, in rich English (guess)" in shown
    assert page in shown


def test_an_editor_does_not_choose_who_speaks_with_somebody(as_role):
    contact = Contact.objects.create(player=Player.objects.create(origin="cli"))
    assert (
        as_role("editor")
        .post(f"/admin/conversations/contact/{contact.pk}/voice/", {"persona": "librarian"})
        .status_code
        == 403
    )
