"""Wishes about the voice, in the words that people use for them, and the games that sound alike."""

from __future__ import annotations

import pytest

from conversations.dialogue.said.persona_requests import Request, read_request

ALIASES = {
    "thrum": "thrum", "the usual": "thrum", "librarian": "librarian", "the librarian": "librarian",
    "sibling": "sibling", "the big sibling": "sibling", "big sis": "sibling",
}  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["use simple english please", "simple english pls", "Can you use easier words?", "please speak simple", "talk easier", "speak easy english",
     "easy words please", "can you write in simple words", "use small words", "i don't understand your words", "too many hard words",
     "speak slowly please", "i dont understand this english", "can you please talk in basic english", "plain english please", "so many difficult words",
     "could you explain in simple english", "only simple words please", "i want simple english"],
)  # fmt: skip
def test_easier_words_are_wanted(text):
    assert read_request(text, aliases=ALIASES) == Request("level", "easy")


@pytest.mark.parametrize(
    "text",
    ["talk normal", "talk normal please", "speak normally", "you can talk normal with me", "use normal english", "ok talk normally again", "normal words please",
     "stop the fancy talk", "no more fancy words", "my english is fine", "you don't have to talk to me like i'm a child", "talk like a normal person", "talk like before"],
)  # fmt: skip
def test_the_usual_words_are_wanted(text):
    assert read_request(text, aliases=ALIASES) == Request("level", "normal")


@pytest.mark.parametrize(
    "text",
    ["fancier words", "use fancy words", "talk fancy", "can you use bigger words", "speak more eloquently", "use more sophisticated english", "richer english please",
     "talk like a poet", "talk like shakespeare", "your english is too simple", "fancy words please"],
)  # fmt: skip
def test_finer_words_are_wanted(text):
    assert read_request(text, aliases=ALIASES) == Request("level", "rich")


@pytest.mark.parametrize(
    ("text", "persona"),
    [("talk like the librarian", "librarian"), ("Talk like a librarian!", "librarian"), ("be the librarian", "librarian"), ("can you talk like the librarian please", "librarian"),
     ("switch to the librarian", "librarian"), ("i want the librarian", "librarian"), ("can i talk to the librarian?", "librarian"), ("bring back the librarian", "librarian"),
     ("be my big sis", "sibling"), ("go back to thrum", "thrum"), ("be thrum again", "thrum"), ("talk as the big sibling", "sibling"), ("speak like the librarian from now on", "librarian"),
     ("where's the librarian", "librarian"), ("let me talk to the librarian", "librarian")],
)  # fmt: skip
def test_a_persona_is_called_by_its_name(text, persona):
    assert read_request(text, aliases=ALIASES) == Request("persona", persona)


@pytest.mark.parametrize(
    "text",
    ["be someone else", "be somebody else please", "change your personality", "change persona", "switch your voice", "can you be a different person", "talk like someone else",
     "another voice please", "different character", "who else can you be?", "what other voices do you have", "talk different", "change the tone"],
)  # fmt: skip
def test_somebody_else_is_wanted(text):
    assert read_request(text, aliases=ALIASES) == Request("next")


@pytest.mark.parametrize(
    "text",
    [
        "be yourself",
        "talk like yourself",
        "i miss the old you",
        "the old you please",
        "back to the old voice",
        "be yourself again",
    ],
)
def test_the_usual_voice_is_wanted(text):
    assert read_request(text, aliases=ALIASES) == Request("default")


@pytest.mark.parametrize(
    "text",
    [
        "who are you",
        "who are you?",
        "hey who are you",
        "who r u",
        "what's your name?",
        "whats ur name",
        "who is this",
        "who's this?",
        "who am i talking to",
        "do you have a name",
    ],
)
def test_who_speaks_is_asked(text):
    assert read_request(text, aliases=ALIASES) == Request("who")


@pytest.mark.parametrize(
    "text", ["talk like a pirate", "talk like yoda", "can you speak like a robot", "sound like my grandma"]
)
def test_a_voice_that_nobody_has(text):
    assert read_request(text, aliases=ALIASES) == Request("unknown")


@pytest.mark.parametrize(
    "text",
    ["something easy", "something easier", "easier", "a simple game", "simple game with easy english", "easy game please", "short games please", "is there a game with simple words",
     "can i talk to someone else", "talk to a human", "i want to talk to a person", "can i speak to somebody real", "let me talk to your manager", "be quiet", "be nice",
     "switch", "switch to switch", "i want switch", "on switch please", "i want hades", "i want something else", "something else", "another one", "a different one", "a different game", "be my guest",
     "who made it", "who is the villain", "what's its name", "what's the name of the second one", "give me mario", "i want a story like a novel", "talk to me about hades", "talk to me",
     "i'm the librarian in my town and i'm tired", "a game where you are a librarian", "something with a librarian", "i'm bored be a friend", "normal", "normal difficulty please", "too hard",
     "too many words", "long story please", "i want a rich world", "change the mood", "change it to ps5", "", "   ", "voice acting?", "is it in plain english on steam or do i need a patch"],
)  # fmt: skip
def test_a_wish_for_a_game_or_a_person_is_none_for_a_voice(text):
    assert read_request(text, aliases=ALIASES) is None


def test_long_messages_are_never_taken_for_one():
    assert read_request("talk like the librarian " * 10, aliases=ALIASES) is None
