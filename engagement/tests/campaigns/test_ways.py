"""By which way a message that nobody asked for leaves: one that reaches them, in words that may leave by it."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from conversations.models import Message
from engagement import campaigns, try_outs
from engagement.campaigns import CampaignRefusedError
from engagement.tests.campaigns.conftest import NOW, play, touches_of, wrote

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_who_wrote_in_the_web_chat_last_is_written_to_on_whatsapp(mia, launched):
    wrote(mia, at=NOW - 2 * HOUR)
    Message.objects.filter(contact=mia, seq=2).update(channel="web", sender="")
    campaign = launched()
    play(campaign)
    message = Message.objects.get(origin="proactive")
    assert (message.channel, message.status) == ("whatsapp", "queued")


def test_who_wrote_in_the_web_chat_only_gets_no_campaign_and_no_test(mia, launched, settings):
    Message.objects.filter(contact=mia).update(channel="web", sender="")
    campaign = launched()
    play(campaign)
    assert touches_of(campaign) == [("refused", "no_pushed_address")]
    number = mia.addresses.get().value
    settings.TEST_SEND_NUMBERS = [number]
    with pytest.raises(CampaignRefusedError, match="write to us first"):
        try_outs.send(
            campaign=campaign, copy=campaigns.copy_of(campaign), position=1, sample=mia, number=number, by=None,
            now=NOW, rng=np.random.default_rng(0),
        )  # fmt: skip
    assert not Message.objects.filter(direction="outbound").exists()


def test_a_template_that_meta_has_taken_back_does_not_stand_in_where_the_window_is_about_to_close(
    make_person, launched, template
):
    make_person("Bilal", ago=24 * HOUR - timedelta(minutes=3))
    campaign = launched(steps=[{"text": "Hey!", "template": template, "template_variables": {"1": "{name}"}}])
    type(template).objects.update(status="paused")
    play(campaign)
    assert touches_of(campaign) == [("refused", "window_closed")]
    assert not Message.objects.filter(origin="proactive").exists()
