"""The keys that the whole product speaks in: moods, platforms, genres, player modes.

Keys are code, for rules and vectors refer to them; labels, phrases and needs are rows
(Mood, Platform, Genre), for editors change those.
"""

from __future__ import annotations

MOODS = (
    "chill", "tired", "stressed", "sad", "lonely", "angry", "bored", "happy",
    "hyped", "competitive", "adventurous", "nostalgic", "creative", "spooky", "brainy", "silly",
)  # fmt: skip

# Platform key -> family. Stores sell to a family: one Steam price serves pc, mac, linux and Deck.
PLATFORM_FAMILIES: dict[str, str] = {
    "pc": "pc", "mac": "pc", "linux": "pc", "steam-deck": "pc",
    "ps4": "playstation", "ps5": "playstation",
    "xbox-one": "xbox", "xbox-series": "xbox",
    "switch": "nintendo", "switch-2": "nintendo",
    "ios": "ios", "android": "android",
    "vr": "vr", "browser": "browser",
}  # fmt: skip
PLATFORMS = tuple(PLATFORM_FAMILIES)
FAMILIES = tuple(dict.fromkeys(PLATFORM_FAMILIES.values()))

GENRES = (
    "action", "adventure", "rpg", "strategy", "simulation", "sports", "racing", "puzzle", "platformer",
    "shooter", "fighting", "horror", "survival", "sandbox", "roguelike", "metroidvania", "visual-novel",
    "rhythm", "card", "party", "mmo", "moba", "battle-royale", "farming", "city-builder", "tower-defense",
    "stealth", "open-world", "idle", "soulslike", "story-rich",
)  # fmt: skip

# What tells of a hard game whose difficulty nobody noted: the genre itself, or a tag.
HARD_BY_NATURE = ("soulslike",)
HARD_TAGS = ("difficult", "demanding", "hard", "punishing", "unforgiving", "souls-like", "permadeath", "precision")

PLAYER_MODES = ("solo", "coop", "versus")
# A wish, not a property: several people, with or against each other.
TOGETHER = "together"


def families_of(platforms: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """The store families that sell for these platforms, in vocabulary order."""
    wanted = {PLATFORM_FAMILIES[key] for key in platforms if key in PLATFORM_FAMILIES}
    return tuple(family for family in FAMILIES if family in wanted)
