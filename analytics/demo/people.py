"""Who lives in the made-up past: what they love, when they have time, how they feel at that hour. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

import numpy as np
from numpy.typing import NDArray

from games.vocabulary import MOODS

_NAMES = (
    "Ada", "Bo", "Cleo", "Dev", "Eda", "Finn", "Gia", "Hugo", "Ines", "Jon", "Kira", "Levi", "Maya", "Noor", "Otis",
    "Pia", "Quinn", "Rosa", "Sami", "Tess", "Uma", "Vik", "Wren", "Xavi", "Yara", "Zeno", "Anouk", "Bram", "Carmen",
    "Darius", "Elif", "Femi", "Greta", "Hana", "Ivo", "Juno", "Kofi", "Lena", "Milo", "Nadia",
)  # fmt: skip
_ZONES = ("Europe/Berlin", "Europe/London", "Europe/Paris", "Europe/Madrid", "America/New_York")
_ZONE_SHARES = (0.35, 0.25, 0.15, 0.15, 0.1)
# Hours of a working day and of a weekend on which people find time, 0 to 23.
_WEEKDAY = np.array([3, 1, 1, 0, 0, 0, 1, 3, 4, 3, 2, 3, 5, 4, 2, 3, 4, 6, 9, 12, 14, 14, 11, 6], dtype=float)
_WEEKEND = np.array([6, 4, 2, 1, 0, 0, 1, 2, 4, 6, 8, 9, 9, 9, 10, 10, 10, 10, 10, 12, 13, 13, 11, 8], dtype=float)
# How much more often a mood is told in the morning, by day, in the evening, at night.
_BY_HOUR: Mapping[str, tuple[float, float, float, float]] = {
    "chill": (0.8, 0.8, 1.4, 1.0), "tired": (1.4, 0.5, 1.3, 2.0), "stressed": (1.0, 1.5, 1.1, 0.6),
    "sad": (0.6, 0.7, 1.0, 1.9), "lonely": (0.5, 0.6, 1.1, 2.2), "angry": (0.7, 1.2, 1.1, 0.7),
    "bored": (0.9, 1.8, 0.8, 0.9), "happy": (1.3, 1.2, 1.0, 0.6), "hyped": (0.6, 0.9, 1.5, 0.8),
    "competitive": (0.4, 0.8, 1.6, 1.0), "adventurous": (1.0, 1.1, 1.1, 0.6), "nostalgic": (0.8, 0.8, 1.1, 1.5),
    "creative": (1.3, 1.2, 0.9, 0.8), "spooky": (0.1, 0.3, 1.1, 3.0), "brainy": (1.5, 1.2, 0.9, 0.8),
    "silly": (0.6, 0.9, 1.3, 1.2),
}  # fmt: skip
_OFTEN = np.array([9, 8, 8, 4, 3, 2, 7, 5, 4, 4, 4, 3, 3, 3, 4, 3], dtype=float)  # in the order of MOODS
_AT_WEEKENDS = {"hyped": 1.6, "competitive": 1.4, "adventurous": 1.5, "silly": 1.4, "stressed": 0.45, "tired": 0.8}


@dataclass(frozen=True)
class Circle:
    """People of one taste. ``loves`` weighs genres and tags, ``feels`` moods that are theirs more than others'."""

    name: str
    share: float
    loves: Mapping[str, float]
    feels: Mapping[str, float]
    platforms: tuple[str, ...]
    minutes: int


CIRCLES = (
    Circle("cosy", 0.26, {"farming": 1, "cozy": 1, "wholesome": 0.9, "simulation": 0.6, "puzzle": 0.4, "sandbox": 0.4},
           {"chill": 2, "tired": 1.5, "stressed": 1.4, "creative": 1.5, "competitive": 0.2}, ("switch", "pc"), 45),
    Circle("competitive", 0.2, {"shooter": 1, "fighting": 0.9, "sports": 0.8, "racing": 0.7, "moba": 0.9,
                                "battle-royale": 0.9},
           {"competitive": 4, "hyped": 2.5, "angry": 1.5, "chill": 0.4}, ("ps5", "pc"), 60),
    Circle("story", 0.22, {"story-rich": 1, "rpg": 0.8, "adventure": 0.8, "visual-novel": 0.7, "open-world": 0.4},
           {"adventurous": 2.2, "nostalgic": 1.6, "sad": 1.4, "lonely": 1.4}, ("pc", "ps5"), 90),
    Circle("horror", 0.1, {"horror": 1, "survival": 0.8, "stealth": 0.5, "atmospheric": 0.5, "soulslike": 0.4},
           {"spooky": 6, "bored": 1.2, "happy": 0.5}, ("pc", "xbox-series"), 60),
    Circle("thinking", 0.14, {"strategy": 1, "city-builder": 0.9, "card": 0.8, "puzzle": 0.7, "tower-defense": 0.7,
                              "roguelike": 0.5},
           {"brainy": 4, "creative": 1.4, "silly": 0.5}, ("pc", "mac", "steam-deck"), 60),
    Circle("together", 0.08, {"party": 1, "couch-coop": 1, "rhythm": 0.6, "platformer": 0.6, "online-coop": 0.6},
           {"silly": 3.5, "happy": 2, "hyped": 1.5}, ("switch", "ps4"), 30),
)  # fmt: skip


@dataclass(frozen=True)
class Person:
    """``days_between`` is how long they stay away, ``patience`` of 1 how likely a disappointment is forgiven."""

    number: int
    name: str
    circle: int
    channel: str
    zone: str
    platforms: tuple[str, ...]
    came_at: datetime
    days_between: float
    patience: float
    chattiness: float
    said_yes: bool
    is_held_back: bool


def make_people(count: int, *, since: datetime, until: datetime, rng: np.random.Generator) -> list[Person]:
    """They come a little faster every week, more at weekends than not; the first quarter within the first days."""
    days = (until - since) / timedelta(days=1)
    shares = np.array([circle.share for circle in CIRCLES])
    found = []
    for number in range(count):
        circle = int(rng.choice(len(CIRCLES), p=shares / shares.sum()))
        machines = CIRCLES[circle].platforms
        place = days * (rng.beta(1, 9) if number < count // 4 else np.sqrt(rng.uniform(0.01, 1)))
        day = since + timedelta(days=min(float(place), days - 0.2))
        came_at = min(at_an_hour(day, rng), until - timedelta(minutes=float(rng.uniform(40, 300))))
        found.append(
            Person(
                number=number,
                name=_NAMES[int(rng.integers(len(_NAMES)))],
                circle=circle,
                channel="web" if rng.random() < 0.3 else "whatsapp",
                zone=str(rng.choice(_ZONES, p=_ZONE_SHARES)),
                platforms=machines[: int(rng.integers(1, len(machines) + 1))],
                came_at=came_at,
                days_between=float(rng.gamma(2.0, 2.6) + 0.6),
                patience=float(rng.beta(5, 2)),
                chattiness=float(rng.gamma(4.0, 0.25)),
                said_yes=bool(rng.random() < 0.62),
                is_held_back=bool(rng.random() < 0.08),
            )
        )
    return sorted(found, key=lambda person: person.came_at)


def at_an_hour(day: datetime, rng: np.random.Generator) -> datetime:
    """A minute of that day on which people write."""
    hour = drawn(np.cumsum(_WEEKEND if day.weekday() >= 5 else _WEEKDAY), rng)
    return day.replace(
        hour=hour, minute=int(rng.integers(60)), second=int(rng.integers(60)), microsecond=int(rng.integers(1_000_000))
    )


def mood_of(circle: int, at: datetime, rng: np.random.Generator, *, after: str = "") -> str:
    """How somebody of that taste feels at that hour; ``after`` is what they told before in the same talk."""
    part = 3 if at.hour < 5 or at.hour >= 23 else 0 if at.hour < 11 else 1 if at.hour < 17 else 2
    return MOODS[drawn(_moods(circle, part, at.weekday() >= 5, after), rng)]


def drawn(sums: NDArray[np.float64], rng: np.random.Generator) -> int:
    """A place, by shares of which ``sums`` are the running sums; many times as fast as ``rng.choice``."""
    return int(np.searchsorted(sums, rng.random() * sums[-1], side="right"))


@cache
def _moods(circle: int, part: int, is_weekend: bool, after: str) -> NDArray[np.float64]:
    weights = _OFTEN * [_BY_HOUR[mood][part] * CIRCLES[circle].feels.get(mood, 1.0) for mood in MOODS]
    if is_weekend:
        weights = weights * [_AT_WEEKENDS.get(mood, 1.0) for mood in MOODS]
    if after:
        near = _LIGHTER.get(after, ())
        weights = weights * [6.0 if mood in near else 0.0 if mood == after else 1.0 for mood in MOODS]
    return np.asarray(np.cumsum(weights))


# A talk does people good: where a mood tends to go from there.
_LIGHTER: Mapping[str, tuple[str, ...]] = {
    "stressed": ("chill", "tired"), "sad": ("nostalgic", "chill"), "lonely": ("happy", "silly"), "tired": ("chill",),
    "angry": ("competitive", "stressed"), "bored": ("adventurous", "hyped", "silly"), "happy": ("hyped", "silly"),
    "chill": ("creative", "happy"), "competitive": ("hyped",), "brainy": ("creative",),
}  # fmt: skip
