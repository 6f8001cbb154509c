"""From launch to outbox: who gets it, who does not and why, and that nobody gets it twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from conversations import consent
from conversations.models import Message
from engagement import advancing, campaigns, enrolling, pacer
from engagement.models import Attention, Campaign, Enrolment, Touch
from engagement.tests.campaigns.conftest import NOW, PICK, deliver, play, touches_of, wrote
from games.models import Impression, Slate

pytestmark = pytest.mark.django_db


def test_who_may_be_written_to_gets_the_message_about_its_topic(mia, launched):
    campaign = launched()
    play(campaign)
    message = Message.objects.get(origin="proactive")
    assert message.body == "Hey Mia, how was your weekend?"
    assert (message.contact, message.content["topic"], message.status) == (mia, "new_games", "queued")
    assert touches_of(campaign) == [("queued", "")]
    assert Attention.objects.get(contact=mia).message == message


def test_a_second_turn_and_a_second_launch_write_to_nobody_again(mia, launched):
    campaign = launched()
    for hours in range(0, 72, 24):
        play(campaign, now=NOW + timedelta(hours=hours))
        deliver(campaign, at=NOW + timedelta(hours=hours))
    assert Message.objects.filter(origin="proactive").count() == 1


def test_the_game_is_the_recommenders_and_the_text_says_why(mia, games, launched):
    mia.mood_readings.create(message=mia.messages.get(), mood="stressed", confidence=0.9, at=NOW - timedelta(hours=3))
    campaign = launched(PICK)
    play(campaign)
    message = Message.objects.get(origin="proactive")
    slate = Slate.objects.get()
    assert "Dorfromantik might suit you: calm tiles" in message.body
    assert "/g/" in message.body
    assert (message.slate, slate.surface, slate.context["mood"]) == (slate, "campaign", "stressed")
    assert [button["title"] for button in message.content["buttons"]] == ["sounds good", "more like this"]
    assert Impression.objects.get().shown_at is None


def test_without_a_game_that_fits_nothing_is_said(mia, launched):
    campaign = launched(PICK)
    play(campaign)
    assert touches_of(campaign) == [("refused", "no_fit")]
    assert not Attention.objects.exists()


def test_every_refusal_is_a_row_with_its_reason_and_the_earliest_time(make_person, launched):
    night = NOW + timedelta(hours=13)  # 01:00 in Berlin
    make_person("Awake in Auckland", time_zone="Pacific/Auckland")
    asleep = make_person("Asleep in Berlin")
    child = make_person("Child", player={"age_band": "under_13"})
    silent = make_person("Long silent", ago=timedelta(days=3))
    no_deals = make_person("Wants no deals", topics=["check_ins"])
    campaign = launched(topic="deals", at=night)
    play(campaign, now=night)
    refused = {row.contact_id: row for row in Touch.objects.filter(campaign=campaign, state="refused")}
    assert {pk: row.reason for pk, row in refused.items()} == {
        asleep.pk: "quiet_hours", child.pk: "child", silent.pk: "window_closed", no_deals.pk: "no_consent",
    }  # fmt: skip
    assert refused[asleep.pk].earliest_at == refused[asleep.pk].due_at == NOW + timedelta(hours=21)
    assert refused[child.pk].due_at is None
    assert Message.objects.filter(origin="proactive").count() == 1


def test_what_was_refused_for_the_night_goes_in_the_morning(mia, launched):
    night, morning = NOW + timedelta(hours=13), NOW + timedelta(hours=21)
    campaign = launched(at=night)
    play(campaign, now=night)
    assert touches_of(campaign) == [("refused", "quiet_hours")]
    play(campaign, now=morning)
    assert touches_of(campaign) == [("refused", "window_closed")]  # meanwhile her window has closed


def test_outside_the_window_the_approved_template_leaves(make_person, launched, template):
    make_person("Bilal", ago=timedelta(days=3))
    steps = [{"text": "Hey {name}!", "template": template, "template_variables": {"1": "{name}"}}]
    campaign = launched(steps=steps)
    play(campaign)
    message = Message.objects.get(origin="proactive")
    assert message.content["template_sid"] == template.content_sid
    assert message.content["template_variables"] == {"1": "Bilal"}
    assert message.body == "Hey Bilal, how was your weekend?"


def test_two_campaigns_share_one_budget(mia, launched):
    first, second = launched(), launched()
    play(first)
    play(second)
    play(second, now=NOW + timedelta(minutes=5))
    assert touches_of(first) == [("queued", "")]
    ((state, reason),) = touches_of(second)
    assert (state, reason) == ("refused", "recently_messaged")
    assert Touch.objects.get(campaign=second).earliest_at >= NOW + timedelta(hours=23)


def test_stop_drops_what_is_planned(mia, launched):
    campaign = launched(starts_at=NOW)
    campaign.refresh_from_db()
    from engagement import advancing

    enrolling.enrol(campaign, campaigns.live_copy(campaign.version), now=NOW)
    advancing.advance(now=NOW)
    consent.stop(contact=mia, evidence=None, source="chat", now=NOW)
    assert touches_of(campaign) == [("dropped", "no_consent")]
    pacer.release(now=NOW, rng=None, limit=10)
    assert not Message.objects.filter(origin="proactive").exists()


def test_somebody_in_the_middle_of_a_talk_is_not_interrupted(make_person, launched):
    make_person("Busy", ago=timedelta(minutes=5))
    campaign = launched()
    play(campaign)
    assert touches_of(campaign) == [("refused", "active")]
    play(campaign, now=NOW + timedelta(minutes=30))
    assert touches_of(campaign) == [("queued", "")]


def test_a_step_that_breaks_is_shown_and_holds_up_nobody(mia, make_person, launched):
    make_person("Noor")
    campaign = launched()
    enrolling.enrol(campaign, campaigns.live_copy(campaign.version), now=NOW)
    Enrolment.objects.filter(contact=mia).update(context={"offer": "not a number"})
    for minutes in (0, 11, 22, 33):
        play(campaign, now=NOW + timedelta(minutes=minutes))
    assert sorted(touches_of(campaign)) == [("failed", "broken"), ("queued", "")]


def test_one_off_is_done_when_everybody_is_through(mia, launched):
    campaign = launched()
    pacer.prepare(now=NOW)
    pacer.release(now=NOW, rng=None, limit=10)
    deliver(campaign, at=NOW)
    pacer.prepare(now=NOW + timedelta(minutes=1))
    campaign.refresh_from_db()
    assert campaign.state == Campaign.State.DONE
    assert Enrolment.objects.get().state == "done"


def test_nothing_is_released_while_somebody_has_paused_it(mia, launched, lena):
    campaign = launched()
    campaigns.pause(campaign=campaign, why="wrong picture", by=lena, now=NOW)
    play(campaign)
    assert not Message.objects.filter(origin="proactive").exists()
    campaigns.resume(campaign=campaign, by=lena, now=NOW)
    play(campaign)
    assert Message.objects.filter(origin="proactive").count() == 1


def test_what_waits_in_a_paused_campaign_stands_in_nobodys_way(make_person, launched, lena):
    people = [make_person(name) for name in ("Mia", "Noa", "Ola")]
    paused, early, late = launched(name="paused"), launched(name="early"), launched(name="late")
    for campaign in (paused, late, early):
        enrolling.enrol(campaign, campaigns.live_copy(campaign.version), now=NOW)
    advancing.advance(now=NOW)
    Touch.objects.filter(campaign=late).update(due_at=NOW + timedelta(minutes=5))
    campaigns.pause(campaign=paused, why="", by=lena, now=NOW)
    then = NOW + timedelta(minutes=10)
    first = list(Touch.objects.first_releasable(now=then, limit=4).values_list("campaign__name", flat=True))
    assert first == ["early"] * len(people) + ["late"]
    assert Touch.objects.first_releasable(now=NOW, limit=9).count() == len(people)
    Enrolment.objects.update(state="active", ended_at=None, next_at=NOW)
    assert {one.campaign_id for one in Enrolment.objects.first_due(now=NOW, limit=9)} == {early.pk, late.pk}


def test_cancelling_withholds_what_lies_in_the_outbox(mia, make_person, launched, lena):
    campaign = launched()
    play(campaign)
    assert campaigns.cancel(campaign=campaign, by=lena, why="no longer true", now=NOW) == 0
    message = Message.objects.get(origin="proactive")
    assert (message.status, message.withheld_because) == ("withheld", "cancelled")


def test_a_reply_is_found_before_the_next_step(mia, launched):
    steps = [{"text": "Hi {name}"}, {"text": "Still there?", "wait_hours": 48, "condition": "no_reply"}]
    campaign = launched(steps=steps)
    play(campaign)
    deliver(campaign, at=NOW)
    wrote(mia, at=NOW + timedelta(hours=1))
    play(campaign, now=NOW + timedelta(hours=49))
    assert Enrolment.objects.get().state == "done"
    assert Touch.objects.filter(campaign=campaign).count() == 1
