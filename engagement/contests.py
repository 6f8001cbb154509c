"""Several messages want one person's attention, and there is not enough for all: the one that is worth most goes.

Asked by whoever is about to release something: of those that could go within the next hours the one that `weighing`
puts first is left as it is, the others become refused rows that say by what they were outweighed and from when on
they may go. Whoever asks gets the same answer, so it does not matter whether campaigns or check-ins come by first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Exists, Min, OuterRef, Q

from conversations.between_turns.unasked import Spent
from conversations.models import Contact
from engagement import (
    attention,
    check_in_stops,
    costs,
    decision,
    facts_sql,
    message_values,
    permission,
    policy,
    rules_in_use,
    weighing,
)
from engagement.campaigns import live_copy
from engagement.facts import NEVER, PersonFacts, Rules
from engagement.models import Campaign, MessagePrice, SegmentFacts, Touch
from engagement.weighing import Rival

OUTWEIGHED = "outweighed"
# What is due later than this is left out: who knows what the person has done by then.
_HORIZON = timedelta(hours=6)
_CHECK_INS_REMEMBERED = timedelta(days=30)


@dataclass(frozen=True)
class _Lost:
    touch: Touch
    because: str
    until: datetime


def settle(contact_ids: Collection[int], *, now: datetime) -> set[int]:
    """Refuse what is outweighed at this moment; returns which messages that were. Safe to run many times at once."""
    lost = _lost(_contested(contact_ids, now=now), now=now)
    if not lost:
        return set()
    with transaction.atomic():
        # The person first, as everybody locks; whose row is held is left to the next look.
        wanted = Contact.objects.filter(pk__in={one.touch.contact_id for one in lost}).order_by("pk")
        mine = set(wanted.select_for_update(no_key=True, skip_locked=True).values_list("pk", flat=True))
        return {one.touch.pk for one in lost if one.touch.contact_id in mine and _refuse(one, now=now)}


def lets_through(contact: Contact, *, kind: str, topic: str, now: datetime) -> bool:
    """Whether something that would be said now, and is planned nowhere, is worth more than all that waits. What is
    not leaves a refused row, one a day."""
    waiting = _waiting([contact.pk], now=now)
    if not waiting:
        return True
    rules, facts = rules_in_use.rules(now=now), facts_sql.facts_of([contact.pk], now=now)
    rivals = _rivals(waiting, facts, rules, now=now)
    if contact.pk not in rivals:
        return True
    segment = decision.segment_of(facts[contact.pk], rules, now)
    mine = Rival(0, "this", kind, topic, segment, since=now, due_at=now)
    ranked = weighing.weigh([mine, *rivals[contact.pk]], message_values.seen(), now=now)
    if ranked[0].rival is mine:
        return True
    loser = next(one for one in ranked if one.rival is mine)
    until = _free_again(facts[contact.pk], rules, at=max(ranked[0].rival.due_at, now))
    Touch.objects.get_or_create(
        contact=contact, kind=kind, campaign=None, occasion=f"on-{now:%Y-%m-%d}",
        defaults={
            "topic": topic, "state": Touch.State.REFUSED, "reason": OUTWEIGHED, "planned_at": now, "decided_at": now,
            "because": weighing.in_words(ranked[0], loser), "earliest_at": until,
        },
    )  # fmt: skip
    return False


def budget(*, contact: Contact, kind: str, topic: str, now: datetime) -> Spent | None:
    """As `conversations.between_turns.unasked` asks for it: worth more than what waits, and within the rules."""
    if not lets_through(contact, kind=kind, topic=topic, now=now):
        return None
    return attention.budget(contact=contact, kind=kind, topic=topic, now=now)


def _contested(contact_ids: Collection[int], *, now: datetime) -> list[Touch]:
    """All that waits of those for whom more than one message does."""
    by_person: dict[int, list[Touch]] = defaultdict(list)
    for touch in _waiting(contact_ids, now=now):
        by_person[touch.contact_id].append(touch)
    return [touch for touches in by_person.values() if len(touches) > 1 for touch in touches]


def _waiting(contact_ids: Collection[int], *, now: datetime) -> Sequence[Touch]:
    check_ins = Q(pk=None) if check_in_stops.are_stopped() else Q(kind=Touch.Kind.CYCLE, state=Touch.State.PLANNED)
    found = Touch.objects.filter(contact__in=contact_ids, due_at__lte=now + _HORIZON).filter(
        Q(campaign__state=Campaign.State.RUNNING) | check_ins
    )
    return list(found.select_related("campaign", "version", "contact").order_by("contact_id", "pk"))


def _lost(touches: Sequence[Touch], *, now: datetime) -> list[_Lost]:
    if not touches:
        return []
    seen, rules = message_values.seen(), rules_in_use.rules(now=now)
    facts = facts_sql.facts_of({touch.contact_id for touch in touches}, now=now)
    by_id = {touch.pk: touch for touch in touches}
    lost = []
    for contact_id, rivals in _rivals(touches, facts, rules, now=now).items():
        # Where nobody may go at this moment there is nothing to share out yet.
        if len(rivals) < 2 or all(rival.due_at > now for rival in rivals):
            continue
        first, *others = weighing.weigh(rivals, seen, now=now)
        until = _free_again(facts[contact_id], rules, at=max(first.rival.due_at, now))
        lost += [_Lost(by_id[one.rival.key], weighing.in_words(first, one), until) for one in others]
    return lost


def _rivals(
    touches: Sequence[Touch], facts: Mapping[int, PersonFacts], rules: Rules, *, now: datetime
) -> Mapping[int, list[Rival]]:
    """By person those that could go within the hours looked at; ``due_at`` is from when on they could."""
    answers = permission.ask(
        [
            permission.Asked(touch.pk, touch.contact_id, touch.version_id, touch.step, touch.variant)
            for touch in touches
            if touch.version_id
        ],
        now=now,
    )
    fees, waits_since = _fees(facts.values(), now=now), _waits_since(touches, now=now)
    found: dict[int, list[Rival]] = defaultdict(list)
    for touch in touches:
        if (person := facts.get(touch.contact_id)) is None:
            continue
        answer = answers[touch.pk] if touch.version_id else _judge_check_in(person, rules, now=now)
        may_from = now if isinstance(answer, Rules) else answer.earliest_at
        due_at = max(filter(None, (touch.due_at, may_from)), default=now)
        if may_from is None or due_at > now + _HORIZON:
            continue
        found[touch.contact_id].append(
            Rival(
                key=touch.pk,
                name=f"“{touch.campaign.name}”" if touch.campaign else "the check-in",
                kind=touch.kind,
                topic=touch.topic,
                segment=decision.segment_of(person, rules, now),
                since=waits_since.get(touch.pk, touch.planned_at),
                due_at=due_at,
                fee=fees[touch.contact_id],
            )
        )
    return found


def _judge_check_in(person: PersonFacts, rules: Rules, *, now: datetime) -> permission.Refusal | Rules:
    stops = decision.judge(replace(person, last_written_at=max(person.spent_at, default=None)), rules, now).stops
    if not stops:
        return rules
    until = max(stop.earliest for stop in stops)
    return permission.Refusal(stops[0].reason, None if until >= NEVER else until)


def _free_again(person: PersonFacts, rules: Rules, *, at: datetime) -> datetime:
    """When the caps leave room once more, if something is sent ``at``."""
    after = replace(person, spent_at=(*person.spent_at, at))
    return max(at + rules.frequency, policy.capped(after, rules, at) or at)


def _fees(people: Iterable[PersonFacts], *, now: datetime) -> Mapping[int, float]:
    """In dollars: free text while the reply window is open, marketing outside it."""
    people = list(people)
    prices = {(row.category, row.country): row.amount for row in MessagePrice.objects.all()}
    known = SegmentFacts.objects.filter(contact__in=[person.contact_id for person in people])
    countries = dict(known.values_list("contact_id", "country"))
    fees = {}
    for person in people:
        is_open = person.window_closes_at is not None and now < person.window_closes_at
        category = costs.FREE_TEXT if is_open else MessagePrice.Category.MARKETING
        price = costs.price_of(prices, category, countries.get(person.contact_id) or "")
        fees[person.contact_id] = float(price or Decimal(0))
    return fees


def _waits_since(touches: Sequence[Touch], *, now: datetime) -> Mapping[int, datetime]:
    """A check-in that was outweighed is planned anew as another row; it has waited since the first of them."""
    check_ins = {touch.contact_id: touch.pk for touch in touches if touch.kind == Touch.Kind.CYCLE}
    if not check_ins:
        return {}
    of_cycle = Touch.objects.filter(kind=Touch.Kind.CYCLE, planned_at__gt=now - _CHECK_INS_REMEMBERED)
    sent_since = of_cycle.filter(
        contact=OuterRef("contact"), planned_at__gt=OuterRef("planned_at"),
        state__in=(Touch.State.QUEUED, Touch.State.SENT),
    )  # fmt: skip
    outweighed = of_cycle.filter(contact__in=check_ins, reason=OUTWEIGHED).exclude(Exists(sent_since))
    rows = outweighed.order_by().values_list("contact_id").annotate(first=Min("planned_at"))
    return {check_ins[contact_id]: first for contact_id, first in rows}


def _refuse(one: _Lost, *, now: datetime) -> int:
    """A campaign's message is looked at again, at the person's own hour if it keeps to that; a check-in is decided
    about anew by a later cycle."""
    touch, again = one.touch, None
    if touch.version is not None:
        copy = live_copy(touch.version)
        if copy.ends is None or one.until < copy.ends:
            again = permission.best_moment_from(touch, copy, one.until, now=now)
    still = Touch.objects.filter(pk=touch.pk, state=touch.state, due_at=touch.due_at)
    return still.update(
        state=Touch.State.REFUSED, reason=OUTWEIGHED, because=one.because, due_at=again, earliest_at=one.until,
        decided_at=now,
    )  # fmt: skip
