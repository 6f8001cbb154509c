"""Who comes into a campaign: a run's audience piece by piece, and those whom a trigger brings.

One statement a piece. Who is in already, or may not come again yet, is left out by it; two that run at once meet at
the unique constraints, and the second finds nothing to do.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from engagement import campaign_audience, recurrence
from engagement.campaign_copy import FrozenCampaign
from engagement.models import Campaign, CampaignRun
from engagement.triggers import PIECE, what_happened

ONCE = "once"
_PIECE = 5_000
# A trigger's walk is kept as a run of its own. In one turn it looks at so many pieces; and because somebody may come
# into the segment, or be through with the campaign, after it passed them, it goes over all of it again each hour.
_LOOKS = "looks"
_MOST_PIECES = 10
_LOOK_AGAIN = timedelta(hours=1)

# Who of ``h`` (contact_id, key, context) comes in by it. The constraints say the same of what happens at the same time.
_ENTERING = """
SELECT h.contact_id, CASE WHEN %(wait)s::interval IS NULL THEN 'once' ELSE h.key END AS occasion, h.context
  FROM h
 WHERE NOT EXISTS (
        SELECT 1 FROM engagement_enrolment e
         WHERE e.campaign_id = %(campaign)s AND e.contact_id = h.contact_id
           AND (%(wait)s::interval IS NULL OR e.state = 'active' OR e.occasion = h.key
                OR e.entered_at > %(now)s - %(wait)s::interval))
"""
_INSERT = """
INSERT INTO engagement_enrolment
       (campaign_id, version_id, contact_id, occasion, context, state, step, next_at, why_left, entered_at)
SELECT %(campaign)s, %(version)s, n.contact_id, n.occasion, n.context, 'active', %(step)s, %(now)s + %(step_wait)s, '',
       %(now)s
  FROM entering n
    ON CONFLICT DO NOTHING RETURNING 1
"""


@dataclass(frozen=True)
class Entering:
    """Who would come in, by which occasion, and what brings them."""

    contact_id: int
    occasion: str
    context: dict[str, Any]


def enrol(campaign: Campaign, copy: FrozenCampaign, *, now: datetime, limit: int = _PIECE) -> int:
    """Bring in up to so many whose time has come; returns how many came in."""
    if copy.first_step is None:
        return 0
    if copy.kind == Campaign.Kind.TRIGGERED:
        return _enrol_triggered(campaign, copy, now=now, limit=limit)
    begin_run(campaign, copy, now=now)
    return _fill_run(campaign, copy, now=now, limit=limit)


def begin_run(campaign: Campaign, copy: FrozenCampaign, *, now: datetime) -> CampaignRun | None:
    """The run that is due, begun once. After an outage only the latest occasion is made up for."""
    due = _due_run(copy, launched_at=campaign.launched_at or now, now=now)
    if due is None:
        return None
    occasion, at = due
    assert campaign.version is not None  # a constraint holds this of all that run
    run, _ = CampaignRun.objects.get_or_create(
        campaign=campaign, occasion=occasion, defaults={"version": campaign.version, "starts_at": at}
    )
    return run


def _due_run(copy: FrozenCampaign, *, launched_at: datetime, now: datetime) -> tuple[str, datetime] | None:
    """The occasion whose time has come, and since when; None where there is none, or it came before the launch."""
    starts = copy.starts or launched_at
    if copy.kind == Campaign.Kind.ONE_OFF:
        return (ONCE, starts) if starts <= now else None
    at = recurrence.latest(first=starts, every=copy.recurs, now=now, ends_at=copy.ends)
    return (f"{at:%Y-%m-%dT%H:%M}", at) if at is not None and at >= launched_at else None


@transaction.atomic
def _fill_run(campaign: Campaign, copy: FrozenCampaign, *, now: datetime, limit: int) -> int:
    open_runs = CampaignRun.objects.select_for_update(skip_locked=True).filter(campaign=campaign, finished_at=None)
    run = open_runs.order_by("starts_at").first()
    if run is None:
        return 0
    members = campaign_audience.members(copy, now=now)
    statement = f"""
        WITH members AS ({members.text}),
        piece AS (SELECT m.contact_id FROM members m WHERE m.contact_id > %(cursor)s
                   ORDER BY m.contact_id LIMIT %(limit)s),
        h AS (SELECT contact_id, %(key)s AS key, '{{}}'::jsonb AS context FROM piece),
        entering AS ({_ENTERING}),
        entered AS ({_INSERT})
        SELECT (SELECT count(*) FROM piece), (SELECT max(contact_id) FROM piece), (SELECT count(*) FROM entered)
    """
    about = {**members.params, **_about(campaign, copy, now), "version": run.version_id}
    with connection.cursor() as cursor:
        cursor.execute(statement, {**about, "cursor": run.cursor, "limit": limit, "key": run.occasion})
        (found, last, entered) = cursor.fetchone()
    run.cursor, run.entered = last or run.cursor, run.entered + entered
    run.finished_at = now if found < limit else None
    run.save(update_fields=("cursor", "entered", "finished_at"))
    return int(entered)


def _enrol_triggered(campaign: Campaign, copy: FrozenCampaign, *, now: datetime, limit: int) -> int:
    """Walk on from where the last look ended, so far as one turn goes."""
    if (launched_at := _launched_at(campaign, copy, now=now)) > now:
        return 0
    assert campaign.version is not None  # a constraint holds this of all that run
    CampaignRun.objects.get_or_create(
        campaign=campaign, occasion=_LOOKS, defaults={"version": campaign.version, "starts_at": now}
    )
    entered = 0
    for _ in range(_MOST_PIECES):
        came, is_through = _look_on(campaign, copy, launched_at, now=now, limit=limit - entered)
        entered += came
        if is_through or entered >= limit:
            break
    return entered


@transaction.atomic
def _look_on(
    campaign: Campaign, copy: FrozenCampaign, launched_at: datetime, *, now: datetime, limit: int
) -> tuple[int, bool]:
    """One piece: how many came in, and whether nothing is left to look at for now."""
    looks = CampaignRun.objects.select_for_update(skip_locked=True).filter(campaign=campaign, occasion=_LOOKS)
    look = looks.first()
    if look is None:
        return 0, True  # another is at it
    is_old = look.finished_at is not None and not timedelta() <= now - look.starts_at < _LOOK_AGAIN
    if is_old or look.version_id != campaign.version_id:
        look.starts_at, look.cursor, look.finished_at, look.version_id = now, 0, None, campaign.version_id or 0
    happened = what_happened(copy, launched_at=launched_at, now=now, place=look.cursor)
    if happened.is_by_person and look.finished_at is not None:
        return 0, True  # everybody was looked at a while ago
    within, params = campaign_audience.restriction(copy, now=now)
    statement = f"""
        WITH piece AS MATERIALIZED ({happened.piece}),
        h AS ({happened.text}),
        entering AS ({_ENTERING} AND {within} LIMIT %(limit)s),
        entered AS ({_INSERT})
        SELECT (SELECT count(*) FROM piece), (SELECT max(place) FROM piece), (SELECT count(*) FROM entered)
    """
    about = {**happened.params, **params, **_about(campaign, copy, now), "version": campaign.version_id}
    with connection.cursor() as cursor:
        cursor.execute(statement, {**about, "limit": limit})
        (found, last, entered) = cursor.fetchone()
    is_through = found < PIECE
    look.entered += entered
    if entered < limit:  # or else some of the piece are still to come in
        look.cursor = happened.place_of(last, is_last_piece=is_through)
        look.finished_at = now if is_through else None
    look.save(update_fields=("starts_at", "cursor", "entered", "finished_at", "version"))
    return int(entered), is_through


def who_enters(
    campaign: Campaign, copy: FrozenCampaign, *, launched_at: datetime, now: datetime, limit: int
) -> list[Entering]:
    """The first so many who would come in at this moment if it ran. Reads only."""
    if copy.first_step is None:
        return []
    if copy.kind == Campaign.Kind.TRIGGERED:
        return _whom_it_brings(campaign, copy, max(launched_at, copy.starts or launched_at), now=now, limit=limit)
    due = _due_run(copy, launched_at=launched_at, now=now)
    if due is None:
        return []
    run = CampaignRun.objects.filter(campaign=campaign, occasion=due[0]).first()
    if run is not None and run.finished_at is not None:
        return []
    members = campaign_audience.members(copy, now=now)
    statement = f"""
        WITH members AS ({members.text}),
        h AS (SELECT m.contact_id, %(key)s AS key, '{{}}'::jsonb AS context FROM members m
               WHERE m.contact_id > %(cursor)s)
        {_ENTERING} ORDER BY h.contact_id LIMIT %(limit)s
    """
    about = {**members.params, **_about(campaign, copy, now), "limit": limit, "key": due[0]}
    return _read(statement, {**about, "cursor": run.cursor if run else 0})


def _whom_it_brings(
    campaign: Campaign, copy: FrozenCampaign, launched_at: datetime, *, now: datetime, limit: int
) -> list[Entering]:
    if launched_at > now:
        return []
    within, params = campaign_audience.restriction(copy, now=now)
    found: dict[int, Entering] = {}
    place = 0
    for _ in range(_MOST_PIECES):
        happened = what_happened(copy, launched_at=launched_at, now=now, place=place)
        piece = f"WITH piece AS MATERIALIZED ({happened.piece})"
        about = {**happened.params, **params, **_about(campaign, copy, now)}
        for one in _read(f"{piece}, h AS ({happened.text}) {_ENTERING} AND {within} ORDER BY 1", about):
            found.setdefault(one.contact_id, one)
        with connection.cursor() as cursor:
            cursor.execute(f"{piece} SELECT count(*), max(place) FROM piece", about)
            (looked_at, last) = cursor.fetchone()
        if looked_at < PIECE or len(found) >= limit:
            break
        place = happened.place_of(last, is_last_piece=False)
    return list(found.values())[:limit]


def _read(statement: str, params: dict[str, Any]) -> list[Entering]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return [Entering(contact_id, key, json.loads(context)) for contact_id, key, context in cursor.fetchall()]


def _launched_at(campaign: Campaign, copy: FrozenCampaign, *, now: datetime) -> datetime:
    """From when on what happens brings people in."""
    launched_at = campaign.launched_at or now
    return max(launched_at, copy.starts or launched_at)


def _about(campaign: Campaign, copy: FrozenCampaign, now: datetime) -> dict[str, Any]:
    first = copy.first_step
    assert first is not None  # the caller looked
    return {
        "campaign": campaign.pk,
        "wait": copy.wait_before_again,
        "step": first.position,
        "step_wait": first.wait,
        "now": now,
    }
