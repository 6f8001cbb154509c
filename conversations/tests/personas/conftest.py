"""Personas that start from the project's files in every test, and a folder of files that a test may break."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from conversations.personas import in_use as personas
from conversations.tests.dialogue.conftest import mia, now, robin, shelf, shelf_encoder
from games import versions

__all__ = ["mia", "now", "robin", "shelf", "shelf_encoder"]


@pytest.fixture(autouse=True)
def _everything_is_looked_up_again(monkeypatch) -> Iterator[None]:
    """No second of grace: what a test changes is felt at once, and what it rolls back is forgotten."""
    monkeypatch.setattr(personas, "_LOOK_AGAIN_SECONDS", 0.0)
    monkeypatch.setattr(versions, "_MAX_AGE_SECONDS", 0.0)
    personas.forget()
    yield
    personas.forget()


@pytest.fixture
def prompts(tmp_path, monkeypatch) -> Path:
    """A copy of the project's persona files, to be changed while the product runs."""
    folder = tmp_path / "prompts"
    shutil.copytree(personas.PROMPTS, folder)
    monkeypatch.setattr(personas, "PROMPTS", folder)
    return folder
