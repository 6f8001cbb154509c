"""A reason says only what the record and the wish hold."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.recommender.explain import LONGEST, first_clause, reasons_for
from games.recommender.wishes import LikedGame, Wishes
from games.tests.recommender.test_choosing import PLAIN
from games.vocabulary import GENRES, MOODS, PLAYER_MODES

BATH = replace(
    PLAIN,
    feel="Feels like a warm bath. You tidy a room; nobody hurries you.",
    session_minutes=15,
    difficulty=1,
    mood_fit={"tired": 0.9},
    player_modes=("solo", "coop"),
)


def test_the_editors_words_lead():
    assert reasons_for([BATH], Wishes(moods=(("tired", 1.0),)))[0].startswith("feels like a warm bath, ")


def test_a_reason_answers_what_was_asked():
    assert "15" in reasons_for([BATH], Wishes(minutes=20))[0]
    assert "15" not in reasons_for([BATH], Wishes(minutes=10))[0]
    assert re.search("co-op|together", reasons_for([BATH], Wishes(player_mode="coop"))[0])
    assert "easy" in reasons_for([replace(BATH, session_minutes=None)], Wishes(wants_easier=True))[0]


def test_likeness_is_named_only_where_the_records_share_something_telling():
    loved = LikedGame(9, "Stardew Valley", ("farming", "adventure"), ("cozy",), "ConcernedApe")
    assert "Stardew Valley" in reasons_for([replace(PLAIN, genres=("farming",))], Wishes(liked=(loved,)))[0]
    assert "Stardew Valley" not in reasons_for([replace(PLAIN, genres=("adventure",))], Wishes(liked=(loved,)))[0]
    by_the_same = replace(PLAIN, studio="ConcernedApe")
    assert "makers of Stardew Valley" in reasons_for([by_the_same], Wishes(liked=(loved,)))[0]


def test_three_picks_are_not_told_in_the_same_words():
    games = [replace(BATH, slug=slug, feel="", critic_score=90, genres=("farming",)) for slug in ("a", "b", "c", "d")]
    reasons = reasons_for(games[:3], Wishes(moods=(("tired", 1.0),)))
    assert len(set(reasons)) == 3


def test_what_one_line_has_told_the_next_leave_out():
    games = [replace(BATH, slug=slug, session_minutes=None, critic_score=None) for slug in ("a", "b", "c")]
    reasons = reasons_for(games, Wishes(moods=(("tired", 1.0),)))
    assert sum("easy on you" in reason for reason in reasons) == 1
    assert sum("tired nights" in reason for reason in reasons) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Silence, footsteps, a single shot. Then you breathe.", "Silence, footsteps, a single shot"),
        ("Warm as a bath: nothing hurries.", "Warm as a bath: nothing hurries"),
        ("Warm as a bath: " + "nothing hurries " * 9, "Warm as a bath"),
        ("Tiny", ""),
        ("", ""),
        ("word " * 60, ""),
        ("You fall, you get up, " + "again and " * 20 + "so it goes.", "You fall"),
    ],
)
def test_the_first_clause_ends_where_a_reader_would_pause(text, expected):
    assert first_clause(text) == expected


_genres = st.lists(st.sampled_from(GENRES), max_size=3, unique=True).map(tuple)
_facts = st.builds(
    lambda **values: replace(PLAIN, **values),
    slug=st.text("abcdef", min_size=1, max_size=5),
    genres=_genres,
    feel=st.sampled_from(["", "Soft rain on a tin roof. Stay a while."]),
    session_minutes=st.none() | st.integers(1, 300),
    difficulty=st.none() | st.integers(1, 5),
    critic_score=st.none() | st.integers(0, 100),
    player_modes=st.lists(st.sampled_from(PLAYER_MODES), unique=True).map(tuple),
    studio=st.sampled_from(["", "Makers"]),
    mood_fit=st.dictionaries(st.sampled_from(MOODS), st.floats(0, 1), max_size=3),
)
_wishes = st.builds(
    Wishes,
    moods=st.sampled_from(MOODS).map(lambda mood: ((mood, 1.0),)),
    genres=_genres,
    minutes=st.none() | st.integers(1, 300),
    player_mode=st.sampled_from(["", *PLAYER_MODES]),
    wants_easier=st.booleans(),
    liked=st.lists(
        st.builds(LikedGame, st.just(7), st.just("Beloved"), _genres, st.just(()), st.just("Makers")), max_size=1
    ).map(tuple),
)


@settings(max_examples=400, deadline=None)
@given(facts=_facts, wishes=_wishes)
def test_no_reason_names_what_the_record_lacks(facts, wishes):
    reason = reasons_for([facts], wishes)[0]

    assert 0 < len(reason) <= LONGEST
    assert "\n" not in reason
    numbers = {int(number) for number in re.findall(r"\d+", reason)} - {100}
    assert numbers <= {facts.session_minutes, facts.critic_score}
    if "co-op" in reason or "together" in reason:
        assert "coop" in facts.player_modes
    if "versus" in reason or "face each other" in reason:
        assert "versus" in facts.player_modes
    if "solo" in reason:
        assert "solo" in facts.player_modes
    if "easy" in reason:
        assert facts.difficulty <= 2
    if "tough" in reason:
        assert facts.difficulty >= 4
    if "critics" in reason:
        assert facts.critic_score >= 80
    if "great for" in reason or "our pick" in reason:
        assert facts.mood_fit.get(wishes.mood, 0) >= 0.7
    if "Beloved" in reason:
        assert facts.studio == "Makers" or set(facts.genres) & set(wishes.liked[0].genres)
    for genre in set(GENRES) - set(facts.genres) - {"party", "card", "action", "open-world", "story-rich"}:
        assert not re.search(rf"\b{genre.replace('-', ' ')}\b", reason.lower().replace("-", " ")), genre
