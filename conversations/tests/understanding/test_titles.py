from __future__ import annotations

import pytest

from conversations.understanding.titles import TitleEntry, TitleIndex


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("like botw", ["The Legend of Zelda: Breath of the Wild"]),
        ("bg3 and rdr2", ["Baldur's Gate 3", "Red Dead Redemption 2"]),
        ("stardw valey vibes", ["Stardew Valley"]),
        ("hallow knight but easier", ["Hollow Knight"]),
        ("something like minecarft", ["Minecraft"]),
        ("celeste, hades, portal 2", ["Celeste", "Hades", "Portal 2"]),
        ("i loved journey", ["Journey"]),
        ("journey was amazing", ["Journey"]),
        ("like control but shorter", ["Control"]),
    ],
)
def test_titles_are_found_as_people_write_them(slots_of, text, titles):
    assert list(slots_of(text).like_titles) == titles


@pytest.mark.parametrize(
    "text",
    [
        "i want a journey",
        "im in control",
        "i like talking to you",
        "give me the rundown",
        "bussin",
        "farming sims are my thing",
        "delete my data",
        "feels like hell",
        "i feel like a rebel",
    ],
)
def test_ordinary_words_are_no_titles(slots_of, text):
    slots = slots_of(text)

    assert slots.like_titles + slots.dislike_titles == ()


@pytest.mark.parametrize(
    ("text", "liked", "disliked"),
    [
        ("hated dark souls, loved celeste", ["Celeste"], ["Dark Souls"]),
        ("skyrim was boring", [], ["The Elder Scrolls V: Skyrim"]),
        ("is hades on switch", [], []),
        ("already played hollow knight", [], []),
        ("already played hollow knight, loved it", ["Hollow Knight"], []),
    ],
)
def test_a_title_may_be_praised_refused_or_only_named(slots_of, text, liked, disliked):
    slots = slots_of(text)

    assert list(slots.like_titles) == liked
    assert list(slots.dislike_titles) == disliked


def test_the_words_of_a_title_are_read_as_nothing_else(slots_of):
    slots = slots_of("like 7 days to die or no man's sky")

    assert slots.session_minutes is None
    assert slots.genres == slots.exclude_genres == ()


def test_the_catalogue_adds_titles_and_takes_none_away():
    own = [TitleEntry("Hades", is_common_word=False), TitleEntry("The Last of Us", aliases=("tlou",))]
    index = TitleIndex(own, word_ranks={"delete": 3000, "hades": 14000}, catalogue=["Zorblax Quest", "Delete", "HADES"])

    assert [hit.title for hit in index.find("zorblax quest and tlou")] == ["Zorblax Quest", "The Last of Us"]
    assert [hit.title for hit in index.find("hades")] == ["Hades"]
    assert index.find("delete my account") == ()
    assert [hit.title for hit in index.find("i loved delete")] == ["Delete"]


def test_a_name_that_two_titles_share_is_left_open():
    index = TitleIndex([TitleEntry("Frobnar: Dawn"), TitleEntry("Frobnar: Dusk")], word_ranks={})

    assert index.find("like frobnar please") == ()
    assert index.spelling_of("frobnar dusk") == "Frobnar: Dusk"


@pytest.mark.parametrize(
    ("text", "title"),
    [("baldurs gate 3 was cool, whats next", "Baldur's Gate 3"), ("no mans sky was cool", "No Man's Sky"), ("dragons dogma is fun", "Dragon's Dogma"),
     ("loved marvels spider-man", "Marvel's Spider-Man")],
)  # fmt: skip
def test_nobody_needs_to_type_the_apostrophe(slots_of, text, title):
    assert slots_of(text).like_titles == (title,)


def test_what_was_liked_may_be_a_word_of_every_day(slots_of):
    assert slots_of("i liked unpacking a lot").like_titles == ("Unpacking",)
    assert slots_of("i liked unpacking my bags").like_titles == ()
