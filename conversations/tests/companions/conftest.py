"""The same people and the same shelf as in the tests of the dialogue."""

from conversations.tests.dialogue.conftest import mia, noa, now, robin, shelf, shelf_encoder  # noqa: F401
