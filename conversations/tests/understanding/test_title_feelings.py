"""A title that is named is not yet wished for: what is said around it tells."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "disliked"),
    [
        ("clash of clans went pay to win, free base builder for phone?", "Clash of Clans"),
        ("dragon age the veilguard too chatty, want an rpg", "Dragon Age: The Veilguard"),
        ("we tried civ 6 and it dragged, next", "Civilization VI"),
        ("hearthstone costs more than my rent, free card game please", "Hearthstone"),
        ("cities skylines 2 ran like soup, another builder?", "Cities: Skylines II"),
        ("stardew burned me out", "Stardew Valley"),
        ("silent hill 2 scared me off horror, something friendlier", "Silent Hill 2"),
        ("reached gold in overwatch 2 n stopped caring, new ladder please", "Overwatch 2"),
        ("less animal crossing more rune factory", "Animal Crossing"),
    ],
)
def test_a_game_is_blamed_in_few_words(slots_of, text, disliked):
    slots = slots_of(text)

    assert disliked not in slots.like_titles
    assert any(title.startswith(disliked) for title in slots.dislike_titles)


@pytest.mark.parametrize(
    "text",
    [
        "got stomped in valorant all night, need something soft",
        "the lads only do warzone and i want something else",
        "what's the deal with roblox, my nieces never stop",
        "mario kart night got cancelled, cheer me up",
        "you gave me dark souls when i asked for calm",
        "my mates say hop on rocket league but i want quiet",
    ],
)
def test_what_is_only_named_is_no_wish(slots_of, text):
    assert slots_of(text).like_titles == ()


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("i play stellaris on my mac most evenings", "Stellaris"),
        ("never beat ninja gaiden as a kid, something that mean please", "Ninja Gaiden"),
        ("gimme just dance but louder", "Just Dance"),
        ("i want to be moved the way journey moved me", "Journey"),
        ("im a portal girl, brain games please", "Portal"),
        ("anything by the people who made bastion", "Bastion"),
        ("okami changed my life, keep that in mind", "Okami"),
    ],
)
def test_a_taste_and_a_wish_are_told_in_many_ways(slots_of, text, title):
    assert slots_of(text).like_titles == (title,)


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("like mgs v please", ("Metal Gear Solid V: The Phantom Pain",)),
        ("loved fe 3h", ("Fire Emblem: Three Houses",)),
        ("castlevania sotn was peak", ("Castlevania: Symphony of the Night",)),
        ("sketching blueprints is my thing", ()),
    ],
)
def test_a_name_in_two_pieces_is_one_title(slots_of, text, titles):
    assert slots_of(text).like_titles == titles


def test_what_was_just_offered_is_meant_by_its_name(reading_of):
    said = "why did nobody tell me of dredge before"

    assert reading_of(said).slots.like_titles == ()
    assert reading_of("yesss dredge has all of my evenings, love it", after="Dredge").slots.like_titles == ("Dredge",)


def test_who_asks_why_wishes_for_no_more_of_what_was_offered(reading_of):
    asked = reading_of("why do you say dark souls, i told you celeste calms me", after="Dark Souls III")

    assert "Dark Souls" not in asked.slots.like_titles


@pytest.mark.parametrize("text", ["played solitaire a thousand times, bored", "chess with grandad was today"])
def test_an_old_pastime_is_no_title_unless_it_is_to_be_like_it(slots_of, text):
    assert slots_of(text).like_titles == ()


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("i love hades too much", "Hades"),
        ("i loved celeste too bro", "Celeste"),
        ("hades too man so good", "Hades"),
        ("hades and celeste, are those out on switch", "Celeste"),
        ("silksong, when are they out", "Hollow Knight: Silksong"),
    ],
)
def test_praise_and_questions_blame_nothing(slots_of, text, title):
    slots = slots_of(text)
    assert title in slots.like_titles
    assert slots.dislike_titles == ()


def test_a_part_of_a_game_is_no_verdict_on_it(slots_of):
    assert slots_of("gta casino heist with friends").dislike_titles == ()
    assert slots_of("gta is just a casino now").dislike_titles == ("Grand Theft Auto V",)


@pytest.mark.parametrize(
    "text",
    [
        "i want hades but they are out of my budget",
        "i'd love hades but it's too expensive",
        "hades costs too much, something like it",
    ],
)
def test_what_is_wished_for_and_too_dear_is_not_blamed(slots_of, text):
    slots = slots_of(text)

    assert slots.like_titles == ("Hades",)
    assert slots.dislike_titles == ()


def test_a_price_alone_or_a_no_praises_nothing(slots_of):
    assert slots_of("hades is too dear").like_titles == ()
    assert slots_of("i don't want hades, it's too expensive").like_titles == ()


@pytest.mark.parametrize(
    "text", ["i'll save hades for the holidays", "it's basically hades", "too tired for hades tonight"]
)
def test_what_is_put_off_compared_or_too_much_tonight_is_no_wish(slots_of, text):
    assert slots_of(text).like_titles == ()
