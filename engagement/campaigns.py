"""What people do with a campaign: submit, approve, launch, pause, resume, cancel. Each leaves a trace of who did it.

A verb that does not fit the state raises CampaignRefusedError with the reason in words; states move by conditional
UPDATE, so two people who press at once cannot both succeed.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max

from conversations.models import PROACTIVE_TOPICS
from engagement import campaign_audience, campaign_templates, campaign_texts, dropping, letter_campaigns
from engagement.campaign_copy import FrozenCampaign, FrozenStep
from engagement.models import Campaign, CampaignEvent, CampaignVersion, Step

logger = logging.getLogger(__name__)

_S = Campaign.State
What = CampaignEvent.What
_STANDS = {
    _S.DRAFT: "is a draft",
    _S.SUBMITTED: "waits for approval",
    _S.APPROVED: "is approved",
    _S.RUNNING: "is running",
    _S.PAUSED: "is paused",
    _S.DONE: "is done",
    _S.CANCELLED: "is cancelled",
}
EDITABLE = (_S.DRAFT, _S.APPROVED, _S.RUNNING, _S.PAUSED)
OPEN = (_S.DRAFT, _S.SUBMITTED, _S.APPROVED, _S.RUNNING, _S.PAUSED)


class CampaignRefusedError(Exception):
    """It cannot be done; the message says why, for the person who tried."""


def copy_of(campaign: Campaign) -> FrozenCampaign:
    """What the draft says now."""
    return FrozenCampaign(
        kind=campaign.kind,
        topic=campaign.topic,
        steps=tuple(
            _frozen_step(step, brings_letter=letter_campaigns.is_one(campaign))
            for step in campaign.steps.select_related("template").order_by("position")
        ),
        segment_id=campaign.segment_id,
        segment_rules=campaign.segment.tree if campaign.segment else None,
        starts_at=campaign.starts_at.isoformat() if campaign.starts_at else "",
        ends_at=campaign.ends_at.isoformat() if campaign.ends_at else "",
        recurs=campaign.recurs,
        trigger=campaign.trigger,
        threshold_hours=campaign.threshold_hours,
        moods=tuple(campaign.moods),
        least_readings=campaign.least_readings,
        drop_percent=campaign.drop_percent,
        re_entry=campaign.re_entry,
        re_entry_days=campaign.re_entry_days,
        send_time=campaign.send_time,
        holdout_percent=campaign.holdout_percent,
        attribution_hours=campaign.attribution_hours,
        failed_limit_percent=campaign.failed_limit_percent,
        opt_out_limit_percent=campaign.opt_out_limit_percent,
    )


def _frozen_step(step: Step, *, brings_letter: bool) -> FrozenStep:
    return FrozenStep(
        position=step.position,
        text=step.text,
        wait_hours=step.wait_hours,
        condition=step.condition,
        picks_a_game=step.picks_a_game,
        template_id=step.template_id,
        template_sid=step.template.content_sid if step.template else "",
        template_body=step.template.body if step.template else "",
        template_variables=step.template_variables,
        brings_letter=brings_letter,
    )


def live_copy(version: CampaignVersion) -> FrozenCampaign:
    return FrozenCampaign.from_json(version.frozen)


def problems_of(copy: FrozenCampaign) -> list[str]:
    """Why it cannot go out like this, in words."""
    problems = []
    if copy.topic not in PROACTIVE_TOPICS:
        problems.append("Choose a topic that people can agree to.")
    if copy.first_step is None:
        problems.append("A campaign needs a step, or there is nothing to send.")
    if copy.trigger == Campaign.Trigger.MOOD and not copy.moods:
        problems.append("Say which moods count.")
    if copy.kind == Campaign.Kind.RECURRING and not copy.starts_at:
        problems.append("Say when it goes out first.")
    problems += letter_campaigns.problems_of(copy)
    for step in copy.steps:
        problems += [f"Step {step.position}: {problem}" for problem in problems_of_step(step, trigger=copy.trigger)]
    return problems


def problems_of_step(step: FrozenStep, *, trigger: str = "") -> list[str]:
    problems = campaign_texts.problems_of(step.text, picks_a_game=step.picks_a_game)
    for number, text in step.template_variables.items():
        problems += [f"Variable {number}: {problem}" for problem in campaign_texts.problems_of_variable(text)]
    if trigger in (Campaign.Trigger.NEW_TITLE, Campaign.Trigger.PRICE_DROP) and not step.picks_a_game:
        problems.append("This trigger is about a game; the step has to name it.")
    return problems


def needs_second_person(audience_size: int | None) -> bool:
    """Off until a size is set. Who will come by a trigger cannot be counted, and counts as many."""
    size = settings.CAMPAIGN_APPROVAL_SIZE
    return bool(size) and (audience_size is None or audience_size > size)


def may_decide(version: CampaignVersion, *, by: User) -> bool:
    """Above the size that needs a second person, whoever submitted it does not approve it."""
    return version.submitted_by_id != by.pk or not needs_second_person(version.audience_size)


@transaction.atomic
def submit(*, campaign: Campaign, by: User | None, now: datetime) -> CampaignVersion:
    """Freeze the draft as it is. Small audiences are approved with it; of a running campaign only the copy waits."""
    campaign = _locked(campaign, *EDITABLE)
    copy = copy_of(campaign)
    if problems := problems_of(copy):
        raise CampaignRefusedError(" ".join(problems))
    if CampaignVersion.objects.filter(campaign=campaign, state=CampaignVersion.State.PROPOSED).exists():
        raise CampaignRefusedError("A copy waits for approval already.")
    if campaign.version and live_copy(campaign.version) == copy:
        raise CampaignRefusedError("Nothing has changed since the approved copy.")
    number = (campaign.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    size = campaign_audience.size(copy, now=now)
    version = CampaignVersion.objects.create(
        campaign=campaign, number=number, frozen=copy.as_json(), audience_size=size, submitted_by=by, submitted_at=now
    )
    version.refresh_from_db()
    Campaign.objects.filter(pk=campaign.pk, state__in=(_S.DRAFT, _S.APPROVED)).update(state=_S.SUBMITTED, version=None)
    many = "people come by its trigger" if size is None else f"{size} people"
    _note(campaign, What.SUBMITTED, by=by, now=now, why=f"version {number}, {many}")
    if not needs_second_person(size):
        _approve(campaign, version, by=by, now=now, why="no second person needed for this size")
    return version


@transaction.atomic
def approve(*, campaign: Campaign, by: User, now: datetime) -> CampaignVersion:
    """By somebody else than who submitted it. From now on who comes in gets this copy."""
    campaign = _locked(campaign, *OPEN)
    version = _proposed(campaign)
    if not may_decide(version, by=by):
        raise CampaignRefusedError("Somebody else than who submitted it has to approve it.")
    _approve(campaign, version, by=by, now=now, why="")
    return version


@transaction.atomic
def send_back(*, campaign: Campaign, by: User, why: str, now: datetime) -> None:
    campaign = _locked(campaign, *OPEN)
    version = _proposed(campaign)
    CampaignVersion.objects.filter(pk=version.pk).update(
        state=CampaignVersion.State.SENT_BACK, decided_by=by, decided_at=now
    )
    Campaign.objects.filter(pk=campaign.pk, state=_S.SUBMITTED).update(state=_S.DRAFT)
    _note(campaign, What.SENT_BACK, by=by, now=now, why=why)


@transaction.atomic
def launch(*, campaign: Campaign, by: User | None, now: datetime) -> None:
    """From now on the pacer works on it. Refused while a template of it is not approved by Meta."""
    campaign = _locked(campaign, _S.APPROVED)
    assert campaign.version is not None  # a constraint holds this
    copy = live_copy(campaign.version)
    if problems := campaign_templates.problems_of(copy):
        raise CampaignRefusedError(" ".join(problems))
    if copy.ends is not None and copy.ends <= now:
        raise CampaignRefusedError("Its end has passed.")
    Campaign.objects.filter(pk=campaign.pk).update(state=_S.RUNNING, launched_at=now, counted_from=now)
    _note(campaign, What.LAUNCHED, by=by, now=now)


@transaction.atomic
def pause(*, campaign: Campaign, why: str, by: User | None, now: datetime) -> bool:
    """Nothing more is released; what stands in the outbox already leaves. False if it was not running."""
    because = _said(why)[:200] or "paused by hand"
    paused = Campaign.objects.filter(pk=campaign.pk, state=_S.RUNNING).update(state=_S.PAUSED, paused_because=because)
    if paused:
        _note(campaign, What.PAUSED, by=by, now=now, why=because)
        if by is None:
            logger.error("campaign %s paused itself: %s", campaign.pk, because)
    return bool(paused)


@transaction.atomic
def resume(*, campaign: Campaign, by: User | None, now: datetime) -> None:
    """Goes on where it stopped: nobody gets anything twice. The circuit breaker counts anew."""
    _locked(campaign, _S.PAUSED)
    Campaign.objects.filter(pk=campaign.pk).update(state=_S.RUNNING, paused_because="", counted_from=now)
    _note(campaign, What.RESUMED, by=by, now=now)


@transaction.atomic
def cancel(*, campaign: Campaign, by: User | None, why: str, now: datetime) -> int:
    """Over for good: what has not left is dropped, and what lies in the outbox is withheld. Returns how many."""
    _locked(campaign, *OPEN)
    Campaign.objects.filter(pk=campaign.pk).update(state=_S.CANCELLED, finished_at=now, paused_because="")
    CampaignVersion.objects.filter(campaign=campaign, state=CampaignVersion.State.PROPOSED).update(
        state=CampaignVersion.State.SENT_BACK, decided_by=by, decided_at=now
    )
    _note(campaign, What.CANCELLED, by=by, now=now, why=why)
    return dropping.drop_campaign(campaign, reason="cancelled", now=now)


@transaction.atomic
def finish(*, campaign: Campaign, now: datetime) -> bool:
    """Everybody is through, or its end has come."""
    done = Campaign.objects.filter(pk=campaign.pk, state=_S.RUNNING).update(state=_S.DONE, finished_at=now)
    if done:
        dropping.drop_campaign(campaign, reason="too_late", now=now)
        _note(campaign, What.DONE, by=None, now=now)
    return bool(done)


def _approve(campaign: Campaign, version: CampaignVersion, *, by: User | None, now: datetime, why: str) -> None:
    CampaignVersion.objects.filter(pk=version.pk).update(
        state=CampaignVersion.State.APPROVED, decided_by=by, decided_at=now
    )
    Campaign.objects.filter(pk=campaign.pk).update(version=version)
    Campaign.objects.filter(pk=campaign.pk, state=_S.SUBMITTED).update(state=_S.APPROVED)
    version.refresh_from_db()
    _note(campaign, What.APPROVED, by=by, now=now, why=f"version {version.number}" + (f": {why}" if why else ""))


def _proposed(campaign: Campaign) -> CampaignVersion:
    version = CampaignVersion.objects.filter(campaign=campaign, state=CampaignVersion.State.PROPOSED).first()
    if version is None:
        raise CampaignRefusedError("Nothing waits for approval.")
    return version


def _locked(campaign: Campaign, *states: str) -> Campaign:
    # So that rows which name it can still be stored: whoever stores them may hold what is wanted next.
    row = Campaign.objects.select_for_update(of=("self",), no_key=True).select_related("version").get(pk=campaign.pk)
    if row.state not in states:
        raise CampaignRefusedError(f"It {_STANDS[_S(row.state)]}; that does not go now.")
    return row


def _note(campaign: Campaign, what: str, *, by: User | None, now: datetime, why: str = "", **more: Any) -> None:
    CampaignEvent.objects.create(campaign=campaign, what=what, by=by, at=now, why=_said(why)[:300], **more)


def _said(words: str) -> str:
    """What the database cannot keep is left out."""
    return words.replace("\0", "").strip()
