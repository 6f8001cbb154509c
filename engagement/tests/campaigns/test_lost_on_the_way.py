"""What was handed over and did not arrive, or not in time: nobody is counted, sent on or written to by mistake."""

from __future__ import annotations

from datetime import timedelta

import pytest

from conversations import outbox
from conversations.models import Message
from engagement import touch_results
from engagement.models import Attention, Touch
from engagement.tests.campaigns.conftest import NOW, play

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
