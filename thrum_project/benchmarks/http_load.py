"""HTTP requests sent as fast as they are answered, over lines that stay open. Without Django, so that a process that
only sends starts at once."""

from __future__ import annotations

import multiprocessing
import os
import socket
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

_PATIENCE: Final = 30.0


def at_once(port: int, requests: Sequence[bytes], *, lines: int, seconds: float) -> tuple[float, list[float]]:
    """From as many processes as lines; the seconds that it took, and the milliseconds of each request."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(lines) as pool:
        shares = [list(requests[number::lines]) for number in range(lines)]
        pool.map(os.getenv, ["PATH"] * lines)  # all are up before the clock runs
        began = time.perf_counter()
        taken = pool.starmap(_keep_sending, [(port, share, seconds) for share in shares], chunksize=1)
        return time.perf_counter() - began, [one for share in taken for one in share]


def _keep_sending(port: int, requests: Sequence[bytes], seconds: float) -> list[float]:
    taken: list[float] = []
    with socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE) as line:
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            taken.extend(_ask(line, request) for request in requests[:50])
    return taken


def send(port: int, requests: Sequence[bytes]) -> list[float]:
    """One after the other; the milliseconds of each."""
    with socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE) as line:
        return [_ask(line, request) for request in requests]


def send_side_by_side(port: int, requests: Sequence[bytes], *, lines: int) -> float:
    """Each once, over so many lines; the seconds that it took."""
    with ThreadPoolExecutor(lines) as pool:
        began = time.perf_counter()
        list(pool.map(send, [port] * lines, [requests[number::lines] for number in range(lines)]))
        return time.perf_counter() - began


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
