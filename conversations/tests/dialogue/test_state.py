"""The stored state: small, tolerant of other releases, never a reason to crash."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.dialogue.state import DialogueState, Offered, Tonight

FULL = DialogueState(
    awaiting="platforms",
    offered=(Offered("a", "A", 5, "1.50", "EUR", 20, ("rpg", "card")), Offered("b")),
    seen=("a", "b"),
    tonight=Tonight(mood="sad", wish="w", platforms=("pc",), price_max="20", currency="GBP", minutes=30, child_age=8),
    misunderstood_in_a_row=2,
    wordings={"hello.first": "any1"},
    asked=("platforms",),
    buttons=(("more:5", "more"),),
    uses_slang=True,
)


def test_a_state_survives_its_json():
    assert DialogueState.from_json(json.loads(json.dumps(FULL.as_json()))) == FULL


def test_a_new_state_is_stored_as_nothing():
    assert DialogueState().as_json() == {}


@pytest.mark.parametrize(
    "older",
    [
        {},
        {"offered_game_ids": [1, 2], "awaiting": "mood"},
        {"offered": [{"slug": "a", "score": 0.3}, {"title": "no slug"}, "nonsense", None]},
        {"tonight": {"mood": "sad", "weather": "rain", "minutes": "thirty"}},
        {"tonight": None, "seen": "abc", "misunderstood_in_a_row": "many", "buttons": [["id"], 3, ["a", "b"]]},
        None,
        [],
        "text",
    ],
)
def test_states_of_other_releases_are_read(older):
    state = DialogueState.from_json(older)
    assert isinstance(state.tonight, Tonight)
    assert state.misunderstood_in_a_row == 0
    json.dumps(state.as_json())


_json = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["awaiting", "offered", "tonight", "seen", "buttons", "slug", "mood", "wordings", "genres"]), inner))  # fmt: skip


@given(_json)
def test_no_stored_json_makes_reading_raise(raw):
    DialogueState.from_json(raw).as_json()


def test_a_new_evening_forgets_the_wishes_but_not_what_was_asked():
    fresh = FULL.for_new_evening()
    assert (fresh.tonight, fresh.offered, fresh.awaiting) == (Tonight(), (), "")
    assert (fresh.asked, fresh.wordings) == (FULL.asked, FULL.wordings)


def test_of_a_child_only_mood_and_platforms_stay():
    kept = FULL.for_a_child().tonight
    assert kept == Tonight(mood="sad", platforms=("pc",))
