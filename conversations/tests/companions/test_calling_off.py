"""Somebody wrote a letter and wants no answer after all; another shuts a book and finds the evening as it was."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from conversations.letters import post
from conversations.models import Letter, Message
from conversations.tests.companions.test_letter_text import LETTER
from conversations.tests.companions.test_penpal import robin  # noqa: F401
from conversations.tests.dialogue.conftest import Person

pytestmark = pytest.mark.django_db


def letters_that_came(person: Person) -> list[Message]:
    post.answer_due(now=person.at + timedelta(hours=30), rng=np.random.default_rng(1))
    return list(Message.objects.filter(contact=person.contact, content__type="letter"))


@pytest.mark.parametrize(
    "words",
    [
        "stop penpal", "stop the pen pal thing", "cancel my letter pls", "don't send the letter", "never mind the letter",
        "i don't want a letter any more", "STOP PENPAL 🙏", "forget about the letter", "no more letters",
    ],
)  # fmt: skip
def test_a_letter_that_is_called_off_brings_no_answer(robin, words):  # noqa: F811
    robin.say("something cozy on switch")
    robin.say(LETTER)
    said = robin.say(words)
    assert said.replies
    assert (Letter.objects.get().state, Letter.objects.get().reason) == ("dropped", "called_off")
    assert robin.contact.replies_allowed, "it is the letter that they stopped"
    asked = robin.say("how long till the letter comes?")
    assert "hours" not in asked.text
    assert letters_that_came(robin) == []
    assert robin.say("another one").state.tonight.platforms == ("switch",)


def test_in_a_story_the_letter_is_called_off_and_the_story_goes_on(robin):  # noqa: F811
    robin.say(LETTER)
    robin.say("tell me the ghost story")
    said = robin.say("cancel the letter")
    assert Letter.objects.get().reason == "called_off"
    assert said.state.company.mode == "story"


@pytest.mark.parametrize("words", ["stop it", "i don't want a long game", "the letter was about my nan"])
def test_other_words_leave_a_letter_on_its_way(robin, words):  # noqa: F811
    robin.say(LETTER)
    robin.say(words)
    assert Letter.objects.filter(state="received").exists() or not robin.contact.replies_allowed
    assert not Letter.objects.filter(reason="called_off").exists()


@pytest.mark.parametrize("begin", ["tell me a story", "teach me soulslikes", "can i write you a letter?"])
def test_what_was_told_of_the_evening_is_taken_up_and_not_asked_for_again(mia, begin):
    mia.say("something chill on switch under 15 bucks")
    mia.say(begin)
    noun = {"tell": "story", "teac": "journey", "can ": "penpal"}[begin[:4]]
    said = mia.say(f"stop the {noun} 😅")
    assert "on Switch" in said.text
    assert "under $15" in said.text
    assert mia.say("show me games").state.tonight.platforms == ("switch",)
