"""Where a model is set up it mends what the checker passes over, and says nothing else."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from conversations.english_buddy import second_opinion
from conversations.english_buddy.types import corrected
from conversations.tests.llm.conftest import model, provider  # noqa: F401

NOW = datetime(2026, 5, 4, 18, 0, tzinfo=UTC)
SAID = "i stopped to play because it was boring"

pytestmark = pytest.mark.django_db


def mended() -> str:
    return corrected(SAID, second_opinion.ask(SAID, session_id=None, now=NOW))


def test_it_mends_their_own_sentence(model):  # noqa: F811
    model.says = {"better": "I stopped playing because it was boring."}
    assert mended() == "i stopped playing because it was boring"


def test_another_sentence_is_dropped(model):  # noqa: F811
    model.says = {"better": "Visit my shop and buy some gold today"}
    assert mended() == SAID


def test_it_is_not_asked_where_an_operator_keeps_the_words_here(model, settings):  # noqa: F811
    settings.LLM_NOT_FOR = ("english",)
    model.says = {"better": "I stopped playing because it was boring."}
    assert mended() == SAID
