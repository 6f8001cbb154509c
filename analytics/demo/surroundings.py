"""What a made-up past leaves beside people: imports of the catalogue, groups of one taste and of one riddle, samples of
the machine. Each returns its rows; they are told from real ones by the keys that the record keeps.
"""

from __future__ import annotations

import hashlib
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import numpy as np
from django.db.models import F
from django_q.models import Task

from analytics.demo.people import CIRCLES
from analytics.metrics import SECONDS
from analytics.models import Membership, QueueSample, WebhookSample
from analytics.queue_samples import KEPT, QUEUES
from conversations.models import Miss, MissGroup
from engagement.models import Segment
from games.bulk_copy import copy_in
from games.models import ImportBatch, Player, PlayerCluster
from games.vocabulary import GENRES

_IMPORTS = (("spring_catalogue.csv", 78, 41, 6, 2), ("prices_of_june.csv", 46, 0, 188, 0), ("indies.csv", 19, 63, 4, 7),
            ("corrections.csv", 5, 0, 12, 1))  # fmt: skip
_SEGMENTS = (
    ("Demo: has a Switch", "platforms", "switch"), ("Demo: has a PC", "platforms", "pc"),
    ("Demo: loves shooters", "liked_genres", "shooter"), ("Demo: loves horror", "liked_genres", "horror"),
)  # fmt: skip
_FAILURES = (
    ("conversations.tasks.send_due", "talk", "the provider did not answer"),
    ("games.tasks.run_job", "work", "the file ended in the middle of a row"),
    ("engagement.tasks.pace_campaigns", "work", "could not serialize access"),
)


def imports(*, now: datetime) -> list[ImportBatch]:
    """Files that came and were done with; none of their rows is left, so there is nothing to undo."""
    batches = ImportBatch.objects.bulk_create(
        ImportBatch(
            file_name=f"demo_{name}", sha256=hashlib.sha256(name.encode()).hexdigest(), state=ImportBatch.State.DONE,
            mode=ImportBatch.Mode.GOOD_ROWS, created=created, changed=changed, refused=refused,
            unchanged=max(0, 240 - changed), finished_at=now - timedelta(days=days) + timedelta(seconds=40),
        )
        for name, days, created, changed, refused in _IMPORTS
    )  # fmt: skip
    pks = [batch.pk for batch in batches]
    ImportBatch.objects.filter(pk__in=pks).update(created_at=F("finished_at") - timedelta(seconds=40))
    return batches


def circles(players: Sequence[tuple[Player, int]], *, now: datetime, since: datetime) -> list[PlayerCluster]:
    """Groups that are no more, with their people by day: dashboards know them, and nobody new is put beside them."""
    sizes = Counter(circle for _, circle in players)
    groups = PlayerCluster.objects.bulk_create(
        PlayerCluster(
            label=f"{circle.name} (demo)", is_current=False, created_at=since, refreshed_at=now,
            top_tags=[[f"{'genre' if name in GENRES else 'tag'}:{name}", love] for name, love in circle.loves.items()],
            size=sizes[number],
        )
        for number, circle in enumerate(CIRCLES)
    )  # fmt: skip
    copy_in([
        Membership(kind="cluster", key=groups[circle].pk, player=player, from_day=player.created_at.date())
        for player, circle in players
    ])  # fmt: skip
    return groups


def segments(players: Sequence[Player], *, now: datetime) -> list[Segment]:
    """Rules that really hold, with the made-up people they would mean by day: dashboards can ask for them. Nobody made
    up is counted on their own pages, for a segment is whom one may write to."""
    kept = [
        Segment(name=name, note="Of the demo: its made-up people stand on the dashboards alone.", counted_at=now,
                last_count=0, tree={"match": "all", "rules": [{"fact": fact, "is": "any_of", "value": [key]}]})
        for name, fact, key in _SEGMENTS
    ]  # fmt: skip
    made = Segment.objects.bulk_create(kept)
    copy_in([
        Membership(kind="segment", key=segment.pk, player=player, from_day=player.created_at.date())
        for segment, (_, fact, key) in zip(made, _SEGMENTS, strict=True)
        for player in players
        if key in getattr(player, fact)
    ])  # fmt: skip
    return made


def riddles(misses: Mapping[str, Sequence[Miss]], *, now: datetime) -> list[MissGroup]:
    """Put aside already: nobody is to teach the bot what was never said."""
    groups = []
    for told in filter(None, misses.values()):
        group = MissGroup.objects.create(
            state=MissGroup.State.IGNORED, decided_at=now, newest_at=max(miss.at for miss in told)
        )
        for miss in told:
            miss.group = group
        groups.append(group)
    return groups


def queue_samples(*, now: datetime, rng: np.random.Generator) -> list[QueueSample]:
    """Every half an hour; the evenings are busy, and once the workers stood still for a while."""
    stuck = now - timedelta(days=11, hours=3)
    found = []
    for number in range(1, int(KEPT / timedelta(minutes=30))):
        at = now - timedelta(minutes=30) * number
        for queue in QUEUES:
            busy = 1.6 if 17 <= at.hour <= 22 else 0.5
            waiting = int(rng.poisson(busy if queue == "talk" else 0.6 * busy))
            if abs(at - stuck) < timedelta(hours=1):
                waiting += int(rng.integers(12, 40))
            age = float(rng.gamma(1.2, 0.4) * (1 + waiting)) if waiting else 0.0
            found.append(QueueSample(at=at, queue=queue, waiting=waiting, oldest_seconds=round(age, 2)))
    return found


def webhook_samples(*, now: datetime, rng: np.random.Generator) -> list[WebhookSample]:
    """Every hour, of the messages and of the reports on ours."""
    found = []
    for number in range(1, int(KEPT / timedelta(hours=1))):
        at = now - timedelta(hours=number)
        for webhook, calls in (("inbound", 5), ("status", 14)):
            times = rng.lognormal(-4.0, 0.5, int(rng.poisson(calls if 7 <= at.hour <= 23 else 1)))
            buckets = np.bincount(np.searchsorted(SECONDS, times, side="right"), minlength=len(SECONDS) + 1)
            found.append(WebhookSample(at=at, webhook=webhook, buckets=[int(count) for count in buckets]))
    return found


def failed_tasks(*, now: datetime, rng: np.random.Generator) -> list[Task]:
    """A handful over the months, none of late."""
    found = []
    for number in range(7):
        func, cluster, error = _FAILURES[number % len(_FAILURES)]
        at = now - timedelta(days=float(rng.uniform(4, 80)))
        found.append(
            Task(id=uuid.UUID(bytes=rng.bytes(16)).hex, name=f"demo-{number}", func=func, cluster=cluster, group="demo",
                 started=at, stopped=at + timedelta(seconds=2), success=False, result=error, attempt_count=1)
        )  # fmt: skip
    return found
