"""Readings that were wrong once, each with its like, so that the mending is of a kind and not of a line."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    "text", ["not in the mood for pvp", "im not really up for pvp tonight", "not looking for 1v1 stuff"]
)
def test_company_that_is_refused_is_not_wished_for(slots_of, text):
    assert slots_of(text).player_mode == ""


@pytest.mark.parametrize(
    "text",
    ["my heart is racing", "my mind is racing and i cant sleep", "thoughts keep racing", "heart's been racing all day"],
)
def test_a_racing_heart_is_no_racing_game(slots_of, text):
    assert slots_of(text).genres == ()


def test_racing_still_is_a_kind_of_game(slots_of):
    assert slots_of("my heart says racing game").genres == ("racing",)


@pytest.mark.parametrize(("text", "currency"), [("R300", "ZAR"), ("R250 max", "ZAR"), ("₩20000", "KRW")])
def test_a_sign_before_the_amount_names_the_currency(slots_of, text, currency):
    assert slots_of(text).currency == currency


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("similar to The Witcher III", "The Witcher 3: Wild Hunt"),
        ("loved dark souls iii", "Dark Souls III"),
        ("like final fantasy vii", "Final Fantasy VII"),
    ],
)
def test_roman_numerals_are_numerals(slots_of, text, title):
    assert slots_of(text).like_titles == (title,)


def test_inside_is_a_place_when_it_rains_and_a_title_when_loved(slots_of):
    assert slots_of("something to play inside when it rains").like_titles == ()
    assert slots_of("loved inside, more like that").like_titles == ("Inside",)


def test_nothing_like_a_title_refuses_it_and_there_is_nothing_like_it_praises(slots_of):
    assert slots_of("nothing like fortnite").dislike_titles == ("Fortnite",)
    assert slots_of("theres nothing like minecraft, want more like it").like_titles == ("Minecraft",)


@pytest.mark.parametrize("text", ["hit me again", "loved it, hit me again"])
def test_another_suggestion_is_no_permission_to_write_first(reading_of, text):
    assert reading_of(text, after="Hades").intent != "start"


def test_permission_to_write_first_is_heard(reading_of):
    assert reading_of("ok you can text me again").intent == "start"


def test_numbers_that_are_no_wish_and_those_that_are(slots_of):
    assert slots_of("signalis lives in my head rent free").price_max is None
    assert slots_of("doom type thing, pc, no budget issue").price_max is None
    assert slots_of("something for the two of us, like 10 each").price_max == 10
    assert slots_of("got an hour and 20").session_minutes == 80
    assert slots_of("cant focus more than ten minutes on anything").session_minutes == 10
    assert slots_of("ive got 30 before work").session_minutes == 30


def test_an_old_machine_and_an_immersive_sim_are_no_wishes(slots_of):
    assert slots_of("used to play aoe2 on dads beige pc").platforms == ()
    assert slots_of("immersive sims pls").genres == ()
    assert slots_of("no more souls please").exclude_genres == ("soulslike",)


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("smth slow to share a screen with", "coop"),
        ("ranked, me against the world", "versus"),
        ("im a lone wolf", "solo"),
    ],
)
def test_company_told_in_a_picture(slots_of, text, mode):
    assert slots_of(text).player_mode == mode


def test_a_word_made_of_two_is_no_slip_of_a_third(known):
    assert known.correct("underrated") == "underrated"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tierd", "tired"),  # no other form of "tier"
        ("boerd", "bored"),
        ("moved", "moved"),
        ("realy", "really"),  # said more than "ready"
        ("nostaljic", "nostalgic"),
        ("diferente", "different"),
    ],
)
def test_of_words_as_near_as_each_other_the_one_said_most_is_meant(known, typed, meant):
    assert known.correct(typed) == meant


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("im so tierd need a gaem", "tired"),
        ("smthng chil on swich", "chill"),
        ("adventrous mood, open wrold pls", "adventurous"),
        ("gimme sumthing cozzy", "chill"),
    ],
)
def test_a_mood_is_read_through_typing_in_a_hurry(reading_of, text, mood):
    assert reading_of(text).mood == mood


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("dont want anything sad", "refine"),
        ("compare it with the first one", "details"),
        ("ye wala acha hai", "like"),
        ("no me gusta", "dislike"),
    ],
)
def test_what_is_said_of_a_suggestion_is_about_it(reading_of, text, intent):
    assert reading_of(text, after="Hades").intent == intent


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("too drunk for strategy", ("strategy",)),
        ("platformer burnout is real, what else", ("platformer",)),
        ("card games and me dont mix", ("card",)),
        ("i dont care for survival games", ("survival",)),
        ("puzzles make my head hurt", ("puzzle",)),
        ("zero interest in battle royale", ("battle-royale",)),
        ("open worlds, mmos, gacha: skip all that", ("open-world", "mmo")),
    ],
)
def test_a_genre_is_refused_in_many_ways(slots_of, text, refused):
    slots = slots_of(text)

    assert set(slots.exclude_genres) == set(refused)
    assert slots.genres == ()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("never tried a visual novel, is there an easy one", ("visual-novel",)),
        ("cant do scary stuff alone, so coop horror with my sister", ("horror",)),
        ("football is on telly all evening so i need a game", ()),
        ("we like escape rooms", ()),
    ],
)
def test_what_only_looks_like_a_refusal_or_a_wish_is_none(slots_of, text, wanted):
    slots = slots_of(text)

    assert (slots.genres, slots.exclude_genres) == (wanted, ())


@pytest.mark.parametrize(
    ("text", "platforms"),
    [
        ("algo fofo no pc, ate 30 reais", ("pc",)),
        ("cari game santai di hp", ("ios", "android")),
        ("switch it to something short", ()),
        ("rearranging my desktop icons again", ()),
        ("we have two switches in the office", ("switch",)),
    ],
)
def test_machines_in_other_tongues_and_words_that_are_none(slots_of, text, platforms):
    assert slots_of(text).platforms == platforms


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("70 bucks is nuts, 35 tops", 35),
        ("500 ke andar", 500),
        ("three kids under 5 asleep at last", None),
        ("smoke free since june, cancer free as of today", None),
    ],
)
def test_a_price_is_what_may_be_paid(slots_of, text, price):
    assert slots_of(text).price_max == price


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("coffee and an hour n a half", 90),
        ("16 hrs on the tractor today", None),
        ("3 hrs of daylight up here", None),
        ("we scroll the store for an hour every night", None),
        ("we're 6 hours deep", None),
    ],
)
def test_hours_of_something_else_are_no_time_to_play(slots_of, text, minutes):
    assert slots_of(text).session_minutes == minutes


@pytest.mark.parametrize("text", ["duels against real people please", "Customer service for 8 hours. I need an axe."])
def test_people_in_a_wish_are_nobody_to_be_handed_over_to(reading_of, text):
    assert reading_of(text).intent == "recommend"


def test_chats_that_shall_be_gone_are_deleted(reading_of):
    assert reading_of("i want my chat logs gone").intent == "erase"


@pytest.mark.parametrize(
    "text",
    ["something cozy for burnout", "i need a relaxing game for my burnout", "chill game for information overload"],
)
def test_what_somebody_is_worn_out_by_does_not_refuse_their_wish(reading_of, text):
    assert reading_of(text).mood == "chill"


def test_a_kind_of_game_one_is_worn_out_by_is_refused(slots_of):
    assert slots_of("platformer burnout, give me something else").exclude_genres == ("platformer",)


@pytest.mark.parametrize(
    "text",
    ["in due time", "in due course something calm", "a cousin told me about it", "i have a cousin who hates games",
     "mon frere est plus fort que moi", "something like elden ring but with spare controller support",
     "the dm me only thing"],
)  # fmt: skip
def test_words_of_one_tongue_name_no_company_in_another(slots_of, text):
    assert slots_of(text).player_mode == ""


def test_a_club_that_is_run_and_an_escape_room_are_kinds_of_games(slots_of):
    assert slots_of("i want to run a football club").genres == ("simulation",)
    assert slots_of("escape room style game").genres == ("puzzle",)
    assert slots_of("football club lost again").genres == ()


@pytest.mark.parametrize(
    ("text", "price"), [("coop for 2 players under 20", 20), ("3 kids under 5 need something", None)]
)
def test_players_have_a_budget_and_children_an_age(slots_of, text, price):
    assert slots_of(text).price_max == price
