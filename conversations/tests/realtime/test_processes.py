"""Real servers on real ports: a message that one process stores is heard in all, also after the ear was lost."""

from __future__ import annotations

import json
import socket
import urllib.error
import urllib.request
from typing import Any

import pytest
from django.db import connection, transaction
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from conversations.realtime import bell
from conversations.tests.realtime.conftest import Process, Visitor, answer


def chat_of(visitor: Visitor, process: Process) -> ClientConnection:
    return connect(
        f"ws://127.0.0.1:{process.port}/ws/chat/", origin="http://127.0.0.1:8000",
        additional_headers={"Cookie": visitor.cookie}, compression=None,
    )  # fmt: skip


def hear(page: ClientConnection) -> list[str]:
    return [message["text"] for message in json.loads(page.recv(timeout=60))["messages"]]


def ask(page: ClientConnection, after: int = 0) -> list[str]:
    page.send(json.dumps({"after": after}))
    return hear(page)


def health(process: Process) -> tuple[int, dict[str, Any]]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{process.port}/ws/health", timeout=60) as said:
            return said.status, json.load(said)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def test_what_commits_is_heard_on_every_process_and_what_does_not_on_none(processes, vera):
    one, other = processes
    assert bell.count_listeners() == 2
    first = vera.writes("hi")
    with chat_of(vera, one) as phone, chat_of(vera, other) as laptop:
        assert ask(phone) == ask(laptop) == ["hi"]
        with transaction.atomic():
            answer(first, "never said")
            transaction.set_rollback(True)
        answer(first, "said")
        assert hear(phone) == hear(laptop) == ["said"]

        # The ears are lost, something is said, and it is heard when they are back.
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND application_name = %s",
                [bell.LISTENER],
            )
        answer(first, "into the silence")
        assert hear(phone) == hear(laptop) == ["into the silence"]
        one.wait_for(lambda: one.hub.is_listening)
        assert health(one) == (200, {"status": "ok", "connections": 1})
        answer(first, "and again")
        assert hear(phone) == ["and again"]


def test_who_sends_more_than_a_position_is_cut_off(process, vera):
    with chat_of(vera, process) as loud:
        loud.send('{"after": ' + "1" * 5000)
        with pytest.raises(ConnectionClosed) as closed:
            loud.recv(timeout=60)
    assert closed.value.rcvd.code == 1009
    process.wait_for(lambda: len(process.hub) == 0)


def test_the_server_tells_its_state_and_takes_no_pages(process):
    assert health(process)[0] == 200
    with socket.create_connection(("127.0.0.1", process.port), timeout=60) as peer:
        peer.sendall(b"GET /chat/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert peer.recv(100).startswith(b"HTTP/1.1 404")
