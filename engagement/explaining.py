"""Why one person is or is not written to at this moment: computed anew with the pure functions, topic by topic."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from conversations import clocks
from conversations.models import PROACTIVE_TOPICS, ConsentChange, Contact
from engagement import decision, facts_sql, held_out, policy, rules_in_use, time_zones
from engagement.facts import NEVER, PersonFacts, Rules
from engagement.models import Attention, Decision, MessageTemplate, Touch
from games.querysets import DEMO

_TOUCHES_SHOWN = 20
_CONSENTS_SHOWN = 30


@dataclass(frozen=True)
class Obstacle:
    """``by_the_clock`` is when it is over by itself; None where it is not."""

    words: str
    by_the_clock: datetime | None


@dataclass(frozen=True)
class TopicNow:
    """``stops`` are all that stand in the way; ``earliest`` is None where no clock lifts them."""

    topic: str
    stops: tuple[Obstacle, ...]
    earliest: datetime | None

    @property
    def label(self) -> str:
        return str(ConsentChange.Topic(self.topic).label)

    @property
    def may_go(self) -> bool:
        return not self.stops


@dataclass(frozen=True)
class Explanation:
    facts: PersonFacts
    rules: Rules
    topics: tuple[TopicNow, ...]
    cycle: decision.Verdict
    cycle_earliest: datetime | None
    stored: Decision | None
    zones: tuple[str, ...]
    zone_is_told: bool
    local_time: str
    held_out_of: tuple[str, ...]


@dataclass(frozen=True)
class Account:
    """What happened with them so far, whether or not anything is reckoned for them."""

    attention: tuple[Attention, ...]
    touches: tuple[Touch, ...]
    consents: tuple[ConsentChange, ...]


def account_of(contact: Contact, *, now: datetime) -> Account:
    return Account(
        attention=tuple(Attention.objects.filter(contact=contact, at__gt=now - policy.ATTENTION_SPAN)),
        touches=tuple(Touch.objects.filter(contact=contact).select_related("campaign")[:_TOUCHES_SHOWN]),
        consents=tuple(ConsentChange.objects.filter(contact=contact).select_related("evidence")[:_CONSENTS_SHOWN]),
    )


def why_not_reckoned(contact: Contact) -> str:
    """Why no rule is asked about them at all, in a sentence; empty where rules are."""
    if contact.goes_at is not None:
        return "This person is just being erased."
    if contact.player.origin == DEMO:
        return "Made up, for a look around: no rule is asked about them, and nothing is ever sent to them."
    return ""


def explain(contact: Contact, *, now: datetime) -> Explanation | None:
    """None for whom no rule is asked about; `why_not_reckoned` says why."""
    facts = facts_sql.facts_of([contact.pk], now=now, check_ins_wait=True).get(contact.pk)
    if facts is None:
        return None
    rules = rules_in_use.rules(now=now)
    has_template = MessageTemplate.objects.approved().exists()
    verdict = decision.judge(facts, rules, now)
    zones = policy.zones_of(facts, rules)
    return Explanation(
        facts=facts,
        rules=rules,
        topics=tuple(
            _about(topic, facts, replace(rules, topic=topic, has_template=has_template), now)
            for topic in PROACTIVE_TOPICS
        ),
        cycle=verdict,
        cycle_earliest=_by_the_clock(max((stop.earliest for stop in verdict.stops), default=now)),
        stored=Decision.objects.filter(contact=contact).first(),
        zones=zones,
        zone_is_told=time_zones.is_told(contact),
        local_time=", ".join(
            f"{now.astimezone(ZoneInfo(zone)):%a %H:%M} ({clocks.name_of(zone)})" for zone in zones[:3]
        ),
        held_out_of=tuple(one.salt for one in rules.holdouts if held_out.in_holdout(contact.pk, one)),
    )


def _about(topic: str, facts: PersonFacts, rules: Rules, now: datetime) -> TopicNow:
    stops = tuple(Obstacle(check.words, _by_the_clock(until)) for check, until in policy.refusals(facts, rules, now))
    return TopicNow(topic, stops, _by_the_clock(policy.earliest(facts, rules, now)))


def _by_the_clock(moment: datetime) -> datetime | None:
    return moment if moment < NEVER else None


def as_rows(explanation: Explanation) -> list[dict[str, Any]]:
    """The facts that the page shows, in words."""
    facts = explanation.facts
    return [
        {"name": "last wrote", "value": facts.last_active_at},
        {"name": "we last wrote first", "value": facts.last_written_at},
        {"name": "reply window closes", "value": facts.window_closes_at},
        {"name": "their clock", "value": explanation.local_time or "nobody can tell"},
        {"name": "which they", "value": "told us" if explanation.zone_is_told else "have by their number, a guess"},
        {"name": "agreed to", "value": ", ".join(sorted(facts.topics)) if facts.proactive_allowed else "nothing"},
        {"name": "held out of", "value": ", ".join(explanation.held_out_of) or "nothing"},
    ]
