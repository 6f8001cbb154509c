"""Which titles are one game in several editions, or belong to one series, by their words alone. Pure."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

from games.collaborative.types import Ints

# What tells editions of a game apart, add-ons and samples among them; never the first word of a title.
_EDITIONS = re.compile(
    r"(?<=\s)(?:game of the year|free to play|new steam version|director ?s cut|single ?player|public test|test server"
    r"|multiplayer|zombies|goty|edition|enhanced|deluxe|gold|complete|definitive|ultimate|standard|special|anniversary"
    r"|collectors?|legendary|platinum|digital|remaster(?:ed)?|remake|redux|beta|demo|eu|na|mp|sp|hd|vr|dlc|collection"
    r"|pack|soundtrack)\b"
)
# From here on a title speaks of the edition or of the part, where it tells which game of a series this is no more.
_PARTS = re.compile(r"(?<=\s)(?:extended|royal|final|episode|season|chapter|part|vol|volume)\b.*")
_NUMERAL = re.compile(r"(?<=\s)(?:\d+|i{1,3}|iv|v|vi{1,3}|ix|x)$")
_SUBTITLE = re.compile(r":|\s[-–—]\s|\(")
_EMPTY_WORDS = frozenset({"the", "of", "and", "a", "an", "in", "to", "for", "my"})
# A first word that so many titles share names no series ("super", "space").
_MOST_OF_ONE_WORD, _MOST_OF_A_SERIES = 12, 60


def plain(title: str) -> str:
    """Small letters and digits, words apart: what two ways to write a title have in common."""
    letters = unicodedata.normalize("NFKD", title.casefold().replace("&", " and ").replace("™", "").replace("®", ""))
    letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    letters = re.sub(r"\((tm|r)\)|['’`]", "", letters)
    return " ".join(re.sub(r"[\W_]+", " ", letters).split())


def without_edition(title: str) -> str:
    """The plain title less what tells editions apart, or all of it if nothing is left."""
    words = plain(title)
    return " ".join(_EDITIONS.sub(" ", words).split()) or words


@functools.lru_cache(maxsize=16_384)
def series_of(title: str) -> str:
    """A key that a title shares with its sequels, editions and add-ons: "portal" for "Portal 2"."""
    head = _PARTS.sub("", without_edition(_SUBTITLE.split(title)[0])).strip()
    return _NUMERAL.sub("", head).strip() or plain(title) or title.strip()


def series_numbers(titles: Sequence[str]) -> Ints:
    """A number for each title, the same for one series; -1 where it stands alone.

    Looser than ``series_of``, for it only says that games have to do with each other: titles belong together that
    begin with the same two words that mean something, or with one rare word.
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
