"""A campaign's life: frozen when submitted, approved by a second person, changed without disturbing who is under way."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from django.db import IntegrityError, transaction

from conversations.models import ConsentChange, Message
from engagement import advancing, campaigns, pacer, stopping, try_outs
from engagement.campaigns import CampaignRefusedError, live_copy
from engagement.models import Campaign, CampaignRun, Enrolment, Segment, Touch
from engagement.tests.campaigns.conftest import HELLO, NOW, PICK, deliver, play, touches_of, wrote

pytestmark = pytest.mark.django_db


def submit(campaign, by=None):
    version = campaigns.submit(campaign=campaign, by=by, now=NOW)
    campaign.refresh_from_db()
    return version


def test_without_a_size_nobody_else_is_needed(draft, mia, lena):
    campaign = draft()
    version = submit(campaign, lena)
    assert (campaign.state, version.decided_by, version.audience_size) == ("approved", lena, 1)


def test_above_the_size_somebody_else_has_to_approve(draft, mia, make_person, lena, omar, settings):
    settings.CAMPAIGN_APPROVAL_SIZE = 1
    make_person("Noor")
    campaign = draft()
    submit(campaign, lena)
    assert campaign.state == "submitted"
    with pytest.raises(CampaignRefusedError, match="Somebody else"):
        campaigns.approve(campaign=campaign, by=lena, now=NOW)
    with pytest.raises(CampaignRefusedError, match="waits for approval"):
        campaigns.launch(campaign=campaign, by=lena, now=NOW)
    campaigns.approve(campaign=campaign, by=omar, now=NOW)
    campaign.refresh_from_db()
    assert (campaign.state, campaign.version.decided_by) == ("approved", omar)


def test_who_comes_by_a_trigger_cannot_be_counted_and_needs_approval_too(draft, lena, settings):
    settings.CAMPAIGN_APPROVAL_SIZE = 1000
    campaign = draft(kind="triggered", trigger="idle")
    assert submit(campaign, lena).audience_size is None
    assert campaign.state == "submitted"


def test_what_is_sent_back_is_a_draft_again(draft, mia, lena, omar, settings):
    settings.CAMPAIGN_APPROVAL_SIZE = 1
    campaign = draft(kind="triggered", trigger="idle")
    submit(campaign, lena)
    campaigns.send_back(campaign=campaign, by=omar, why="too pushy", now=NOW)
    campaign.refresh_from_db()
    assert (campaign.state, campaign.version) == ("draft", None)
    assert submit(campaign, lena).number == 2


def test_people_get_what_was_approved_whatever_the_draft_says_since(draft, mia):
    campaign = draft()
    submit(campaign)
    campaign.steps.update(text="Something nobody has read")
    campaigns.launch(campaign=campaign, by=None, now=NOW)
    play(campaign)
    assert Message.objects.get(origin="proactive").body == "Hey Mia, how was your weekend?"


def test_who_is_under_way_stays_on_their_version(mia, make_person, launched):
    steps = [{"text": "Hi {name}"}, {"text": "Old second", "wait_hours": 24}]
    campaign = launched(steps=steps, kind="recurring", recurs="daily", starts_at=NOW)
    play(campaign)
    deliver(campaign, at=NOW)
    campaign.steps.filter(position=2).update(text="New second")
    assert submit(campaign).number == 2
    noor = make_person("Noor", ago=timedelta(hours=-22))
    later = NOW + timedelta(days=1, hours=1)
    wrote(mia, at=later - timedelta(hours=2))
    mia.windows.update(last_inbound_at=later - timedelta(hours=2))
    play(campaign, now=later)
    play(campaign, now=later)
    bodies = dict(Message.objects.filter(origin="proactive").order_by("pk").values_list("body", "contact"))
    assert bodies == {"Hi Mia": mia.pk, "Old second": mia.pk, "Hi Noor": noor.pk}
    assert Enrolment.objects.get(contact=noor).version.number == 2


def test_nothing_new_is_not_submitted_again_and_a_broken_text_never(draft, mia):
    campaign = draft()
    submit(campaign)
    with pytest.raises(CampaignRefusedError, match="Nothing has changed"):
        submit(campaign)
    broken = draft("Hey {nmae}")
    with pytest.raises(CampaignRefusedError, match="Unknown"):
        submit(broken)


def test_a_launch_is_refused_while_meta_has_not_approved_the_template(draft, mia, template):
    steps = [{"text": HELLO, "template": template, "template_variables": {"1": "{name}"}}]
    campaign = draft(steps=steps)
    submit(campaign)
    type(template).objects.update(status="paused")
    with pytest.raises(CampaignRefusedError, match="not approved"):
        campaigns.launch(campaign=campaign, by=None, now=NOW)


def test_the_database_refuses_a_state_that_the_picture_does_not_show(draft):
    campaign = draft()
    for wrong in ({"state": "running"}, {"state": "paused"}, {"state": "done"}, {"state": "new"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Campaign.objects.filter(pk=campaign.pk).update(**wrong)


def test_only_the_segment_comes_in_as_it_was_frozen(mia, make_person, draft):
    from engagement import segment_facts

    make_person("Noor", player={"city": "Lagos"})
    segment_facts.refresh("TRUE", [], now=NOW)
    tree = {"match": "all", "rules": [{"fact": "city", "is": "any_of", "value": ["lagos"]}]}
    segment = Segment.objects.create(name="Lagos", tree=tree)
    campaign = draft(segment=segment)
    assert submit(campaign).audience_size == 1
    Segment.objects.update(tree={"match": "all", "rules": []})
    campaigns.launch(campaign=campaign, by=None, now=NOW)
    play(campaign)
    assert [touch.contact.display_name for touch in Touch.objects.all()] == ["Noor"]


def test_a_recurring_campaign_makes_up_only_for_its_latest_occasion(mia, launched):
    campaign = launched(kind="recurring", recurs="daily", starts_at=NOW, re_entry="each_time")
    play(campaign)
    deliver(campaign, at=NOW)
    after = NOW + timedelta(days=4, hours=1)
    mia.windows.update(last_inbound_at=after - timedelta(hours=3))
    play(campaign, now=after)
    assert [run.starts_at for run in CampaignRun.objects.order_by("starts_at")] == [NOW, NOW + timedelta(days=4)]
    assert Touch.objects.filter(campaign=campaign).count() == 2


def test_it_pauses_itself_with_the_reason_when_too_many_say_stop(make_person, launched):
    people = [make_person(f"Person {number}") for number in range(10)]
    campaign = launched(opt_out_limit_percent=5)
    play(campaign)
    deliver(campaign, at=NOW)
    for contact in people[:4]:
        ConsentChange.objects.create(
            contact=contact, topic="proactive", granted=False, source="chat", at=NOW + timedelta(minutes=5)
        )
    make_person("Late")
    Campaign.objects.update(state="running", finished_at=None)
    pacer.prepare(now=NOW + timedelta(minutes=6))
    campaign.refresh_from_db()
    assert campaign.state == "paused"
    assert campaign.paused_because == "4 of 10 messages (40%) were answered with STOP; the limit is 5%"
    campaigns.resume(campaign=campaign, by=None, now=NOW + timedelta(minutes=7))
    campaign.refresh_from_db()
    tally = stopping.tally_of(campaign, live_copy(campaign.version), now=NOW + timedelta(minutes=8))
    assert tally.handed_over == 0


def test_a_test_goes_to_a_listed_number_and_counts_nowhere(mia, make_person, games, draft, settings, lena):
    tester = make_person("Tess")
    number = tester.addresses.get().value
    campaign = draft(PICK)
    told = {"campaign": campaign, "copy": campaigns.copy_of(campaign), "position": 1, "sample": mia, "by": lena,
            "now": NOW, "rng": np.random.default_rng(0)}  # fmt: skip
    with pytest.raises(CampaignRefusedError, match="not on the list"):
        try_outs.send(number=number, **told)
    settings.TEST_SEND_NUMBERS = [number, "+4915999999999"]
    message = try_outs.send(number=number, **told)
    assert (message.contact, message.origin, message.content["type"]) == (tester, "system", "campaign_test")
    assert message.body.startswith("Hey Mia, ")
    assert message.slate is None
    assert not Touch.objects.exists()
    assert campaign.events.get().what == "tested"
    with pytest.raises(CampaignRefusedError, match="write to us first"):
        try_outs.send(number="+4915999999999", **told)


def test_people_who_wait_for_long_while_nothing_moves_raise_the_alarm(mia, launched):
    campaign = launched()
    pacer.prepare(now=NOW)
    assert not advancing.stuck(now=NOW + timedelta(hours=1)).exists()
    assert advancing.stuck(now=NOW + timedelta(hours=3)).count() == 1
    play(campaign, now=NOW + timedelta(hours=3))
    assert not advancing.stuck(now=NOW + timedelta(hours=3, minutes=1)).exists()


def test_a_note_of_who_did_what_stays(draft, mia, lena):
    campaign = draft()
    submit(campaign, lena)
    campaigns.launch(campaign=campaign, by=lena, now=NOW)
    campaigns.pause(campaign=campaign, why="  ", by=lena, now=NOW)
    campaigns.cancel(campaign=campaign, by=lena, why="", now=NOW)
    assert [event.what for event in campaign.events.order_by("pk")] == [
        "submitted", "approved", "launched", "paused", "cancelled",
    ]  # fmt: skip
    assert touches_of(campaign) == []
    with pytest.raises(CampaignRefusedError, match="cancelled"):
        campaigns.resume(campaign=campaign, by=lena, now=NOW)
