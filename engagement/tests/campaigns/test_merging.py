"""Two contacts turn out to be one person, who was in a campaign as either."""

from __future__ import annotations

import numpy as np
import pytest

from conversations.receiving import identity
from engagement import advancing, campaigns, enrolling, pacer
from engagement.models import Enrolment, Touch
from engagement.tests.campaigns.conftest import NOW, deliver, play, touches_of

pytestmark = pytest.mark.django_db


def test_who_got_a_campaign_that_goes_out_once_is_not_brought_in_again_as_somebody_else(mia, make_person, launched):
    other = make_person("Mia on another number")
    campaign = launched()
    enrolling.enrol(campaign, campaigns.live_copy(campaign.version), now=NOW, limit=1)
    advancing.advance(now=NOW)
    pacer.release(now=NOW, rng=np.random.default_rng(1), limit=10)
    deliver(campaign, at=NOW)
    identity.merge(keep_id=other.pk, gone_id=mia.pk, now=NOW)
    play(campaign)
    assert touches_of(campaign) == [("sent", "")]
    assert list(Enrolment.objects.values_list("contact", flat=True)) == [other.pk]
    assert Touch.objects.get().contact == other


def test_what_both_were_in_stays_once(mia, make_person, launched):
    other = make_person("Mia on another number")
    campaign = launched()
    play(campaign)
    Touch.objects.create(contact=other, kind="cycle", occasion="", due_at=NOW, planned_at=NOW)
    Touch.objects.create(contact=other, kind="cycle", occasion="1", state="sent", sent_at=NOW, planned_at=NOW)
    identity.merge(keep_id=mia.pk, gone_id=other.pk, now=NOW)
    assert Enrolment.objects.get().contact == mia
    assert sorted(Touch.objects.values_list("contact", "kind", "state")) == [
        (mia.pk, "campaign", "queued"), (mia.pk, "cycle", "sent"),
    ]  # fmt: skip
