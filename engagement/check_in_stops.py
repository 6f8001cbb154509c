"""The circuit breaker of check-ins: too many fail or are answered with STOP, and none leaves until somebody says so.

As for campaigns: what is planned waits meanwhile, and counting begins anew when they go on.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import IntegrityError, transaction

from engagement import breaker, stopping
from engagement.models import CheckInStop, SendingRules, Touch
from games.querysets import DEMO

COUNTED = "engagement:check-ins-were-counted"
logger = logging.getLogger(__name__)

# For so long a STOP is the answer to a check-in, and for so long one that failed counts.
ATTRIBUTION = timedelta(days=3)
_ROWS_READ = 100_000
_EVERY_SECONDS = 60


def are_stopped() -> bool:
    return CheckInStop.objects.filter(resumed_at=None).exists()


def hold_back(*, now: datetime) -> bool:
    """Whether none may leave. Asked with every batch, so it is counted anew once a minute only."""
    return are_stopped() or (cache.add(COUNTED, True, timeout=_EVERY_SECONDS) and stop_if_needed(now=now))


def stop_if_needed(*, now: datetime) -> bool:
    """Whether they are stopped, now or before."""
    if are_stopped():
        return True
    if not (why := why_stop(now=now)):
        return False
    try:
        with transaction.atomic():
            CheckInStop.objects.create(stopped_at=now, why=why[:200])
    except IntegrityError:
        return True  # another has seen it in the same moment
    logger.warning("check-ins stop: %s", why)
    return True


def resume(*, by: User | None, now: datetime) -> bool:
    """They go on, and are counted from here; False where they were not stopped."""
    return bool(CheckInStop.objects.filter(resumed_at=None).update(resumed_at=now, resumed_by=by))


def why_stop(*, now: datetime) -> str:
    """Empty while all is well."""
    kept = SendingRules.objects.filter(pk=1).first() or SendingRules(pk=1)
    limits = breaker.Limits(kept.check_in_failed_percent / 100, kept.check_in_opt_out_percent / 100)
    return breaker.why_stop(tally(now=now), limits)


def tally(*, now: datetime) -> breaker.Tally:
    """Of the last days, or since they went on."""
    went_on = CheckInStop.objects.exclude(resumed_at=None).values_list("resumed_at", flat=True).first()
    since = max(filter(None, (went_on, now - ATTRIBUTION)))
    newest = Touch.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    check_ins = Touch.objects.filter(kind=Touch.Kind.CYCLE, pk__gt=newest - _ROWS_READ).exclude(
        contact__player__origin=DEMO
    )
    return stopping.tally_of_touches(check_ins, since=since, attribution=ATTRIBUTION)
