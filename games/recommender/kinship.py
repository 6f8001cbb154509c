"""How much of one game's character another shares, by genres and tags. Pure."""

from __future__ import annotations

from collections.abc import Iterable

# True of half the catalogue: no likeness worth a word, and little weight.
SAYS_LITTLE = frozenset(
    {"action", "adventure", "indie", "arcade", "simulation", "strategy", "singleplayer", "multiplayer",
     "solo", "online", "coop", "co-op", "online-coop", "couch-coop", "pixel-art", "free-to-play", "short", "quick"}
)  # fmt: skip
_LITTLE = 0.25
# What the loved game has and the other lacks is missed more than what the other has besides.
_MISSED, _BESIDES = 0.65, 0.35


def kinship(other: Iterable[str], *, to: Iterable[str]) -> float:
    """0…1: the weighted share of genres and tags that ``other`` has of ``to``, after Tversky's index."""
    own, loved = set(other), set(to)
    shared = _weight(own & loved)
    whole = shared + _MISSED * _weight(loved - own) + _BESIDES * _weight(own - loved)
    return shared / whole if whole else 0.0


def _weight(words: Iterable[str]) -> float:
    return sum(_LITTLE if word in SAYS_LITTLE else 1.0 for word in words)
