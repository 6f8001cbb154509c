"""How soon does an open page have a message, and what do five hundred of them cost beside pages that ask?"""

from __future__ import annotations

import asyncio
import json
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from subprocess import Popen

import psutil
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.utils import timezone
from websockets.asyncio.client import ClientConnection, connect

from conversations.channels.types import InboundMessage
from conversations.channels.web import visitors
from conversations.models import Message
from conversations.receiving import inbox
from conversations.sending import outbox
from thrum_project.benchmarks import processes
from thrum_project.benchmarks.rows import Bench, Row, p, quantiles

_SOCKETS, _MESSAGES, _LOOKS = 500, 300, 200
# What the chat's page does, with a socket and without.
_BEAT_SECONDS, _LOOK_SECONDS = 45.0, 5.0
_SECONDS = 60.0


@dataclass(frozen=True)
class Visitor:
    cookie: str
    first: Message


@dataclass
class Measured:
    taken: list[float]
    burst: float
    burst_cpu: float
    strays: int
    megabytes: float
    asked_cpu: float


def measure(bench: Bench) -> Iterator[Row]:
    people = [_visitor() for _ in range(_SOCKETS)]
    port = processes.free_port()
    told = {"REALTIME_CONNECTIONS_PER_ADDRESS": str(_SOCKETS), "BIND_HOST": "127.0.0.1"}
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "realtime", "--port", str(port)]
    with processes.running(command, bench, **told) as process:
        _wait_until_listening(port)
        empty = processes.megabytes_of(process)
        found = asyncio.run(_load(people, port, process))
    with processes.web(bench, port := processes.free_port(), PUBLIC_BASE_URL=f"http://127.0.0.1:{port}") as process:
        processes.wait_until_healthy(port)
        look_cpu = _looks(people, port, process)
    yield Row(
        f"an open page of {_SOCKETS} has its message, from the commit", quantiles(found.taken),
        f"asking every {_LOOK_SECONDS:.0f} s: {_LOOK_SECONDS * 500:.0f} ms on average",
        _LOOK_SECONDS * 500 / p(found.taken, 50), "p95 ≤ 100 ms", p(found.taken, 95) <= 100,
    )  # fmt: skip
    yield Row("frames that came to anybody but the owner", str(found.strays), target="0", met=found.strays == 0)
    yield Row(
        f"{_SOCKETS} messages at once, one each",
        f"the last after {found.burst:.0f} ms, {found.burst_cpu:.1f} s of processor time",
    )
    grown = found.megabytes - empty
    yield Row(
        "realtime process, memory", f"{empty:.0f} MB, with {_SOCKETS} sockets {found.megabytes:.0f} MB"
        f" ({grown * 1024 / _SOCKETS:.0f} KB each)", target="≤ 300 MB", met=found.megabytes <= 300,
    )  # fmt: skip
    ours, theirs = (
        _SOCKETS * cpu / every * 100 for cpu, every in ((found.asked_cpu, _BEAT_SECONDS), (look_cpu, _LOOK_SECONDS))
    )
    yield Row(
        f"{_SOCKETS} quiet pages kept fresh", f"{ours:.1f} % of a core ({found.asked_cpu * 1000:.1f} ms a beat)",
        f"asking every {_LOOK_SECONDS:.0f} s: {theirs:.0f} % ({look_cpu * 1000:.1f} ms a look)", theirs / ours,
    )  # fmt: skip


def _visitor() -> Visitor:
    token = visitors.new_visitor()
    response = HttpResponse()
    visitors.remember_visitor(response, token)
    cookie = "; ".join(f"{name}={morsel.coded_value}" for name, morsel in response.cookies.items())
    inbound = InboundMessage(
        channel="web", provider_id=visitors.provider_id(token, "1"), addresses=(visitors.address_of(token),),
        sender="web", kind="text", body="hi",
    )  # fmt: skip
    receipt = inbox.receive(inbound, now=timezone.now())
    return Visitor(cookie, Message.objects.select_related("contact", "address").get(pk=receipt.message_id))


async def _load(people: list[Visitor], port: int, process: Popen[bytes]) -> Measured:
    pages = [
        await connect(
            f"ws://127.0.0.1:{port}/ws/chat/", origin=f"http://127.0.0.1:{port}", compression=None,  # type: ignore[arg-type]
            additional_headers={"Cookie": one.cookie}, ping_interval=None,
        )
        for one in people
    ]  # fmt: skip
    await _ask_all(pages, people)
    before = _cpu(process)
    await _ask_all(pages, people)
    asked_cpu = (_cpu(process) - before) / len(pages)
    megabytes = processes.megabytes_of(process)
    taken = []
    for number in range(_MESSAGES):
        owner = number * 7 % len(people)
        heard = asyncio.create_task(_hear(pages[owner]))
        at = await sync_to_async(_write)([people[owner]])
        taken.append((await heard - at) * 1000)
    strays = 0
    for page in pages:
        try:
            async with asyncio.timeout(0.001):
                await page.recv()
            strays += 1
        except TimeoutError:
            continue
    before = _cpu(process)
    hearing = [asyncio.create_task(_hear(page)) for page in pages]
    at = await sync_to_async(_write)(people)
    burst = (max(await asyncio.gather(*hearing)) - at) * 1000
    burst_cpu = _cpu(process) - before
    for page in pages:
        await page.close()
    await sync_to_async(lambda: connection.close())()
    return Measured(taken, burst, burst_cpu, strays, megabytes, asked_cpu)


async def _ask_all(pages: list[ClientConnection], people: list[Visitor]) -> None:
    for page, one in zip(pages, people, strict=True):
        await page.send(json.dumps({"after": one.first.pk}))
    for page in pages:
        await _hear(page)


async def _hear(page: ClientConnection) -> float:
    async with asyncio.timeout(_SECONDS):
        await page.recv()
    return time.perf_counter()


def _write(whom: list[Visitor]) -> float:
    """When it was committed."""
    with transaction.atomic():
        for one in whom:
            first = one.first
            outbox.enqueue(
                contact=first.contact, origin=Message.Origin.OPERATOR, body="Somebody is here now.", now=timezone.now(),
                address=first.address, channel="web", sender="web",
            )  # fmt: skip
    return time.perf_counter()


def _looks(people: list[Visitor], port: int, process: Popen[bytes]) -> float:
    """Processor time of a look that finds nothing new, in seconds."""
    newest = Message.objects.order_by("-pk").values_list("pk", flat=True).first()

    def look(one: Visitor) -> None:
        address = f"http://127.0.0.1:{port}/chat/messages/?after={newest}"
        request = urllib.request.Request(address, headers={"Cookie": one.cookie})
        urllib.request.urlopen(request, timeout=30).read()  # noqa: S310

    for one in people[:20]:
        look(one)
    before = _cpu(process)
    for one in people[:_LOOKS]:
        look(one)
    return (_cpu(process) - before) / _LOOKS


def _cpu(process: Popen[bytes]) -> float:
    """Seconds of processor time of it and its children; the database's are counted with neither way."""
    parent = psutil.Process(process.pid)
    spent = [one.cpu_times() for one in (parent, *parent.children(recursive=True))]
    return float(sum(one.user + one.system for one in spent))


def _wait_until_listening(port: int) -> None:
    deadline = time.monotonic() + _SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/ws/health", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("the realtime process did not come up")
