"""How many feeds a second does one web process serve, how soon is a new one drawn, how many events does it take in?

The load comes from processes of this machine, so that server, database and load share its cores. Every request
bears a token that is checked.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import socket
import time
from collections.abc import Iterator, Sequence
from typing import Final

from games import trends
from games.api.tokens import make_access_token
from games.models import Game, Player
from thrum_project.benchmarks import made_up_catalogue, made_up_past, processes
from thrum_project.benchmarks.made_up_past import NOW
from thrum_project.benchmarks.rows import Bench, Row, p, quantiles

_PLAYERS: Final = 200
_COLD: Final = 100
_CONNECTIONS: Final = 4
_SECONDS: Final = 10.0
_BATCHES: Final = 60
_EVENTS: Final = 100
_PATIENCE: Final = 30.0


def measure(bench: Bench) -> Iterator[Row]:
    made_up_catalogue.fill(bench.games, bench.rng)
    made_up_past.fill(bench.games, bench.rng)
    trends.refresh_trends(now=NOW)
    yield from measure_served(bench)


def measure_served(bench: Bench) -> Iterator[Row]:
    """In a database that holds games and players already."""
    players = list(Player.objects.filter(origin="bench").order_by("?")[: _PLAYERS + _COLD])
    slugs = list(Game.objects.published().order_by("pk").values_list("slug", flat=True)[:_EVENTS])
    tokens = [make_access_token(player) for player in players]
    many = {"API_READS_PER_MINUTE": "1000000", "API_EVENT_BATCHES_PER_MINUTE": "1000000"}
    behind = f"{bench.games:,} games and as many players behind it"
    with processes.web(bench, port := processes.free_port(), **many):
        processes.wait_until_healthy(port)
        feeds = [_request("/v1/recommend/feed", token, {}) for token in tokens]
        warm, cold = feeds[:_PLAYERS], feeds[_PLAYERS:]
        _send(port, cold[:10])  # whoever comes first waits for what the process reads once
        drawn = _send(port, cold[10:])
        yield Row(f"feed that is drawn anew, {behind}", quantiles(drawn), target="p95 ≤ 60 ms", met=p(drawn, 95) <= 60)
        _send(port, warm)
        seconds, taken = _at_once(port, warm)
        rate = len(taken) / seconds
        yield Row(
            f"feed that is stored, {_CONNECTIONS} connections, {behind}",
            f"{rate:,.0f}/s, {quantiles(taken)}, p99 {p(taken, 99):.1f} ms", target="≥ 1,000/s, p99 ≤ 300 ms",
            met=rate >= 1000 and p(taken, 99) <= 300,
        )  # fmt: skip
        kinds = ("view", "click", "like", "skip")
        batch = {"events": [{"kind": kinds[number % 4], "slug": slug} for number, slug in enumerate(slugs)]}
        logs = [_request("/v1/behavior/log", tokens[number % _PLAYERS], batch) for number in range(_BATCHES)]
        _send(port, logs[:2])
        began = time.perf_counter()
        _send(port, logs)
        rate = _BATCHES * len(slugs) / (time.perf_counter() - began)
        yield Row(f"behaviour events in batches of {_EVENTS}", f"{rate:,.0f}/s", target="≥ 2,000/s", met=rate >= 2000)


def _request(path: str, token: str, body: object) -> bytes:
    data = json.dumps(body).encode()
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
    ).encode() + data


def _at_once(port: int, requests: Sequence[bytes]) -> tuple[float, list[float]]:
    """For some seconds, from as many processes as there are connections; seconds, and the milliseconds of each."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(_CONNECTIONS) as pool:
        shares = [list(requests[number::_CONNECTIONS]) for number in range(_CONNECTIONS)]
        pool.map(os.getenv, ["PATH"] * _CONNECTIONS)  # all are up before the clock runs
        began = time.perf_counter()
        taken = pool.starmap(_keep_sending, [(port, share, _SECONDS) for share in shares], chunksize=1)
        return time.perf_counter() - began, [one for share in taken for one in share]


def _keep_sending(port: int, requests: Sequence[bytes], seconds: float) -> list[float]:
    taken: list[float] = []
    with socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE) as line:
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            taken.extend(_ask(line, request) for request in requests[:50])
    return taken


def _send(port: int, requests: Sequence[bytes]) -> list[float]:
    """One after the other; the milliseconds of each."""
    with socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE) as line:
        return [_ask(line, request) for request in requests]


def _ask(line: socket.socket, request: bytes) -> float:
    """Raises RuntimeError for an answer that is no success."""
    began = time.perf_counter()
    line.sendall(request)
    answer = line.recv(65_536)
    while (end := answer.find(b"\r\n\r\n")) < 0:
        answer += _more(line)
    head = answer[:end].lower()
    length = int(head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
    while len(answer) < end + 4 + length:
        answer += _more(line)
    taken = (time.perf_counter() - began) * 1000
    if not head.startswith(b"http/1.1 20"):
        raise RuntimeError(answer[:600].decode(errors="replace"))
    return taken


def _more(line: socket.socket) -> bytes:
    part = line.recv(65_536)
    if not part:
        raise RuntimeError("the server hung up")
    return part
