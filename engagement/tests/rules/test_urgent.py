"""An operator's urgent message goes over the caps, over nothing else, and stands in the account."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from conversations import switches
from conversations.models import Message
from engagement import urgent
from engagement.models import Attention, MessageTemplate, SendingRules
from engagement.tests.campaigns.conftest import NOW, make_person  # noqa: F401 - the same people

HOUR = timedelta(hours=1)


@pytest.fixture
def omar(db) -> User:
    user = User.objects.create_user("omar", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=("write_over_caps", "view_decision")))
    return user


@pytest.fixture
def mia(make_person):  # noqa: F811
    """Has had all that the caps leave."""
    contact = make_person("Mia")
    Attention.objects.create(contact=contact, kind="campaign", topic="deals", at=NOW - HOUR)
    return contact


def write(contact, by, **changes) -> Attention:
    told = {"topic": "deals", "text": "Your pre-order was recalled.", "template": None, "variables": {},
            "because": "a recall", "now": NOW}  # fmt: skip
    return urgent.send(contact=contact, by=by, **{**told, **changes})


def test_it_goes_over_the_caps_and_says_who_let_it(mia, omar):
    taken = write(mia, omar)
    assert (taken.kind, taken.critical_because, taken.critical_by) == ("urgent", "a recall", omar)
    assert (taken.message.body, taken.message.origin) == ("Your pre-order was recalled.", "proactive")
    assert taken.message.content["topic"] == "deals"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"replies_allowed": False, "proactive_allowed": False, "topics": []}, "said STOP"),
        ({"topics": ["check_ins"]}, "not said yes to this topic"),
        ({"held_by_human_at": NOW}, "person leads"),
        ({"distress_at": NOW - timedelta(days=2)}, "distress"),
        ({"time_zone": "Pacific/Auckland"}, "night"),
    ],
)
def test_it_goes_over_nothing_else(mia, omar, changes, why):
    type(mia).objects.filter(pk=mia.pk).update(**changes)
    with pytest.raises(urgent.UrgentRefusedError, match=why):
        write(mia, omar)
    assert not Message.objects.filter(direction="outbound").exists()


def test_without_a_reason_or_while_a_switch_holds_us_nothing_is_sent(mia, omar):
    with pytest.raises(urgent.UrgentRefusedError, match="Say why"):
        write(mia, omar, because=" ")
    switches.turn(key="silence", on=True, by=omar, because="test", now=NOW)
    with pytest.raises(urgent.UrgentRefusedError, match="switch"):
        write(mia, omar)


def test_outside_the_reply_window_it_takes_an_approved_template(make_person, omar):  # noqa: F811
    late = make_person("Late", ago=timedelta(days=3))
    with pytest.raises(urgent.UrgentRefusedError, match="24 hours ago"):
        write(late, omar)
    template = MessageTemplate.objects.create(
        name="recall", body="Hello {{1}}, your pre-order was recalled.", samples={"1": "Mia"},
        content_sid="HX" + "d" * 32, status="approved",
    )  # fmt: skip
    taken = write(late, omar, template=template, variables={"1": "Late"})
    assert taken.message.body == "Hello Late, your pre-order was recalled."


def test_the_page_sends_it_keeps_it_and_is_for_operators_alone(client, make_person, omar):  # noqa: F811
    mia = make_person("Mia")
    SendingRules.objects.create(pk=1, quiet_from="00:00", quiet_until="00:00")
    address = reverse("admin:engagement_attention_urgent", args=[mia.pk])
    client.force_login(User.objects.create_user("nosy", is_staff=True))
    assert client.get(address).status_code == 403
    client.force_login(omar)
    assert "over nothing else" in client.get(address).content.decode()
    template = MessageTemplate.objects.create(
        name="recall", body="Your pre-order of {{1}} was recalled.", samples={"1": "Hades"},
        content_sid="HX" + "d" * 32, status="approved",
    )  # fmt: skip
    told = {"topic": "deals", "text": "It was recalled.", "template": template.pk, "because": "a recall"}
    assert "one a line, such as" in client.post(address, {**told, "variables": "[1]"}).content.decode()
    answer = client.post(address, {**told, "variables": '{"1": "Hades"}'})
    assert answer.status_code == 302
    assert Attention.objects.get().critical_by == omar
    assert "a recall" in LogEntry.objects.get().change_message
