"""Who is in which segment and group of one taste, noted every night: nothing else can tell it of a day gone by."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from analytics.days import day_of
from analytics.models import Membership
from engagement import membership
from engagement.models import Segment
from engagement.segment_rules import RuleError
from engagement.segment_sql import condition
from games import jobs
from games.jobs import Progress
from games.models import Job

KIND = "note_memberships"
_LOCK = 7_478_031  # of an advisory lock: two that queue at once would both find no other
_CLUSTERS = "clusters"
_IN_CLUSTERS = "SELECT m.player_id, m.cluster_id FROM games_playerclustermembership m"
# What is open and no longer true ends today, or never was if it began today; what is true and not open begins today.
_NOTE = """
WITH members (player_id, key) AS MATERIALIZED ({members}), ended AS (
    UPDATE analytics_membership o SET until_day = %s
     WHERE o.kind = %s AND o.key = ANY (%s) AND o.until_day IS NULL AND o.from_day < %s
       AND NOT EXISTS (SELECT 1 FROM members m WHERE m.player_id = o.player_id AND m.key = o.key)
), dropped AS (
    DELETE FROM analytics_membership o
     WHERE o.kind = %s AND o.key = ANY (%s) AND o.until_day IS NULL AND o.from_day >= %s
       AND NOT EXISTS (SELECT 1 FROM members m WHERE m.player_id = o.player_id AND m.key = o.key)
)
INSERT INTO analytics_membership (kind, key, player_id, from_day)
SELECT %s, m.key, m.player_id, %s FROM members m
 WHERE NOT EXISTS (SELECT 1 FROM analytics_membership o WHERE o.kind = %s AND o.key = m.key
                      AND o.player_id = m.player_id AND o.until_day IS NULL)
    ON CONFLICT DO NOTHING
"""


@transaction.atomic
def queue_noting() -> Job | None:
    """None where one waits or runs already."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    if Job.objects.filter(kind=KIND, state__in=(Job.State.QUEUED, Job.State.RUNNING)).exists():
        return None
    return jobs.create(kind=KIND)


def run_noting_chunk(job: Job, now: datetime) -> Progress:
    """The groups first, then a segment a chunk."""
    left = job.cursor.get("left")
    if left is None:
        note_clusters(now=now)
        left = list(Segment.objects.order_by("pk").values_list("pk", flat=True))
    else:
        note_segment(left.pop(), now=now)
    return Progress(job.done + 1, finished=not left, total=job.done + 1 + len(left), cursor={"left": left})


def note_everything(*, now: datetime) -> None:
    """At once, where there are few people or nobody waits."""
    note_clusters(now=now)
    for pk in Segment.objects.order_by("pk").values_list("pk", flat=True):
        note_segment(pk, now=now)


def note_clusters(*, now: datetime) -> None:
    open_keys = Membership.objects.filter(kind=Membership.Kind.CLUSTER, until_day=None)
    keys = list(open_keys.order_by().values_list("key", flat=True).distinct())
    _note(Membership.Kind.CLUSTER, _IN_CLUSTERS, (), keys=keys, today=_today(now))


def note_segment(pk: int, *, now: datetime) -> None:
    """Whose rule cannot be read any more keeps nobody; a segment that is gone ends for all."""
    segment = Segment.objects.filter(pk=pk).first()
    asked: tuple[str, tuple[Any, ...]] = ("FALSE", ())
    if segment is not None:
        try:
            rule = condition(membership.rule_of(segment), now=now)
            asked = (rule.text, rule.params)
        except RuleError:
            pass
    members = f"""SELECT c.player_id, %s::int FROM engagement_segmentfacts f
        JOIN conversations_contact c ON c.id = f.contact_id WHERE {asked[0]}"""
    _note(Membership.Kind.SEGMENT, members, (pk, *asked[1]), keys=[pk], today=_today(now))


@transaction.atomic
def _note(kind: str, members: str, params: tuple[Any, ...], *, keys: list[int], today: date) -> None:
    told = (today, kind, keys, today, kind, keys, today, kind, today, kind)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute(_NOTE.format(members=members), [*params, *told])


def _today(now: datetime) -> date:
    return day_of(now, settings.ANALYTICS_TIME_ZONE)
