"""How many small tasks a second does a real cluster do, and how soon does one begin?"""

from __future__ import annotations

import time
from collections.abc import Iterator

from django.db import transaction
from django_q.models import OrmQ
from django_q.tasks import async_task

from conversations import tasks
from thrum_project.benchmarks import processes
from thrum_project.benchmarks.rows import Bench, Row, quantiles

_TASKS, _ALONE = 2_000, 40
_NOBODY = 2**31


def measure(bench: Bench) -> Iterator[Row]:
    OrmQ.objects.all().delete()
    with processes.cluster(bench):
        _queue(1)
        _wait_until_empty()
        began = time.perf_counter()
        _queue(_TASKS)
        _wait_until_empty()
        rate = _TASKS / (time.perf_counter() - began)
        alone = []
        for _ in range(_ALONE):
            began = time.perf_counter()
            _queue(1)
            _wait_until_empty()
            alone.append((time.perf_counter() - began) * 1000)
            time.sleep(0.02)
    yield Row(f"{_TASKS:,} tasks through a cluster", f"{rate:.0f}/s")
    yield Row("one task, queued to done", quantiles(alone))


def _queue(count: int) -> None:
    """Answers for people who are not there: a look-up each."""
    with transaction.atomic():
        for _ in range(count):
            async_task(tasks.answer, _NOBODY)


def _wait_until_empty() -> None:
    deadline = time.perf_counter() + 60
    while OrmQ.objects.exists():
        if time.perf_counter() > deadline:
            raise RuntimeError("the cluster did not do its tasks")
        time.sleep(0.002)
