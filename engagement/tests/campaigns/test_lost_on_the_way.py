"""What was handed over and did not arrive, or not in time: nobody is counted, sent on or written to by mistake."""

from __future__ import annotations

from datetime import timedelta

import pytest

from conversations.models import Message
from conversations.sending import outbox
from engagement import outcomes, touch_results
from engagement.models import Attention, Enrolment, Touch
from engagement.tests.campaigns.conftest import NOW, deliver, play, touches_of

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_what_an_outage_held_into_the_night_is_judged_anew_and_goes_in_the_morning(make_person, launched):
    mia = make_person("Mia", ago=HOUR)
    campaign = launched()
    play(campaign)
    night = NOW + 13 * HOUR  # 01:00 in Berlin
    assert outbox.claim_due(now=night, limit=10, kinds=("whatsapp",)) == []
    assert Message.objects.get(origin="proactive").withheld_because == "stale"
    touch_results.note(now=night)
    assert not Attention.objects.exists()
    play(campaign, now=night)
    touch = Touch.objects.get()
    assert (touch.state, touch.reason) == ("refused", "quiet_hours")
    assert touch.due_at is not None
    play(campaign, now=touch.due_at)
    assert [message.contact for message in outbox.claim_due(now=touch.due_at, limit=10, kinds=("whatsapp",))] == [mia]


def test_after_a_message_that_was_accepted_and_then_failed_comes_no_next_step(mia, launched):
    campaign = launched(steps=[{"text": "Hi"}, {"text": "Hello again", "wait_hours": 2}])
    play(campaign)
    deliver(campaign, at=NOW, status="accepted")
    Message.objects.filter(origin="proactive").update(status="failed", error_code="63024")
    touch_results.note(now=NOW + HOUR)
    play(campaign, now=NOW + 3 * HOUR)
    assert touches_of(campaign) == [("failed", "failed")]
    assert (Enrolment.objects.get().state, Enrolment.objects.get().why_left) == ("left", "failed")
    assert outcomes.funnel_of(Touch.objects.all(), window=HOUR).sent == 0


def test_where_the_window_closed_between_claim_and_provider_the_template_goes(make_person, launched, template):
    make_person("Mia", ago=timedelta(hours=23, minutes=50))
    campaign = launched(steps=[{"text": "Hi", "template": template, "template_variables": {"1": "{name}"}}])
    play(campaign)
    assert "template_sid" not in Message.objects.get(origin="proactive").content
    deliver(campaign, at=NOW, status="failed", error_code="63016")
    touch = Touch.objects.get()
    assert (touch.state, touch.reason) == ("refused", "window_closed")
    assert not Attention.objects.exists()
    assert touch.due_at is not None
    play(campaign, now=touch.due_at)
    assert Message.objects.filter(origin="proactive").latest("pk").content["template_sid"] == template.content_sid
    assert touches_of(campaign) == [("queued", "")]
    assert Attention.objects.count() == 1


def test_a_message_of_which_nobody_knew_counts_once_it_turns_out_to_have_arrived(mia, launched):
    campaign = launched()
    play(campaign)
    deliver(campaign, at=NOW, status="unknown")
    assert (touches_of(campaign), Touch.objects.get().sent_at) == ([("failed", "unknown")], None)
    Message.objects.filter(origin="proactive").update(status="delivered", sent_at=NOW)
    touch_results.note(now=NOW + HOUR)
    assert (touches_of(campaign), Touch.objects.get().sent_at) == ([("sent", "")], NOW)
