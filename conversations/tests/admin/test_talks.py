"""An operator leads a talk from the admin: sees what to know, takes it, answers, and is stopped where one must be."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from django.contrib.auth.models import Permission, User
from django.utils import timezone

from conversations import dialogue
from conversations.models import Contact, HandOver, Message
from conversations.operators import handover
from conversations.receiving import inbox
from conversations.tests.admin.test_pages import assert_opens, staff_with
from conversations.tests.conftest import an_inbound

pytestmark = pytest.mark.django_db


def write(body: str, *, phone: str = "+15550100009", ago: timedelta = timedelta(), name: str = "Robin") -> Contact:
    at = timezone.now() - ago
    receipt = inbox.receive(an_inbound(body, phone=phone, profile_name=name), now=at)
    dialogue.answer(receipt.contact_id, clock=lambda: at, rng=np.random.default_rng(2))
    return Contact.objects.get(pk=receipt.contact_id)


@pytest.fixture
def robin() -> Contact:
    write("so tired, something calm on switch", ago=timedelta(minutes=5))
    return write("can i talk to a human please", ago=timedelta(minutes=3))


@pytest.fixture
def olga(client) -> User:
    """An operator, signed in."""
    user = staff_with("view_contact", "view_session", "view_handover", "take_over_conversations")
    client.force_login(user)
    return user


def talk(contact: Contact, page: str = "") -> str:
    return f"/admin/conversations/contact/{contact.pk}/talk/{page}"


def newest() -> int:
    return Message.objects.latest("pk").pk


def test_what_to_know_stands_above_the_talk(client, olga, robin):
    page = client.get(talk(robin)).content.decode()
    for expected in (
        "tired",
        "on Switch",
        "they asked for a person",
        "Nobody has it yet",
        "Window open until",
        "Take this talk",
    ):
        assert expected in page


def test_taking_and_answering(client, olga, robin):
    assert client.post(talk(robin, "claim/")).status_code == 302
    assert "Your answer" in client.get(talk(robin)).content.decode()
    client.post(talk(robin, "reply/"), {"body": "hi, a person here", "seen": newest()})
    message = Message.objects.get(origin="operator")
    assert (message.body, message.status) == ("hi, a person here", "queued")
    assert "A person" in client.get(talk(robin)).content.decode()


def test_what_was_typed_is_not_lost_when_it_cannot_go(client, olga, robin):
    response = client.post(talk(robin, "reply/"), {"body": "a long and careful <answer>", "seen": newest()})
    assert response.status_code == 409
    page = response.content.decode()
    assert "Take over first" in page
    client.post(talk(robin, "claim/"))
    robin.windows.update(last_inbound_at=timezone.now() - timedelta(hours=25))
    page = client.post(
        talk(robin, "reply/"), {"body": "a long and careful <answer>", "seen": newest()}
    ).content.decode()
    assert "a long and careful &lt;answer&gt;" in page
    assert "only a template may go" in page


def test_what_was_told_afterwards_stands_where_it_was_said(client, olga, robin):
    write("we spoke of gardens once", ago=timedelta(minutes=1))
    Message.objects.filter(body="we spoke of gardens once").update(created_at=timezone.now() - timedelta(days=2))
    page = client.get(talk(robin)).content.decode()
    said = [
        f'<div class="bubble">{body}' for body in ("we spoke of gardens once", "so tired, something calm on switch")
    ]
    assert page.index(said[0]) < page.index(said[1])


def test_a_colleagues_talk_shows_whose_it_is_and_is_taken_by_name(client, olga, robin):
    pablo = User.objects.create_user("pablo", is_staff=True)
    handover.claim(contact=robin, by=pablo, now=timezone.now(), rng=np.random.default_rng(1))
    page = client.get(talk(robin)).content.decode()
    assert "Take it from pablo" in page
    assert "Your answer" not in page
    client.post(talk(robin, "claim/"))
    assert HandOver.objects.get().claimed_by == pablo
    client.post(talk(robin, "claim/"), {"from": pablo.pk})
    assert HandOver.objects.get().claimed_by == olga


def test_new_messages_come_without_a_reload(client, olga, robin):
    after = newest()
    assert "data-message" not in client.get(talk(robin, "lines/"), {"after": after}).content.decode()
    write("are you there <b>?</b>")
    page = client.get(talk(robin, "lines/"), {"after": after}).content.decode()
    assert "are you there &lt;b&gt;?&lt;/b&gt;" in page
    assert client.get(talk(robin, "lines/"), {"after": "x' or 1=1"}).status_code == 200


def test_who_may_only_look_sees_no_box_and_changes_nothing(client, robin):
    client.force_login(staff_with("view_contact"))
    page = client.get(talk(robin)).content.decode()
    assert "Take this talk" not in page
    for act in ("claim/", "reply/", "seen/"):
        assert client.post(talk(robin, act), {"body": "hi"}).status_code == 403
    assert HandOver.objects.get().claimed_by is None


def test_who_may_not_look_sees_nothing(client, robin):
    client.force_login(staff_with("view_game"))
    for page in ("", "lines/"):
        assert client.get(talk(robin, page)).status_code == 403


def test_a_link_alone_changes_nothing(client, olga, robin):
    for act in ("claim/", "reply/", "seen/"):
        assert client.get(talk(robin, act)).status_code == 405
    assert HandOver.objects.get().claimed_by is None


def test_an_open_session_has_the_same_box_under_its_transcript(client, olga, robin):
    session = robin.sessions.latest("pk")
    assert "Take this talk" in client.get(f"/admin/conversations/session/{session.pk}/change/").content.decode()


def test_the_list_and_the_first_page_show_who_waits_longest_first(client, olga, robin):
    client.force_login(User.objects.create_superuser("root"))
    write("human please", phone="+15550100010", ago=timedelta(hours=2), name="Wes")
    handover.claim(contact=robin, by=olga, now=timezone.now(), rng=np.random.default_rng(1))
    handover.reply(contact=robin, by=olga, body="hi", seen=10**9, now=timezone.now())
    listed = client.get("/admin/conversations/handover/").content.decode()
    assert listed.index("Wes") < listed.index("Robin")
    home = client.get("/admin/").content.decode()
    assert "1, longest 2" in home


def test_a_hand_over_opens_in_its_talk_and_for_who_may_answer_in_the_inbox(client, olga, robin):
    row = HandOver.objects.get()
    assert client.get(f"/admin/conversations/handover/{row.pk}/change/").url == talk(robin).replace(
        f"{robin.pk}/talk", f"inbox/{robin.pk}"
    )
    olga.user_permissions.remove(Permission.objects.get(codename="take_over_conversations"))
    assert client.get(f"/admin/conversations/handover/{row.pk}/change/").url == talk(robin)


def test_the_pages_need_no_more_queries_for_more_rows(admin_client, queries_stay_flat, robin):
    queries_stay_flat(
        lambda: assert_opens(admin_client.get(talk(robin))), lambda: [write("hello again") for _ in range(4)]
    )
    queries_stay_flat(
        lambda: assert_opens(admin_client.get("/admin/conversations/handover/")),
        lambda: [write("human please", phone=f"+155501002{n:02}") for n in range(5)],
    )
