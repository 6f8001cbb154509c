"""The shelf of the companions' tests serves here too."""

from conversations.tests.companions.conftest import shelf as shelf
from conversations.tests.companions.conftest import shelf_encoder as shelf_encoder
