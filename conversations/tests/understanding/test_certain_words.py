"""What is certain stays certain: no word of leaving is mended into another, and people and data are asked for in many tongues."""

from __future__ import annotations

import pytest

from conversations.understanding.certain_words import ERASE_WORDS, HELP_WORDS, HUMAN_WORDS, START_WORDS, STOP_WORDS


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        (STOP_WORDS, "stop"),
        (START_WORDS, "start"),
        (HELP_WORDS, "help"),
        (HUMAN_WORDS, "human"),
        (ERASE_WORDS, "erase"),
    ],
)
def test_every_certain_word_is_heard(reading_of, words, intent):
    assert [word for word in sorted(words) if reading_of(word).intent != intent] == []


@pytest.mark.parametrize("text", ["excluir minha conta", "quiero que borren mi información", "i want my chats wiped"])
def test_a_request_to_erase_is_heard(reading_of, text):
    assert reading_of(text).intent == "erase"


@pytest.mark.parametrize(
    "text", ["anyone with a pulse there?", "is there someone alive i can talk to", "somebody with a real voice please"]
)
def test_a_person_is_asked_for_by_what_no_bot_has(reading_of, text):
    assert reading_of(text).intent == "human"
