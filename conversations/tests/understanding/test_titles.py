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
    index = TitleIndex(
        own, word_ranks={"delete": 14_000, "hades": 14000}, catalogue=["Zorblax Quest", "Delete", "HADES"]
    )

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


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("spirtfarer made me sob in a good way", "Spiritfarer"),
        ("dorfromantic was my whole winter", "Dorfromantik"),
        ("been on bloodbourne all week and want more", "Bloodborne"),
        ("anything for a subnotica lover", "Subnautica"),
    ],
)
def test_a_long_name_of_its_own_is_known_misspelt_wherever_it_stands(slots_of, text, title):
    assert slots_of(text).like_titles == (title,)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("loved it takes 2", "It Takes Two"),
        ("left four dead with the lads", "Left 4 Dead"),
        ("seven days to die vibes", "7 Days to Die"),
        ("like portal two", "Portal 2"),
    ],
)
def test_a_number_is_the_same_in_letters(slots_of, text, title):
    assert slots_of(text).like_titles == (title,)


@pytest.mark.parametrize(
    "text",
    [
        "give me the softest game youve got on ps5",
        "only got energy to tap tap tap",
        "im in love with it",
        "lol thats funny",
        "big soulslike enjoyer here",
        "cryptic crossword's done by 8am, need harder",
        "he may be permanently disfigured",
        "i posted slashes instead of asterisks",
        "i wan travel inside game, big world",
        "im tired, just back from the late shift",
        "my name is Ana and im from Virginia",
        "remember pogs?",
    ],
)
def test_what_everybody_says_is_no_title_nor_a_slip_of_one(slots_of, text):
    slots = slots_of(text)

    assert slots.like_titles + slots.dislike_titles == ()


def test_a_kind_of_puzzle_is_a_title_only_where_one_is_asked_for(slots_of):
    assert slots_of("sudoku's too easy now. harder puzzles").like_titles == ()
    assert slots_of("something like sudoku").like_titles == ("Sudoku",)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("nothing excites me since i finished disco elysium. ruined games for me", "Disco Elysium"),
        ("no game hits the same after bloodborne", "Bloodborne"),
        ("coffee talk was like having regulars", "Coffee Talk"),
        ("tony hawk raised me", "Tony Hawk's Pro Skater"),
        ("still not over outer wilds", "Outer Wilds"),
    ],
)
def test_what_is_mourned_or_was_a_home_is_liked(slots_of, text, title):
    slots = slots_of(text)

    assert slots.like_titles == (title,)
    assert slots.dislike_titles == ()


def test_what_is_finished_with_or_done_to_death_is_not_liked(slots_of):
    assert slots_of("fortnite's too sweaty now").like_titles == ()
    assert slots_of("nothing like fortnite after work please").dislike_titles == ("Fortnite",)
    assert slots_of("just finished hades").like_titles == ()


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("like crash bandicoot", "Crash Bandicoot"),
        ("like luigis mansion", "Luigi's Mansion"),
        ("grew up on monkey island", "The Secret of Monkey Island"),
    ],
)
def test_a_series_goes_by_its_own_name_or_by_its_one_famous_game(slots_of, text, title):
    assert slots_of(text).like_titles == (title,)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("been replaying loco roco, anything like that", "LocoRoco"),
        ("i want clubpenguin back", "Club Penguin"),
        ("something like civ5 on mac", "Civilization V"),
        ("anything like civilization vi", "Civilization VI"),
        ("algo tipo pokemon azul", "Pokémon Blue"),
    ],
)
def test_a_name_may_be_set_apart_joined_shortened_or_translated(slots_of, text, title):
    assert slots_of(text).like_titles == (title,)


@pytest.mark.parametrize(
    "text",
    [
        "my nephew is glued to minecraft, what suits a 9 year old",
        "my wife spends all night on candy crush. something for me",
        "everyone keeps recommending elden ring. i just want farms",
        "please dont suggest skyrim",
        "overwatch ranked had me fuming. something calm",
        "fifa drained my wallet, i want an honest game",
        "fortnite mat batana yaar",
        "valorant ke alawa kuch batao",
        "my flatmate plays valorant all day",
        "cod is all they talk about and we're tired of it",
        "tried elden ring, bounced off after an hour",
        "cuphead too hard. ideas?",
        "fancy some ping pong in vr",
        "we want to farm together, me and mum",
        "my old squad is online",
    ],
)
def test_what_others_play_or_push_and_what_annoyed_is_not_liked(slots_of, text):
    assert slots_of(text).like_titles == ()


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("my childhood was pokemon emerald", ["Pokémon Emerald"]),
        ("i play fifa since 2010", ["FIFA"]),
        ("i only played peggle on my lunch breaks. anything new in that line", ["Peggle"]),
        ("ive got hades brain, more of that", ["Hades"]),
        ("it reminds me of celeste already", ["Celeste"]),
    ],
)
def test_long_played_and_asked_for_again_is_liked(slots_of, text, titles):
    assert list(slots_of(text).like_titles) == titles


def test_what_everybody_says_all_the_time_is_no_title_of_the_catalogue():
    ranks = {"everything": 2500, "chess": 7000, "puzzles": 9500, "lighthouse": 9900, "keeper": 9700}
    index = TitleIndex(
        [], word_ranks=ranks, catalogue=["Everything", "140", "Chess Puzzles", "Lighthouse Keeper", "Zorblax: The Game"]
    )

    assert index.find("i played everything already, 140 hours. something like everything") == ()
    assert index.find("a game about being a lighthouse keeper") == ()
    assert index.find("zorblax of the day") == ()
    assert [hit.title for hit in index.find("loved lighthouse keeper")] == ["Lighthouse Keeper"]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("fez levels of secrets please", {"Fez"}), ("my all time fave is limbo", {"Limbo"}), ("limbo but for two", {"Limbo"}),
        ("gone home made me cry", {"Gone Home"}), ("as cosy as unpacking, on a plane", {"Unpacking"}), ("kennst du limbo?", {"Limbo"}),
        ("heard of soma? want that dread", {"SOMA"}), ("it's called papers please and i want more like it", {"Papers, Please"}),
        ("untitled goose chaos, more pls", {"Untitled Goose Game"}), ("hollow night is my religion", {"Hollow Knight"}),
    ],
)  # fmt: skip
def test_a_name_that_chat_seldom_says_needs_little_to_be_one(slots_of, text, titles):
    assert {title.casefold() for title in slots_of(text).like_titles} == {title.casefold() for title in titles}


@pytest.mark.parametrize(
    "text",
    ["im in limbo, no job yet", "unpacking boxes in the new flat", "burnout got me, need something soft", "the raft was cold and wet",
     "i want to outlast everyone", "moss, fog, old temples"],
)  # fmt: skip
def test_what_is_said_of_life_names_no_game(slots_of, text):
    assert slots_of(text).like_titles == ()


def test_what_is_said_of_one_title_is_not_said_of_another(slots_of):
    slots = slots_of("i've been told gris is short. i liked journey and abzu")
    assert set(slots.like_titles) == {"Journey", "ABZU"} or set(slots.like_titles) == {"Journey", "Abzû"}
    assert slots_of("my mum plays candy crush. for me something like monument valley").like_titles == (
        "Monument Valley",
    )


@pytest.mark.parametrize(
    "text",
    [
        "gta vi release date?",
        "l4d2 is on the maybe pile",
        "office fifa night and im sick of fifa",
        "pubg se pak gaya hu",
    ],
)
def test_what_is_asked_about_waits_or_bores_is_not_liked(slots_of, text):
    assert slots_of(text).like_titles == ()
