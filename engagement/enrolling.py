"""Who comes into a campaign: a run's audience piece by piece, and those whom a trigger brings.

One statement a piece. Who is in already, or may not come again yet, is left out by it; two that run at once meet at
the unique constraints, and the second finds nothing to do.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from engagement import campaign_audience, recurrence
from engagement.campaign_copy import FrozenCampaign
from engagement.models import Campaign, CampaignRun
from engagement.triggers import what_happened

ONCE = "once"
_PIECE = 5_000

# May this person come in by this occasion? The constraints say the same of what happens at the same time.
_MAY_ENTER = """
    NOT EXISTS (
        SELECT 1 FROM engagement_enrolment e
         WHERE e.campaign_id = %(campaign)s AND e.contact_id = h.contact_id
           AND (%(wait)s::interval IS NULL OR e.state = 'active' OR e.occasion = h.key
                OR e.entered_at > %(now)s - %(wait)s::interval))
"""
_INSERT = """
INSERT INTO engagement_enrolment
       (campaign_id, version_id, contact_id, occasion, context, state, step, next_at, why_left, entered_at)
SELECT %(campaign)s, %(version)s, h.contact_id, CASE WHEN %(wait)s::interval IS NULL THEN 'once' ELSE h.key END,
       h.context, 'active', %(step)s, %(now)s + %(step_wait)s, '', %(now)s
"""


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
    starts = copy.starts or campaign.launched_at or now
    if copy.kind == Campaign.Kind.ONE_OFF:
        at, occasion = (starts, ONCE) if starts <= now else (None, ONCE)
    else:
        at = recurrence.latest(first=starts, every=copy.recurs, now=now, ends_at=copy.ends)
        occasion = f"{at:%Y-%m-%dT%H:%M}" if at else ""
    # What came before the launch is not made up for.
    if at is None or (copy.kind == Campaign.Kind.RECURRING and campaign.launched_at and at < campaign.launched_at):
        return None
    assert campaign.version is not None  # a constraint holds this of all that run
    run, _ = CampaignRun.objects.get_or_create(
        campaign=campaign, occasion=occasion, defaults={"version": campaign.version, "starts_at": at}
    )
    return run


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
        entered AS ({_INSERT}
          FROM (SELECT contact_id, %(key)s AS key, '{{}}'::jsonb AS context FROM piece) h
         WHERE {_MAY_ENTER}
            ON CONFLICT DO NOTHING RETURNING 1)
        SELECT (SELECT count(*) FROM piece), (SELECT max(contact_id) FROM piece), (SELECT count(*) FROM entered)
    """
    with connection.cursor() as cursor:
        cursor.execute(
            statement,
            {
                **members.params, **_about(campaign, copy, now),
                "version": run.version_id, "cursor": run.cursor, "limit": limit, "key": run.occasion,
            },
        )  # fmt: skip
        (found, last, entered) = cursor.fetchone()
    run.cursor, run.entered = last or run.cursor, run.entered + entered
    run.finished_at = now if found < limit else None
    run.save(update_fields=("cursor", "entered", "finished_at"))
    return int(entered)


def _enrol_triggered(campaign: Campaign, copy: FrozenCampaign, *, now: datetime, limit: int) -> int:
    starts = max(campaign.launched_at or now, copy.starts or now.min.replace(tzinfo=now.tzinfo))
    if starts > now:
        return 0
    happened = what_happened(copy, launched_at=starts, now=now)
    within, params = campaign_audience.restriction(copy, now=now)
    statement = f"""
        WITH happened AS ({happened.text}),
        entered AS ({_INSERT}
          FROM happened h
         WHERE {_MAY_ENTER} AND {within}
         LIMIT %(limit)s
            ON CONFLICT DO NOTHING RETURNING 1)
        SELECT count(*) FROM entered
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            statement,
            {
                **happened.params, **params, **_about(campaign, copy, now), "version": campaign.version_id,
                "limit": limit,
            },
        )  # fmt: skip
        (entered,) = cursor.fetchone()
    return int(entered)


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
