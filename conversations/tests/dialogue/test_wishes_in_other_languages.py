"""What is wanted decides over what is felt, in other languages too."""

from __future__ import annotations

import pytest

from conversations.dialogue.said.languages import feeling_in


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("hola, estoy triste y quiero algo tranquilo para pc", "chill"), ("quero um jogo de terror", "spooky"),
        ("je suis fatigue, un jeu drole", "silly"), ("bin traurig, will was lustiges", "silly"),
        ("voglio qualcosa di rilassante", "chill"), ("kuch mazedaar batao", "silly"), ("quiero algo competitivo", "competitive"),
        ("estoy triste", "sad"), ("bin traurig", "sad"),
    ],
)  # fmt: skip
def test_what_is_wanted_decides(text, mood):
    assert feeling_in(text) == mood
