"""The main roads of a chat, as the project's own saved chats have them, hold."""

from __future__ import annotations

import pytest

from conversations.simulation.saved import replay, shipped

pytestmark = pytest.mark.django_db

CHATS = shipped()


def test_there_are_chats_for_the_main_roads():
    assert len(CHATS) >= 12
    assert len({kept.name for kept in CHATS}) == len(CHATS)


@pytest.mark.parametrize("kept", CHATS, ids=lambda kept: kept.name)
def test_a_chat_of_the_project_holds(kept, shelf):
    _, differences = replay(kept)
    assert [f"step {one.step}, {one.what}: expected {one.expected}, found {one.found}" for one in differences] == []


@pytest.mark.parametrize("kept", CHATS, ids=lambda kept: kept.name)
def test_a_chat_of_the_project_has_something_to_keep(kept):
    assert kept.note
    assert any(kept.expected)
