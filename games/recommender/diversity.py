"""Three picks that are not three times the same game. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from games.recommender.types import Candidate, GameFacts

# What two alike games lose against a third that is different: less than a clear lead in fit.
_ALIKE_COSTS = 0.16
_EDITIONS = re.compile(
    r"(?<=\s)(?:"
    r"(?:game of the year|goty|definitive|complete|enhanced|ultimate|deluxe|special|anniversary|gold|legendary|"
    r"standard|remastered|director'?s cut|collector'?s|extended|royal|final|episode|season|chapter|part|vol|volume)\b.*"
    r"|(?:remaster|remake|hd|redux|vr|edition|collection|dlc|demo|pack)\b)"
)
_NUMERALS = re.compile(r"\b(?:\d+|i{1,3}|iv|v|vi{1,3}|ix|x)\b$")
_NO_LETTERS = re.compile(r"[^\w\s]+")


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
    return min(0.7 * shared + (0.3 if same_studio else 0.0), 1.0)


def spread(ranked: Sequence[Candidate], limit: int) -> list[Candidate]:
    """Always the one that is best after what it repeats of those before; one of a series; by falling score."""
    left, chosen = list(ranked), list[Candidate]()
    while left and len(chosen) < limit:
        best = max(left, key=lambda candidate: candidate.score - _ALIKE_COSTS * _nearest(candidate, chosen))
        chosen.append(best)
        series = series_of(best.facts.title)
        left = [other for other in left if series_of(other.facts.title) != series]
    return sorted(chosen, key=lambda candidate: -candidate.score)


def _nearest(candidate: Candidate, chosen: Sequence[Candidate]) -> float:
    return max((likeness(candidate.facts, other.facts) for other in chosen), default=0.0)
