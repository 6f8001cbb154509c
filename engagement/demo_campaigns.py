"""Campaigns that have been, among made-up people, so that a fresh machine has results to look at.

Rows only: nothing is sent, nobody real is in them, and what the made-up people liked teaches nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from django.db import transaction

from conversations.models import ConsentChange, Contact, Message
from engagement import campaigns, outcomes
from engagement.models import Campaign, CampaignEvent, CampaignRun, CampaignVersion, Enrolment, Step, Touch
from games.models import Game, Impression, Interaction, Slate

_CHANNEL = "whatsapp"


@dataclass(frozen=True)
class _Script:
    """What is told of a campaign: chances that somebody who got it read, replied, took the pick, said STOP."""

    name: str
    kind: str
    topic: str
    text: str
    days_ago: int
    read: float
    replied: float
    accepted: float
    said_stop: float
    replied_anyway: float  # of those held out
    trigger: str = ""
    moods: tuple[str, ...] = ()


_SCRIPTS = (
    _Script(
        "Demo: Friday evening picks", Campaign.Kind.ONE_OFF, "new_games",
        "Hey {name}, it’s almost the weekend. {game} might be yours: {reason}.",
        days_ago=9, read=0.72, replied=0.38, accepted=0.27, said_stop=0.01, replied_anyway=0.17,
    ),
    _Script(
        "Demo: gentle games after a rough week", Campaign.Kind.TRIGGERED, "check_ins",
        "{name}, that sounded like a rough week. No pressure: {game}, {reason}.",
        days_ago=12, read=0.8, replied=0.45, accepted=0.33, said_stop=0.0, replied_anyway=0.21,
        trigger=Campaign.Trigger.MOOD, moods=("stressed", "sad", "tired"),
    ),
)  # fmt: skip


@transaction.atomic
def seed(contacts: Sequence[Contact], *, now: datetime, rng: np.random.Generator) -> int:
    """Make what is missing, among these made-up people; a second time finds everything there. Returns how many."""
    games = list(Game.objects.filter(is_published=True).order_by("-quality", "pk")[:12])
    missing = [one for one in _SCRIPTS if not Campaign.objects.filter(name=one.name).exists()]
    for script in missing:
        _played(script, contacts, games, now=now, rng=rng)
    return len(missing)


def _played(
    script: _Script, contacts: Sequence[Contact], games: list[Game], *, now: datetime, rng: np.random.Generator
) -> None:
    at = (now - timedelta(days=script.days_ago)).replace(hour=17, minute=0, second=0, microsecond=0)
    campaign, version = _campaign(script, len(contacts), at=at)
    for contact in contacts:
        enrolment = Enrolment.objects.create(
            campaign=campaign, version=version, contact=contact, occasion="once", state=Enrolment.State.DONE,
            entered_at=at, ended_at=at,
        )  # fmt: skip
        touch = Touch(
            contact=contact, kind=Touch.Kind.TRIGGER if script.trigger else Touch.Kind.CAMPAIGN, campaign=campaign,
            version=version, enrolment=enrolment, occasion="once", topic=script.topic, planned_at=at, decided_at=at,
        )  # fmt: skip
        draw = rng.random(5)
        if draw[0] < 0.22:
            touch.state, touch.reason = Touch.State.REFUSED, outcomes.HELD_OUT
            if draw[1] < script.replied_anyway:
                _reply(contact, at=at + timedelta(hours=float(rng.uniform(1, 60))))
        elif draw[0] < 0.27:
            touch.state, touch.reason = Touch.State.REFUSED, str(rng.choice(["capped", "in_distress"]))
        elif draw[0] < 0.29:
            touch.state, touch.reason = Touch.State.REFUSED, "meta_limit"
        else:
            _sent(touch, script, games[int(rng.integers(len(games)))], draw, rng=rng)
        touch.save()


def _sent(touch: Touch, script: _Script, game: Game, draw: np.ndarray, *, rng: np.random.Generator) -> None:
    contact, at = touch.contact, touch.planned_at + timedelta(minutes=float(rng.uniform(0, 240)))
    is_read = draw[1] < script.read
    slate = Slate.objects.create(
        player=contact.player, surface="campaign", policy_version="demo", seed=0, created_at=at,
        context={"mood": script.moods[0] if script.moods else ""},
    )  # fmt: skip
    accepted = is_read and draw[3] < script.accepted / script.read
    Impression.objects.create(
        slate=slate, player=contact.player, game=game, slot=0, score=0.7, confidence=0.5, strategy="best_fit",
        propensity=1.0, reason="it fits", shown_at=at,
        outcome=Impression.Outcome.ACCEPTED if accepted else Impression.Outcome.IGNORED,
    )  # fmt: skip
    body = script.text.format(name=contact.display_name, game=game.title, reason="it fits")
    touch.message = Message.objects.create(
        contact=contact, channel=_CHANNEL, direction="outbound", origin=Message.Origin.PROACTIVE, body=body,
        slate=slate,
        status=Message.Status.READ if is_read else Message.Status.DELIVERED, created_at=at, due_at=at, sent_at=at,
        delivered_at=at + timedelta(seconds=4), read_at=at + timedelta(minutes=7) if is_read else None,
        content={"topic": script.topic, "type": "campaign"},
    )  # fmt: skip
    touch.state, touch.sent_at, touch.tries = Touch.State.SENT, at, 1
    if accepted:
        Interaction.objects.create(
            player=contact.player, game=game, kind=Interaction.Kind.LIKE, source="demo", is_unlearnt=True,
            at=at + timedelta(hours=float(rng.uniform(0.1, 20))),
        )  # fmt: skip
    if is_read and draw[2] < script.replied / script.read:
        _reply(contact, at=at + timedelta(hours=float(rng.uniform(0.1, 30))))
    if draw[4] < script.said_stop:
        ConsentChange.objects.create(
            contact=contact,
            topic=ConsentChange.Topic.PROACTIVE,
            granted=False,
            source="demo",
            at=at + timedelta(hours=1),
        )


def _reply(contact: Contact, *, at: datetime) -> None:
    Message.objects.create(
        contact=contact, channel=_CHANNEL, direction="inbound", origin=Message.Origin.PLAYER, body="sounds good",
        status=Message.Status.HANDLED, created_at=at,
    )  # fmt: skip


def _campaign(script: _Script, people: int, *, at: datetime) -> tuple[Campaign, CampaignVersion]:
    campaign = Campaign.objects.create(
        name=script.name, kind=script.kind, topic=script.topic, trigger=script.trigger, moods=list(script.moods),
        holdout_percent=20, is_demo=True,
    )  # fmt: skip
    Step.objects.create(campaign=campaign, position=1, text=script.text)
    version = CampaignVersion.objects.create(
        campaign=campaign, number=1, state=CampaignVersion.State.APPROVED, audience_size=people,
        frozen=campaigns.copy_of(campaign).as_json(), submitted_at=at - timedelta(hours=2),
        decided_at=at - timedelta(hours=1),
    )  # fmt: skip
    Campaign.objects.filter(pk=campaign.pk).update(
        state=Campaign.State.DONE, version=version, launched_at=at, counted_from=at, finished_at=at + timedelta(hours=5)
    )
    if not script.trigger:
        CampaignRun.objects.create(
            campaign=campaign, version=version, occasion="once", starts_at=at, entered=people, finished_at=at
        )
    what = CampaignEvent.What
    CampaignEvent.objects.bulk_create(
        CampaignEvent(campaign=campaign, what=did, at=at + timedelta(hours=hours))
        for did, hours in ((what.SUBMITTED, -2), (what.APPROVED, -1), (what.LAUNCHED, 0), (what.DONE, 5))
    )
    campaign.refresh_from_db()
    return campaign, version
