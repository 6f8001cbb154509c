"""How many feeds a second does one web process serve, how soon is a new one drawn, how many events does it take in?

The load comes from processes of this machine, so that server, database and load share its cores. Every request
bears a token that is checked.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Final

from games import trends
from games.api.tokens import make_access_token
from games.models import Game, Player
from thrum_project.benchmarks import http_load, made_up_catalogue, made_up_past, processes
from thrum_project.benchmarks.made_up_past import NOW
from thrum_project.benchmarks.rows import Bench, Row, p, quantiles

_PLAYERS: Final = 200
_COLD: Final = 220
_FIRST: Final = 20
# Seconds until a process has read the columns and the titles of a hundred thousand games.
_SETTLED_AFTER: Final = 15.0
_CONNECTIONS: Final = 4
_SECONDS: Final = 10.0
_BATCHES: Final = 60
_EVENTS: Final = 100


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
        first = http_load.send(port, cold[:_FIRST])  # they wait for what the process reads once
        yield Row(f"the first {_FIRST} feeds after a start", quantiles(first))
        time.sleep(_SETTLED_AFTER)
        drawn = http_load.send(port, cold[_FIRST:])
        yield Row(f"feed that is drawn anew, {behind}", quantiles(drawn), target="p95 ≤ 60 ms", met=p(drawn, 95) <= 60)
        http_load.send(port, warm)
        seconds, taken = http_load.at_once(port, warm, lines=_CONNECTIONS, seconds=_SECONDS)
        rate = len(taken) / seconds
        yield Row(
            f"feed that is stored, {_CONNECTIONS} connections, {behind}",
            f"{rate:,.0f}/s, {quantiles(taken)}, p99 {p(taken, 99):.1f} ms", target="≥ 1,000/s, p99 ≤ 300 ms",
            met=rate >= 1000 and p(taken, 99) <= 300,
        )  # fmt: skip
        kinds = ("view", "click", "like", "skip")
        batch = {"events": [{"kind": kinds[number % 4], "slug": slug} for number, slug in enumerate(slugs)]}
        logs = [_request("/v1/behavior/log", tokens[number % _PLAYERS], batch) for number in range(_BATCHES)]
        http_load.send(port, logs[:2])
        rate = _BATCHES * len(slugs) / http_load.send_side_by_side(port, logs, lines=_CONNECTIONS)
        yield Row(
            f"behaviour events in batches of {_EVENTS}, {_CONNECTIONS} connections", f"{rate:,.0f}/s",
            target="≥ 2,000/s", met=rate >= 2000,
        )  # fmt: skip


def _request(path: str, token: str, body: object) -> bytes:
    data = json.dumps(body).encode()
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
    ).encode() + data
