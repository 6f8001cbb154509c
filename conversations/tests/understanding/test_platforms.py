from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "platforms"),
    [
        ("got anything for xbox", {"xbox-one", "xbox-series"}),
        ("series s only", {"xbox-series"}),
        ("xbox one please", {"xbox-one"}),
        ("im on playstation", {"ps4", "ps5"}),
        ("ps4 or 5", {"ps4", "ps5"}),
        ("PS5!!", {"ps5"}),
        ("play station 5", {"ps5"}),
        ("on my phone pls", {"ios", "android"}),
        ("mobile pe koi game", {"ios", "android"}),
        ("something for my ipad", {"ios"}),
        ("old laptop here", {"pc"}),
        ("on steam", {"pc"}),
        ("steam deck", {"steam-deck"}),
        ("macbook air", {"mac"}),
        ("any linux games", {"linux"}),
        ("nintendo switch lite", {"switch"}),
        ("switch 2", {"switch-2"}),
        ("i have a switch and a pc", {"switch", "pc"}),
        ("quest 3 or psvr2", {"vr"}),
        ("in the browser at work", {"browser"}),
        ("chromebook", {"browser"}),
        ("ps2 vibes but on ps5", {"ps5"}),
        ("tengo una ps4 y un movil", {"ps4", "ios", "android"}),
        ("swicth game under 10", set()),
        ("switch to ps5 games, i sold my pc", {"ps5"}),
        ("switch to pc pls", {"pc"}),
    ],
)
def test_machines_are_known_by_what_people_call_them(slots_of, text, platforms):
    if text.startswith("swicth"):
        platforms = {"switch"}  # a slip of the keys is put right first
    assert set(slots_of(text).platforms) == platforms


@pytest.mark.parametrize(
    "text",
    [
        "i want to switch my brain off",
        "can we switch to something calmer",
        "lets switch it up",
        "need to blow off some steam",
        "about to throw my laptop out of the window",
        "deck builder please",
        "gameboy advance was my childhood",
        "mac and cheese night",
        "my phone just died",
        "finish the side quest",
    ],
)
def test_a_word_that_only_sounds_like_a_machine_is_none(slots_of, text):
    assert slots_of(text).platforms == ()


@pytest.mark.parametrize(
    ("text", "wanted", "refused"),
    [
        ("not on pc", set(), {"pc"}),
        ("i dont have a ps5, only xbox one", {"xbox-one"}, {"ps5"}),
        ("on switch instead of pc", {"switch"}, {"pc"}),
        ("my pc died so phone it is", {"ios", "android"}, {"pc"}),
        ("sold my xbox, just ps4 now", {"ps4"}, {"xbox-one", "xbox-series"}),
        ("must not melt my laptop", {"pc"}, set()),
    ],
)
def test_a_machine_can_be_ruled_out(slots_of, text, wanted, refused):
    slots = slots_of(text)

    assert set(slots.platforms) == wanted
    assert set(slots.exclude_platforms) == refused
