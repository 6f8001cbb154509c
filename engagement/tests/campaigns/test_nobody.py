"""A campaign for nobody, and one for people who are all gone by the time it leaves."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from django.urls import reverse

from conversations.privacy import own_data
from engagement import campaigns, pacer, rehearsal
from engagement.models import Campaign, Segment, Touch
from engagement.tests.campaigns.conftest import NOW, play

pytestmark = pytest.mark.django_db
_ON_PC = {"fact": "platforms", "is": "any_of", "value": ["pc"]}
_CONTRADICTION = {"match": "all", "rules": [_ON_PC, {"match": "none", "rules": [_ON_PC]}]}


def test_a_segment_that_contradicts_itself_is_a_campaign_for_nobody_and_soon_over(mia, draft, lena, admin_client):
    segment = Segment.objects.create(name="nobody", tree=_CONTRADICTION)
    campaign = draft(segment=segment)
    version = campaigns.submit(campaign=campaign, by=lena, now=NOW)
    assert version.audience_size == 0
    assert rehearsal.rehearse(campaign, now=NOW, rng=np.random.default_rng(0)).people == 0
    for page in ("overview", "audience"):
        answer = admin_client.get(reverse(f"admin:engagement_campaign_{page}", args=[campaign.pk]))
        assert answer.status_code == 200
    campaigns.launch(campaign=campaign, by=lena, now=NOW)
    for minutes in range(2):
        pacer.prepare(now=NOW + timedelta(minutes=minutes))
    campaign.refresh_from_db()
    assert campaign.state == Campaign.State.DONE
    assert not Touch.objects.exists()
    assert admin_client.get(reverse("admin:engagement_campaign_overview", args=[campaign.pk])).status_code == 200


def test_a_campaign_whose_only_person_was_erased_ends(mia, launched):
    campaign = launched(steps=[{"text": "Hi"}, {"text": "And again", "wait_hours": 2}])
    play(campaign)
    own_data.erase(contact=mia, now=NOW)
    pacer.prepare(now=NOW + timedelta(hours=3))
    campaign.refresh_from_db()
    assert campaign.state == Campaign.State.DONE
