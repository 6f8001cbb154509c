"""A model may write the penpal's letter, as long as it keeps to what was told; else our own paragraphs go."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from conversations.companions import letter_text
from conversations.letters import writing as letter_writing
from conversations.models import Letter, Message
from conversations.tests.companions.test_letter_text import LETTER, SHEET
from conversations.tests.conftest import NOW

pytestmark = pytest.mark.django_db
FREE = letter_text.compose(LETTER, SHEET, mood="nostalgic", title="", reason="", seed=1).replace("sorted", "carried")


@pytest.fixture
def letter(session) -> Letter:
    message = Message.objects.create(
        contact=session.contact, session=session, channel="whatsapp", direction="inbound", origin="player",
        status="handled", seq=1, body=LETTER, created_at=NOW,
    )  # fmt: skip
    return Letter.objects.create(
        contact=session.contact, message=message, mood="nostalgic", received_at=NOW, due_at=NOW + timedelta(hours=4)
    )


def written(letter: Letter) -> tuple[str, str]:
    """Nothing stands in the catalogue: no game."""
    told = letter_writing.write(letter, now=NOW, rng=np.random.default_rng(1))
    return told.words, told.writer


def test_a_model_that_keeps_to_the_letter_may_answer_it(model, letter):
    model.says = {"letter": FREE}
    assert written(letter) == (FREE, "model")
    assert LETTER[:40] in model.asked[0]


@pytest.mark.parametrize(
    "says",
    [
        {"letter": FREE.replace("nobody", "no", 1) + " “I never loved anybody”"},
        {"letter": FREE + " It takes 40 hours."},
        {"letter": FREE + " Write to me at https://late-post.example"},
        {"letter": FREE[:700]},
        {"poem": FREE},
        "no letter at all",
    ],
)
def test_what_it_makes_up_is_not_sent(model, letter, says):
    model.says = says
    words, writer = written(letter)
    assert writer == "sheet"
    assert all(quote in LETTER for quote in letter_text.quotes_in(words))


@pytest.mark.parametrize("mischief", ["500", "nonsense"])
def test_a_model_that_fails_keeps_nobody_waiting_for_their_letter(model, letter, mischief):
    model.misbehave = [mischief] * 3
    assert written(letter)[1] == "sheet"
