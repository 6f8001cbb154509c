"""As much of Redis as a bell needs: PUBLISH, SUBSCRIBE, PUBSUB NUMSUB; it can lose its subscribers."""

from __future__ import annotations

import socketserver
import threading
from typing import Any


def _bulk(text: str) -> bytes:
    return f"${len(text)}\r\n{text}\r\n".encode()


class _Client(socketserver.StreamRequestHandler):
    server: RedisStandin

    def handle(self) -> None:
        while words := self._read():
            name, *rest = words
            answer = b"+OK\r\n"
            if name.upper() == "PING":
                answer = b"+PONG\r\n"
            elif name.upper() == "SUBSCRIBE":
                # Told first: a message must not overtake it.
                self.wfile.write(b"*3\r\n" + _bulk("subscribe") + _bulk(rest[0]) + b":1\r\n")
                self.server.subscribers.append(self)
                self.server.subscribed += 1
                continue
            elif name.upper() == "PUBLISH":
                answer = f":{self.server.publish(*rest)}\r\n".encode()
            elif name.upper() == "PUBSUB":
                answer = b"*2\r\n" + _bulk(rest[1]) + f":{len(self.server.subscribers)}\r\n".encode()
            self.wfile.write(answer)

    def _read(self) -> list[str]:
        first = self.rfile.readline()
        if not first:
            return []
        words = []
        for _ in range(int(first[1:])):
            length = int(self.rfile.readline()[1:])
            words.append(self.rfile.read(length + 2)[:-2].decode())
        return words

    def finish(self) -> None:
        if self in self.server.subscribers:
            self.server.subscribers.remove(self)
        super().finish()


class RedisStandin(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Client)
        self.subscribers: list[_Client] = []
        self.subscribed = 0  # how often, in all

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.server_address[1]}/0?protocol=2"

    def publish(self, channel: str, text: str) -> int:
        listening = list(self.subscribers)
        for client in listening:
            client.wfile.write(b"*3\r\n" + _bulk("message") + _bulk(channel) + _bulk(text))
        return len(listening)

    def __enter__(self) -> Any:
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()
        return super().__enter__()

    def __exit__(self, *why: object) -> None:
        self.shutdown()
        super().__exit__(*why)

    def lose_subscribers(self) -> None:
        lost, self.subscribers = self.subscribers, []
        for client in lost:
            client.connection.shutdown(2)
