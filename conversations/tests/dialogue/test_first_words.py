"""Ages and names: a child that tells its age is asked how it feels, and no small word of another tongue is a name."""

from __future__ import annotations

import pytest

from conversations.tests.dialogue.conftest import Person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("words", ["hi im 9", "i'm 8 years old"])
def test_a_child_that_tells_its_age_is_asked_how_it_feels(mia: Person, shelf, words):
    said = mia.say(words)
    assert "note" not in said.text
    assert "chill 😌" in said.buttons


@pytest.mark.parametrize("words", ["ohne horror", "sin horror", "mit freunden bitte"])
def test_a_small_word_of_another_tongue_is_nobodys_name(mia: Person, shelf, words):
    mia.say("something calm on switch")
    mia.say(words)
    assert mia.contact.display_name == "Mia"
