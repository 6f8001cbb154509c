"""What the API keeps of requests is thrown away when it is of no use any more. A second run finds nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from games.api import limits, repeats
from games.models import KeptAnswer, RequestCount, StoredFeed

# Served for a quarter of an hour; whoever asks again overwrites their own.
_FEEDS_KEPT: Final = timedelta(days=1)


def forget_old(*, now: datetime) -> None:
    KeptAnswer.objects.filter(kept_at__lte=now - repeats.KEPT).delete()
    StoredFeed.objects.filter(made_at__lte=now - _FEEDS_KEPT).delete()
    RequestCount.objects.filter(at_window__lt=int(now.timestamp() // limits.SECONDS)).delete()
