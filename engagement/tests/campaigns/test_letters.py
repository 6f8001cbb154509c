"""A campaign says that a letter waits; who asks for it gets one, with one game."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from conversations import consent
from conversations.channels.types import Button
from conversations.letters import notices as letter_notices
from conversations.letters import post
from conversations.models import Contact, Letter, Message, SenderWindow
from engagement import campaigns, letter_campaigns, template_sync
from engagement.models import Attention, Campaign, MessageTemplate
from engagement.tests.campaigns.conftest import NOW, deliver, play, touches_of

pytestmark = pytest.mark.django_db


def is_ready(campaign: Campaign) -> Campaign:
    """Its template approved, nobody held out, submitted and launched."""
    MessageTemplate.objects.filter(name="a_letter_waits").update(status="approved", content_sid="HX" + "b" * 32)
    Campaign.objects.filter(pk=campaign.pk).update(holdout_percent=0)
    campaign.refresh_from_db()
    campaigns.submit(campaign=campaign, by=None, now=NOW)
    campaigns.launch(campaign=campaign, by=None, now=NOW)
    return campaign


def test_who_agreed_is_told_and_gets_a_letter_with_a_game_once_they_ask(whatsapp, make_person, games):
    inside, outside = make_person("Mia Sommer"), make_person("Noah", ago=timedelta(days=3))
    make_person("Wants none", topics=["deals"])
    campaign = is_ready(letter_campaigns.draft())
    play(campaign)
    told = {message.contact: message for message in Message.objects.filter(origin="proactive")}
    assert set(told) == {inside, outside}
    assert told[inside].content["buttons"] == [{"id": letter_notices.READ_IT.id, "title": "read it"}]
    assert told[outside].content["template_sid"] == "HX" + "b" * 32
    assert Attention.objects.filter(kind="campaign", topic="letters").count() == 2
    assert set(Letter.objects.values_list("contact", "kind", "state", "notice")) == {
        (person.pk, "campaign", "told", told[person].pk) for person in told
    }
    deliver(campaign, at=NOW)
    later = NOW + timedelta(hours=1)
    assert post.answer_due(now=later, rng=np.random.default_rng(1)) == 0, "nobody has asked"
    Contact.objects.filter(pk=outside.pk).update(last_inbound_at=later)
    SenderWindow.objects.filter(contact=outside).update(last_inbound_at=later)
    letter_notices.Wanted().write(contact=outside, message=told[outside], session=None, now=later)
    assert post.answer_due(now=later, rng=np.random.default_rng(1)) == 1
    letter = Letter.objects.get(contact=outside)
    assert letter.game in games
    assert letter.game.title in letter.answer.body
    assert post.answer_due(now=later, rng=np.random.default_rng(1)) == 0
    assert Attention.objects.count() == 2, "the letter that they asked for costs none"
    consent.stop(contact=inside, evidence=None, source="chat", now=later)
    assert Letter.objects.get(contact=inside).reason == "stopped"


def test_at_night_nobody_is_told_and_no_letter_waits(make_person):
    campaign = is_ready(letter_campaigns.draft())
    make_person("Asleep in Berlin", ago=timedelta(days=3))
    play(campaign, now=NOW + timedelta(hours=13))
    assert touches_of(campaign) == [("refused", "quiet_hours")]
    assert not Letter.objects.exists()


def test_what_does_not_go_with_a_letter_is_said_before_anybody_sees_it(draft):
    two = draft("Hey {name}, a letter waits.", "{game}: {reason}", topic="letters")
    problems = campaigns.problems_of(campaigns.copy_of(two))
    assert [word for word in ("one step", "its own game") if word not in " ".join(problems)] == []


def test_a_marketer_begins_one_with_a_click_and_its_template_is_a_draft(client):
    mara = User.objects.create_user("mara", is_staff=True)
    mara.user_permissions.set(Permission.objects.filter(codename__in=("add_campaign", "view_campaign")))
    client.force_login(mara)
    where = reverse("admin:engagement_campaign_begin_a_letter")
    assert "Begin the draft" in client.get(where).content.decode()
    client.post(where)
    client.post(where)
    assert set(Campaign.objects.values_list("name", "state", "topic")) == {
        ("A letter waits", "draft", "letters"), ("A letter waits (2)", "draft", "letters"),
    }  # fmt: skip
    assert MessageTemplate.objects.get(name="a_letter_waits").status == "draft"
    campaign = Campaign.objects.first()
    campaigns.submit(campaign=campaign, by=mara, now=NOW)
    with pytest.raises(campaigns.CampaignRefusedError, match="not approved"):
        campaigns.launch(campaign=campaign, by=mara, now=NOW)


def test_the_template_has_its_button_at_the_provider_and_when_it_is_read_back(db, twilio):
    template = letter_campaigns.first_template()
    template.full_clean()
    template_sync.submit(template=template, now=NOW)
    made = twilio.contents[-1]["types"]["twilio/quick-reply"]
    assert made["actions"] == [{"type": "QUICK_REPLY", "title": "read it", "id": letter_notices.READ_IT.id}]
    MessageTemplate.objects.update(buttons=[])
    template_sync.sync(now=NOW)
    template.refresh_from_db()
    assert [Button(**one) for one in template.buttons] == [letter_notices.READ_IT]
