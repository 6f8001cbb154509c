"""Ten million messages of a million players: how soon does each dashboard stand, and how long does counting take?

Opt-in (``make bench ARGS="--only dashboards"``): making and counting them takes most of an hour and about 15 GB.
``--games`` is how many players. The peer of the pages is one number of them asked of the rows instead.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Iterator
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Count
from django.db.models.functions import TruncDate
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from analytics import levels, rollups
from analytics.days import day_of
from analytics.pages import PAGES
from conversations.models import Message
from thrum_project.benchmarks import made_up_history, made_up_people
from thrum_project.benchmarks.rows import Bench, Row, p, quantiles, time_each

_TARGET_MS = 500
_TIMES = 7


def measure(bench: Bench) -> Iterator[Row]:
    now = timezone.now()
    began = time.perf_counter()
    made_up_people.fill(bench.games, now=now, with_talks=False)
    made_up_history.fill(now=now, say=bench.say)
    yield Row("history of 10M messages", f"{time.perf_counter() - began:.0f} s, {_gigabytes():.1f} GB")
    began = time.perf_counter()
    first = day_of(now - timedelta(days=made_up_history.DAYS), "UTC")
    days = rollups.rebuild(first, day_of(now, "UTC"), now=now)
    levels.note_levels(day_of(now, "UTC"), now=now)
    each = (time.perf_counter() - began) / len(days)
    yield Row("a day of it counted", f"{each:.1f} s ({len(days)} days)")
    yield from ask()


def ask() -> Iterator[Row]:
    """Of a database that holds such a history and has counted it."""
    began = time.perf_counter()
    rollups.refresh(now=timezone.now())
    yield Row("a refresh, five minutes later", f"{time.perf_counter() - began:.1f} s", target="≤ 50 s")
    peer = time_each(lambda _: _from_the_rows(), 1, warm_up=0)[0]
    client = _somebody_of_the_staff()
    worst = 0.0
    for key in PAGES:
        for days in ("7", "90"):
            taken = time_each(functools.partial(_look, client, key, days), _TIMES, warm_up=1)
            worst = max(worst, p(taken, 95))
            yield Row(
                f"dashboard {key}, {days} days", quantiles(taken), target=f"p95 ≤ {_TARGET_MS} ms",
                met=p(taken, 95) <= _TARGET_MS,
            )  # fmt: skip
    yield Row(
        "the slowest dashboard, beside one chart of it from the rows", f"p95 {worst:.0f} ms",
        peer=f"{peer:.0f} ms", ratio=peer / worst,
    )  # fmt: skip


def _look(client: Client, key: str, days: str, _: int) -> None:
    """``make bench`` measures what a person waits for: the whole page, not only its questions."""
    answer = client.get(reverse("analytics:page", args=[key]), {"days": days})
    if answer.status_code != 200:
        raise RuntimeError(f"{key} answers {answer.status_code}")


def _from_the_rows() -> None:
    """Messages by tone, day by day: a single chart of the page about quality."""
    told = Message.objects.filter(direction=Message.Direction.INBOUND, understanding__isnull=False).order_by()
    list(told.values_list(TruncDate("created_at"), "understanding__sentiment").annotate(count=Count("pk")))


def _somebody_of_the_staff() -> Client:
    user = get_user_model().objects.create_superuser("bench", password=None)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _gigabytes() -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        (size,) = cursor.fetchone()
    return float(size) / 1e9
