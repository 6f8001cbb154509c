"""Prices come with files, too."""

from games.tests.importing.conftest import hades as hades
from games.tests.importing.conftest import load as load
