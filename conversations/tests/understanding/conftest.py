"""What understanding knows, from the files alone: these tests need no database."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conversations.knowledge import in_use as knowledge
from conversations.understanding import Knowledge, ReadingContext, Understanding, understand
from conversations.understanding.normalise import read_message
from conversations.understanding.slots import read_slots
from conversations.understanding.types import Slots


@pytest.fixture(scope="session")
def known() -> Knowledge:
    return knowledge.load()


@pytest.fixture(scope="session")
def slots_of(known) -> Callable[..., Slots]:
    """The wishes that a text states."""

    def read(text: str, *, awaiting: str = "") -> Slots:
        return read_slots(read_message(text, known.slang, known.correct), known.titles, awaiting=awaiting).slots

    return read


@pytest.fixture(scope="session")
def reading_of(known) -> Callable[..., Understanding]:
    def read(text: str, *, after: str | None = None, awaiting: str = "") -> Understanding:
        return understand(text, ReadingContext(last_game=after, awaiting=awaiting), knowledge=known)

    return read
