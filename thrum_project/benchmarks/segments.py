"""A million people: how soon is a segment counted, beside the same question put to the tables through the ORM?

Opt-in (``make bench ARGS="--only segments"``): making the people takes some minutes. ``--games`` is how many people.
The peer asks what anybody would write first: a queryset over contact, player and moods. Both must find the same.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Count, QuerySet
from django.utils import timezone

from conversations.models import Contact
from engagement import audience, membership, segment_facts
from engagement.models import Segment, SegmentFacts
from engagement.segment_rules import Group, parse
from thrum_project.benchmarks import made_up_people
from thrum_project.benchmarks.rows import Bench, Row, p, quantiles, time_each

_TIMES = 20
_TARGET_MS = 1000
_QUIET = {"fact": "last_seen", "is": "longer_ago", "value": {"amount": 7, "unit": "days"}}
_SWITCH = {"fact": "platforms", "is": "any_of", "value": ["switch"]}
_ROUGH: dict[str, Any] = {"fact": "moods", "is": "any_of", "value": ["sad", "stressed", "tired"]}
_OFTEN = {"fact": "sessions", "is": "at_least", "value": 3}
_DRAWN = {"fact": "learnt_genres", "is": "any_of", "value": ["farming", "puzzle", "card"]}
_CITY = {"fact": "city", "is": "any_of", "value": ["berlin", "são paulo"]}
_TREES: dict[str, dict[str, Any]] = {
    "one fact": {"match": "all", "rules": [_SWITCH]},
    "four facts": {"match": "all", "rules": [_SWITCH, _QUIET, {"match": "none", "rules": [_ROUGH, _CITY]}]},
    "ten facts": {"match": "all", "rules": [
        {"match": "any", "rules": [_SWITCH, _DRAWN, _ROUGH, _CITY]}, {"fact": "may_write_first", "is": "yes"}, _OFTEN,
        {"match": "none", "rules": [{"fact": "age_band", "is": "any_of", "value": ["under_13"]},
                                    {"fact": "country", "is": "any_of", "value": ["US", "CA"]}]},
        {"fact": "last_seen", "is": "within", "value": {"amount": 30, "unit": "days"}},
        {"fact": "usual_price", "is": "at_most", "value": 40},
    ]},
}  # fmt: skip


def measure(bench: Bench) -> Iterator[Row]:
    now = timezone.now()
    began = time.perf_counter()
    made_up_people.fill(bench.games, now=now)
    made = time.perf_counter() - began
    bench.say(f"{bench.games:,} people made in {made:.0f} s")
    yield _gather(now)
    for name, tree in _TREES.items():
        yield _count(name, parse(tree), now)
    yield _peer(now)
    for number, (name, tree) in enumerate(_TREES.items()):
        Segment.objects.create(name=f"bench {number} {name}", tree=tree)
    rule, rng = parse(_TREES["four facts"]), np.random.default_rng(1)
    taken = time_each(lambda _: membership.sample(rule, now=now, rng=rng), 5, warm_up=1)
    yield Row("five people by chance, four facts", quantiles(taken))
    taken = time_each(lambda _: membership.overlaps(rule, now=now), 5, warm_up=1)
    yield Row("shared with three other segments, four facts", quantiles(taken))
    rules = audience.rules_for("deals", has_template=True, now=now)
    taken = time_each(lambda _: audience.waterfall(rule, rules, now=now), 3, warm_up=0)
    yield Row("audience of four facts, step by step", quantiles(taken))
    taken = time_each(lambda number: membership.why(rule, _some_contact() + number, now=now), _TIMES)
    yield Row("why one person is in or out", quantiles(taken))


def _gather(now: datetime) -> Row:
    """The whole night's work at once, and how much of it is written where nothing has changed."""
    began = time.perf_counter()
    written = segment_facts.refresh("TRUE", [], now=now)
    gathered = time.perf_counter() - began
    began = time.perf_counter()
    again = segment_facts.refresh("c.id %% 20 = 0", [], now=now)
    looked = (time.perf_counter() - began) * 20
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) engagement_segmentfacts")
        cursor.execute("SELECT pg_size_pretty(pg_relation_size('engagement_segmentfacts'))")
        (size,) = cursor.fetchone()
    return Row(
        f"facts of {written:,} people", f"gathered in {gathered:.0f} s, looked through again in {looked:.0f} s ({again}"
        f" written), {size}",
    )  # fmt: skip


def _count(name: str, rule: Group, now: datetime) -> Row:
    taken = time_each(lambda _: membership.count_among_all(rule, now=now), _TIMES, warm_up=2)
    return Row(
        f"segment of {name} counted", f"{quantiles(taken)}, {membership.count(rule, now=now):,} people",
        target=f"p95 < {_TARGET_MS} ms", met=p(taken, 95) < _TARGET_MS,
    )  # fmt: skip


def _peer(now: datetime) -> Row:
    """The same four facts and the number of sessions, asked of the tables themselves."""
    rule = parse({"match": "all", "rules": [*_TREES["four facts"]["rules"], _OFTEN]})
    ours = time_each(lambda _: membership.count(rule, now=now), 5, warm_up=1)
    began = time.perf_counter()
    found = _through_the_orm(now).count()
    peer = (time.perf_counter() - began) * 1000
    same = found == membership.count(rule, now=now)
    return Row(
        "segment of five facts counted", quantiles(ours), f"a queryset over the tables, {peer:.0f} ms",
        ratio=peer / p(ours, 50), target="the same people", met=same,
    )  # fmt: skip


def _through_the_orm(now: datetime) -> QuerySet[Contact]:
    week = now - timedelta(days=7)
    rough = Contact.objects.filter(mood_readings__mood__in=_ROUGH["value"], mood_readings__at__gt=week)
    return (
        Contact.objects.filter(player__platforms__overlap=["switch"], last_inbound_at__lte=week)
        .exclude(pk__in=rough.values("pk"))
        .exclude(player__city__in=("Berlin", "São Paulo"))
        .annotate(sittings=Count("sessions"))
        .filter(sittings__gte=3)
    )


def _some_contact() -> int:
    return int(SegmentFacts.objects.order_by("contact_id").values_list("contact_id", flat=True)[0])
