"""One engagement cycle: everybody is judged, piece by piece, and whom we may write to gets a check-in planned.

One cycle at a time; whoever finds another under way leaves. A cycle that dies has judged some of the people, the next
one judges all of them anew, and nobody is planned for twice.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from conversations.models import Contact
from engagement import check_in_sending, decision_sql, rules_in_use
from engagement.decision import Stats, stats_of
from engagement.models import CycleRun
from games.one_at_a_time import only_one

logger = logging.getLogger(__name__)

COMPLETE, DRY, UNDER_WAY = "Cycle complete", "Dry run complete", "Another cycle is under way"
PIECE = 20_000
_LOCK = 7_265_118  # any number, the same in every process
_AT_ONCE = 200  # handed to the outbox by the cycle itself; the pacer goes on with the rest
_KEPT = timedelta(days=90)
_BETWEEN = timedelta(minutes=30)
# What cannot leave in this time is left to the next cycle, which knows better who is there by then.
_UNTIL_THE_NEXT = timedelta(hours=1)


@dataclass(frozen=True)
class Report:
    """``messages_sent`` are those on their way to the outbox, each still held to the rules when it gets there."""

    status: str
    stats: Stats
    messages_sent: int
    run_id: int | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "status": self.status,
            "total_users": self.stats["total_users"],
            "messages_sent": self.messages_sent,
            "users_skipped": self.stats["total_users"] - self.messages_sent,
            "segment_breakdown": self.stats["by_segment"],
            "detailed_stats": self.stats,
        }


def run(*, by: str, now: datetime, is_dry: bool = False, clock: Callable[[], datetime] = timezone.now) -> Report:
    """Everything is judged as of ``now``. A dry run decides the same and writes nothing."""
    if is_dry:
        tally = _judge_everybody(now, is_dry=True)
        return Report(DRY, stats_of(tally.counted), 0)
    with only_one(_LOCK) as is_mine:
        if not is_mine:
            logger.info("another engagement cycle is under way")
            return Report(UNDER_WAY, stats_of(decision_sql.Tally().counted), 0)
        CycleRun.objects.filter(started_at__lt=now - _KEPT).delete()
        kept = CycleRun.objects.create(by=by, started_at=now)
        tally = _judge_everybody(now, is_dry=False)
        stats = stats_of(tally.counted)
        kept.finished_at, kept.looked_at = max(clock(), now), stats["total_users"]
        kept.planned, kept.rewritten, kept.stats = tally.planned, tally.changed, dict(stats)
        kept.save()
        logger.info(
            "engagement cycle %s: %s people, %s messages planned, %s decisions changed",
            kept.pk, stats["total_users"], tally.planned, tally.changed,
        )  # fmt: skip
    check_in_sending.release(now=now, limit=_AT_ONCE)
    return Report(COMPLETE, stats, tally.planned, kept.pk)


def run_by_the_clock(*, now: datetime) -> None:
    """Once an hour, however often the queue delivers the task."""
    lately = CycleRun.objects.filter(by=CycleRun.By.SCHEDULE, started_at__gt=now - _BETWEEN, finished_at__isnull=False)
    if not lately.exists():
        run(by=CycleRun.By.SCHEDULE, now=now)


def _judge_everybody(now: datetime, *, is_dry: bool) -> decision_sql.Tally:
    asked = decision_sql.parameters_for(rules_in_use.rules(now=now), now)
    whole, room = decision_sql.Tally(), check_in_sending.room(within=_UNTIL_THE_NEXT)
    for low, high in _pieces():
        if logger.isEnabledFor(logging.DEBUG):
            for contact_id, judged in decision_sql.judge(low=low, high=high, asked=asked).items():
                if judged.reason:
                    logger.debug("contact %s is skipped: %s, %s", contact_id, judged.segment, judged.reason)
        piece = decision_sql.decide(low=low, high=high, asked=asked, room=room, is_dry=is_dry)
        room -= piece.planned
        whole.add(piece)
    if not is_dry:
        with connection.cursor() as cursor:
            cursor.execute(_DROP_ORPHANS)
    return whole


# No constraint keeps a decision from outliving its contact, who may go while a piece is judged.
_DROP_ORPHANS = """
DELETE FROM engagement_decision d
 WHERE NOT EXISTS (SELECT 1 FROM conversations_contact c WHERE c.id = d.contact_id AND c.goes_at IS NULL)
"""


def _pieces() -> Iterator[tuple[int, int]]:
    """Stretches of ids with so many people in each, so that nothing is held for longer than a piece takes."""
    low = 0
    ids = Contact.objects.order_by("pk").values_list("pk", flat=True)
    while (first := ids.filter(pk__gt=low).first()) is not None:
        rest = ids.filter(pk__gte=first)
        high = next(iter(rest[PIECE - 1 : PIECE]), None)
        yield first, high if high is not None else max(first, ids.reverse().first() or first)
        if high is None:
            return
        low = high
