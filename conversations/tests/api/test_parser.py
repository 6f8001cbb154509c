"""A language model may fill in what is open. Whatever it does, nobody waits for it, and nothing that was said bends."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from conversations.api import parser_client
from conversations.api.natural_reading import NaturalWish
from conversations.api.natural_refining import refined
from conversations.dialogue.state import Tonight
from conversations.llm import desks
from conversations.llm.patience import FAILURES, REST, Patience
from conversations.llm.standin import KEY, Standin
from conversations.models import ModelCall
from conversations.tests.warm_model import warm_model

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 18, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def provider() -> Iterator[Standin]:
    with warm_model() as standin:
        yield standin


@pytest.fixture
def stand_in(provider, settings, monkeypatch) -> Standin:
    settings.LLM_BASE_URL, settings.LLM_API_KEY, settings.LLM_MODEL = provider.url, KEY, "m"
    desks.desk().patience, desks.desk().kept = Patience(per_minute=100), type(desks.desk().kept)()
    provider.says, provider.heard, provider.misbehave = {}, [], []
    # A busy machine may take longer; how long is waited is what one test below is about.
    monkeypatch.setattr(parser_client, "TIME_OUT", 20.0)
    return provider


def ask(text: str, *, after: float = 0.0):
    return parser_client.ask(text, now=NOW + timedelta(seconds=after))


def test_it_is_asked_once_for_the_same_words_and_only_so_often(stand_in) -> None:
    stand_in.says = {"mood": "chill"}
    desks.desk().patience.per_minute = 2
    assert ask("a") == ask("a") == {"mood": "chill"}
    assert ask("b") == {"mood": "chill"}
    assert ask("c") is None
    assert ask("c", after=60) == {"mood": "chill"}
    assert [said.split("\n")[1] for said in stand_in.asked] == ["a", "b", "c"]
    assert ask("a", after=4000) == {"mood": "chill"}
    assert len(stand_in.heard) == 4


def test_the_words_go_there_and_stay_nowhere(stand_in) -> None:
    ask("my name is Robin and i want something calm")
    assert ModelCall.objects.get().prompt == ""


@pytest.mark.parametrize("says", ["no json", [1], {"categories": "rpg"}, {"price_max": "cheap"}, {"mood": ["chill"]}])
def test_nonsense_is_no_answer(stand_in, says) -> None:
    stand_in.says = says
    assert ask("a") is None


def test_what_is_unknown_may_be_told_as_nothing(stand_in) -> None:
    stand_in.says = {"mood": None, "categories": None, "location": None}
    assert ask("a") == stand_in.says


def test_who_fails_is_left_alone_for_a_while(stand_in) -> None:
    stand_in.misbehave = ["400"] * FAILURES
    for number in range(FAILURES + 2):
        assert ask(f"wish {number}") is None
    assert len(stand_in.heard) == FAILURES
    stand_in.says = {"mood": "epic"}
    assert ask("a", after=REST + 30) == {"mood": "epic"}


def test_nobody_waits_longer_than_a_second_and_a_half(stand_in, monkeypatch) -> None:
    monkeypatch.setattr(parser_client, "TIME_OUT", 0.05)
    stand_in.misbehave = ["slow"]
    began = time.monotonic()
    assert ask("a") is None
    assert time.monotonic() - began < 5
    stand_in.let_go.set()


def test_a_natural_wish_is_refined_where_a_parser_is_set_up(stand_in, shelf, of_mika) -> None:
    stand_in.says = {"categories": ["puzzle", "shooter"], "platforms": ["ps5"], "price_max": 5}
    asked = {"text": "brain teasers on switch, no shooter"}
    parsed = of_mika.post("/v1/recommend/natural", asked, format="json").json()["parsed"]
    assert parsed["platforms"] == ["switch"]
    assert "shooter" not in parsed["categories"]
    assert parsed["price_max"] is None
    assert len(stand_in.heard) == 1
    stand_in.misbehave = ["500"] * 3
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
