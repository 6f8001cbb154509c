"""Is a record a game of its own, or something beside one? Pure.

An add-on is of no use to who lacks the game, a demo or prologue is soon over, a tool is no game. Such a record
keeps its place in the catalogue and gets a tag that halves its quality; an editor can take the tag off again.
Editions that hold a whole game with its additions are games.
"""

from __future__ import annotations

from collections.abc import Iterable

from games.catalogue.wording import mentions, words

ADD_ON, DEMO, SOFTWARE = "add-on", "demo", "software"
SIDE_PRODUCTS = frozenset({ADD_ON, DEMO, SOFTWARE})

_WHOLE_EDITION = words(r"edition|collection|trilogy|anthology|complete|remastered|bundle|quest|gold|triple")
_ADD_ON_TITLE = words(
    r"dlc(?: pack)?(?: \d+)?|expansion(?: pass| pack| set)?|season pass|course pass|character pack|costume pack|"
    r"map pack|content pack|mission pack|stuff pack|aquatic pack|add-on|original soundtrack|soundtrack|artbook"
)
_PACK_AT_THE_END = words(r"\w+: [\w' -]+ pack")
_ADD_ON_SUMMARY = words(
    r"(?:is|as) (?:a|an|the)(?: [\w'-]+){0,4} (?:expansion(?: pack| set)?|add-on|dlc|downloadable content|"
    r"content pack|episode pack)|expansion(?: pack)? (?:for|to) (?!your|the (?:next|whole))|"
    r"(?:downloadable content|dlc|add-on)(?: pack)? (?:for|to)|requires the (?:base|original|full) game|"
    r"base game (?:is )?required|this (?:expansion|dlc|add-on|content pack)|official soundtrack"
)
_DEMO_TITLE = words(r"demo|prologue|playtest|open beta|closed beta|public test|trial version|p\.t\.")
_DEMO_SUMMARY = words(r"free (?:demo|prologue)|playable (?:teaser|demo)|demo version of")
_SOFTWARE = words(
    r"(?:is|as) (?:a|an|the)(?: [\w'-]+){0,3} (?:utility|screensaver|benchmark|video editor|voice changer|"
    r"media player)|(?:animation|modell?ing|drawing|editing|streaming|rendering) software|wallpaper engine"
)
_STANDS_ALONE = words(r"stand-?alone")


def side_product(*, title: str, summary: str) -> str:
    """The tag that says what it is, or "" for a game."""
    name, told = title.lower(), summary.lower()[:400]
    if not mentions(_WHOLE_EDITION, name):
        if (
            mentions(_ADD_ON_TITLE, name)
            or mentions(_PACK_AT_THE_END, name)
            or (mentions(_ADD_ON_SUMMARY, told) and not mentions(_STANDS_ALONE, told))
        ):
            return ADD_ON
        if mentions(_DEMO_TITLE, name) or mentions(_DEMO_SUMMARY, told):
            return DEMO
    return SOFTWARE if mentions(_SOFTWARE, told[:200]) else ""


def is_side_product(tags: Iterable[str]) -> bool:
    return not SIDE_PRODUCTS.isdisjoint(tags)
