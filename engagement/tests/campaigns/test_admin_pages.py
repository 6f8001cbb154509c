"""The pages of campaigns, as a marketer, an approver and somebody who may only look see them."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from conversations.models import Message
from engagement.admin import campaign_pages
from engagement.admin.campaign_forms import CampaignForm, StepForm
from engagement.models import Campaign, Enrolment, Step, Touch
from engagement.tests.campaigns.conftest import HELLO, NOW, PICK, deliver, play

pytestmark = pytest.mark.django_db

_WRITES = ("view_campaign", "add_campaign", "change_campaign", "add_step", "change_step", "view_step", "view_touch")


def staff(name: str, *permissions: str) -> Client:
    user = User.objects.create_user(name, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="engagement", codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def mara(db) -> Client:
    """Writes campaigns and sends them."""
    return staff("mara", *_WRITES, "send_campaign")


@pytest.fixture
def vera(db) -> Client:
    return staff("vera", "view_campaign")


def address(campaign: Campaign, name: str) -> str:
    return reverse(f"admin:engagement_campaign_{name}", args=[campaign.pk])


def do(client: Client, campaign: Campaign, verb: str, **more: str):
    response = client.post(address(campaign, "do"), {"verb": verb, **more})
    campaign.refresh_from_db()
    return response


def form(**changes: object) -> dict[str, object]:
    return {
        "name": "Weekend hello", "kind": "one_off", "topic": "new_games", "least_readings": 1, "drop_percent": 20,
        "re_entry": "never", "send_time": "at_once", "holdout_percent": 0, "attribution_hours": 72,
        "failed_limit_percent": 10, "opt_out_limit_percent": 3, "steps-TOTAL_FORMS": 1, "steps-INITIAL_FORMS": 0,
        "steps-MIN_NUM_FORMS": 1, "steps-MAX_NUM_FORMS": 1000, "steps-0-position": 1, "steps-0-wait_hours": 0,
        "steps-0-condition": "always", "steps-0-text": HELLO, "steps-0-template_variables": "{}", **changes,
    }  # fmt: skip


def test_a_campaign_is_written_submitted_launched_paused_and_cancelled(mara, mia):
    response = mara.post(reverse("admin:engagement_campaign_add"), form())
    campaign = Campaign.objects.get()
    assert response.url == address(campaign, "overview")
    for verb, state in (("submit", "approved"), ("launch", "running"), ("pause", "paused"), ("resume", "running"),
                        ("cancel", "cancelled")):  # fmt: skip
        do(mara, campaign, verb, why="because")
        assert campaign.state == state
    page = mara.get(address(campaign, "overview")).content.decode()
    assert "Cancelled by mara, because" in page or "cancelled by mara, because" in page.lower()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": "triggered"}, "Say what has to happen."),
        ({"kind": "triggered", "trigger": "mood"}, "Say which moods count."),
        ({"kind": "recurring"}, "Say how often."),
        ({"re_entry": "after_days"}, "Say after how many days."),
        ({"starts_at": NOW, "ends_at": NOW}, "It ends before it starts."),
        ({"ends_at": "2020-01-01 10:00"}, "This has passed: nothing would be sent."),
        ({"holdout_percent": 100}, "Everybody would be held out"),
    ],
)
def test_what_is_wrong_with_the_form_is_said(db, changes, said):
    assert said in str(CampaignForm(form(**changes)).errors)


def test_what_a_kind_has_no_use_for_is_emptied(db):
    told = CampaignForm(form(trigger="mood", recurs="weekly"))
    assert told.is_valid()
    assert (told.cleaned_data["trigger"], told.cleaned_data["recurs"]) == ("", "")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": "Hey {nmae}"}, "Unknown: {nmae}"),
        ({"condition": "no_reply"}, "Before the first message"),
        ({"template_variables": "[1]"}, "one a line, such as"),
        ({"template_variables": "1: {name}\n1: {game}"}, "Write each once"),
        ({"template_variables": "1: {nmae}"}, "Variable 1: Unknown: {nmae}"),
        ({"template_variables": "1: a\0b"}, "Null characters are not allowed"),
    ],
)
def test_what_is_wrong_with_a_step_is_said(db, changes, said):
    step = {"position": 1, "wait_hours": 0, "condition": "always", "text": HELLO, "template_variables": "{}", **changes}
    assert said in str(StepForm(step).errors)


def test_a_templates_variable_without_a_value_is_refused(template):
    step = {"position": 1, "wait_hours": 0, "condition": "always", "text": HELLO, "template": template.pk}
    assert "filled with nothing" in str(StepForm({**step, "template_variables": "{}"}).errors)
    for told in ('{"1": "{name}"}', "1: {name}", " {{1}} = {name} \r\n"):
        form = StepForm({**step, "template_variables": told})
        assert form.is_valid(), form.errors
        assert form.cleaned_data["template_variables"] == {"1": "{name}"}


def test_what_fills_a_template_comes_back_as_it_was_written(template):
    mine = Step(text=HELLO, template=template, template_variables={"1": "{name}", "2": "{game}: {reason}"})
    field = StepForm(instance=mine)["template_variables"]
    assert field.value() == "1: {name}\n2: {game}: {reason}"
    assert not StepForm().fields["template_variables"].has_changed(mine.template_variables, field.value())


def test_the_page_offers_only_what_can_be_done(mara, admin_client, draft, mia, settings):
    settings.CAMPAIGN_APPROVAL_SIZE = 1
    campaign = draft(segment=None, kind="triggered", trigger="after_like")
    do(mara, campaign, "submit")
    User.objects.get(username="mara").user_permissions.add(Permission.objects.get(codename="approve_campaign"))
    assert 'value="approve"' not in mara.get(address(campaign, "overview")).content.decode()
    do(admin_client, campaign, "approve")
    page = mara.get(address(campaign, "overview")).content.decode()
    assert 'value="launch"' in page
    assert 'value="submit"' not in page  # nothing differs from what is approved
    campaign.steps.update(text="Something else")
    assert 'value="submit"' in mara.get(address(campaign, "overview")).content.decode()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.6, "less than a minute"), (61, "2 minutes"), (3600, "1 h"), (3_661, "1 h 2 min"), (200_000, "55 h 34 min")],
)
def test_how_long_it_takes_is_told_in_words(seconds, words):
    assert campaign_pages.span_in_words(timedelta(seconds=seconds)) == words


def test_who_may_only_look_finds_no_buttons_and_cannot_press_them(vera, launched):
    campaign = launched()
    page = vera.get(address(campaign, "overview")).content.decode()
    assert "running" in page
    assert 'name="verb"' not in page
    assert "Dry run" not in page
    for verb in ("pause", "cancel", "submit", "nonsense"):
        assert do(vera, campaign, verb).status_code == 403
    assert vera.post(address(campaign, "test"), {}).status_code == 403
    assert vera.post(address(campaign, "rehearse")).status_code == 403
    assert campaign.state == "running"


def test_a_page_with_results_shows_them_and_why_others_got_nothing(admin_client, make_person, games, launched):
    make_person("Mia")
    make_person("Child", player={"age_band": "under_13"})
    steps = [{"text": PICK}, {"text": "Still there?", "wait_hours": 24, "condition": "no_reply"}]
    campaign = launched(steps=steps, holdout_percent=10)
    play(campaign)
    deliver(campaign, at=NOW)
    page = admin_client.get(address(campaign, "overview")).content.decode()
    assert "They are under 13." in page
    assert "step 2" in page.lower()
    assert "Nobody is held out yet" in page
    assert admin_client.get(reverse("admin:engagement_touch_changelist")).status_code == 200
    assert admin_client.get(reverse("admin:engagement_enrolment_changelist")).status_code == 200
    version = campaign.versions.get()
    assert admin_client.get(reverse("admin:engagement_campaignversion_change", args=[version.pk])).status_code == 200


def test_a_dry_run_shows_what_would_happen_and_keeps_only_its_figures(admin_client, mia, make_person, draft):
    make_person("Child", player={"age_band": "under_13"})
    campaign = draft(steps=[{"text": "Hi {name}"}, {"text": "Still there?", "wait_hours": 1}])
    with time_machine.travel(NOW, tick=False):
        page = admin_client.post(address(campaign, "rehearse")).content.decode()
    assert "Hi Mia" in page
    assert "They are under 13." in page
    campaign.refresh_from_db()
    assert (campaign.state, campaign.versions.count()) == ("draft", 0)
    assert not Touch.objects.exists()
    assert not Enrolment.objects.exists()
    assert not Message.objects.filter(origin="proactive").exists()
    counts = campaign.events.get().counts
    assert (counts["people"], counts["refused"]["child"]) == (2, 1)


def test_the_calendar_shows_what_goes_out_when(admin_client, draft, launched):
    draft(name="Every Monday", kind="recurring", recurs="weekly", starts_at=NOW.replace(year=2090))
    launched(name="After a like", kind="triggered", trigger="after_like")
    page = admin_client.get(reverse("admin:engagement_campaign_calendar"), {"month": "2090-05"}).content.decode()
    assert page.count("Every Monday") == 4
    assert "After a like" in page
    assert admin_client.get(reverse("admin:engagement_campaign_calendar"), {"month": "nonsense"}).status_code == 200


def test_the_list_does_not_slow_down_with_more_campaigns(admin_client, draft, queries_stay_flat):
    draft()
    page = reverse("admin:engagement_campaign_changelist")
    queries_stay_flat(lambda: admin_client.get(page), lambda: [draft() for _ in range(3)])


def test_a_copy_is_read_as_what_people_get_and_a_message_names_its_person(mara, mia, admin_client):
    mara.post(reverse("admin:engagement_campaign_add"), form())
    campaign = Campaign.objects.get()
    do(mara, campaign, "submit")
    copy = campaign.versions.get()
    page = admin_client.get(reverse("admin:engagement_campaignversion_change", args=[copy.pk])).content.decode()
    assert "everybody, who said yes to new games" in page
    assert "attribution_hours" not in page
    Touch.objects.create(contact=mia, kind="cycle", topic="check_ins", occasion="x", planned_at=NOW, due_at=NOW)
    listed = admin_client.get(reverse("admin:engagement_touch_changelist")).content.decode()
    assert str(mia) in listed
    assert "engagement cycle</td>" not in listed
    assert "check-in" in listed
