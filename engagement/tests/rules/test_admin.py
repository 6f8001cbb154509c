"""The pages of the rules: switches and their line on every page, templates, rules, and one person explained."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse
from django.utils import timezone

from conversations import consent, switches
from conversations.models import Contact, SenderWindow, Switch, SwitchChange
from conversations.tests.conftest import make_contact, twilio, whatsapp  # noqa: F401
from engagement import attention
from engagement.models import Decision, HoldoutRule, MessageTemplate, SendingRules
from thrum_project.roles import sync_roles


@pytest.fixture
def as_role(client, db):
    sync_roles()

    def log_in(role: str):
        user = User.objects.create_user(f"a-{role}", is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client.force_login(user)
        return client

    return log_in


@pytest.fixture
def marketer(as_role):
    return as_role("marketer")


SWITCHES = "admin:conversations_switch_changelist"


def test_a_marketer_stops_all_sending_and_everybody_sees_it(marketer):
    done = marketer.post(reverse(SWITCHES), {"key": "silence", "on": "1", "because": "wrong prices"}, follow=True)
    assert "wrong prices" in done.content.decode()
    assert switches.is_on(Switch.Key.SILENCE)
    for page in (
        "admin:index",
        "admin:engagement_messagetemplate_changelist",
        "admin:conversations_contact_changelist",
    ):
        assert "Nobody is written to first" in marketer.get(reverse(page)).content.decode()
    marketer.post(reverse(SWITCHES), {"key": "silence", "on": "0"}, follow=True)
    assert "Nobody is written to first" not in marketer.get(reverse("admin:index")).content.decode()
    assert list(SwitchChange.objects.values_list("is_on", "by__username")) == [
        (False, "a-marketer"),
        (True, "a-marketer"),
    ]


def test_a_switch_is_not_turned_without_a_reason_or_by_an_editor(marketer, as_role):
    marketer.post(reverse(SWITCHES), {"key": "maintenance", "on": "1", "because": " "})
    marketer.post(reverse(SWITCHES), {"key": "nonsense", "on": "1", "because": "x"})
    editor = as_role("editor")
    assert editor.post(reverse(SWITCHES), {"key": "silence", "on": "1", "because": "x"}).status_code == 403
    assert switches.turned_on() == []


def test_a_template_is_written_submitted_and_read_back(marketer, twilio):  # noqa: F811
    page = reverse("admin:engagement_messagetemplate_add")
    words = {"name": "sale", "language": "en", "category": "marketing", "samples": '{"1": "Hades"}'}
    refused = marketer.post(page, {**words, "body": "{{1}} is cheaper now, have a look"})
    assert "must not stand at the beginning" in refused.content.decode()
    marketer.post(page, {**words, "body": "Good news: {{1}} is cheaper now"})
    template = MessageTemplate.objects.get()
    submit = reverse("admin:engagement_messagetemplate_submit", args=[template.pk])
    assert "Good news: Hades is cheaper now" in marketer.get(submit).content.decode()
    assert not twilio.contents, "a link alone submits nothing"
    said = marketer.post(submit, follow=True)
    assert "Submitted: being judged." in said.content.decode()
    template.refresh_from_db()
    twilio.approvals[template.content_sid] |= {"status": "rejected", "rejection_reason": "TAG_CONTENT_MISMATCH"}
    back = reverse("admin:engagement_messagetemplate_read_back")
    assert "as it stands now" in marketer.get(back).content.decode()
    template.refresh_from_db()
    assert template.status == "pending", "a link alone reads nothing back"
    read = marketer.post(back, follow=True).content.decode()
    assert "TAG_CONTENT_MISMATCH" in read
    shown = marketer.get(reverse("admin:engagement_messagetemplate_change", args=[template.pk])).content.decode()
    assert "was rejected" in shown
    marketer.post(reverse("admin:engagement_messagetemplate_copy", args=[template.pk]))
    assert MessageTemplate.objects.get(status="draft").name == "sale_copy"


def test_rules_are_one_page_and_a_zone_has_to_exist(marketer):
    page = marketer.get(reverse("admin:engagement_sendingrules_changelist"), follow=True)
    assert page.status_code == 200
    values = {
        "quiet_from": "21:00",
        "quiet_until": "08:30",
        "weekend_until": "10:00",
        "per_day": "2",
        "per_week": "4",
        "per_calendar_day": "2",
        "per_calendar_week": "4",
        "check_in_failed_percent": "10",
        "check_in_opt_out_percent": "3",
    }
    address = reverse("admin:engagement_sendingrules_change", args=[1])
    assert "no such time zone" in marketer.post(address, {**values, "usual_zone": "Mars/Base"}).content.decode()
    marketer.post(address, {**values, "usual_zone": "Europe/Berlin"})
    assert SendingRules.objects.get().usual_zone == "Europe/Berlin"
    HoldoutRule.objects.create(key="global", percent=5)
    assert "global" in marketer.get(reverse("admin:engagement_holdoutrule_changelist")).content.decode()


def test_who_may_not_see_the_rules_does_not_make_their_row_by_looking(client, db):
    client.force_login(User.objects.create_user("nosy", is_staff=True))
    assert client.get(reverse("admin:engagement_sendingrules_changelist")).status_code == 403
    assert not SendingRules.objects.exists()


def test_one_person_is_explained_as_it_is_this_moment(marketer, make_contact):  # noqa: F811
    contact = make_contact("+4915112345678", display_name="Greta", time_zone="Europe/Berlin")
    now = timezone.now()
    SenderWindow.objects.filter(contact=contact).update(last_inbound_at=now - timedelta(days=2))
    consent.allow_topics(contact=contact, topics=["deals"], evidence=None, source="chat", now=now)
    SendingRules.objects.create(pk=1, quiet_from="00:00", quiet_until="00:00")
    Decision.objects.create(contact=contact, segment="normal", reason="no_consent", decided_at=now)
    page = reverse("admin:engagement_decision_person", args=[contact.pk])
    shown = marketer.get(page).content.decode()
    assert "They have not said yes to this topic." in shown
    assert "there is no approved template" in shown
    SenderWindow.objects.filter(contact=contact).update(last_inbound_at=now)
    shown = marketer.get(page).content.decode()
    assert shown.count("may be sent") == 1, "deals, and nothing else"
    attention.take(contact_id=contact.pk, kind="campaign", topic="deals", now=now)
    shown = marketer.get(page).content.decode()
    assert "may be sent" not in shown
    assert "They have heard enough from us for now." in shown
    contact_page = marketer.get(reverse("admin:conversations_contact_change", args=[contact.pk])).content.decode()
    assert page in contact_page
    listed = marketer.get(reverse("admin:engagement_decision_changelist")).content.decode()
    assert page in listed
    assert Contact.objects.count() == 1


def test_what_was_let_over_the_caps_is_found_at_once(marketer, make_contact):  # noqa: F811
    contact = make_contact("+4915112345678")
    attention.take(
        contact_id=contact.pk, kind="campaign", topic="deals", now=timezone.now(), critical_because="a recall"
    )
    attention.take(contact_id=contact.pk, kind="cycle", topic="deals", now=timezone.now() + timedelta(days=9))
    shown = marketer.get(reverse("admin:engagement_attention_changelist"), {"critical": "1"}).content.decode()
    assert "a recall" in shown
    assert "cycle</td>" not in shown


def test_made_up_people_are_not_said_to_be_going_and_nothing_is_written_to_them(admin_client, make_contact):  # noqa: F811
    contact = make_contact("Mia")
    contact.player.origin = "demo"
    contact.player.save()
    attention.take(contact_id=contact.pk, kind="cycle", topic="check_ins", now=timezone.now())
    page = admin_client.get(reverse("admin:engagement_decision_person", args=[contact.pk])).content.decode()
    assert "Made up, for a look around" in page
    assert "being erased" not in page
    assert "check-in, about check-ins" in page
    urgent = reverse("admin:engagement_attention_urgent", args=[contact.pk])
    told = admin_client.get(urgent)
    assert told.status_code == 200
    assert "Write now" not in told.content.decode()
    sent = {"topic": "deals", "text": "Hello.", "because": "a recall"}
    assert "Made up, for a look around" in admin_client.post(urgent, sent).content.decode()
