"""A language model may fill in what is open. Whatever it does, nobody waits for it, and nothing that was said bends."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

from conversations.api import parser_client
from conversations.api.natural_reading import NaturalWish
from conversations.api.natural_refining import refined
from conversations.api.parser_client import FAILURES, REST, Parser
from conversations.dialogue.state import Tonight

pytestmark = pytest.mark.django_db
NOW = 1_800_000_000.0


class StandIn(BaseHTTPRequestHandler):
    """Answers ``body`` with ``status``; dribbles it where ``is_slow``, until ``let_go``."""

    body: ClassVar[bytes] = b""
    status: ClassVar[int] = 200
    is_slow: ClassVar[bool] = False
    heard: ClassVar[list[dict[str, Any]]] = []
    let_go: ClassVar[threading.Event] = threading.Event()

    def do_POST(self) -> None:
        self.heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        if self.is_slow:
            self.let_go.wait(10)
        self.wfile.write(self.body)

    def log_message(self, format: str, *args: object) -> None:
        """Into nothing."""


@pytest.fixture
def stand_in() -> Iterator[type[StandIn]]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), StandIn)
    StandIn.url = f"http://127.0.0.1:{server.server_port}/v1"  # type: ignore[attr-defined]
    StandIn.status, StandIn.is_slow, StandIn.heard = 200, False, []
    StandIn.let_go = threading.Event()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield StandIn
    StandIn.let_go.set()
    server.shutdown()
    server.server_close()


def telling(told: object) -> bytes:
    content = told if isinstance(told, str) else json.dumps(told)
    return json.dumps({"choices": [{"message": {"content": content}}]}).encode()


def parser_at(stand_in: type[StandIn], per_minute: int = 100) -> Parser:
    return Parser(url=stand_in.url, key="k", model="m", per_minute=per_minute)  # type: ignore[attr-defined]


def test_it_is_asked_once_for_the_same_words_and_only_so_often(stand_in) -> None:
    stand_in.body = telling({"mood": "chill"})
    parser = parser_at(stand_in, per_minute=2)
    assert parser.ask("a", at=NOW) == parser.ask("a", at=NOW) == {"mood": "chill"}
    assert parser.ask("b", at=NOW) == {"mood": "chill"}
    assert parser.ask("c", at=NOW) is None
    assert parser.ask("c", at=NOW + 60) == {"mood": "chill"}
    assert [one["messages"][1]["content"] for one in stand_in.heard] == ["a", "b", "c"]
    assert parser.ask("a", at=NOW + 4000) == {"mood": "chill"}
    assert len(stand_in.heard) == 4


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (telling("no json"), 200), (telling([1]), 200), (b"{}", 200), (b"", 200), (b"<html>", 200), (b"[" * 60_000, 200),
        (b" " * 70_000, 200), (telling({}), 500), (telling({}), 302), (b'{"choices": []}', 200), (b'{"choices": 5}', 200),
    ],
)  # fmt: skip
def test_nonsense_is_no_answer(stand_in, body, status) -> None:
    stand_in.body, stand_in.status = body, status
    assert parser_at(stand_in).ask("a", at=NOW) is None


def test_who_fails_is_left_alone_for_a_while(stand_in) -> None:
    stand_in.status = 500
    parser = parser_at(stand_in)
    for number in range(FAILURES + 2):
        assert parser.ask(f"wish {number}", at=NOW) is None
    assert len(stand_in.heard) == FAILURES
    stand_in.status, stand_in.body = 200, telling({"mood": "epic"})
    assert parser.ask("a", at=NOW + REST) == {"mood": "epic"}


def test_nobody_waits_longer_than_a_second_and_a_half(stand_in, monkeypatch) -> None:
    monkeypatch.setattr(parser_client, "TIME_OUT", 0.05)
    stand_in.body, stand_in.is_slow = telling({"mood": "epic"}), True
    began = time.monotonic()
    assert parser_at(stand_in).ask("a", at=NOW) is None
    assert time.monotonic() - began < 5


def test_a_natural_wish_is_refined_where_a_parser_is_set_up(stand_in, shelf, of_mika, monkeypatch) -> None:
    monkeypatch.setattr(parser_client, "_parser", lambda: parser_at(stand_in))
    monkeypatch.setattr("django.conf.settings.PARSER_URL", "set")
    stand_in.body = telling({"categories": ["puzzle", "shooter"], "platforms": ["ps5"], "price_max": 5})
    asked = {"text": "brain teasers on switch, no shooter"}
    parsed = of_mika.post("/v1/recommend/natural", asked, format="json").json()["parsed"]
    assert parsed["platforms"] == ["switch"]
    assert "shooter" not in parsed["categories"]
    assert parsed["price_max"] is None
    stand_in.status = 500
    assert of_mika.post("/v1/recommend/natural", {"text": "a game"}, format="json").status_code == 200
    asked_so_far = len(stand_in.heard)
    of_mika.post("/v1/recommend/natural", {"text": "I want to die"}, format="json")
    assert len(stand_in.heard) == asked_so_far


OPEN = NaturalWish(text="something like hollow night under 40, 2 hours near berlin, no horror",
                   tonight=Tonight(excluded_genres=("horror",)))  # fmt: skip


@pytest.mark.parametrize(
    ("told", "name", "value"),
    [
        ({"categories": ["rpg", "horror", "cake", 5]}, "genres", ("rpg",)),
        ({"categories": "rpg"}, "genres", ()),
        ({"categories": ["rpg"], "exclude_categories": ["rpg"]}, "genres", ()),
        ({"exclude_categories": ["shooter"]}, "excluded_genres", ("horror", "shooter")),
        ({"price_max": 40}, "price_max", "40"),
        ({"price_max": 10}, "price_max", ""),
        ({"price_max": True}, "price_max", ""),
        ({"price_max": float("nan")}, "price_max", ""),
        ({"session_minutes": 120}, "minutes", 120),
        ({"session_minutes": 1e9}, "minutes", None),
        ({"like_titles": ["Hollow Night", "Doom"]}, "like_titles", ("Hollow Night",)),
        ({"mood": "purple"}, "mood", ""),
        ({"mood": ["chill"]}, "mood", ""),
        ({"multiplayer": "coop"}, "player_mode", "coop"),
        ({"platforms": ["switch", "fridge"]}, "platforms", ("switch",)),
    ],
)
def test_only_what_is_open_is_filled_and_only_by_what_can_be(told, name, value) -> None:
    assert getattr(refined(OPEN, told).tonight, name) == value


def test_what_was_read_here_stays() -> None:
    said = replace(OPEN, tonight=Tonight(genres=("rpg",), platforms=("pc",), mood="chill", price_max="20"))
    told = {"categories": ["puzzle"], "platforms": ["switch"], "mood": "epic", "price_max": 40,
            "exclude_categories": ["rpg"]}  # fmt: skip
    assert refined(said, told) == said
    assert refined(OPEN, {"location": "Berlin", "time_slot": "tonight"}).location == "Berlin"
    assert refined(OPEN, {"location": "Paris"}).location == ""
