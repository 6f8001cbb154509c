"""How long does an answer take once a worker has the message, and where does the time go?"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from conversations import dialogue
from conversations.channels.types import Address, InboundMessage
from conversations.knowledge import in_use as knowledge
from conversations.receiving import inbox
from conversations.understanding import understand
from conversations.understanding.types import ReadingContext
from games.columns import at_hand
from games.embedding.encoder import get_encoder
from thrum_project.benchmarks import made_up_catalogue
from thrum_project.benchmarks.messages import MESSAGES
from thrum_project.benchmarks.rows import Bench, Row, p, quantiles, time_each

_TURNS = 160


def measure(bench: Bench) -> Iterator[Row]:
    made_up_catalogue.fill(bench.games, bench.rng)
    at_hand.refresh()
    encoder, known = get_encoder(settings.MODEL_DIR), knowledge.current()
    encoding = time_each(lambda number: encoder.encode_one(MESSAGES[number % len(MESSAGES)]), _TURNS)
    reading = time_each(
        lambda number: understand(MESSAGES[number % len(MESSAGES)], ReadingContext(), knowledge=known), _TURNS
    )
    yield Row(
        "a message understood", quantiles(reading), f"the encoder alone {quantiles(encoding)}",
        p(encoding, 50) / p(reading, 50), "≤ 10 ms", p(reading, 50) <= 10,
    )  # fmt: skip
    turns, in_database, statements, cpu = _take_turns()
    floor = p(encoding, 50) + p(in_database, 50)
    yield Row(
        f"a turn, {bench.games:,} games", quantiles(turns),
        f"encoder {p(encoding, 50):.1f} ms + {p(statements, 50):.0f} statements {p(in_database, 50):.1f} ms",
        floor / p(turns, 50), "p95 ≤ 60 ms, ≤ 2 × the floor", p(turns, 95) <= 60 and p(turns, 50) <= 2 * floor,
    )  # fmt: skip
    yield Row(
        "processor time of a turn", f"{p(cpu, 50):.1f} ms: encoder {p(encoding, 50):.1f}, "
        f"rest of understanding {p(reading, 50) - p(encoding, 50):.1f}, "
        f"recommending and writing {p(cpu, 50) - p(reading, 50):.1f}",
    )  # fmt: skip


def _take_turns() -> tuple[list[float], list[float], list[float], list[float]]:
    """Milliseconds of each turn, of its statements, their number, and the processor's milliseconds."""
    spent = [0.0, 0.0]

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            spent[0] += (time.perf_counter() - began) * 1000
            spent[1] += 1

    turns, in_database, statements, cpu = [], [], [], []
    for number in range(_TURNS + 5):
        who = f"bench-{number // 2}"  # every second message is a person's second
        receipt = inbox.receive(
            InboundMessage(
                channel="cli",
                provider_id=uuid.uuid4().hex,
                addresses=(Address("demo", who),),
                sender="cli",
                body=MESSAGES[number % len(MESSAGES)],
            ),
            now=timezone.now(),
        )
        spent[:] = [0.0, 0.0]
        began, cpu_began = time.perf_counter(), time.process_time()
        with connection.execute_wrapper(watch):
            dialogue.answer(receipt.contact_id)
        if number < 5:
            continue
        turns.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - cpu_began) * 1000)
        in_database.append(spent[0])
        statements.append(spent[1])
    return turns, in_database, statements, cpu
