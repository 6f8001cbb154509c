"""What somebody would try who means no good, or has pasted the wrong thing: refused in words, and nothing breaks."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import NoReverseMatch, reverse

from engagement import campaigns, pacer
from engagement.admin.campaign_forms import StepForm
from engagement.campaign_texts import problems_of_variable
from engagement.models import Campaign, CampaignEvent, Touch
from engagement.tests.campaigns.conftest import HELLO, NOW, play, touches_of

pytestmark = pytest.mark.django_db
_ASK = "/admin/engagement/segment/ask/"


def own_addresses() -> list[str]:
    """Every address of the engagement app in the admin, about number 1 where one is asked for."""
    names = [
        pattern.name
        for model, of_model in admin.site._registry.items()
        if model._meta.app_label == "engagement"
        for pattern in of_model.get_urls()
        if pattern.name
    ]
    found = []
    for name in dict.fromkeys(names):
        for args in ([], [1], ["1"], [1, 1], [1, "count"]):
            try:
                found.append(reverse(f"admin:{name}", args=args))
                break
            except NoReverseMatch:
                continue
    return found


def test_who_has_no_right_to_it_gets_nowhere_in_engagement_and_changes_nothing(draft):
    campaign = draft(pk=1)
    nobody = Client()
    nobody.force_login(User.objects.create_user("olaf", is_staff=True))
    addresses = own_addresses()
    assert len(addresses) > 40
    verbs = {"verb": "submit", "action": "delete_selected", "_selected_action": "1", "name": "x", "step": "1"}
    let_in = []
    for address in addresses:
        for answer in (nobody.get(address), nobody.post(address, verbs)):
            # Of what is not there the admin sends people back to its first page, whoever asks.
            if answer.status_code not in (403, 404, 405) and getattr(answer, "url", "") != reverse("admin:index"):
                let_in.append((address, answer.status_code))
    assert let_in == []
    campaign.refresh_from_db()
    assert (campaign.state, campaign.name) == ("draft", "hello 0")
    assert not CampaignEvent.objects.exists()


def test_a_name_is_shown_as_it_was_written_and_never_run(admin_client, draft):
    campaign = draft(
        name="<script>alert(1)</script>=cmd|' /C calc'!A0", kind="recurring", recurs="daily", starts_at=NOW
    )
    for address in (
        reverse("admin:engagement_campaign_overview", args=[campaign.pk]),
        reverse("admin:engagement_campaign_changelist"),
        reverse("admin:engagement_campaign_calendar") + "?month=2090-05",
        reverse("admin:engagement_campaign_audience", args=[campaign.pk]),
    ):
        page = admin_client.get(address).content.decode()
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>alert(1)" not in page


def test_a_month_that_is_none_of_ours_shows_this_one_and_a_campaign_at_the_end_of_time_breaks_no_calendar(
    admin_client, draft
):
    draft(kind="recurring", recurs="monthly", starts_at=datetime(9999, 12, 31, tzinfo=UTC))
    draft(kind="recurring", recurs="monthly", starts_at=datetime(1, 1, 31, tzinfo=UTC), name="old as time")
    for month in ("9999-12", "0001-01", "2026-13", "²", "2026-05' OR 1=1"):
        answer = admin_client.get(reverse("admin:engagement_campaign_calendar"), {"month": month})
        assert answer.status_code == 200
    assert b"old as time" in answer.content


def test_words_that_no_database_keeps_and_numbers_that_are_none_are_refused_in_words(admin_client, launched, mia):
    campaign = launched()
    do, test = (reverse(f"admin:engagement_campaign_{name}", args=[campaign.pk]) for name in ("do", "test"))
    assert admin_client.post(do, {"verb": "pause", "why": "why\0not " * 500}).status_code == 302
    campaign.refresh_from_db()
    assert campaign.paused_because.startswith("whynot why")
    for number in ("²", "9" * 5_000, "-1", "0x1", str(2**63), ""):
        answer = admin_client.post(test, {"sample": number, "step": number, "number": "\0"}, follow=True)
        assert "Nobody is known by that" in answer.content.decode()
    assert admin_client.post(do, {"verb": "__class__"}).status_code == 403
    assert not campaign.events.filter(what="tested").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{name:>999999999}", "alone in its braces"),
        ("{name.__class__}", "Unknown"),
        ("{name!r}", "alone in its braces"),
        ("{name", "not closed"),
        ("a\nb", "line break"),
        ("a      b", "four spaces"),
        ("x" * 301, "301 characters"),
        ("a\0b", "no text"),
    ],
)
def test_what_fills_a_variable_of_a_template_is_looked_at_when_it_is_written(text, said):
    assert said in " ".join(problems_of_variable(text))
    told = {"position": 1, "wait_hours": 0, "condition": "always", "text": HELLO}
    form = StepForm({**told, "template_variables": json.dumps({"1": text})})
    assert not form.is_valid()
    assert not StepForm({**told, "template_variables": '{"\\u0000": "x"}'}).is_valid()


@pytest.mark.parametrize(
    "body",
    [
        "[" * 100_000,
        '{"tree": ' + '{"match": "all", "rules": [' * 5_000,
        '"tree"',
        "[1]",
        '{"tree": {"match": "all", "rules": [{"fact": "sessions", "is": "at_least", "value": 1e999}]}}',
        '{"tree": {"match": "all", "rules": [{"fact": "sessions", "is": "at_least", "value": "9' + "9" * 400 + '"}]}}',
        '{"tree": {"match": "all", "rules": [{"fact": "__class__", "is": "yes"}]}}',
        '{"tree": {"match": "all", "rules": [{"fact": "last_seen", "is": "within",'
        ' "value": {"amount": 1e300, "unit": "days"}}]}}',
    ],
)
def test_a_rule_that_is_meant_to_break_something_is_answered_with_its_problems(admin_client, body):
    answer = admin_client.post(_ASK, body, content_type="application/json")
    assert answer.json()["problems"]


@pytest.mark.parametrize("city", ["'; DROP TABLE engagement_segment; --", "%s %(now)s", "\\", "𝕭erlin \u202e", "\0x"])
def test_a_value_of_a_rule_is_never_sql(admin_client, city):
    tree = {"match": "all", "rules": [{"fact": "city", "is": "any_of", "value": [city]}]}
    for more, said in (
        ({}, "words"),
        ({"want": "people", "segment": "²"}, "people"),
        ({"want": "why", "person": "²"}, ""),
    ):
        answer = admin_client.post(_ASK, json.dumps({"tree": tree, **more}), content_type="application/json")
        assert said in answer.json() or "nobody is known by that" in str(answer.json())


def test_a_template_that_meta_turns_down_in_the_middle_pauses_the_campaign_and_loses_nobody(
    make_person, launched, template, django_capture_on_commit_callbacks
):
    for name in ("Bilal", "Chen"):
        make_person(name, ago=NOW - NOW.replace(day=1))
    steps = [{"text": "Hey {name}!", "template": template, "template_variables": {"1": "{name}"}}]
    campaign = launched(steps=steps)
    play(campaign, limit=1)
    type(template).objects.update(status="paused")
    pacer.prepare(now=NOW)
    campaign.refresh_from_db()
    assert campaign.state == Campaign.State.PAUSED
    assert "template" in campaign.paused_because
    type(template).objects.update(status="approved")
    campaigns.resume(campaign=campaign, by=None, now=NOW)
    play(campaign)
    assert touches_of(campaign) == [("queued", ""), ("queued", "")]


def test_names_with_line_breaks_and_a_text_too_long_for_a_template_leave_as_the_provider_takes_them(
    make_person, launched, template
):
    make_person("Bi\n\n lal", ago=NOW - NOW.replace(day=1))
    type(template).objects.update(body="Hey {{1}}, " + "so " * 250 + "{{2}} was your weekend?")
    template.refresh_from_db()
    variables = {"1": "{name}", "2": "how"}
    campaign = launched(steps=[{"text": "Hey {name}!", "template": template, "template_variables": variables}])
    play(campaign)
    message = Touch.objects.get(campaign=campaign).message
    assert message is not None
    assert "\n" not in message.content["template_variables"]["1"]
    type(template).objects.update(body="Hey {{1}}, " + "so " * 325 + "{{2}} it goes")
    template.refresh_from_db()
    longer = launched(
        steps=[{"text": "Hey!", "template": template, "template_variables": {**variables, "2": "h" * 60}}]
    )
    make_person("Chen", ago=NOW - NOW.replace(day=1))
    play(longer)
    assert not Touch.objects.filter(campaign=longer).handed_over().exists()
