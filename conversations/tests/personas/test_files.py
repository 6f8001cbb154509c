"""The texts that ship, and what a text must not do."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pytest

from conversations.dialogue.wording.prompt_text import LEVELS, PromptName, base_keys, read_prompt
from conversations.dialogue.wording.voice import Style, Voice, all_wordings
from conversations.dialogue.wording.wordings import TONES, formal, parse, read
from conversations.personas import in_use as personas
from conversations.tests.dialogue.test_voice import VALUES

OURS = ("thrum", "librarian", "sibling")
BASE = base_keys(
    read(
        "# offer.lead\nany {{ ack }} this:\n# hello.first\nany hey{% if name %} {{ name }}{% endif %}\n"
        "# like.noted\nany {{ title }}\nany yes, {{ title }}\n# details.price\nany {{ title }}: {{ prices }}\n"
        "# stop.done\nany START\n# crisis.care\nany call somebody\n# unsure.rephrase\nany hm?\n# hint.refused\nany so?\n"
        "# persona.who\nany me\n# persona.changed\nany now me\n"
    )
)
HEAD = "name: Nobody\nvoice: a test\n"
WHO = "# persona.who\nany a bot\nany just a bot\n# persona.changed\nany here\nany here now\n"


def problems(text: str, name: str = "nobody_easy") -> list[str]:
    read_as = PromptName.read(name)
    assert read_as
    return [str(one) for one in read_prompt(text, name=read_as, base=BASE)[1]]


def test_everything_that_ships_is_valid():
    assert list(personas.problems_of_files()) == []


def test_three_personas_ship_at_three_levels_with_their_hints():
    wanted = {f"{who}_{level}{part}" for who in OURS for level in LEVELS for part in ("", "_hint")}
    assert set(personas.files()) == wanted


@pytest.mark.parametrize(("persona", "level"), list(itertools.product(OURS, LEVELS)))
def test_each_of_them_can_say_everything_that_is_ever_said(persona, level, db):
    speaker = personas.current().speaker(persona, level)
    assert set(speaker.wordings) == set(all_wordings())
    for tone, is_low in itertools.product(TONES, (False, True)):
        voice = Voice(
            style=Style(tone=tone, is_low=is_low), last_used={}, rng=np.random.default_rng(3), wordings=speaker.wordings
        )
        for key in speaker.wordings:
            assert voice.say(key, **{**_ANY_VALUE, **VALUES})


_ANY_VALUE = {name: "x" for one in base_keys(all_wordings()).values() for name in one.may if name != "hi"}


@pytest.mark.parametrize(("persona", "level"), list(itertools.product(OURS, LEVELS)))
def test_whoever_speaks_has_a_second_way_of_saying_it(persona, level, db):
    """So that nobody says the same twice in a row, in a bad mood either."""
    wordings = personas.current().speaker(persona, level).wordings
    for tone, key in itertools.product(TONES, wordings):
        plain = [one for one in wordings[key] if one.fits(tone) and not one.is_slang and not one.is_joke]
        assert len({one.source for one in plain}) >= 2, key


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("ok! which one?", "Ok. Which one?"),
        ("hey{% if name %} {{ name }}{% endif %}! so, what now?", "Hey{% if name %} {{ name }}{% endif %}. So, what now?"),
        ("{{ title }} is out. next contestant 🎉", "{{ title }} is out. Next contestant"),
        ("took it off.{% if not left %} your list is empty.{% endif %}", "Took it off.{% if not left %} Your list is empty.{% endif %}"),
        ("all of it:\\n{{ known }}\\nwrong somewhere?! tell me", "All of it:\\n{{ known }}\\nWrong somewhere? Tell me"),
        ("about 2.5 hours, I'd say", "About 2.5 hours, I'd say"),
    ],
)  # fmt: skip
def test_what_the_librarian_borrows_is_said_formally(words, expected):
    wording = formal(parse(f"any :) {words}", index=2), quiet=True)
    assert (wording.source, wording.id, wording.is_joke) == (expected, "any2", True)


def test_with_capitals_keeps_the_voice_up():
    assert formal(parse("any oh! which one? ok 🎉", index=0), quiet=False).source == "Oh! Which one? Ok 🎉"


def test_the_librarian_never_raises_its_voice(db):
    for level in LEVELS:
        wordings = personas.current().speaker("librarian", level).wordings
        loud = {key for key in wordings for one in wordings[key] if "!" in one.source and not key.startswith("crisis.")}
        assert loud == set(), loud


def test_the_voices_are_not_one_voice(db):
    """At the normal level, the three share next to nothing of what people hear most."""
    heard = ("hello.first", "offer.lead", "more.lead", "like.noted", "smalltalk.thanks", "ack.bored", "unsure.rephrase")
    for key in heard:
        said = [{one.source for one in personas.current().speaker(who, "normal").wordings[key]} for who in OURS]
        assert all(not one & other for one, other in itertools.combinations(said, 2)), key


def test_easy_words_are_easier_than_normal_ones(db):
    def letters(persona: str, level: str) -> float:
        wordings = personas.current().speaker(persona, level).wordings
        text = " ".join(one.source for key in wordings for one in wordings[key] if not key.startswith("crisis."))
        words = re.findall(r"[a-z']+", re.sub(r"{[{%].*?[%}]}", " ", text.lower()))
        return sum(map(len, words)) / len(words)

    for who in OURS:
        assert letters(who, "easy") < letters(who, "normal") < letters(who, "rich"), who


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nmae: x\nvoice: a", "line 1: unknown entry 'nmae'"),
        ("name: x", "line 1: say in a line “voice: …”"),
        (HEAD + "emoji: many", "line 3: emoji is a number"),
        (HEAD + "borrows: sloppily", "borrows is as written, with capitals or formally"),
        (HEAD + "emoji: 4", "at most 1 emoji"),
        (HEAD + "name: two", "line 3: name stands here twice"),
        (HEAD + "characters: 4000", "characters is between"),
        (HEAD + "# ofer.lead\nany {{ ack }}", "line 3: unknown key 'ofer.lead'; did you mean 'offer.lead'?"),
        (HEAD + "# offer.lead\nangry {{ ack }} a", "line 4: a wording begins with its tone"),
        (HEAD + "# offer.lead\nany {{ ack }} {% if %}", "line 4: broken template"),
        (HEAD + "# offer.lead\nany {{ ack }} {% if a", "line 4: "),
        (HEAD + "# offer.lead\nany {{ ack }} {% include 'x' %}", "{% include %} is not for wordings"),
        (HEAD + "# offer.lead\nany {{ ack }} {% debug %}", "{% debug %} is not for wordings"),
        (HEAD + "# offer.lead\nany {{ ack }} {% load static %}", "{% load %} is not for wordings"),
        (HEAD + "# offer.lead\nany {{ ack|safe }}", "the filter 'safe' is not for wordings"),
        (HEAD + "# offer.lead\nany {{ ack.real }}", "has a dot"),
        (HEAD + "# offer.lead\nany {{ ack }} {{ price }}", "line 4: 'offer.lead' is never told price; it knows ack"),
        (HEAD + "# offer.lead\nany {{ ack }}{% if cheap %} yes{% endif %}", "is never told cheap"),
        (HEAD + "# offer.lead\nany here", "'offer.lead' must say {{ ack }}"),
        (HEAD + "# details.price\nany {{ title }} is cheap", "must say {{ prices }}"),
        (HEAD + "# like.noted\nany {% if title %}{{ title }}{% endif %}", "must say {{ title }}"),
        (HEAD + "# offer.lead\nany {{ ack }} " + "word " * 80, "characters when filled in; at most 320"),
        (HEAD + "# offer.lead\nany {{ ack }} 🎮🎲", "2 emoji; at most 1"),
        (HEAD + "emoji: 0\n# offer.lead\nany {{ ack }} 🎮", "1 emoji; at most 0"),
        (HEAD + "never: !\n# offer.lead\nany {{ ack }} wow!", "this persona never says '!'"),
        (HEAD + "sentence: 4\n# offer.lead\nany {{ ack }} this is far too long now", "a sentence of"),
        (HEAD + "# offer.lead\nplayful {{ ack }} a\nplayful {{ ack }} b", "needs 2 wordings in the tones warm, neutral"),
        (HEAD + "# offer.lead\nany {{ ack }} a\nany ~ {{ ack }} b\nany :) {{ ack }} c", "beside slang and jokes"),
        (HEAD + "# offer.lead\nany {{ ack }} a\nany {{ ack }} a", "says the same twice"),
        (HEAD + "# offer.lead\nany {{ ack }} a\nany {{ ack }} b\n# offer.lead\nany {{ ack }}", "stands here twice"),
        (HEAD + "# stop.done\nany bye\nany bye then", "must contain 'START'"),
        (HEAD + "# crisis.care\nany cheer up\nany come on", "is said in the same words by everybody"),
        (HEAD + "# unsure.rephrase\nany eh?\nany what?", "belongs into nobody_easy_hint.txt"),
        ("x" * 70_000, "line 1: longer than"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_by_its_line(text, expected):
    found = problems(text)
    assert any(expected in one for one in found), found


def test_what_only_a_persona_can_say_of_itself_must_be_there():
    assert any("'persona.who' is missing" in one for one in problems(HEAD, "nobody_normal"))
    assert problems(HEAD + WHO, "nobody_normal") == []
    assert any("'hint.refused' is missing" in one for one in problems("voice: a", "nobody_normal_hint"))


def test_a_text_without_a_mistake_has_none():
    text = (
        HEAD
        + "# hello.first\nany {{ hi }}{% if name %}, {{ name|capfirst }}{% endif %}\nany :) hm\nany {{ tonight }}?\n"
    )
    assert problems(text) == []


@pytest.mark.parametrize(
    "name",
    [
        "",
        "librarian",
        "Librarian_easy",
        "librarian_hard",
        "x_easy",
        "a b_easy",
        "../../etc_easy",
        "librarian_easy_hints",
    ],
)
def test_a_name_that_is_none(name):
    assert PromptName.read(name) is None


def test_a_name_says_who_and_for_whom():
    assert PromptName.read("big-sis_rich_hint") == PromptName("big-sis", "rich", is_hint=True)
    assert str(PromptName("thrum", "easy")) == "thrum_easy"
