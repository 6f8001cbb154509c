"""The shelf of the dialogue tests, and chats written down short."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conversations.simulation.playing import play
from conversations.simulation.scripts import Script
from conversations.simulation.talk import Talk
from conversations.tests.dialogue.conftest import shelf, shelf_encoder

__all__ = ["shelf", "shelf_encoder"]


def a_script(*steps: str | dict, **who) -> Script:
    """Words are said; everything else is a step as it stands in a file."""
    return Script.from_json({"who": who, "steps": [{"say": step} if isinstance(step, str) else step for step in steps]})


@pytest.fixture
def chat(shelf) -> Callable[..., Talk]:
    """Play a chat with somebody on Switch."""

    def run(*steps: str | dict, **who) -> Talk:
        return play(a_script(*steps, **{"platforms": ["switch"], **who}))

    return run
