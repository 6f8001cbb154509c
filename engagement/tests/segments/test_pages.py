"""The builder, the list filter and the audience page, as a marketer and as others see them."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from engagement import segment_facts
from engagement.models import Campaign, MessagePrice, Segment, Step
from engagement.tests.segments.conftest import NOW

ON_SWITCH = {"match": "all", "rules": [{"fact": "platforms", "is": "any_of", "value": ["switch"]}]}
ASK = "/admin/engagement/segment/ask/"


def somebody(name, *permissions):
    user = User.objects.create_user(name, password="x", is_staff=True)
    for permission in permissions:
        app, codename = permission.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return user


@pytest.fixture
def marketer(db):
    """Builds segments; sees people masked."""
    return somebody(
        "marketer", "engagement.view_segment", "engagement.add_segment", "engagement.change_segment",
        "conversations.view_contact",
    )  # fmt: skip


@pytest.fixture
def pages(client, marketer, everybody):
    client.force_login(marketer)
    return client


def ask(client, tree, **more):
    return client.post(ASK, json.dumps({"tree": tree, **more}), content_type="application/json")


def test_a_rule_is_counted_and_said_while_it_is_built(pages):
    told = ask(pages, ON_SWITCH).json()
    assert (told["people"], told["everybody"], told["words"]) == (2, 4, "platforms include any of Nintendo Switch")


def test_what_is_not_complete_is_told_with_its_place(pages):
    told = ask(pages, {"match": "all", "rules": [{"fact": "platforms", "is": "any_of", "value": []}]}).json()
    assert told == {"problems": [["1", "choose at least one value of platforms"]]}
    assert ask(pages, None).json()["problems"]
    assert pages.post(ASK, "{", content_type="application/json").json()["problems"]


def test_a_sample_is_masked_for_who_may_not_see_addresses(pages, everybody):
    people = ask(pages, ON_SWITCH, want="people").json()["people"]
    assert {one["id"] for one in people} == {everybody["Dora"].pk, everybody["Gus"].pk}
    assert "Dora" not in json.dumps(people)
    assert "+491701234567" not in json.dumps(people)
    assert ["platforms", "Nintendo Switch"] in next(one for one in people if one["who"].startswith("D"))["facts"]


def test_a_sample_is_shown_in_full_to_who_may(client, everybody):
    client.force_login(User.objects.create_superuser("root"))
    people = ask(client, ON_SWITCH, want="people").json()["people"]
    assert {(one["who"], one["reached"]) for one in people} == {("Dora", "+491701234567"), ("Gus", "+447700900123")}


def test_who_may_not_see_contacts_sees_counts_only(client, everybody):
    client.force_login(somebody("counter", "engagement.view_segment"))
    assert ask(client, ON_SWITCH).json()["people"] == 2
    assert ask(client, ON_SWITCH, want="people").json()["people"] == []
    assert ask(client, ON_SWITCH, want="why", person="+491701234567").status_code == 403


def test_who_may_not_see_segments_may_not_ask(client, everybody):
    client.force_login(somebody("editor", "conversations.view_contact"))
    assert ask(client, ON_SWITCH).status_code == 403
    Segment.objects.create(name="On Switch", tree=ON_SWITCH)
    assert client.get("/admin/engagement/segment/").status_code == 403
    assert b"Fay" in client.get("/admin/conversations/contact/?segment=1").content


def test_each_line_says_why_somebody_is_out(pages, everybody):
    told = ask(pages, ON_SWITCH, want="why", person="+2348012345678").json()
    assert (told["isIn"], told["lines"][1]["found"]) == (False, "PC, PlayStation 5")
    assert ask(pages, ON_SWITCH, want="why", person=str(everybody["Dora"].pk)).json()["isIn"] is True
    assert ask(pages, ON_SWITCH, want="why", person="nobody").json()["problems"]


def test_a_segment_is_saved_with_its_count(pages):
    address = reverse("admin:engagement_segment_add")
    page = pages.post(address, {"name": "On Switch", "note": "", "tree": json.dumps(ON_SWITCH)})
    assert page.status_code == 302
    segment = Segment.objects.get()
    assert (segment.tree, segment.last_count, segment.created_by.username) == (ON_SWITCH, 2, "marketer")
    listed = pages.get(reverse("admin:engagement_segment_changelist")).content.decode()
    assert "platforms include any of Nintendo Switch" in listed
    assert pages.get(reverse("admin:engagement_segment_change", args=[segment.pk])).status_code == 200


def test_a_rule_that_cannot_be_read_is_not_saved(pages):
    wrong = json.dumps({"match": "all", "rules": [{"fact": "cluster", "is": "any_of", "value": ["77"]}]})
    page = pages.post(reverse("admin:engagement_segment_add"), {"name": "Wrong", "note": "", "tree": wrong})
    assert "1: group of players: 77 is not known" in page.content.decode()
    assert not Segment.objects.exists()


def test_contacts_are_filtered_by_segment(pages):
    segment = Segment.objects.create(name="On Switch", tree=ON_SWITCH)
    page = pages.get(f"/admin/conversations/contact/?segment={segment.pk}").content.decode()
    assert ("Dora" in page, "Gus" in page, "Emeka" in page) == (True, True, False)
    assert "Emeka" in pages.get("/admin/conversations/contact/?segment=x").content.decode()


def test_the_audience_page_leads_to_the_people_of_each_step(pages):
    segment = Segment.objects.create(name="All", tree={"match": "all", "rules": []})
    MessagePrice.objects.update_or_create(
        category="marketing", country="NG", defaults={"amount": "0.05", "as_of": NOW.date()}
    )
    page = pages.get(f"/admin/engagement/segment/{segment.pk}/change/audience/?topic=deals&template=marketing")
    assert page.status_code == 200
    assert page.context["fall"].matched == 4
    address = f"/admin/conversations/contact/?audience={segment.pk}.deals.marketing.stopped"
    assert address in page.content.decode()
    assert "Gus" in (people := pages.get(address).content.decode())
    assert "Dora" not in people


def test_a_campaign_shows_whom_it_would_write_to_by_its_own_rules(client, everybody):
    client.force_login(User.objects.create_superuser("root"))
    segment = Segment.objects.create(name="On Switch", tree=ON_SWITCH)
    campaign = Campaign.objects.create(name="Comfort", topic="deals", segment=segment, holdout_percent=0)
    address = f"/admin/engagement/segment/of-campaign/{campaign.pk}/"
    assert "it has no message yet" in client.get(address).content.decode()
    Step.objects.create(campaign=campaign, position=1, text="Hi {name}")
    Step.objects.create(campaign=campaign, position=2, text="Still there?", wait_hours=48)
    assert address in client.get(f"/admin/engagement/campaign/{campaign.pk}/overview/").content.decode()
    page = client.get(address)
    assert (page.context["fall"].matched, page.context["each_gets"]) == (2, 2)
    people = client.get(f"/admin/conversations/contact/?audience=c{campaign.pk}.stopped").content.decode()
    assert ("Gus" in people, "Dora" in people) == (True, False)
    assert "Dora" not in client.get("/admin/conversations/contact/?audience=c999.stopped").content.decode()


def test_the_list_of_segments_needs_no_more_queries_for_more_of_them(pages, queries_stay_flat):
    def add():
        for number in range(3):
            Segment.objects.create(name=f"Segment {number}", tree=ON_SWITCH)

    Segment.objects.create(name="First", tree=ON_SWITCH)
    queries_stay_flat(lambda: pages.get("/admin/engagement/segment/"), add)


def test_facts_are_kept_for_nobody_who_is_gone(pages, everybody):
    everybody["Fay"].player.delete()
    segment_facts.refresh("TRUE", [], now=NOW)
    assert ask(pages, {"match": "all", "rules": []}).json()["everybody"] == 3


def test_who_may_only_look_reads_the_rule_in_words(client, everybody):
    client.force_login(somebody("operator", "engagement.view_segment", "conversations.view_contact"))
    segment = Segment.objects.create(name="On Switch", tree=ON_SWITCH)
    page = client.get(f"/admin/engagement/segment/{segment.pk}/change/").content.decode()
    assert "platforms include any of Nintendo Switch" in page
    assert "segment-tree" not in page
    assert client.get("/admin/engagement/segment/add/").status_code == 403
