"""Does an ordinary turn take longer because what is said is looked at? With and without, turn by turn, in one run."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from unittest import mock

import numpy as np
from django.conf import settings
from django.utils import timezone

from conversations import dialogue
from conversations.channels.types import Address, InboundMessage
from conversations.llm.standin import KEY, Standin
from conversations.moderation import looking, measuring
from conversations.moderation.stage_one import look
from conversations.receiving import inbox
from thrum_project.benchmarks import made_up_catalogue
from thrum_project.benchmarks.messages import MESSAGES
from thrum_project.benchmarks.rows import Bench, Row, p, quantiles, time_each

_PAIRS, _WARM_UP = 300, 3
_SUSPICIOUS = "i will kill you"


def measure(bench: Bench) -> Iterator[Row]:
    made_up_catalogue.fill(bench.games, bench.rng)
    looks = time_each(lambda number: look(MESSAGES[number % len(MESSAGES)]), 2_000)
    yield Row(
        "the first look at a message", f"p50 {p(looks, 50) * 1000:.0f} µs, p95 {p(looks, 95) * 1000:.0f} µs",
        target="p95 ≤ 1 ms", met=p(looks, 95) <= 1,
    )  # fmt: skip
    was = settings.MODERATION
    try:
        with _timed() as looking_took:
            on, off = _pairs(looking_took)
    finally:
        settings.MODERATION = was
    more = [one - other for one, other in zip(on, off, strict=True)]
    low, high = _interval_of_the_middle(more, bench.rng)
    yield Row(
        "looking, within an ordinary turn", quantiles(looking_took), target="p95 ≤ 1 ms", met=p(looking_took, 95) <= 1
    )
    yield Row(
        "an ordinary turn, looked at",
        f"{quantiles(on)}; {p(more, 50):+.2f} ms ({low:+.2f} … {high:+.2f}), the middle of {len(on)} pairs",
        f"not looked at {quantiles(off)}", p(off, 50) / p(on, 50), "not surely longer by more than 1 ms", low <= 1,
    )  # fmt: skip
    yield from _beside_a_model_that_never_answers(p(on, 95))
    rates = measuring.false_alarms("tuned"), measuring.false_alarms("held")
    missed = measuring.misses("tuned"), measuring.misses("held")
    yield Row(
        "harmless lines that are flagged", f"{sum(len(rate.wrong) for rate in rates)} of {sum(r.lines for r in rates)}",
        f"harmful ones that are not: {sum(len(r.wrong) for r in missed)} of {sum(r.lines for r in missed)}",
        target="≤ 1 %", met=all(rate.share <= 0.01 for rate in rates),
    )  # fmt: skip


@contextmanager
def _timed() -> Iterator[list[float]]:
    """Milliseconds that each turn spends looking at what came in and what goes out; who takes a turn begins its number.

    Two turns of the same words differ by tens of milliseconds for other reasons, so pairs alone cannot tell one.
    """
    took: list[float] = []

    def look_at(*args: Any, **kwargs: Any) -> None:
        began = time.perf_counter()
        usual(*args, **kwargs)
        took[-1] += (time.perf_counter() - began) * 1000

    usual = looking.look_at
    with mock.patch.object(looking, "look_at", look_at):
        yield took


def _interval_of_the_middle(values: Sequence[float], rng: np.random.Generator) -> tuple[float, float]:
    """95 % bootstrap interval of the median."""
    drawn = rng.choice(np.asarray(values), size=(2_000, len(values)))
    low, high = np.percentile(np.median(drawn, axis=1), (2.5, 97.5))
    return float(low), float(high)


def _pairs(looking_took: list[float]) -> tuple[list[float], list[float]]:
    """Milliseconds of the same turn with and without, which of them first by turns."""
    taken: dict[bool, list[float]] = {True: [], False: []}
    for number in range(_PAIRS + _WARM_UP):
        for is_on in (True, False) if number % 2 else (False, True):
            settings.MODERATION = is_on
            looking_took.append(0.0)
            spent = _turn(MESSAGES[number % len(MESSAGES)], who=f"looked-at-{is_on}-{number // 2}")
            if number >= _WARM_UP:
                taken[is_on].append(spent)
            if number < _WARM_UP or not is_on:
                looking_took.pop()
    return taken[True], taken[False]


def _beside_a_model_that_never_answers(ordinary: float) -> Iterator[Row]:
    """What is doubtful is looked at again by a task: the turn only queues it."""
    standin, kept = Standin(misbehave=["slow"] * 50), (settings.LLM_BASE_URL, settings.LLM_API_KEY)
    standin.start()
    settings.LLM_BASE_URL, settings.LLM_API_KEY = standin.url, KEY
    try:
        turns = [_turn(_SUSPICIOUS, who=f"suspicious-{number}") for number in range(20)]
    finally:
        settings.LLM_BASE_URL, settings.LLM_API_KEY = kept
        standin.stop()
    yield Row(
        "a suspicious turn beside a model that never answers", quantiles(turns),
        f"an ordinary one p95 {ordinary:.1f} ms",
        target="no more than 20 ms above it, and the model was not asked",
        met=p(turns, 50) <= ordinary + 20 and not standin.heard,
    )  # fmt: skip


def _turn(body: str, *, who: str) -> float:
    said = InboundMessage(
        channel="cli", provider_id=uuid.uuid4().hex, addresses=(Address("demo", who),), sender="cli", body=body
    )
    receipt = inbox.receive(said, now=timezone.now())
    began = time.perf_counter()
    dialogue.answer(receipt.contact_id)
    return (time.perf_counter() - began) * 1000
