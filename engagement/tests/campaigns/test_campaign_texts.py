"""The words of a campaign: refused before anybody gets them, filled for one person."""

from __future__ import annotations

import pytest

from engagement.campaign_texts import problems_of, render, render_variables

PICK = "Hey {name}, {game} might suit you: {reason}."


def test_a_good_text_has_nothing_to_mend():
    assert problems_of(PICK, picks_a_game=True) == []
    assert problems_of("Hey {name}, how are you?", picks_a_game=False) == []


@pytest.mark.parametrize(
    ("text", "picks", "said"),
    [
        ("Hey {nmae}", False, "Unknown: {nmae}"),
        ("Hey {name", False, "not closed"),
        ("Hey {name!r}", False, "alone in its braces"),
        ("Hey {name.__class__}", False, "Unknown"),
        ("   ", False, "empty"),
        ("x" * 1025, False, "1025 characters"),
        ("Play {game}!", True, "{reason}"),
        ("Play {game}!", False, "Only a step that picks a game"),
    ],
)
def test_what_is_wrong_is_said(text, picks, said):
    assert any(said in problem for problem in problems_of(text, picks_a_game=picks))


def test_what_is_not_known_reads_as_something_that_fits_everybody():
    assert render("Hey {name}!", {}) == "Hey there!"


def test_the_link_comes_last_unless_the_text_has_a_place_for_it():
    values = {"name": "Mia", "game": "Dorfromantik", "reason": "calm and green", "link": "https://x.example/g/1"}
    assert render(PICK, values).endswith("\n\nhttps://x.example/g/1")
    assert render("{game}: {link} {reason}", values).count("https://x.example/g/1") == 1


def test_names_with_braces_and_line_breaks_do_no_harm():
    assert render("Hey {name}", {"name": "{game}\n\n!"}) == "Hey {game} !"


def test_a_templates_variables_are_texts_of_their_own():
    values = {"name": "Mia", "game": "Hades", "reason": "fast", "link": "https://x.example/g/1"}
    assert render_variables({"1": "{name}", "2": "{game}, {reason}"}, values) == {"1": "Mia", "2": "Hades, fast"}
