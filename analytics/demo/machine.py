"""What a made-up past leaves of the machine: samples of queues and webhooks, failed tasks, alerts, cycles, receipts
of erasures. Each returns its rows; they are told from real ones by the keys that the record keeps.
"""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import datetime, timedelta
from typing import Final

import numpy as np
from django_q.models import Task

from analytics.metrics import SECONDS
from analytics.models import Alert, AlertRule, QueueSample, WebhookSample
from analytics.queue_samples import KEPT, QUEUES
from conversations.models import ErasureReceipt
from engagement.decision import stats_of
from engagement.models import CycleRun

_STUCK_AGO: Final = timedelta(days=11, hours=3)  # when the workers stood still for a while
# Bounds with what broke them and for how long; the figures of the demo itself stay within.
_ALERTS = (
    ("Demo: answers wait too long", {"metric": "queue_oldest", "dimension": "queue", "value": "talk", "threshold": 120},
     ((_STUCK_AGO, 174.0, timedelta(hours=2)),)),
    ("Demo: too much is not delivered", {"metric": "failed", "threshold": 8, "least_behind": 50},
     ((timedelta(days=33), 11.2, timedelta(hours=9)), (timedelta(days=18), 8.6, timedelta(hours=4)))),
    ("Demo: tasks fail", {"metric": "task_failures", "threshold": 20}, ()),
)  # fmt: skip
# By whom it was asked, how many messages went, and how long ago.
_ERASED = (("chat", 34, 52), ("admin", 8, 31), ("api", 3, 17), ("chat", 61, 6))
_FAILURES = (
    ("conversations.tasks.send_due", "talk", "the provider did not answer"),
    ("games.tasks.run_job", "work", "the file ended in the middle of a row"),
    ("engagement.tasks.pace_campaigns", "work", "could not serialize access"),
)


def queue_samples(*, now: datetime, rng: np.random.Generator) -> list[QueueSample]:
    """Every half an hour; the evenings are busy, and once the workers stood still for a while."""
    stuck = now - _STUCK_AGO
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


def alert_rules(*, now: datetime) -> list[AlertRule]:
    """With the alerts that they once gave, all over by now."""
    rules = []
    for name, told, breaches in _ALERTS:
        rule = AlertRule.objects.create(name=name, **told)
        Alert.objects.bulk_create(
            Alert(rule=rule, opened_at=now - ago, value=value, last_value=0.0, resolved_at=now - ago + lasted)
            for ago, value, lasted in breaches
        )
        rules.append(rule)
    return rules


def cycles(counted: Counter[tuple[str, str]], *, now: datetime, rng: np.random.Generator) -> list[CycleRun]:
    """One an hour of the day before; ``counted`` is how many people it found of each segment and reason."""
    stats, runs = dict(stats_of(counted)), []
    for hours in range(25, 1, -1):
        at = (now - timedelta(hours=hours)).replace(minute=5, second=0, microsecond=0)
        planned = int(rng.poisson(2)) if 9 <= at.hour <= 19 else 0
        runs.append(
            CycleRun(by="schedule", started_at=at, finished_at=at + timedelta(seconds=2), looked_at=counted.total(),
                     planned=planned, rewritten=planned + int(rng.poisson(6)), stats=stats)
        )  # fmt: skip
    return CycleRun.objects.bulk_create(runs)


def receipts(*, now: datetime) -> list[ErasureReceipt]:
    """What is left of somebody who is gone: numbers, without a word of whom."""
    return ErasureReceipt.objects.bulk_create(
        ErasureReceipt(
            at=now - timedelta(days=days), asked=asked, addresses=1, provider_copies=0,
            removed={"conversations.Contact": 1, "games.Player": 1, "conversations.Message": messages,
                     "conversations.Session": 1 + messages // 9, "conversations.MoodReading": messages // 6,
                     "games.Impression": messages // 3},
        )
        for asked, messages, days in _ERASED
    )  # fmt: skip
