"""What the circuit breaker of a campaign counts: its messages since it was launched or resumed, and what followed."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q

from conversations.models import PROACTIVE_TOPICS, ConsentChange
from engagement import breaker
from engagement.campaign_copy import FrozenCampaign
from engagement.models import Campaign, Touch

_NO = (ConsentChange.Topic.PROACTIVE, *PROACTIVE_TOPICS)


def why_stop(campaign: Campaign, copy: FrozenCampaign, *, now: datetime) -> str:
    """Empty while all is well."""
    limits = breaker.Limits(copy.failed_limit_percent / 100, copy.opt_out_limit_percent / 100)
    return breaker.why_stop(tally_of(campaign, copy, now=now), limits)


def tally_of(campaign: Campaign, copy: FrozenCampaign, *, now: datetime) -> breaker.Tally:
    """What Meta held back by its limit a person counts as never sent."""
    said_no = ConsentChange.objects.filter(
        contact=OuterRef("contact"), granted=False, topic__in=_NO, at__gte=OuterRef("decided_at"),
        at__lte=OuterRef("decided_at") + copy.attribution,
    )  # fmt: skip
    done = (Touch.State.QUEUED, Touch.State.SENT, Touch.State.FAILED)
    counts = (
        Touch.objects.filter(campaign=campaign, decided_at__gte=campaign.counted_from or now, message__isnull=False)
        .filter(state__in=done)
        .aggregate(
            handed_over=Count("pk"),
            failed=Count("pk", filter=Q(state=Touch.State.FAILED)),
            opted_out=Count("pk", filter=Exists(said_no)),
        )
    )
    return breaker.Tally(**counts)
