"""Which titles belong to one series or are one game in several editions, by their words alone."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

from games.collaborative.types import Ints

_EDITIONS = re.compile(
    r"\b(multiplayer|single ?player|zombies|goty|game of the year|edition|enhanced|deluxe|gold|complete|definitive"
    r"|remastered|beta|demo|eu|na|mp|sp|hd|free to play|new steam version|director ?s cut|collection|pack|ultimate"
    r"|standard|special|platinum|digital|public test|test server|soundtrack)\b"
)
_EMPTY_WORDS = frozenset({"the", "of", "and", "a", "an", "in", "to", "for", "my"})
# A first word that so many titles share names no series ("super", "space").
_MOST_OF_ONE_WORD, _MOST_OF_A_SERIES = 12, 60


def plain(title: str) -> str:
    """Small letters and digits, words apart: what two ways to write a title have in common."""
    letters = unicodedata.normalize("NFKD", title.casefold().replace("&", " and ").replace("™", "").replace("®", ""))
    letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    letters = re.sub(r"\((tm|r)\)|['’`]", "", letters)
    return " ".join(re.sub(r"[^a-z0-9]+", " ", letters).split())


def without_edition(title: str) -> str:
    """The plain title less what tells editions apart, or all of it if nothing is left."""
    words = plain(title)
    return " ".join(_EDITIONS.sub(" ", words).split()) or words


def series_numbers(titles: Sequence[str]) -> Ints:
    """A number for each title, the same for one series; -1 where it stands alone.

    Titles belong together that begin with the same two words that mean something, or with one rare word.
    """
    begins = []
    for title in titles:
        words = [word for word in without_edition(title).split() if word not in _EMPTY_WORDS]
        begins.append(tuple(words[:2]))
    firsts = Counter(key[0] for key in begins if key)
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, key in enumerate(begins):
        if key:
            groups[key[:1] if firsts[key[0]] <= _MOST_OF_ONE_WORD else key].append(index)
    numbers = np.full(len(titles), -1, dtype=np.int64)
    for number, members in enumerate(groups.values()):
        if 1 < len(members) <= _MOST_OF_A_SERIES:
            numbers[members] = number
    return numbers


def numbers_of(names: Sequence[str]) -> Ints:
    """The same number for the same name, -1 for none."""
    numbers = {name: number for number, name in enumerate(sorted({name for name in names if name}))}
    return np.array([numbers.get(name, -1) for name in names], dtype=np.int64)
