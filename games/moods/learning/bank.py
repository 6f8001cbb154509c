"""What the moods are learnt from: descriptions that we wrote, and the demo catalogue as its editors judged it.

A bank file holds blocks. A block's head names a kind of game, its genres, and how well such games suit the
moods, 0…10; a mood that is not named gets 0. Each further line is one description, with a made-up title
before a colon where that is usual for the kind:

    ## farm life | simulation, farming | chill 10, tired 7
    Lantern Acre: Inherit your aunt's overgrown farm …

Traps are blocks like any other: calm titles on hectic games, software, horror in quiet words.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from games.vocabulary import GENRES, MOODS

_DATA = Path(__file__).parents[2] / "data"
BANK = _DATA / "mood_bank"
DEMO = _DATA / "demo_catalogue.csv"
# Editors name the moods a game is made for; of the others they have said little.
_UNNAMED_BY_EDITOR = 0.15
_TITLED = re.compile(r"([A-Z][^:.]{1,27}): (.+)")


@dataclass(frozen=True)
class Described:
    """A game as far as its moods are told from it."""

    title: str = ""
    text: str = ""
    genres: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    def as_text(self) -> str:
        """Put together as the text of a game is for its vector."""
        lines = (self.title, self.text, _words(self.genres), _words(self.tags))
        return ". ".join(line.strip().rstrip(".") for line in lines if line.strip())


@dataclass(frozen=True)
class Example:
    game: Described
    moods: tuple[float, ...]  # 0…1 in the order of the vocabulary


def read_examples(bank: Path = BANK, demo: Path = DEMO) -> list[Example]:
    found: list[Example] = []
    for path in sorted(bank.glob("*.txt")):
        found += _of_bank(path)
    with demo.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found.append(_of_demo(row))
    return found


def _of_bank(path: Path) -> Iterator[Example]:
    genres: tuple[str, ...] = ()
    moods = (0.0,) * len(MOODS)
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("## "):
            try:
                genres, moods = _head(line[3:])
            except ValueError as error:
                raise ValueError(f"{path.name}, line {number}: {error}") from None
        elif line.strip():
            titled = _TITLED.fullmatch(line)
            title, text = titled.groups() if titled else ("", line)
            # A record seldom has more than two of the genres that a kind may have.
            yield Example(Described(title, text, genres[:2]), moods)


def _head(line: str) -> tuple[tuple[str, ...], tuple[float, ...]]:
    _, genre_cell, mood_cell = (part.strip() for part in line.split("|"))
    genres = tuple(word.strip() for word in genre_cell.split(","))
    told = dict(word.split() for word in mood_cell.split(","))
    if unknown := [word for word in genres if word not in GENRES] + [word for word in told if word not in MOODS]:
        raise ValueError(f"unknown words {unknown}")
    return genres, tuple(int(told.get(mood, "0")) / 10 for mood in MOODS)


def _of_demo(row: Mapping[str, str]) -> Example:
    told = dict(pair.split(":") for pair in row["mood_fit"].split(";") if pair)
    moods = tuple(float(told.get(mood, _UNNAMED_BY_EDITOR)) for mood in MOODS)
    return Example(Described(row["title"], row["summary"], tuple(row["genres"].split(";"))), moods)


def _words(keys: tuple[str, ...]) -> str:
    return ", ".join(key.replace("-", " ") for key in keys)
