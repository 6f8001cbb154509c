"""What the pages of campaigns show, put together from the modules that know it."""

from __future__ import annotations

import calendar
import contextlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse

from conversations.models import ConsentChange, Contact
from engagement import (
    advancing,
    campaign_audience,
    campaign_costs,
    campaign_progress,
    campaigns,
    hour_results,
    outcomes,
    reasons,
    rehearsal,
    wording_results,
)
from engagement.campaign_copy import FrozenCampaign, re_entry_in_words
from engagement.models import Campaign, CampaignEvent, CampaignVersion, MessageTemplate, Step, Touch
from engagement.segment_words import in_words as segment_in_words

_EVENTS_SHOWN = 30
_STUCK_SHOWN = 5
_YEARS_SHOWN = 100
_S = Campaign.State


@dataclass(frozen=True)
class Verb:
    """A button. ``asks`` is the label of the reason that goes with it, if one does."""

    key: str
    label: str
    is_main: bool = False
    asks: str = ""


@dataclass(frozen=True)
class Reason:
    key: str
    words: str
    count: int
    link: str = ""


def in_words(refused: Mapping[str, int]) -> list[Reason]:
    return [Reason(key, reasons.in_words(key), count) for key, count in refused.items()]


def with_names(samples: Sequence[rehearsal.Sample]) -> list[tuple[rehearsal.Sample, str]]:
    """What some would read in a dry run, each with who it is."""
    people = Contact.objects.in_bulk({one.contact_id for one in samples})
    return [(one, str(people.get(one.contact_id, "somebody"))) for one in samples]


def shown_copy(campaign: Campaign) -> FrozenCampaign:
    """What people get, or what would be submitted: the approved copy, the one that waits, the draft."""
    waiting = campaign.versions.filter(state=CampaignVersion.State.PROPOSED).first()
    version = campaign.version or waiting
    return campaigns.live_copy(version) if version else campaigns.copy_of(campaign)


def overview(campaign: Campaign, *, now: datetime) -> dict[str, Any]:
    copy, draft = shown_copy(campaign), campaigns.copy_of(campaign)
    window = copy.attribution
    waiting = campaign.versions.filter(state=CampaignVersion.State.PROPOSED).select_related("submitted_by").first()
    was_launched = campaign.launched_at is not None
    stuck = advancing.stuck(now=now).filter(campaign=campaign)
    rehearsed = campaign.events.filter(what=CampaignEvent.What.REHEARSED).first()
    whole = outcomes.funnel_of(Touch.objects.filter(campaign=campaign), window=window) if was_launched else None
    lifts = outcomes.lifts(campaign, window=window) if was_launched else []
    return {
        "campaign": campaign,
        **copy_in_words(copy),
        "segment": campaign.segment,
        "waiting": waiting,
        "size_for_two": settings.CAMPAIGN_APPROVAL_SIZE,
        "differs": campaign.version is not None and draft.as_json() != copy.as_json() and waiting is None,
        "problems": campaigns.problems_of(draft) if campaign.state == _S.DRAFT else [],
        "progress": campaign_progress.progress_of(campaign, now=now) if was_launched else None,
        "takes": _takes(campaign, waiting),
        "stuck": list(stuck.select_related("contact")[:_STUCK_SHOWN]),
        "stuck_count": stuck.count() if campaign.state == _S.RUNNING else 0,
        "funnel": whole,
        "stages": _stages(whole) if whole else [],
        "by_step": outcomes.by_step(campaign, window=window) if was_launched and len(copy.steps) > 1 else [],
        "breakdowns": _breakdowns(campaign, window) if was_launched else [],
        "lifts": lifts,
        "hour_lifts": hour_results.of_campaign(campaign, window=window) if was_launched else [],
        "spent": campaign_costs.spent(campaign, copy, lift=lifts[1] if lifts else None) if was_launched else None,
        "is_settled": outcomes.is_settled(campaign, window=window, now=now) if was_launched else False,
        "reasons": _reasons(campaign) if was_launched else [],
        "rehearsed": rehearsed,
        "against": _against(campaign, rehearsed, whole) if rehearsed and whole else [],
        "versions": campaign.versions.select_related("submitted_by", "decided_by"),
        "events": campaign.events.select_related("by")[:_EVENTS_SHOWN],
        "touches": reverse("admin:engagement_touch_changelist") + f"?campaign__id__exact={campaign.pk}",
    }


def copy_in_words(copy: FrozenCampaign) -> dict[str, Any]:
    """What people get by it."""
    return {
        "copy": copy,
        "steps": _steps(copy),
        "who": segment_in_words(campaign_audience.rule_of(copy)) if copy.segment_rules is not None else "everybody",
        "starts_by": _starts_by(copy),
        "re_entry": re_entry_in_words(copy),
        "send_time": Campaign.SendTime(copy.send_time).label,
        "topic": ConsentChange.Topic(copy.topic).label,
    }


def verbs_for(
    campaign: Campaign, *, by: User, differs: bool, may_change: bool, may_send: bool, may_approve: bool
) -> list[Verb]:
    """The buttons that fit its state and this person. ``differs``: the draft says something else than the copy."""
    waiting = campaign.versions.filter(state=CampaignVersion.State.PROPOSED).first()
    found: list[Verb] = []
    if may_change and waiting is None and campaign.state in campaigns.EDITABLE:
        if campaign.state == _S.DRAFT:
            found.append(Verb("submit", "Submit", is_main=True))
        elif differs:
            found.append(Verb("submit", "Submit the changes"))
    if may_approve and waiting is not None:
        if campaigns.may_decide(waiting, by=by):
            found.append(Verb("approve", "Approve", is_main=True))
        found.append(Verb("send_back", "Send back", asks="What should change"))
    if may_send:
        if campaign.state == _S.APPROVED:
            found.append(Verb("launch", "Launch", is_main=True))
        if campaign.state == _S.RUNNING:
            found.append(Verb("pause", "Pause", asks="Why"))
        if campaign.state == _S.PAUSED:
            found.append(Verb("resume", "Resume", is_main=True))
        if campaign.state in campaigns.OPEN:
            found.append(Verb("cancel", "Cancel for good", asks="Why"))
    return found


def may_be_tried(campaign: Campaign) -> bool:
    """Whether an experiment may still put a second text beside one of its own."""
    return not campaign.is_demo and campaign.state in campaigns.OPEN


def _steps(copy: FrozenCampaign) -> list[dict[str, Any]]:
    templates = {
        one.pk: one
        for one in MessageTemplate.objects.filter(pk__in=[s.template_id for s in copy.steps if s.template_id])
    }
    return [
        {
            "step": step,
            "when": f"{step.wait_hours} hours after the one before" if step.wait_hours else "at once",
            "condition": Step.Condition(step.condition).label,
            "template": templates.get(step.template_id or 0),
        }
        for step in sorted(copy.steps, key=lambda step: step.position)
    ]


def _starts_by(copy: FrozenCampaign) -> str:
    if copy.kind == Campaign.Kind.TRIGGERED:
        what = Campaign.Trigger(copy.trigger).label
        told = {
            "mood": f": {', '.join(copy.moods)}, {_times(copy.least_readings)} within seven days",
            "price_drop": f", by {copy.drop_percent} % or more",
        }.get(copy.trigger, "")
        hours = copy.threshold.total_seconds() / 3600
        return f"When {what}{told}; {f'{hours:g} hours after it' if hours else 'at once'}"
    when = f"{copy.starts:%-d %b %Y, %H:%M} UTC" if copy.starts else "as soon as it is launched"
    return f"{Campaign.Recurs(copy.recurs).label}, first {when}" if copy.recurs else when


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _takes(campaign: Campaign, waiting: CampaignVersion | None) -> str:
    version = waiting or campaign.version
    if version is None or version.audience_size is None or campaign.launched_at is not None:
        return ""
    return span_in_words(campaign_progress.time_to_send(version.audience_size))


def span_in_words(span: timedelta) -> str:
    minutes = math.ceil(span / timedelta(minutes=1))
    if minutes <= 1:
        return "less than a minute"
    hours, rest = divmod(minutes, 60)
    return f"{minutes} minutes" if not hours else f"{hours} h" + (f" {rest} min" if rest else "")


def _stages(funnel: outcomes.Funnel) -> list[tuple[str, int, float]]:
    """With the share of what was sent, in per cent."""
    names = ("sent", "delivered", "read", "replied", "accepted", "opted_out")
    words = {"accepted": "pick accepted", "opted_out": "said no"}
    return [(words.get(name, name), getattr(funnel, name), 100 * funnel.share(getattr(funnel, name))) for name in names]


def _breakdowns(campaign: Campaign, window: timedelta) -> list[tuple[str, list[outcomes.Line]]]:
    return [
        ("By text and template", wording_results.by_wording(campaign, window=window)),
        ("By version", outcomes.by_version(campaign, window=window)),
        ("By persona", outcomes.by_persona(campaign, window=window)),
        ("By hour (UTC)", outcomes.by_hour(campaign, window=window)),
    ]


def _reasons(campaign: Campaign) -> list[Reason]:
    page = reverse("admin:engagement_touch_changelist")
    return [
        Reason(key, reasons.in_words(key), count, f"{page}?campaign__id__exact={campaign.pk}&reason={key}")
        for key, count in outcomes.reasons(campaign)
    ]


def _against(campaign: Campaign, rehearsed: CampaignEvent, funnel: outcomes.Funnel) -> list[tuple[str, int, int]]:
    """What the last dry run said, beside what has happened. Who is tried again later has not been refused for good."""
    told, waiting = rehearsed.counts, Touch.objects.waiting().filter(campaign=campaign)
    later = waiting.filter(state=Touch.State.REFUSED).count()
    return [
        ("messages sent", int(told.get("sent", 0)), funnel.handed_over),
        ("not sent", sum(told.get("refused", {}).values()), funnel.refused - later),
        ("still to come", 0, waiting.count()),
    ]


def month(asked: str, *, now: datetime) -> dict[str, Any]:
    """A month of what goes out when; ``asked`` as 2026-05, else this one."""
    first = now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    with contextlib.suppress(ValueError):
        wanted = datetime.strptime(asked, "%Y-%m").replace(tzinfo=UTC)
        # Nothing of ours lies outside, and the calendar itself ends somewhere.
        first = wanted if abs(wanted.year - first.year) <= _YEARS_SHOWN else first
    days = calendar.monthrange(first.year, first.month)[1]
    until = first + timedelta(days=days)
    entries = campaign_progress.calendar(since=first, until=until, now=now)
    weeks = [
        [
            {"day": day, "in_month": day.month == first.month, "is_today": day == now.date(),
             "entries": entries.get(day.isoformat(), [])}
            for day in week
        ]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]  # fmt: skip
    return {
        "month": first,
        "before": f"{(first - timedelta(days=1)):%Y-%m}",
        "after": f"{until:%Y-%m}",
        "weeks": weeks,
        "day_names": list(calendar.day_abbr),
        "always_on": campaign_progress.always_on(),
        "is_empty": not entries,
    }
