"""The answer to "did it fit?": by button, in their own words, or not at all."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from conversations.between_turns import fit_questions
from conversations.dialogue.said.fit_words import read_fit
from conversations.models import Contact
from games.models import Impression


@pytest.fixture
def asked(robin, whatsapp):
    """Liked a game yesterday evening in London, and was asked this morning."""
    robin.later(timedelta(hours=6)).say("something calm on switch")
    robin.accept_all()
    robin.say("i'm in")
    robin.accept_all()
    Contact.objects.filter(pk=robin.contact.pk).update(time_zone="Europe/London")
    robin.later(timedelta(hours=14))
    assert fit_questions.ask_due(now=robin.at, rng=np.random.default_rng(1)) == 1
    robin.accept_all()
    robin.later(timedelta(minutes=10))
    robin.asked = Impression.objects.get(fit_asked_at__isnull=False)
    return robin


def fit(person) -> float | None:
    person.asked.refresh_from_db()
    return person.asked.fit


@pytest.mark.parametrize(("word", "share"), [("yes", 1.0), ("kinda", 0.5), ("no", 0.0)])
def test_a_button_answers(asked, word, share):
    asked.tap(f"fit:{word}-{asked.asked.pk}")
    assert fit(asked) == share


@pytest.mark.parametrize(
    ("words", "share"),
    [
        ("yes it was perfect", 1.0),
        ("kinda, a bit slow", 0.5),
        ("nah too sad for me", 0.0),
        ("loved it!!", 1.0),
        ("👍", 1.0),
    ],
)
def test_words_answer(asked, words, share):
    said = asked.say(words)
    assert fit(asked) == share
    assert said.text


def test_the_first_answer_stays(asked):
    asked.tap(f"fit:yes-{asked.asked.pk}")
    asked.tap(f"fit:no-{asked.asked.pk}")
    assert fit(asked) == 1.0


def test_not_played_yet_is_no_answer(asked):
    asked.say("haven't had time yet")
    assert fit(asked) is None


def test_who_asks_for_something_else_gets_that(asked):
    assert asked.say("something silly on switch").titles
    assert fit(asked) is None


def test_yes_without_a_question_is_no_answer(robin):
    robin.say("something calm on switch")
    robin.say("yes it was perfect")
    assert Impression.objects.filter(fit__isnull=False).count() == 0


def test_a_foreign_impression_cannot_be_answered_for(asked, mia):
    mia.tap(f"fit:yes-{asked.asked.pk}")
    assert fit(asked) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("yeah totally", 1.0), ("it did thanks", 1.0), ("exactly what i needed", 1.0), ("meh", 0.5), ("so so", 0.5), ("it was ok", 0.5),
        ("not bad", 0.5), ("not really", 0.0), ("nope", 0.0), ("it was too stressful", 0.0), ("wrong mood", 0.0),
        ("not yet", "not yet"), ("didn't get to it", "not yet"), ("what's the price?", None), ("something calm", None), ("", None),
    ],
)  # fmt: skip
def test_answers_are_read_in_many_words(text, said):
    assert read_fit(text) == said
