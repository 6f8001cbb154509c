"""Whether a planned message may leave now: the same rules for campaigns and triggers as for everything we start.

A trigger brings its own threshold of inactivity; frequency and policy are everybody's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from conversations.models import Message
from engagement import (
    attention,
    campaign_templates,
    decision,
    experiment_copy,
    facts_sql,
    rules_in_use,
    send_moments,
    standing_rules,
)
from engagement.campaign_copy import FrozenCampaign, FrozenStep
from engagement.campaigns import live_copy
from engagement.facts import NEVER, PersonFacts, Rules
from engagement.models import Attention, CampaignVersion, Touch
from engagement.segments import SEGMENTS, TONES

# Somebody who is with us this moment is not interrupted.
_IN_A_TALK = timedelta(minutes=30)
# What the clock does not lift but a person may; looked at again after so long.
_ASK_AGAIN = {"held_by_human": timedelta(hours=1)}
# What ends the matter although it has an end: a holdout that rotated would make its people part of what it measures.
_FINAL = frozenset({"holdout"})
# By these they show that the occasion is over.
_SILENCE_TRIGGERS = frozenset({"idle", "cold"})


@dataclass(frozen=True)
class Asked:
    touch_id: int
    contact_id: int
    version_id: int
    step: int
    variant: str = ""


@dataclass(frozen=True)
class Refusal:
    """``earliest_at`` is None for what no clock lifts."""

    reason: str
    earliest_at: datetime | None


class AttentionSpentError(Exception):
    """Somebody else took what was left of their attention since the rules were asked."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.reason)
        self.refusal = refusal


def ask(asked: Sequence[Asked], *, now: datetime) -> Mapping[int, Refusal | Rules]:
    """By touch: why it may not leave now, or the rules by which it may. A few statements, however many are asked."""
    versions = CampaignVersion.objects.filter(pk__in={one.version_id for one in asked})
    copies = {version.pk: (version.campaign_id, live_copy(version)) for version in versions}
    facts = facts_sql.facts_of([one.contact_id for one in asked], now=now)
    rules: dict[tuple[int, int, str], Rules] = {}
    answers: dict[int, Refusal | Rules] = {}
    for one in asked:
        campaign_id, copy = copies[one.version_id]
        person, step = facts.get(one.contact_id), copy.step(one.step)
        if person is None or step is None:
            answers[one.touch_id] = Refusal("gone" if person is None else "no_step", None)
            continue
        of_step = (one.version_id, one.step, one.variant)
        if of_step not in rules:
            step = experiment_copy.worded(step, experiment_copy.configs_of(one.variant))
            rules[of_step] = rules_for(campaign_id, copy, step, now=now)
        answers[one.touch_id] = judge(person, rules[of_step], copy, now=now) or rules[of_step]
    return answers


def rules_for(campaign_id: int, copy: FrozenCampaign, step: FrozenStep, *, now: datetime) -> Rules:
    """Everybody's rules, with what this campaign says of itself."""
    everybodys = rules_in_use.rules(now=now)
    silence = copy.threshold if copy.trigger in _SILENCE_TRIGGERS else _IN_A_TALK
    has_template = campaign_templates.is_approved(step)
    standing = standing_rules.rules(
        now=now, topic=copy.topic, has_template=has_template, campaign=str(campaign_id),
        held_out_percent=copy.holdout_percent,
    )  # fmt: skip
    return replace(
        standing,
        inactivity=dict.fromkeys(SEGMENTS, silence),
        frequency=everybodys.frequency,
        dormant_after=everybodys.dormant_after,
        new_user_for=everybodys.new_user_for,
        templated_tones=frozenset(TONES) if has_template else frozenset(),
    )


def judge(person: PersonFacts, rules: Rules, copy: FrozenCampaign, *, now: datetime) -> Refusal | None:
    """What no clock lifts, or else the first reason, and when everything that stands in the way may be over. Pure.

    Whoever was held out as well is refused for that, whatever the clock would have lifted before: as many of the
    others get through later, and the two are compared."""
    stops = decision.judge(person, rules, now).stops
    ends = [_ends(stop, copy, now=now) for stop in stops]
    for stop, end in zip(stops, ends, strict=True):
        if end == NEVER or stop.reason in _FINAL:
            return Refusal(stop.reason, None)
    return Refusal(stops[0].reason, max(ends)) if stops else None


def _ends(stop: decision.Stop, copy: FrozenCampaign, *, now: datetime) -> datetime:
    if stop.reason == decision.ACTIVE and copy.trigger in _SILENCE_TRIGGERS:
        return NEVER
    return now + _ASK_AGAIN[stop.reason] if stop.reason in _ASK_AGAIN else stop.earliest


def take_attention(touch: Touch, rules: Rules, *, now: datetime) -> Attention:
    """A piece of the person's attention, or AttentionSpentError where another message has just taken it."""
    taken = attention.take(contact_id=touch.contact_id, kind=touch.kind, topic=touch.topic, now=now, rules=rules)
    if isinstance(taken, attention.Refused):
        raise AttentionSpentError(Refusal("capped", None if taken.earliest >= NEVER else taken.earliest))
    return taken


def note_attention(taken: Attention, message: Message) -> None:
    Attention.objects.filter(pk=taken.pk).update(message=message)


def best_moment_from(touch: Touch, copy: FrozenCampaign, earliest: datetime, *, now: datetime) -> datetime:
    """When to look again: as soon as it may go, or at the person's own hour after that."""
    return send_moments.best_from(touch.contact, copy, earliest=earliest, now=now)
