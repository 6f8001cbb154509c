"""Who learns English, before a small shelf."""

from __future__ import annotations

import numpy as np
import pytest

from conversations.english_buddy import buddy
from conversations.models import Message
from conversations.tests.dialogue import conftest
from conversations.tests.dialogue.conftest import Person, Said, now, shelf_encoder  # noqa: F401
from games.models import Game

_TITLES = ("Paper Pond", "Knot Theory", "Slow Train North", "Goose Parade")


@pytest.fixture
def shelf(db, shelf_encoder) -> dict[str, Game]:  # noqa: F811
    return conftest.put_up([one for one in conftest._SHELF if one[0] in _TITLES], encoder=shelf_encoder)


@pytest.fixture
def linh(shelf) -> Person:
    """Learns English, and has asked for help with it."""
    person = Person("linh", profile_name="Linh")
    person.say("help me with my english")
    return person


def look_over(person: Person, said: Said) -> Message | None:
    """What the worker does with the task that a turn leaves."""
    return buddy.look_over(said.message.pk, now=person.at, rng=np.random.default_rng(3))
