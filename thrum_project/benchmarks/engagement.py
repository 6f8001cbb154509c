"""A million people: how soon is it decided whom we write to first, beside the loop that asks the tables for each?

Ten people for each game that the run is about, so a million by default. Both decide the same about those whom the
loop looks at, which is checked here; what the loop would need for all is its time a person times the people.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import psutil
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from conversations.models import Contact, Message
from engagement import check_in_sending, cycle, decision, rules_in_use
from engagement.facts import PersonFacts, Rules
from engagement.models import Attention, CycleRun, Decision, MessageTemplate, MessageText, Touch
from engagement.segments import TONES
from engagement.time_zones import zones_of
from thrum_project.benchmarks import made_up_people
from thrum_project.benchmarks.rows import Bench, Row

PEOPLE_A_GAME = 10
_LOOKED_AT = 300
_BATCHES = 10
_MAY_GO = ("", decision.RECENTLY_MESSAGED)
_TARGET_SECONDS, _TARGET_RATIO, _TARGET_ROWS = 30, 100, 1_000

# A tenth have heard from us this week, and one in a hundred is held up by something of their own.
_PAST = (
    """
    INSERT INTO engagement_attention (contact_id, kind, topic, at, critical_because)
    SELECT c.id, 'campaign', 'deals', %(now)s - (c.id %% 160) * interval '1 hour', ''
      FROM conversations_contact c WHERE c.id %% 10 = 0
    """,
    # Those who will be written to first have said hello once, or nobody would know by which way.
    """
    INSERT INTO conversations_message (public_id, contact_id, address_id, channel, sender, direction, origin, status,
                                       kind, body, choice, content, quoted_provider_id, part, withheld_because,
                                       error_code, error, attempts, lookups, seq, created_at)
    SELECT gen_random_uuid(), a.contact_id, a.id, 'whatsapp', 'whatsapp:+15550001111', 'inbound', 'player', 'handled',
           'text', 'hi', '', '{}', '', 0, '', '', '', 0, 0, 1, %(now)s
      FROM conversations_contactaddress a WHERE a.value ~ '^[+]' AND a.contact_id < (
           SELECT min(id) + 20000 FROM conversations_contact)
        ON CONFLICT DO NOTHING
    """,
    "UPDATE conversations_contact SET distress_at = %(now)s - interval '3 days' WHERE id %% 500 = 0",
    "UPDATE conversations_contact SET held_by_human_at = %(now)s WHERE id %% 500 = 1",
    "UPDATE conversations_contact SET time_zone = 'Asia/Tokyo' WHERE id %% 100 = 2",
    "ANALYZE engagement_attention, conversations_contact, conversations_message",
)


def measure(bench: Bench) -> Iterator[Row]:
    """Without the log's line a message, which is for whoever runs it."""
    log = logging.getLogger("engagement")
    level = log.level
    log.setLevel(logging.WARNING)
    try:
        yield from _measure(bench)
    finally:
        log.setLevel(level)


def _measure(bench: Bench) -> Iterator[Row]:
    # Early in the afternoon in Berlin, where most of them live.
    now = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0)
    wanted = bench.games * PEOPLE_A_GAME
    _make_people(wanted, now)
    people = Contact.objects.count()
    bench.say(f"{people:,} people made")
    rules = rules_in_use.rules(now=now)
    peer, by_the_loop = _loop(rules, now)

    dry = _seconds(lambda: cycle.run(by="command", now=now, is_dry=True))
    yield Row(f"{people:,} people judged, nothing written", f"{dry:.1f} s (load {os.getloadavg()[0]:.1f})")
    spent = _processor_seconds()
    first = _seconds(lambda: cycle.run(by="command", now=now))
    spent = _processor_seconds() - spent
    run = CycleRun.objects.latest("pk")
    yield Row(
        f"an engagement cycle over {people:,} people",
        f"{first:.1f} s, {spent:.1f} s of processor, {run.planned:,} planned",
        f"a loop that asks for each, {peer * people:,.0f} s at {peer * 1000:.1f} ms a person",
        ratio=peer * people / first, target=f"≤ {_TARGET_SECONDS} s, ≥ {_TARGET_RATIO} ×",
        met=first <= _TARGET_SECONDS and peer * people / first >= _TARGET_RATIO,
    )  # fmt: skip
    decided = dict(Decision.objects.filter(pk__in=by_the_loop).values_list("pk", "reason"))
    # Whose message was planned counts as written to from then on.
    same = sum(decided.get(pk) in ((reason,) if reason else _MAY_GO) for pk, reason in by_the_loop.items())
    yield Row(
        "people about whom both decide the same", f"{same} of {len(by_the_loop)}", target="all",
        met=same == len(by_the_loop),
    )  # fmt: skip
    again = _seconds(lambda: cycle.run(by="command", now=now + timedelta(seconds=1)))
    run = CycleRun.objects.latest("pk")
    written = run.rewritten + run.planned
    yield Row(
        "the same cycle again", f"{again:.1f} s, {written:,} rows written", target=f"≤ {_TARGET_ROWS:,} rows",
        met=written <= _TARGET_ROWS,
    )  # fmt: skip
    yield _batches(now)


def _make_people(count: int, now: datetime) -> None:
    made_up_people.fill(count, now=now, with_talks=False)
    template = MessageTemplate.objects.create(
        name="bench", body="Hello {{1}}, shall we?", samples={"1": "Ana"}, content_sid="HX" + "0" * 32,
        status=MessageTemplate.Status.APPROVED,
    )  # fmt: skip
    for tone in TONES:
        MessageText.objects.update_or_create(
            tone=tone, defaults={"text": "Hello {name}", "template": template, "template_variables": {"1": "{name}"}}
        )
    with connection.cursor() as cursor:
        for statement in _PAST:
            cursor.execute(statement, {"now": now})


def _loop(rules: Rules, now: datetime) -> tuple[float, dict[int, str]]:
    """Seconds a person, and what it decided. What it writes is taken back."""
    some = list(
        Contact.objects.order_by("pk").values_list("pk", flat=True)[:: max(1, Contact.objects.count() // _LOOKED_AT)]
    )
    decided = {}
    with transaction.atomic():
        began = time.perf_counter()
        for contact_id in some[:_LOOKED_AT]:
            decided[contact_id] = _decide_about(contact_id, rules, now)
        spent = time.perf_counter() - began
        transaction.set_rollback(True)
    return spent / len(decided), decided


def _decide_about(contact_id: int, rules: Rules, now: datetime) -> str:
    """What anybody would write first: one person, a query a fact, and a row for the answer."""
    contact = Contact.objects.select_related("player").get(pk=contact_id)
    window = contact.windows.aggregate(last=Max("last_inbound_at"))["last"]
    spent = tuple(
        Attention.objects.filter(contact=contact, at__gt=now - timedelta(days=7))
        .order_by("at")
        .values_list("at", flat=True)
    )
    touched = contact.touches.filter(state__in=("queued", "sent")).aggregate(last=Max("decided_at"))["last"]
    facts = PersonFacts(
        contact_id=contact.pk, created_at=contact.created_at, last_active_at=contact.last_inbound_at,
        last_written_at=max([moment for moment in (touched, *spent[-1:]) if moment], default=None),
        replies_allowed=contact.replies_allowed, proactive_allowed=contact.proactive_allowed,
        topics=frozenset(contact.topics), distress_at=contact.distress_at,
        is_child=contact.player.age_band == "under_13",
        is_held=bool(contact.held_by_human_at or contact.looping_at or contact.parked_at),
        has_pushed_address=contact.addresses.filter(kind__in=("phone", "whatsapp_id")).exists(),
        window_closes_at=window and window + timedelta(hours=24), zones=zones_of(contact), spent_at=spent,
    )  # fmt: skip
    answer = decision.evaluate_user_for_engagement(facts, rules, now)
    Decision.objects.update_or_create(
        contact=contact, defaults={"segment": answer["segment"], "reason": answer["reason"], "decided_at": now}
    )
    if answer["eligible"]:
        Touch.objects.create(
            contact=contact, kind="cycle", occasion="loop", topic=rules.topic, due_at=now, planned_at=now
        )
    return answer["reason"]


def _batches(now: datetime) -> Row:
    """What the pacer asks for every second."""
    before = Message.objects.filter(origin="proactive").count()
    spent = _seconds(lambda: check_in_sending.release(now=now, limit=_BATCHES * check_in_sending.BATCH))
    stored = Message.objects.filter(origin="proactive").count() - before
    left = Attention.objects.filter(kind="cycle").count()
    return Row(
        "check-ins judged anew and queued, in batches of a hundred",
        f"{stored / spent:,.0f}/s ({stored:,} messages, {left:,} pieces of attention)",
        target="≥ 80/s, what a sender takes", met=stored / spent >= 80,
    )  # fmt: skip


def _processor_seconds() -> float:
    """Of this process and of the database's that works for it, if it is on this machine: other work does not count."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    working = [psutil.Process()] + ([psutil.Process(pid)] if psutil.pid_exists(pid) else [])
    return float(sum(process.cpu_times().user + process.cpu_times().system for process in working))


def _seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
