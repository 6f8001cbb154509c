"""What circuit breakers count: the messages of a campaign since it was launched or resumed, or those of check-ins, and
what followed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

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
    mine = Touch.objects.filter(campaign=campaign)
    return tally_of_touches(mine, since=campaign.counted_from or now, attribution=copy.attribution)


def tally_of_touches(touches: QuerySet[Touch], *, since: datetime, attribution: timedelta) -> breaker.Tally:
    """What Meta held back by its limit a person counts as never sent."""
    said_no = ConsentChange.objects.filter(
        contact=OuterRef("contact"), granted=False, topic__in=_NO, at__gte=OuterRef("decided_at"),
        at__lte=OuterRef("decided_at") + attribution,
    )  # fmt: skip
    done = (Touch.State.QUEUED, Touch.State.SENT, Touch.State.FAILED)
    counts = touches.filter(decided_at__gte=since, message__isnull=False, state__in=done).aggregate(
        handed_over=Count("pk"),
        failed=Count("pk", filter=Q(state=Touch.State.FAILED)),
        opted_out=Count("pk", filter=Exists(said_no)),
    )
    return breaker.Tally(**counts)
