"""The shelf, Mika and Ren of the games app's API tests."""

from games.tests.api.conftest import mika, of_mika, ren, shelf

__all__ = ["mika", "of_mika", "ren", "shelf"]
