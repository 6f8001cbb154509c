"""Titles named as loved, looked up in the catalogue, and the one direction they point to."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from django.contrib.postgres.search import SearchQuery
from django.db.models import Q

from games.models import Game
from games.recommender.types import Vector
from games.recommender.wishes import LikedGame

_MOST_TITLES = 5
_CANDIDATES = 60
# Whose name stands before a title, which some leave out: "Sid Meier's Civilization VI". One word that is left
# names nothing by itself: "No Man's Sky" is not "Sky".
_OWNER = re.compile(r"^(?:[^\W\d_]+ [^\W\d_]+|marvel|disney)['’]s (?=\S+ \S)", re.IGNORECASE)


@dataclass(frozen=True)
class Liking:
    """``vector`` is the middle of all that was found, None if nothing points anywhere."""

    games: tuple[LikedGame, ...] = ()
    vector: Vector | None = None


def liking_of(titles: Sequence[str], *, encode: Callable[[str], Vector] | None) -> Liking:
    """A title that the catalogue does not have is understood by its text, where there is an encoder."""
    wanted = list(dict.fromkeys(title.strip() for title in titles if title.strip()))[:_MOST_TITLES]
    if not wanted:
        return Liking()
    games, vectors = [], []
    rows = _rows(wanted)
    for title in wanted:
        if row := _best(title, rows):
            games.append(LikedGame(row.pk, row.title, tuple(row.genres), tuple(row.tags), row.studio))
            if row.embedding is not None:
                vectors.append(_unit(np.asarray(row.embedding, dtype=np.float32)))
        elif encode is not None:
            vectors.append(encode(title))
    unique = {game.game_id: game for game in games}
    return Liking(tuple(unique.values()), _unit(np.mean(vectors, axis=0)) if vectors else None)


def _rows(titles: Sequence[str]) -> list[Game]:
    """Every game whose title holds one of the titles as a phrase, in one statement."""
    match = Q()
    for title in titles:
        match |= Q(search=SearchQuery(_without_owner(title), config="simple", search_type="phrase"))
    fields = ("title", "genres", "tags", "studio", "quality", "embedding")
    return list(Game.objects.published().filter(match).only(*fields).order_by("-quality")[:_CANDIDATES])


def _best(title: str, rows: Sequence[Game]) -> Game | None:
    """The game of that very name; else the best known whose name begins with it ("The Witcher 3").

    With or without whose it is: "Civilization VI" is "Sid Meier's Civilization VI".
    """
    for name_of in (str, _without_owner):
        wanted = _plain(name_of(title))
        names = [(_plain(name_of(row.title)), row) for row in rows]
        exact = [row for name, row in names if name == wanted]
        begins = [row for name, row in names if name.startswith(wanted + " ")]
        if exact or begins:
            return (exact or begins)[0]
    return None


def _without_owner(title: str) -> str:
    return _OWNER.sub("", title)


def _plain(title: str) -> str:
    return " ".join("".join(letter if letter.isalnum() else " " for letter in title.casefold()).split())


def _unit(vector: np.ndarray[tuple[int, ...], np.dtype[np.floating]]) -> Vector:
    unit: Vector = (vector / max(float(np.linalg.norm(vector)), 1e-12)).astype(np.float32)
    return unit
