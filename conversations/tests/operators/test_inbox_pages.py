"""The inbox as an operator's browser sees it: pieces, news since a cursor, acts that answer in JSON."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from conversations.models import Contact, HandOver, InboxVisit, Message
from conversations.operators import acts, templates
from conversations.tests.operators.conftest import make_staff, say

pytestmark = pytest.mark.django_db
INBOX = "/admin/conversations/contact/inbox/"
JSON = {"Accept": "application/json"}


def at(contact: Contact, act: str = "") -> str:
    return f"{INBOX}{contact.pk}/" + (f"{act}/" if act else "")


def newest() -> int:
    return Message.objects.latest("pk").pk


@pytest.fixture
def desk(client, olga):
    client.force_login(olga)
    return client


def test_the_page_shows_people_on_one_side_and_a_talk_on_the_other(desk, robin):
    page = desk.get(at(robin)).content.decode()
    for expected in (
        "waits for a person",
        "can i talk to a human",
        "Window open for",
        "Take this talk",
        "Nobody has it",
    ):
        assert expected in page
    assert robin.addresses.get().value not in page
    assert "Choose somebody" in desk.get(INBOX).content.decode()


def test_only_operators_get_in(client, robin):
    client.force_login(make_staff("vera", "view_contact", "view_message"))
    assert client.get(INBOX).status_code == 403
    assert client.get(at(robin)).status_code == 403
    assert client.get(f"{INBOX}feed/").status_code == 403
    assert client.post(at(robin, "claim")).status_code == 403
    assert HandOver.objects.get().claimed_by is None


def test_the_feed_tells_only_what_changed_since_the_cursor(desk, olga, robin):
    query = {"open": robin.pk, "after": newest()}
    first = desk.get(f"{INBOX}feed/", query).json()
    assert set(first["pieces"]) == {"list", "state", "form", "notes"}
    quiet = desk.get(f"{INBOX}feed/", {**query, "since": first["cursor"]}).json()
    assert (quiet["pieces"], quiet["lines"]) == ({}, "")
    acts.note(contact=robin, by=olga, body="<b>kind</b>", now=timezone.now())
    say(robin, "<i>are you there?</i>", at=timezone.now())
    news = desk.get(f"{INBOX}feed/", {**query, "since": first["cursor"]}).json()
    assert set(news["pieces"]) == {"list", "notes"}
    assert "&lt;b&gt;kind" in news["pieces"]["notes"]
    assert "&lt;i&gt;are you there?" in news["lines"]
    assert news["newest"] == newest()


def test_a_chip_and_a_search_keep_what_they_say(desk, robin, a_person):
    a_person("Ann")
    page = desk.get(INBOX, {"show": "needs"}).content.decode()
    assert "Robin" in page
    assert "Ann" not in page
    page = desk.get(INBOX, {"q": "An", "show": "nonsense"}).content.decode()
    assert "Ann" in page
    assert "Robin" not in page


def test_taking_answering_and_handing_back_without_a_reload(desk, robin):
    assert "yours" in desk.post(at(robin, "claim"), headers=JSON).json()["said"]
    form = {"body": "a person here", "seen": newest(), "key": "k1"}
    answer = desk.post(at(robin, "reply"), form, headers=JSON)
    assert answer.json()["key"] != "k1"
    assert desk.post(at(robin, "reply"), form, headers=JSON).status_code == 200
    assert Message.objects.filter(origin="operator").count() == 1
    assert desk.post(at(robin, "hand-back"), headers=JSON).status_code == 200
    refused = desk.post(at(robin, "reply"), {**form, "key": "k2"}, headers=JSON)
    assert (refused.status_code, refused.json()["refused"]) == (409, "Take over first.")


def test_without_a_script_a_form_comes_back_to_the_page(desk, robin):
    response = desk.post(at(robin, "claim"), follow=True)
    assert "This talk is yours" in response.content.decode()
    assert desk.get(at(robin, "claim")).status_code == 405
    assert desk.post(at(robin, "dance")).status_code == 404


def test_only_operators_are_assigned(desk, pablo, robin):
    vera = make_staff("vera", "view_contact")
    assert desk.post(at(robin, "assign"), {"to": vera.pk, "from": ""}, headers=JSON).status_code == 409
    assert desk.post(at(robin, "assign"), {"to": pablo.pk, "from": ""}, headers=JSON).status_code == 200
    assert HandOver.objects.get().claimed_by == pablo


def test_reading_is_told_by_the_page_and_not_by_a_link(desk, olga, robin):
    desk.get(at(robin))
    assert not InboxVisit.objects.exists()
    desk.post(at(robin, "read"), {"seen": newest()}, headers=JSON)
    assert InboxVisit.objects.get().seen == newest()


def test_a_closed_window_offers_templates_and_sends_one_filled(desk, robin, monkeypatch):
    def offer(key: str, *, is_marketing: bool) -> templates.OfferedTemplate:
        return templates.OfferedTemplate(
            key=key, name=f"name_{key}", language="en", body="Hi {{1}}, we are back.", sid=f"HX{key}",
            is_marketing=is_marketing, variables=("1",), samples={"1": "Mia"},
            problems_with=lambda values: () if values["1"] else ("Variable {{1}} has no value.",),
            filled_with=lambda values: f"Hi {values['1']}, we are back.",
        )  # fmt: skip

    offers = [offer("7", is_marketing=False), offer("8", is_marketing=True)]
    monkeypatch.setattr(templates, "sources", [lambda: offers])
    robin.windows.update(last_inbound_at=timezone.now() - timedelta(hours=25))
    desk.post(at(robin, "claim"))
    page = desk.get(at(robin)).content.decode()
    assert "Window closed" in page
    assert "name_7" in page
    assert "name_8" not in page
    assert desk.post(at(robin, "reply"), {"body": "hi", "seen": newest()}, headers=JSON).status_code == 409
    form = {"template": "7", "value_7_1": "", "seen": newest(), "key": "t"}
    assert "no value" in desk.post(at(robin, "template"), form, headers=JSON).json()["refused"]
    assert desk.post(at(robin, "template"), {**form, "template": "8"}, headers=JSON).status_code == 409
    for _ in range(2):
        assert desk.post(at(robin, "template"), {**form, "value_7_1": "Robin"}, headers=JSON).status_code == 200
    message = Message.objects.get(origin="operator")
    assert message.body == "Hi Robin, we are back."
    assert message.content["template_sid"] == "HX7"
    assert message.content["template_variables"] == {"1": "Robin"}


def test_after_stop_nothing_may_be_sent(desk, robin):
    desk.post(at(robin, "claim"))
    Contact.objects.update(replies_allowed=False)
    assert "They said STOP" in desk.get(at(robin)).content.decode()
    assert "STOP" in desk.post(at(robin, "reply"), {"body": "hi", "seen": newest()}, headers=JSON).json()["refused"]


def test_the_page_and_its_feed_need_no_more_queries_for_more(desk, olga, robin, a_person, queries_stay_flat):
    def add() -> None:
        for number in range(4):
            say(robin, f"and {number}", at=timezone.now())
            acts.note(contact=robin, by=olga, body="again", now=timezone.now())
            a_person(f"P{number}", parked_at=timezone.now())

    for address in (at(robin), f"{INBOX}feed/?open={robin.pk}&after=1"):
        queries_stay_flat(lambda address=address: desk.get(address), add)
