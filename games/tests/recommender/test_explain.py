"""A reason says only what the record and the wish hold."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.recommender.blend import WEIGHTS
from games.recommender.cold_start import SHARES
from games.recommender.explain import LEAST_SHARE, LONGEST, Told, contributions, moved_by, reasons_for
from games.recommender.explain_words import first_clause
from games.recommender.types import GameFacts
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


PARTS = frozenset({*WEIGHTS, *SHARES, "collaborative"})
HADES = LikedGame(9, "Hades", ("roguelike", "action"), ("fast",), "Supergiant")


def lines(games: list[GameFacts], wishes: Wishes, *, moved=PARTS, kin: LikedGame | None = None) -> tuple[str, ...]:
    return reasons_for([Told(facts, frozenset(moved), kin) for facts in games], wishes)


def test_the_editors_words_lead():
    assert lines([BATH], Wishes(moods=(("tired", 1.0),)))[0].startswith("feels like a warm bath, ")


def test_a_reason_answers_what_was_asked():
    assert re.search("15|20", lines([BATH], Wishes(minutes=20))[0])
    assert "15" not in lines([BATH], Wishes(minutes=10))[0]
    assert re.search("co-op|together", lines([BATH], Wishes(player_mode="coop"))[0])
    assert "easy" in lines([replace(BATH, session_minutes=None)], Wishes(wants_easier=True))[0]


def test_what_it_is_without_is_told_once_and_only_as_far_as_the_record_tells():
    first, second = lines([PLAIN, replace(PLAIN, slug="other")], Wishes(left_out=("horror", "zombies")))

    assert re.search("no zombies (that|as far as) I know", first)
    assert "zombies" not in second
    assert "no horror" not in first


def test_likeness_is_named_only_where_the_records_share_something_telling():
    loved = LikedGame(9, "Stardew Valley", ("farming", "adventure"), ("cozy",), "ConcernedApe")
    assert "Stardew Valley" in lines([replace(PLAIN, genres=("farming",))], Wishes(liked=(loved,)))[0]
    assert "Stardew Valley" not in lines([replace(PLAIN, genres=("adventure",))], Wishes(liked=(loved,)))[0]
    by_the_same = replace(PLAIN, studio="ConcernedApe")
    assert "makers of Stardew Valley" in lines([by_the_same], Wishes(liked=(loved,)))[0]


def test_three_picks_are_not_told_in_the_same_words():
    games = [replace(BATH, slug=slug, feel="", critic_score=90, genres=("farming",)) for slug in ("a", "b", "c", "d")]
    reasons = lines(games[:3], Wishes(moods=(("tired", 1.0),)))
    assert len(set(reasons)) == 3


def test_what_one_line_has_told_the_next_leave_out():
    games = [replace(BATH, slug=slug, session_minutes=None, critic_score=None) for slug in ("a", "b", "c")]
    reasons = lines(games, Wishes(moods=(("tired", 1.0),)))
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


def test_a_liked_game_that_the_score_drew_on_leads():
    runs = replace(BATH, feel="Fast runs. Then one more.", genres=("roguelike",), session_minutes=25)

    line = lines([runs], Wishes(minutes=30), moved={"collaborative", "minutes"}, kin=HADES)[0]

    assert line.startswith("because you liked Hades: fast runs, and ")
    assert re.search(r"25|30", line)
    assert "Hades" not in lines([runs], Wishes(minutes=30), moved={"minutes"}, kin=HADES)[0]
    kin = replace(runs, feel="")
    assert lines([kin], Wishes(), kin=HADES)[0].startswith("because you liked Hades: the same roguelike side")


def test_a_liked_game_is_named_once_a_slate():
    games = [replace(BATH, slug=slug) for slug in ("a", "b", "c")]
    assert sum("Hades" in line for line in lines(games, Wishes(), kin=HADES)) == 1


@pytest.mark.parametrize(
    ("part", "wishes", "facts", "word"),
    [
        ("minutes", Wishes(minutes=20), {}, "15|20"),
        ("ease", Wishes(wants_easier=True), {}, "easy"),
        ("mood", Wishes(moods=(("tired", 1.0),)), {"session_minutes": None, "difficulty": None}, "tired nights"),
        ("quality", Wishes(), {"critic_score": 90}, "90"),
        ("taste", Wishes(taste={"genre:farming": 0.8}), {"genres": ("farming",)}, "farming is your thing"),
        ("fame", Wishes(fame="hidden"), {"popularity": 0.1}, "secret"),
        ("genre", Wishes(genres=("farming",)), {"genres": ("farming",)}, "farming as asked"),
        ("like", Wishes(liked=(HADES,)), {"genres": ("roguelike",)}, "Hades"),
        ("nearby", Wishes(), {}, "around you"),
        ("age_group", Wishes(), {}, "your age"),
    ],
)
def test_a_fact_is_told_only_if_its_part_moved_the_score(part, wishes, facts, word):
    game = replace(BATH, **facts)

    assert re.search(word, lines([game], wishes, moved={part})[0])
    assert not re.search(word, lines([game], wishes, moved=PARTS - {part, "mood"})[0])


def test_what_each_part_adds_makes_up_the_score_and_small_change_moves_nothing():
    parts, weights = {"mood": 0.9, "quality": 0.5, "popularity": 0.1, "taste": 0.5}, WEIGHTS
    added = contributions(parts, weights)

    total = sum(weights[name] for name in parts)
    assert sum(added.values()) == pytest.approx(sum(weights[name] * value for name, value in parts.items()) / total)
    assert moved_by(parts, weights) == {"mood", "quality"}
    assert added["popularity"] < LEAST_SHARE * sum(added.values())
    assert contributions({}, weights) == {}


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
    fame=st.sampled_from(["", "hidden", "known"]),
    taste=st.dictionaries(st.sampled_from([f"genre:{genre}" for genre in GENRES]), st.floats(-1, 1), max_size=3),
    liked=st.lists(
        st.builds(LikedGame, st.just(7), st.just("Beloved"), _genres, st.just(()), st.just("Makers")), max_size=1
    ).map(tuple),
)


_parts = st.dictionaries(st.sampled_from(sorted(PARTS)), st.floats(0, 1))


@settings(max_examples=200, deadline=None)
@given(facts=_facts, wishes=_wishes, parts=_parts, kin=st.sampled_from([None, HADES]))
def test_no_reason_names_what_the_record_lacks_or_what_did_not_move_the_score(facts, wishes, parts, kin):
    weights = {**dict.fromkeys(PARTS, 0.1), **WEIGHTS}
    moved = moved_by(parts, weights)
    reason = lines([facts], wishes, moved=moved, kin=kin)[0]

    assert 0 < len(reason) <= LONGEST
    assert "\n" not in reason
    sized = moved & {"minutes", "length", "mood"}
    allowed = {facts.session_minutes} if sized else set()
    if "minutes" in moved and facts.session_minutes and wishes.minutes and facts.session_minutes <= wishes.minutes:
        allowed.add(wishes.minutes)
    if "quality" in moved:
        allowed |= {facts.critic_score, 100}
    assert {int(number) for number in re.findall(r"\d+", reason)} <= allowed
    if "co-op" in reason or "together" in reason:
        assert "coop" in facts.player_modes
    if "versus" in reason or "face each other" in reason:
        assert "versus" in facts.player_modes
    if "solo" in reason:
        assert "solo" in facts.player_modes
    if "easy" in reason:
        assert facts.difficulty <= 2
        assert moved & {"ease", "mood"}
    if "tough" in reason:
        assert facts.difficulty >= 4
        assert moved & {"ease", "mood"}
    if "critics" in reason:
        assert facts.critic_score >= 80
        assert "quality" in moved
    if "great for" in reason or "our pick" in reason:
        assert facts.mood_fit.get(wishes.mood, 0) >= 0.7
        assert "mood" in moved
    if "Beloved" in reason:
        assert facts.studio == "Makers" or set(facts.genres) & set(wishes.liked[0].genres)
        assert "like" in moved
    if "Hades" in reason:
        assert kin is not None
        assert "collaborative" in moved
    if "as asked" in reason:
        assert set(wishes.genres) & set(facts.genres)
        assert "genre" in moved
    if "your thing" in reason:
        assert any(wishes.taste.get(f"genre:{genre}", 0) >= 0.5 for genre in facts.genres)
        assert "taste" in moved
    for part, words in (("nearby", "around you"), ("age_group", "your age"), ("fame", "secret|household")):
        assert part in moved or not re.search(words, reason)
    for genre in set(GENRES) - set(facts.genres) - {"party", "card", "action", "open-world", "story-rich"}:
        assert not re.search(rf"\b{genre.replace('-', ' ')}\b", reason.lower().replace("-", " ")), genre
