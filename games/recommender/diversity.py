"""Three picks that are not three times the same game. Pure."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from games.recommender.types import Candidate, GameFacts

# What two alike games lose against a third that is different: less than a clear lead in fit.
_ALIKE_COSTS = 0.16
_COMPARED = 40
_EDITIONS = re.compile(
    r"(?<=\s)(?:"
    r"(?:game of the year|goty|definitive|complete|enhanced|ultimate|deluxe|special|anniversary|gold|legendary|"
    r"standard|remastered|director'?s cut|collector'?s|extended|royal|final|episode|season|chapter|part|vol|volume)\b.*"
    r"|(?:remaster|remake|hd|redux|vr|edition|collection|dlc|demo|pack)\b)"
)
_NUMERALS = re.compile(r"\b(?:\d+|i{1,3}|iv|v|vi{1,3}|ix|x)\b$")
_NO_LETTERS = re.compile(r"[^\w\s]+")


@functools.lru_cache(maxsize=4096)
def series_of(title: str) -> str:
    """A key that a title shares with its sequels, editions and add-ons: "portal" for "Portal 2"."""
    words = title.casefold().replace("’", "'")
    head = re.split(r":|\s[-–—]\s|\(", words)[0]
    head = _EDITIONS.sub(" ", head)
    head = " ".join(_NO_LETTERS.sub(" ", head).split())
    shorter = _NUMERALS.sub("", head).strip()
    return shorter or head or words.strip()


def likeness(one: GameFacts, other: GameFacts) -> float:
    """0…1 by genres, tags and studio; 1 for the same series."""
    if series_of(one.title) == series_of(other.title):
        return 1.0
    ours, theirs = {*one.genres, *one.tags}, {*other.genres, *other.tags}
    shared = len(ours & theirs) / len(ours | theirs) if ours and theirs else 0.0
    same_studio = bool(one.studio) and one.studio.casefold() == other.studio.casefold()
    return min(0.7 * shared + (0.25 if same_studio else 0.0), 0.95)


def spread(ranked: Sequence[Candidate], limit: int) -> list[Candidate]:
    """Always the one that is best after what it repeats of those before; one of a series; by falling score.

    ``ranked`` comes best first. What stands far below cannot win by being different, so it is not compared.
    """
    left = list(ranked[: _COMPARED + 4 * limit])
    nearest = [0.0] * len(left)
    chosen: list[Candidate] = []
    while left and len(chosen) < limit:
        place = max(range(len(left)), key=lambda index: left[index].score - _ALIKE_COSTS * nearest[index])
        best = left[place]
        chosen.append(best)
        alike = [likeness(best.facts, other.facts) for other in left]
        # The same series counts as the very same; that takes ``best`` itself out too.
        kept = [index for index, value in enumerate(alike) if value < 1.0 and index != place]
        nearest = [max(nearest[index], alike[index]) for index in kept]
        left = [left[index] for index in kept]
    return sorted(chosen, key=lambda candidate: -candidate.score)
