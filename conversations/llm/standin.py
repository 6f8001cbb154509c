"""A language model's HTTP side on this machine: answers as told, remembers what it was asked, misbehaves on demand.

For tests, benchmarks and trying things out: LLM_BASE_URL aims the client at ``url``.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

KEY: Final = "a-key-for-tests"
_HUGE: Final = 2 * 1024 * 1024
_SDP: Final = b"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"  # an answer that a live talk may begin with


@dataclass
class Standin:
    """``says`` is the content of every answer, or what makes it of the question.

    ``misbehave`` is used up one by one: a status ("500", "429", "429:2" with seconds to wait, "302"), "slow" (not a
    word until ``let_go``), "trickle" (a byte now and then), "cut" (half of it), "drop" (none of it), "html", "nonsense"
    (no JSON), "empty" (JSON without an answer), "huge", "endless", "bomb" (little that unpacks to a lot), "long"
    (broken off by its own limit), "error body" (an error that goes on and on).
    """

    says: Any = field(default_factory=dict)
    hears: Any = field(default_factory=lambda: {"text": "something calm", "duration": 2.0, "segments": []})
    tokens: tuple[int, int] | None = (100, 20)
    misbehave: list[str] = field(default_factory=list)
    heard: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    let_go: threading.Event = field(default_factory=threading.Event)
    url: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self) -> None:
        standin = self

        class Handler(_Handler):
            model = standin

        self._server = _Server(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        self.let_go.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def asked(self) -> list[str]:
        """What players wrote, as it came."""
        return [one["messages"][-1]["content"] for one in self.heard if "messages" in one]


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever asked has hung up meanwhile: that is what deadlines do."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    model: Standin
    protocol_version = "HTTP/1.1"

    def log_message(self, *args: Any) -> None:
        return

    def do_OPTIONS(self) -> None:
        """A page of another origin asks whether it may talk here."""
        self.send_response(204)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Access-Control-Allow-Headers", "authorization, content-type")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with self.model.lock:
            mischief = self.model.misbehave.pop(0) if self.model.misbehave else ""
            is_json = "json" in self.headers.get("Content-Type", "")
            self.model.heard.append(json.loads(raw) if is_json else {"form": raw})
            self.model.keys.append(self.headers.get("Authorization", ""))
        body = _SDP if self.path.endswith("/realtime/calls") else json.dumps(self._answer()).encode()
        status, _, wait = mischief.partition(":")
        if status.isdigit():
            return self._send(b'{"error": {"message": "no"}}', status=int(status), wait=wait)
        act: dict[str, Callable[[bytes], None]] = {
            "slow": self._slow, "trickle": self._trickle, "cut": self._cut, "drop": self._drop,
            "html": lambda _: self._send(b"<html>busy</html>"), "nonsense": lambda _: self._send(b"[" * 60_000),
            "empty": lambda _: self._send(b'{"choices": []}'), "huge": lambda _: self._send(b" " * _HUGE + body),
            "endless": self._endless, "bomb": self._bomb, "long": self._long, "error body": self._error_body,
        }  # fmt: skip
        return act.get(mischief, self._send)(body)

    def _answer(self) -> dict[str, Any]:
        if self.path.endswith("/audio/transcriptions"):
            return dict(self.model.hears)
        if self.path.endswith("/realtime/client_secrets"):
            return {"value": "ek_for_tests", "expires_at": 1_900_000_000, "session": {}}
        told = self.model.says(self.model.heard[-1]) if callable(self.model.says) else self.model.says
        content = told if isinstance(told, str) else json.dumps(told)
        answer: dict[str, Any] = {
            "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "standin",
            "choices": [
                {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}
            ],
        }  # fmt: skip
        if self.model.tokens:
            asked, answered = self.model.tokens
            answer["usage"] = {
                "prompt_tokens": asked, "completion_tokens": answered, "total_tokens": asked + answered
            }  # fmt: skip
        return answer

    def _send(self, body: bytes, *, status: int = 200, wait: str = "", encoding: str = "") -> None:
        with contextlib.suppress(ConnectionError):
            self._head(status, len(body), wait=wait, encoding=encoding)
            self.wfile.write(body)

    def _head(self, status: int, length: int | None, *, wait: str = "", encoding: str = "") -> None:
        self.send_response(status)
        is_sdp = self.path.endswith("/realtime/calls")
        self.send_header("Content-Type", "application/sdp" if is_sdp else "application/json")
        self.send_header("Access-Control-Allow-Origin", "*")
        if length is not None:
            self.send_header("Content-Length", str(length))
        if wait:
            self.send_header("Retry-After", wait)
        if encoding:
            self.send_header("Content-Encoding", encoding)
        if status == 302:
            self.send_header("Location", f"{self.model.url}/elsewhere")
        self.end_headers()

    def _slow(self, body: bytes) -> None:
        self.model.let_go.wait(20)
        self._send(body)

    def _trickle(self, body: bytes) -> None:
        with contextlib.suppress(ConnectionError):
            self._head(200, len(body))
            for byte in body:
                if self.model.let_go.wait(0.02):
                    return
                self.wfile.write(bytes((byte,)))
                self.wfile.flush()

    def _cut(self, body: bytes) -> None:
        self._head(200, len(body))
        self.wfile.write(body[: len(body) // 2])
        self._drop(body)

    def _drop(self, body: bytes) -> None:
        self.close_connection = True
        self.connection.close()

    def _endless(self, body: bytes) -> None:
        self._pour(200)

    def _error_body(self, body: bytes) -> None:
        self._pour(500)

    def _pour(self, status: int) -> None:
        self.close_connection = True
        with contextlib.suppress(ConnectionError):
            self._head(status, None)
            until = time.monotonic() + 20
            while not self.model.let_go.is_set() and time.monotonic() < until:
                self.wfile.write(b" " * 65_536)

    def _bomb(self, body: bytes) -> None:
        self._send(gzip.compress(b" " * 4 * _HUGE, 1), encoding="gzip")

    def _long(self, body: bytes) -> None:
        answer = json.loads(body)
        answer["choices"][0]["finish_reason"] = "length"
        self._send(json.dumps(answer).encode())
