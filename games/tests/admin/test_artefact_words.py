"""Whoever looks at something learnt reads words and figures, whatever was kept beside it."""

from __future__ import annotations

from games.admin.artefact_words import how_made, name_of


def test_a_ranking_tells_how_it_was_judged():
    told = how_made({
        "lessons": 12400, "slope": 1.25, "refused": True,
        "cursor": {"shown_at": "2026-05-04T20:15:00+00:00", "impression": 7},
        "estimate": {"verdict": "worse", "slots": 400, "covered": 0.512, "change": [-0.01, -0.02, 0.001]},
    })  # fmt: skip
    assert told == [
        ("settled picks it learnt from", "12,400"),
        ("slope of its scale", "1.25"),
        ("not used", "it would have been worse"),
        ("up to what was shown", "4 May 2026, 20:15 UTC"),
        ("up to pick number", "7"),
        ("judged", "worse"),
        ("slots it was judged on", "400"),
        ("of what it wants, could have been drawn", "51.2 %"),
        ("change beside what served, at least and at most", "-0.01, -0.02, 0.001"),
    ]


def test_what_is_not_known_is_left_out_and_a_new_figure_has_its_own_name():
    assert how_made({"error": None, "code": "a" * 64, "half_life": 3}) == [
        ("made by the code", "a" * 12),
        ("half life", "3"),
    ]


def test_a_moment_is_told_in_universal_time_and_nothing_else_is_taken_for_one():
    assert how_made({"shown_at": "2026-05-04T22:15:00+02:00", "release": "20260504", "is_final": False}) == [
        ("up to what was shown", "4 May 2026, 20:15 UTC"),
        ("release", "20260504"),
        ("is final", "no"),
    ]


def test_each_thing_learnt_has_a_name():
    assert name_of("collaborative") == "who plays what"
    assert name_of("next_thing") == "next thing"
