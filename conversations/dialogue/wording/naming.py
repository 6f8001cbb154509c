"""Keys as people say them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from games import themes
from games.vocabulary import families_of

_PLATFORMS = {
    "pc": "PC", "mac": "Mac", "linux": "Linux", "steam-deck": "Steam Deck", "ps4": "PS4", "ps5": "PS5",
    "xbox-one": "Xbox One", "xbox-series": "Xbox Series", "switch": "Switch", "switch-2": "Switch 2",
    "ios": "iOS", "android": "Android", "vr": "VR", "browser": "browser",
}  # fmt: skip
_GENRES = {
    "rpg": "RPGs", "mmo": "MMOs", "moba": "MOBAs", "visual-novel": "visual novels", "battle-royale": "battle royale",
    "city-builder": "city builders", "tower-defense": "tower defense", "open-world": "open world",
    "story-rich": "story games", "shooter": "shooters", "soulslike": "soulslikes", "roguelike": "roguelikes",
    "metroidvania": "metroidvanias", "platformer": "platformers", "puzzle": "puzzle games", "card": "card games",
    "party": "party games", "idle": "idle games", "sports": "sports games",
}  # fmt: skip
_MODES = {"solo": "solo", "coop": "co-op", "versus": "versus"}
_FAMILIES = {
    "pc": "PC", "playstation": "PlayStation", "xbox": "Xbox", "nintendo": "Switch", "ios": "iOS", "android": "Android",
    "vr": "VR", "browser": "browser",
}  # fmt: skip


def platform(key: str) -> str:
    return _PLATFORMS.get(key, key.replace("-", " "))


def genre(key: str) -> str:
    """Or a theme: to whoever names what they do not want the two are one."""
    return _GENRES.get(key) or themes.label_of(key)


def mode(key: str) -> str:
    return _MODES.get(key, key)


def where(mode: str, tags: Iterable[str]) -> str:
    """ " on the couch", " online": in one room or over the net, where the record tells."""
    named = {"coop": ("couch-coop", "online-coop"), "versus": ("couch-versus", "online")}.get(mode, ())
    told = [words for tag, words in zip(named, ("on the couch", "online"), strict=False) if tag in tags]
    return f" {joined(told)}" if told else ""


def platforms_of(game: Sequence[str], asked: Sequence[str]) -> tuple[str, ...]:
    """Which machines to name beside a game: those that were asked for, else every family it is on."""
    if named := [key for key in game if key in asked]:
        return tuple(platform(key) for key in named)
    return tuple(_FAMILIES[family] for family in families_of(list(game)))


def joined(words: Iterable[str], last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    *rest, end = [*words] or [""]
    return f"{', '.join(rest)} {last} {end}" if rest else end


def hours(value: object) -> str:
    """ "8 hours", "1.5 hours" from a record's number."""
    number = f"{value:g}" if isinstance(value, float) else f"{float(str(value)):g}"
    return "1 hour" if number == "1" else f"{number} hours"
