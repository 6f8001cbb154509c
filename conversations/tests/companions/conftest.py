"""The same people as in the tests of the dialogue, before a shelf of six."""

import pytest

from conversations.tests.dialogue import conftest
from conversations.tests.dialogue.conftest import Person, now, shelf_encoder  # noqa: F401
from games.models import Game

_TITLES = ("Paper Pond", "Knot Theory", "Loom", "Wobble Street", "Slow Train North", "Goose Parade")


@pytest.fixture
def shelf(db, shelf_encoder) -> dict[str, Game]:  # noqa: F811
    return conftest.put_up([one for one in conftest._SHELF if one[0] in _TITLES], encoder=shelf_encoder)


@pytest.fixture
def mia(shelf) -> Person:
    """New, on the command line, with a name that can be used."""
    return Person("mia", profile_name="Mia")
