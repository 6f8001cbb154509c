"""What a game is to be without, besides kinds: as people say it, and what only looks like it."""

from __future__ import annotations

import pytest

from conversations.understanding.negation import find_scopes
from conversations.understanding.phrase_files import sections_of
from conversations.understanding.themes import read_themes
from games.themes import THEMES

TAGS = frozenset({"cats", "hand-drawn", "school", "fishing", "dungeons"})


def refused(text: str) -> tuple[str, ...]:
    return read_themes(text, find_scopes(text), tags=TAGS).refused


def test_people_have_words_for_every_theme_of_the_catalogue():
    assert set(sections_of("theme_names")) == set(THEMES)


@pytest.mark.parametrize(
    ("text", "themes"),
    [
        ("no zombies", ("zombies",)),
        ("nothing with zombys pls", ("zombies",)),
        ("something fun without zombies or aliens", ("zombies", "aliens")),
        ("no anime please", ("anime",)),
        ("no online games", ("online",)),
        ("im not a zombie person", ("zombies",)),
        ("no sex or blood", ("nudity", "gore")),
        ("hate turn-based, something relaxing", ("turn-based",)),
        ("i cant stand turn based combat", ("turn-based",)),
        ("no horror no pvp no microtransactions", ("pvp", "microtransactions")),
        ("never zombies", ("zombies",)),
        ("plz no more zombie shooters", ("zombies",)),
        ("zombies? no thanks", ("zombies",)),
        ("zombies are a no", ("zombies",)),
        ("zombies are not ok", ("zombies",)),
        ("guns are fine, zombies arent", ("zombies",)),
        ("everything but puzzles", ()),
        ("im scared of spiders", ("spiders",)),
        ("not a fan of anime", ("anime",)),
        ("no in-app purchases", ("microtransactions",)),
        ("keine zombies bitte", ("zombies",)),
        ("zombies nahi chahiye", ("zombies",)),
        ("no zombies, spiders or snakes, something cozy", ("zombies", "spiders", "snakes")),
        ("i dont want to shoot people", ("violence",)),
    ],
)
def test_a_theme_is_left_out_wherever_a_refusal_reaches(text, themes):
    assert refused(text) == themes


@pytest.mark.parametrize(
    ("text", "themes"),
    [
        ("no cats", ("cats",)),
        ("no dungeons or cats please", ("dungeons", "cats")),
        ("no hand drawn stuff", ("hand-drawn",)),
        ("no cat games", ("cats",)),
        ("no cars", ("cars",)),
        ("not space", ("space",)),
        ("no clowns", ("clowns",)),
        ("i have a phobia of clowns", ("clowns",)),
    ],
)
def test_a_tag_of_the_catalogue_counts_where_it_is_all_that_is_refused(text, themes):
    assert refused(text) == themes


@pytest.mark.parametrize(
    ("text", "themes"),
    [
        ("nothing with mimes", ("mimes",)),
        ("something without mimes", ("mimes",)),
        ("no mimes in it", ("mimes",)),
        ("nothing with robots, and cheaper", ("robots",)),
        ("no clowns or cats she is allergic", ("clowns", "cats")),
        ("i dont want anything with sharks or mimes", ("sharks", "mimes")),
    ],
)
def test_any_other_word_counts_where_a_game_is_said_to_do_without_it(text, themes):
    assert refused(text) == themes


@pytest.mark.parametrize(
    "text",
    [
        "no school tomorrow",
        "no friends online",
        "im not online till 8",
        "no car today",
        "my cat died, no more cat",
        "i have no dog",
        "i have no religion",
        "no space on my ssd",
        "no war between us",
        "no romance in my life",
        "no sex life",
        "no fight left in me",
        "i'm not a monster lol",
        "tired of the daily grind",
        "without fail",
        "a game without end",
        "no harm in it",
        "no friends to play with",
        "something without stress",
        "without a controller",
        "no idea",
        "no mimes",
        "no bloody rpgs",
        "not too violent",
        "is it turn based?",
        "does it have microtransactions",
        "the zombie one looks bad",
        "no time to waste",
        "no energy for people",
        "no good recommendations today",
        "something where i dont need to think",
    ],
)
def test_what_an_evening_is_without_is_no_theme(text):
    assert refused(text) == ()


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("zombies are fine", ("zombies",)),
        ("ok zombies are fine now", ("zombies",)),
        ("i don't mind zombies", ("zombies",)),
        ("bring back the zombies", ("zombies",)),
        ("im fine with violence tonight", ("violence",)),
        ("spiders dont bother me", ("spiders",)),
        ("horror is ok again", ("horror",)),
        ("never show me zombies", ()),
        ("zombies are not fine", ()),
        ("no zombies is fine by me", ()),
        ("is it fine for kids?", ()),
    ],
)
def test_what_was_left_out_may_come_again(text, allowed):
    assert read_themes(text, find_scopes(text), tags=TAGS).allowed == allowed


@pytest.mark.parametrize(
    ("text", "wanted"), [("a zombie game pls", ("zombies",)), ("something with ghosts", ("ghosts",))]
)
def test_a_theme_that_is_asked_for_is_known_too(text, wanted):
    assert read_themes(text, find_scopes(text)).wanted == wanted


@pytest.mark.parametrize(
    "text",
    ["nothing violent", "no violence please", "not too violent pls", "nothing bloody", "no killing", "no guns no gore"],
)
def test_who_wants_nothing_violent_is_not_angry(reading_of, text):
    for after in (None, "Stardew Valley"):
        reading = reading_of(text, after=after)
        assert reading.intent in ("recommend", "refine")
        assert (reading.mood, reading.secondary_mood) == ("", "")


@pytest.mark.parametrize("text", ["not scary", "nothing scary please", "no horror", "no ghosts, no demons"])
def test_who_wants_nothing_scary_is_in_no_spooky_mood(reading_of, text):
    assert reading_of(text).mood == ""


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("nothing violent, im so tired", "tired"),
        ("hate turn-based, something relaxing", "chill"),
        ("im furious, but no zombies", "angry"),
        ("something scary but no zombies", "spooky"),
    ],
)
def test_a_mood_beside_it_is_heard_all_the_same(reading_of, text, mood):
    assert reading_of(text).mood == mood


@pytest.mark.parametrize("text", ["no zombies", "without spiders", "nothing turn based pls", "no anime"])
def test_a_bare_refusal_is_a_wish(reading_of, text):
    assert reading_of(text).intent == "recommend"
    assert reading_of(text, after="Hades").intent == "refine"


@pytest.mark.parametrize("text", ["pixel art hurts my eyes", "zombies give me nightmares", "anime isnt my thing"])
def test_what_is_said_of_a_theme_is_no_praise_of_the_game(reading_of, text):
    assert reading_of(text, after="Hades").intent in ("refine", "recommend", "profile", "dislike")


@pytest.mark.parametrize("text", ["horror is fine", "pixel art hurts my eyes", "a zombie game please"])
def test_what_is_said_of_games_alone_tells_no_feeling(reading_of, text):
    reading = reading_of(text, after="Hades")
    assert reading.mood in ("", "spooky") if "zombie" in text else reading.mood == ""


@pytest.mark.parametrize("text", ["i hate zombies", "never zombies", "i can't stand anime"])
def test_a_lasting_dislike_is_told_as_a_fact(reading_of, text):
    reading = reading_of(text)
    assert reading.intent == "profile"
    assert reading.slots.exclude_themes


def test_what_is_said_of_a_theme_is_known_to_the_letter():
    text = "no  cats"

    assert [text[start:end] for start, end in read_themes(text, find_scopes(text), tags=TAGS).said] == ["cats"]
