"""Whether a planned message may leave now: the same rules for campaigns and triggers as for everything we start.

A trigger brings its own threshold of inactivity; frequency and policy are everybody's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from engagement import (
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
from engagement.models import CampaignVersion, Touch
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


@dataclass
class Known:
    """What the asking has read so far of versions and rules, so that it is read once for as long as one moment lasts.

    ``written`` is whom a dry run would have written to by then, and when.
    """

    copies: dict[int, tuple[int, FrozenCampaign]] = field(default_factory=dict)
    rules: dict[tuple[int, int, str], Rules] = field(default_factory=dict)
    written: dict[int, list[datetime]] = field(default_factory=dict)

    def read(self, version_ids: Iterable[int]) -> None:
        for version in CampaignVersion.objects.filter(pk__in=set(version_ids) - self.copies.keys()):
            self.copies[version.pk] = version.campaign_id, live_copy(version)

    def copy_of(self, version_id: int) -> FrozenCampaign:
        return self.copies[version_id][1]


def ask(asked: Sequence[Asked], *, now: datetime, known: Known | None = None) -> Mapping[int, Refusal | Rules]:
    """By touch: why it may not leave now, or the rules by which it may. A few statements, however many are asked;
    asked again with the same ``known``, one."""
    known = known or Known()
    known.read(one.version_id for one in asked)
    facts = facts_sql.facts_of([one.contact_id for one in asked], now=now)
    answers: dict[int, Refusal | Rules] = {}
    for one in asked:
        campaign_id, copy = known.copies[one.version_id]
        person, step = facts.get(one.contact_id), copy.step(one.step)
        if person is None or step is None:
            answers[one.touch_id] = Refusal("gone" if person is None else "no_step", None)
            continue
        of_step = (one.version_id, one.step, one.variant)
        if of_step not in known.rules:
            step = experiment_copy.worded(step, experiment_copy.configs_of(one.variant))
            known.rules[of_step] = rules_for(campaign_id, copy, step, now=now)
        person = _also_written(person, known.written.get(one.contact_id, ()))
        answers[one.touch_id] = judge(person, known.rules[of_step], copy, now=now) or known.rules[of_step]
    return answers


def _also_written(person: PersonFacts, at: Sequence[datetime]) -> PersonFacts:
    if not at:
        return person
    spent = tuple(sorted((*person.spent_at, *at)))
    return replace(person, spent_at=spent, last_written_at=max(at[-1], person.last_written_at or at[-1]))


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


def best_moment_from(touch: Touch, copy: FrozenCampaign, earliest: datetime, *, now: datetime) -> datetime:
    """When to look again: as soon as it may go, or at the person's own hour after that."""
    return send_moments.best_from(touch.contact, copy, earliest=earliest, now=now)
