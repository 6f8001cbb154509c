"""When two contacts turn out to be one person, the days of the one that goes are counted anew as those of the other."""

from __future__ import annotations

from django.utils import timezone

from analytics import late_rows
from analytics.models import PlayerDay


def take_along(*, keep_id: int, gone_id: int) -> None:
    days = PlayerDay.objects.filter(player__contact=gone_id).values_list("day", flat=True)
    late_rows.mark(days, now=timezone.now())
