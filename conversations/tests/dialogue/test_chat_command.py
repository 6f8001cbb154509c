"""`manage.py chat`: the whole way of a message on the command line."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import call_command

from conversations.models import Contact, Message


def chat(*args: str) -> str:
    out = io.StringIO()
    call_command("chat", *args, stdout=out)
    return out.getvalue()


def chat_json(*args: str) -> dict:
    return json.loads(chat("--json", *args))


@pytest.fixture
def typed(monkeypatch):
    def type_lines(*lines: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))

    return type_lines


def test_one_turn_as_json(shelf):
    turn = chat_json("--as", "Mia", "something calm on switch under $20")
    assert set(turn) == {"reply", "understanding", "recommendations", "session"}
    assert turn["reply"]["text"]
    assert {"id", "title"} <= set(turn["reply"]["buttons"][0])
    assert turn["understanding"]["platforms"] == ["switch"]
    assert turn["session"] == {"id": turn["session"]["id"], "kind": "onboarding", "turns": 1}
    first = turn["recommendations"][0]
    assert set(first) == {
        "slug", "title", "platforms", "price", "currency", "score", "confidence", "strategy", "reason",
    }  # fmt: skip
    assert first["price"] <= 20
    assert first["currency"] == "USD"
    assert "switch" in first["platforms"]


def test_the_same_name_is_the_same_player(shelf):
    chat("--as", "Mia", "i only have a switch")
    turn = chat_json("--as", "mia", "something silly")
    assert turn["session"]["turns"] == 2
    assert Contact.objects.count() == 1


def test_without_text_each_line_is_a_turn(shelf, typed):
    typed("hi", "", "something calm on switch")
    out = io.StringIO()
    call_command("chat", "--as", "Mia", "--json", stdout=out)
    assert [json.loads(line)["session"]["turns"] for line in out.getvalue().splitlines()] == [1, 2]


def test_a_button_is_tapped_by_its_number(shelf, typed):
    typed("hi", "b1")
    out = io.StringIO()
    call_command("chat", "--as", "Mia", stdout=out)
    assert "[b1]" in out.getvalue()
    assert Message.objects.filter(kind="choice", choice="mood:chill").count() == 1


def test_erasing_ends_with_a_plain_word(shelf, typed):
    typed("delete my data", "yes")
    out = io.StringIO()
    call_command("chat", "--as", "Mia", stdout=out)
    assert "deleted" in out.getvalue()
    assert not Contact.objects.exists()


def test_erasing_as_json_says_that_nothing_is_left(shelf, typed):
    typed("delete my data", "yes")
    out = io.StringIO()
    call_command("chat", "--as", "Mia", "--json", stdout=out)
    assert json.loads(out.getvalue().splitlines()[-1])["session"] is None
