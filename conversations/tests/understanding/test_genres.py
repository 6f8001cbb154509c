from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "genres"),
    [
        ("a farming game", {"farming"}),
        ("some jrpg for the weekend", {"rpg"}),
        ("deckbuilder or roguelite", {"card", "roguelike"}),
        ("FPS", {"shooter"}),
        ("hack n slash", {"action"}),
        ("kart racer for the family", {"racing"}),
        ("city builders", {"city-builder"}),
        ("a visual novel with good music", {"visual-novel"}),
        ("tower defence on android", {"tower-defense"}),
        ("soulslike but short", {"soulslike"}),
        ("4x on linux", {"strategy"}),
        ("party game for six", {"party"}),
        ("golf or tennis", {"sports"}),
        ("something with a good story", {"story-rich"}),
        ("open world rpg", {"open-world", "rpg"}),
        ("point and click", {"adventure"}),
        ("survival horror", {"horror", "survival"}),
        ("clicker", {"idle"}),
        ("metroidvannia", {"metroidvania"}),
        ("colourful platformer?", {"platformer"}),
        ("juego de carreras", {"racing"}),
        ("bhoot wala", {"horror"}),
    ],
)
def test_kinds_of_games_are_known_by_what_people_call_them(slots_of, text, genres):
    assert set(slots_of(text).genres) == genres


@pytest.mark.parametrize(
    "text",
    [
        "was at a party last night",
        "long story short im tired",
        "fighting with my brother again",
        "lost the football match",
        "i love how your party members talk",
        "my credit card got declined",
        "want an adventure of a lifetime",
    ],
)
def test_an_idiom_asks_for_no_genre(slots_of, text):
    assert slots_of(text).genres == ()


@pytest.mark.parametrize(
    ("text", "wanted", "refused"),
    [
        ("anything but shooters", set(), {"shooter"}),
        ("no horror or zombies please, puzzle maybe", {"puzzle"}, {"horror"}),
        ("not a shooter, something like a platformer", {"platformer"}, {"shooter"}),
        ("no horror, shooters or sports", set(), {"horror", "shooter", "sports"}),
        ("dont want another roguelike", set(), {"roguelike"}),
        ("i dont really want an mmo, more an rpg", {"rpg"}, {"mmo"}),
        ("im tired of card games", set(), {"card"}),
        ("done with mobas, give me a shooter", {"shooter"}, {"moba"}),
        ("battle royale nahi chahiye", set(), {"battle-royale"}),
        ("horror is a no for me", set(), {"horror"}),
        ("fps games give me motion sickness", set(), {"shooter"}),
        ("stop giving me horror", set(), {"horror"}),
        ("rpg without turn based strategy", {"rpg"}, {"strategy"}),
        ("racing instead of sports", {"racing"}, {"sports"}),
        ("sin disparos, un puzzle", {"puzzle"}, {"shooter"}),
        ("not sure, maybe a shooter", {"shooter"}, set()),
        ("i dont mind horror", {"horror"}, set()),
        ("less action more story", {"story-rich"}, {"action"}),
        ("cant get enough of platformers", {"platformer"}, set()),
    ],
)
def test_a_refusal_reaches_as_far_as_it_was_meant(slots_of, text, wanted, refused):
    slots = slots_of(text)

    assert set(slots.genres) == wanted
    assert set(slots.exclude_genres) == refused


@pytest.mark.parametrize(
    ("text", "refused"),
    [("sports stuff bores me to tears, racing too", {"sports", "racing"}), ("didn't ask for a puzzle...", {"puzzle"}),
     ("survival bores me and so do mobas", {"survival", "moba"}), ("less rpg more puzzle", {"rpg"}),
     ("hindi ako mahilig sa shooter", {"shooter"}), ("party games, no fighting o", {"fighting"})],
)  # fmt: skip
def test_what_bores_or_was_not_asked_for_is_ruled_out(slots_of, text, refused):
    assert set(slots_of(text).exclude_genres) == refused


@pytest.mark.parametrize(
    "text", ["party mode on, five friends", "three hours before the footy", "my card got declined again"]
)
def test_a_genres_name_in_an_idiom_is_none(slots_of, text):
    assert slots_of(text).genres == ()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("long story game for a flight", {"story-rich"}), ("someone to beat at football", {"sports"}), ("sim racing, wheel plugged in", {"simulation", "racing"}),
     ("i do want tactics and thinking", {"strategy"}), ("i need another fighter to lab", {"fighting"})],
)  # fmt: skip
def test_kinds_are_heard_as_people_say_them(slots_of, text, wanted):
    assert set(slots_of(text).genres) == wanted


@pytest.mark.parametrize(
    ("text", "genres"),
    [
        ("wanna race my dad", ("racing",)),
        ("card battles on the bus", ("card",)),
        ("table tennis in vr", ("sports",)),
        ("a boyfriend simulator lol", ()),
        ("why farms, i never mentioned farms", ("farming",)),
    ],
)
def test_kinds_are_known_by_what_is_done(slots_of, text, genres):
    slots = slots_of(text)

    assert slots.genres == genres
    assert slots.exclude_genres == ()


@pytest.mark.parametrize(
    "text", ["too nervous for horror", "way too old for horror", "horror is out of the question", "horror is out"]
)
def test_who_is_in_no_state_for_a_kind_wants_none_of_it(slots_of, text):
    assert slots_of(text).exclude_genres == ("horror",)


@pytest.mark.parametrize(
    "text", ["too expensive for a puzzle game", "what puzzle games are out on switch", "puzzles are out now?"]
)
def test_a_price_and_a_release_refuse_no_kind(slots_of, text):
    slots = slots_of(text)

    assert slots.genres == ("puzzle",)
    assert slots.exclude_genres == ()


@pytest.mark.parametrize(
    "text",
    ["smth w guns", "something with guns", "lots of guns", "diablo but with guns", "guns and explosions", "guns pls",
     "a proper shootout game with gunfights", "spiel mit waffen"],
)  # fmt: skip
def test_guns_are_wished_for_by_who_wants_shooters(slots_of, text):
    assert slots_of(text).genres == ("shooter",)


@pytest.mark.parametrize(
    "text",
    ["guns n roses soundtrack", "sun's out guns out", "no guns please", "something without guns", "sick of guns"],
)
def test_guns_that_are_refused_or_only_said_are_not(slots_of, text):
    assert slots_of(text).genres == ()


@pytest.mark.parametrize("text", ["he likes cars", "my nephew is mad about cars", "something with fast cars"])
def test_who_is_fond_of_cars_wants_to_race(slots_of, text):
    assert slots_of(text).genres == ("racing",)


@pytest.mark.parametrize("text", ["not into cars", "the cars outside keep me up"])
def test_cars_alone_are_no_wish(slots_of, text):
    assert slots_of(text).genres == ()


@pytest.mark.parametrize("text", ["we suck at shooters", "im terrible at platformers", "hopeless at puzzle games tbh"])
def test_who_is_no_good_at_a_kind_asks_for_none_of_it_and_for_ease(slots_of, text):
    slots = slots_of(text)

    assert slots.genres == ()
    assert slots.wants_easier


def test_who_is_no_good_at_a_kind_may_want_it_all_the_same(slots_of):
    assert slots_of("im bad at shooters but want to learn").genres == ("shooter",)
    assert slots_of("terrible at platformers, an easy one please").genres == ("platformer",)
