"""The simulator's page and the list of saved chats: who may use them, and what they do."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile

from conversations.models import Contact, Message, SavedChat
from conversations.simulation.saved import Kept, save_chat, write_file
from conversations.tests.dialogue.conftest import Person
from conversations.tests.simulation.conftest import a_script
from games.models import Player
from thrum_project.roles import sync_roles

pytestmark = pytest.mark.django_db

PAGE = "/admin/conversations/savedchat/simulator/"
LIST = "/admin/conversations/savedchat/"
CALM = "something calm on switch under 20 quid"


@pytest.fixture
def as_role(client):
    def sign_in(role: str):
        sync_roles()
        user = User.objects.create_user(role, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def phone(as_role, shelf):
    """The page as an editor uses it: every click carries the script that the page before held."""
    client = as_role("editor")

    class Phone:
        page = ""

        def script(self) -> dict:
            return json.loads(unescape(re.search(r'name="script" value="([^"]*)"', self.page)[1]))

        def open(self, query: str = "") -> str:
            self.page = client.get(PAGE + query).content.decode()
            return self.page

        def do(self, **form) -> str:
            response = client.post(PAGE, {"script": json.dumps(self.script()), **form})
            assert response.status_code == 200
            self.page = response.content.decode()
            return self.page

    phone = Phone()
    phone.open()
    return phone


@pytest.mark.parametrize(("role", "status"), [("editor", 200), ("operator", 200), ("marketer", 403)])
def test_the_simulator_is_for_editors_and_operators(as_role, shelf, role, status):
    client = as_role(role)
    assert client.get(PAGE).status_code == status
    assert client.post(PAGE, {"say": "hello"}).status_code == status
    assert client.get(LIST).status_code == status
    assert client.get(f"{LIST}import/").status_code == status


def test_a_stranger_is_sent_to_the_login(client):
    assert client.get(PAGE).status_code == 302


def test_a_message_is_answered_with_the_reasons_beside_it(phone):
    page = phone.do(say=CALM)
    for expected in ("recommend", "chill", "tonight.platforms", "offer.lead", "window open until", "found by", "GBP"):
        assert expected in page
    assert not Contact.objects.exists()
    assert not Message.objects.exists()


def test_the_chat_goes_on_from_click_to_click(phone):
    phone.do(say=CALM)
    phone.do(tap=json.dumps({"tap": "more"}))
    phone.do(send="voice")
    phone.do(wait="720")
    phone.do(fail="1", failure="63016")
    page = phone.do(say="hey", quote="1")
    assert "outside the 24 hours" in page
    assert [next(iter(step)) for step in phone.script()["steps"]] == ["say", "tap", "send", "wait", "fail", "say"]


def test_a_message_is_taken_back_with_all_after_it(phone):
    phone.do(say=CALM)
    phone.do(say="cheaper")
    phone.do(cut="1")
    assert phone.script()["steps"] == [{"say": CALM}]
    phone.do(restart="1")
    assert phone.script()["steps"] == []


def test_the_same_words_are_tried_with_somebody_else(phone):
    phone.do(say="something fun")
    phone.do(
        who="1", name="Ben", country="DE", time_zone="Europe/Berlin", age_band="under_13", platforms="switch",
        starts_at="2026-07-01T20:30", seed="5", english="", persona="",
    )  # fmt: skip
    script = phone.script()
    assert (script["who"]["age_band"], script["who"]["platforms"], script["seed"]) == ("under_13", ["switch"], 5)
    assert script["starts_at"] == "2026-07-01T18:30:00+00:00"
    assert script["steps"] == [{"say": "something fun"}]
    assert "<b>20:30</b>" in phone.page


@pytest.mark.parametrize(
    "form",
    [
        {"wait": "soon"},
        {"wait": "-5"},
        {"send": "parcel"},
        {"fail": "1"},
        {"tap": "{"},
        {"tap": "[]"},
        {"say": "x" * 5000},
        {"script": "no json", "say": "hi"},
        {"script": "[" * 20_000, "say": "hi"},
        {"script": '{"version": 7}', "say": "hi"},
        {"who": "1", "platforms": "toaster"},
        {"who": "1", "seed": "x"},
        {"who": "1", "starts_at": "9999-99-99", "seed": "1"},
        {"save": "1"},
    ],
)
def test_a_form_that_makes_no_sense_is_told_and_nothing_breaks(phone, form):
    assert 'role="alert"' in phone.do(**form)


def test_what_somebody_types_is_shown_and_never_run(phone):
    page = phone.do(say="<script>alert(1)</script>")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert(1)" not in page


def test_the_page_has_no_script_of_its_own_in_it(phone):
    page = phone.do(say=CALM)
    body = page[page.index('id="simulator"') : page.index("</section>", page.index("why-title"))]
    assert "<script" not in body
    assert not re.search(r"\son\w+=", body)
    assert "style=" not in body


def test_one_click_saves_the_chat_as_a_regression_test(phone):
    phone.do(say=CALM)
    phone.do(say="cheaper")
    page = phone.do(save="1", chat_name="Cheaper, please", note="", picks="fit")
    assert "Saved as regression test" in page
    chat = SavedChat.objects.get()
    assert chat.saved_by.username == "editor"
    assert [one["intent"] for one in chat.expected] == ["recommend", "refine"]
    assert chat.expected[0]["picks"] == "fit"
    assert "holds" in phone.open(f"?chat={chat.pk}")
    assert "already" in phone.do(save="1", chat_name="Cheaper, please")


def test_a_chat_that_does_not_hold_any_more_says_where(phone):
    chat = save_chat(
        name="wrong", note="", script=a_script(CALM), expected=[{"intent": "greet"}],
        by=User.objects.get(username="editor"),
    )  # fmt: skip
    page = phone.open(f"?chat={chat.pk}")
    assert "does not hold any more" in page
    assert "step 1" in page


def test_saving_needs_its_permission(client, shelf):
    from conversations.tests.admin.test_pages import staff_with

    client.force_login(staff_with("view_savedchat"))
    script = json.dumps(a_script(CALM).as_json())
    assert "Save as regression test" not in client.post(PAGE, {"script": script}).content.decode()
    assert client.post(PAGE, {"script": script, "save": "1", "chat_name": "x"}).status_code == 403
    assert not SavedChat.objects.exists()


def test_chats_are_run_again_from_the_list(as_role, shelf):
    client = as_role("operator")
    user = User.objects.get(username="operator")
    good = save_chat(name="good", note="", script=a_script(CALM), expected=[{"intent": "recommend"}], by=user)
    bad = save_chat(name="bad", note="", script=a_script(CALM), expected=[{"intent": "stop"}], by=user)
    page = client.post(
        LIST, {"action": "run_again", "_selected_action": [good.pk, bad.pk]}, follow=True
    ).content.decode()
    assert "2 played, 1 broke" in page
    assert dict(SavedChat.objects.values_list("name", "verdict")) == {"good": "holds", "bad": "broke"}
    assert "expected stop, found recommend" in client.get(f"{LIST}{bad.pk}/change/").content.decode()


def test_chats_leave_as_a_file_and_come_back(as_role, shelf):
    client = as_role("operator")
    user = User.objects.get(username="operator")
    chat = save_chat(name="good", note="n", script=a_script(CALM), expected=[{"intent": "recommend"}], by=user)
    file = client.post(LIST, {"action": "export_chats", "_selected_action": [chat.pk]}).content
    SavedChat.objects.all().delete()
    page = client.post(f"{LIST}import/", {"file": SimpleUploadedFile("chats.json", file)}, follow=True).content.decode()
    assert "1 saved chats imported" in page
    assert SavedChat.objects.get().expected == [{"intent": "recommend"}]


@pytest.mark.parametrize("file", [b"no json", write_file([Kept("", "", a_script("hi"), [])]).encode(), None])
def test_a_file_that_is_no_list_of_chats_is_refused_on_its_page(as_role, file):
    client = as_role("operator")
    form = {} if file is None else {"file": SimpleUploadedFile("chats.json", file)}
    assert 'role="alert"' in client.post(f"{LIST}import/", form).content.decode()
    assert not SavedChat.objects.exists()


def test_an_edited_chat_must_still_be_one(as_role, shelf):
    client = as_role("operator")
    chat = save_chat(name="good", note="", script=a_script(CALM), expected=[], by=User.objects.get(username="operator"))
    form = {"name": "good", "note": "", "script": '{"steps": [{"shout": 1}]}', "expected": "[]"}
    assert "knows no shout" in client.post(f"{LIST}{chat.pk}/change/", form).content.decode()
    form["script"] = json.dumps(chat.script)
    form["expected"] = '[{"picks": "nice"}]'
    assert "picks are" in client.post(f"{LIST}{chat.pk}/change/", form).content.decode()
    form["expected"] = '[{"intent": "recommend"}]'
    assert client.post(f"{LIST}{chat.pk}/change/", form).status_code == 302
    chat.refresh_from_db()
    assert chat.expected == [{"intent": "recommend"}]


def test_the_list_needs_no_more_queries_for_more_rows(admin_client, queries_stay_flat):
    def save(name: str) -> None:
        SavedChat.objects.create(name=name, script=a_script("hi").as_json())

    save("first")
    queries_stay_flat(
        lambda: admin_client.get(LIST).status_code == 200, lambda: [save(f"chat {number}") for number in range(6)]
    )


def test_a_recorded_talk_is_played_again_without_who_it_was(as_role, shelf):
    person = Person("+15550100077", channel="whatsapp", profile_name="Tessa Brandt")
    session = person.say(f"{CALM}, Tessa here, +1 555 010 0077").session
    client = as_role("operator")
    assert (
        f"simulator/?session={session.pk}"
        in client.get(f"/admin/conversations/session/{session.pk}/change/").content.decode()
    )
    page = client.get(f"{PAGE}?session={session.pk}").content.decode()
    assert "calm on switch" in page
    assert "555 010" not in page
    assert "Tessa" not in page
    Player.objects.update(age_band="under_13")
    assert "are not kept" in client.get(f"{PAGE}?session={session.pk}").content.decode()
    assert client.get(f"{PAGE}?session=999999").status_code == 404


def test_who_may_see_no_talks_plays_none(as_role, shelf):
    session = Person("+15550100077", channel="whatsapp").say(CALM).session
    assert as_role("editor").get(f"{PAGE}?session={session.pk}").status_code == 403
