"""Play logs and catalogues as files: who played what, and what the games are."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import scipy.sparse as sparse

from games.catalogue.quality import popularity_from_plays, quality_of
from games.catalogue.series import plain, without_edition
from games.collaborative.types import Floats, Plays
from games.recommender.types import GameFacts


class UnreadableLogError(ValueError):
    """The file is not what was asked for; the message says why."""


@dataclass(frozen=True)
class PlayLog:
    """``plays`` has a one where the player of a row played the game of a column; ``hours`` the same with hours."""

    plays: Plays
    hours: Plays
    titles: tuple[str, ...]
    users: tuple[str, ...]


def read_play_log(path: Path) -> PlayLog:
    """Columns user, game, hours (absent: one). Rows of one user and game are added up. Raises UnreadableLogError."""
    hours: dict[tuple[str, str], float] = defaultdict(float)
    for line, row in enumerate(_rows(path, ("user", "game")), start=2):
        try:
            hours[row["user"].strip(), row["game"].strip()] += float(row.get("hours") or 1)
        except ValueError:
            raise UnreadableLogError(f"line {line}: {row['hours']!r} is no number of hours") from None
    users = {user: index for index, user in enumerate(sorted({user for user, _ in hours}))}
    titles = {title: index for index, title in enumerate(sorted({title for _, title in hours}))}
    if not users:
        raise UnreadableLogError("the file has no rows")
    places = ([users[user] for user, _ in hours], [titles[title] for _, title in hours])
    shape = (len(users), len(titles))
    with_hours = sparse.csr_matrix((np.array(list(hours.values()), dtype=np.float32), places), shape=shape)
    with_hours.sort_indices()
    plays = with_hours.copy()
    plays.data[:] = 1
    return PlayLog(plays, with_hours, tuple(titles), tuple(users))


@dataclass(frozen=True)
class CatalogueEntry:
    title: str
    summary: str
    genres: tuple[str, ...]
    studio: str
    released: date | None
    critic_score: int | None
    median_minutes: float | None


def read_catalogue(path: Path) -> list[CatalogueEntry]:
    """Needs the column title; summary, genres, developers, release_date, critic_score, median_minutes_played help."""
    entries = []
    for row in _rows(path, ("title",)):
        genres = tuple(word.strip().lower() for word in (row.get("genres") or "").split(";") if word.strip())
        entries.append(
            CatalogueEntry(
                title=row["title"].strip(),
                summary=" ".join((row.get("summary") or "").split()),
                genres=genres,
                studio=(row.get("developers") or "").split(";")[0].strip(),
                released=_date(row.get("release_date") or ""),
                critic_score=_whole(row.get("critic_score") or ""),
                median_minutes=_whole(row.get("median_minutes_played") or ""),
            )
        )
    return entries


def match_titles(titles: Sequence[str], entries: Sequence[CatalogueEntry]) -> list[CatalogueEntry | None]:
    """The entry of that very title, else of another edition; the first of namesakes, for files lead with the known."""
    exact: dict[str, CatalogueEntry] = {}
    editions: dict[str, CatalogueEntry] = {}
    for entry in entries:
        exact.setdefault(plain(entry.title), entry)
        editions.setdefault(without_edition(entry.title), entry)
    return [exact.get(plain(title)) or editions.get(without_edition(title)) for title in titles]


def text_of(title: str, entry: CatalogueEntry | None) -> str:
    """What is encoded: a title that no entry matches still says something."""
    return title if entry is None else ". ".join(filter(None, (title, entry.summary, ", ".join(entry.genres))))


def facts_of(game_id: int, title: str, entry: CatalogueEntry | None, *, today: date) -> GameFacts:
    """The record that production's blend reads, as far as a file tells it."""
    entry = entry or CatalogueEntry(title, "", (), "", None, None, None)
    popularity = popularity_from_plays(median_minutes=entry.median_minutes, critic_score=entry.critic_score)
    quality = quality_of(
        critic_score=entry.critic_score, popularity=popularity, release_date=entry.released, today=today
    )
    return GameFacts(
        game_id=game_id, slug=str(game_id), title=title, platforms=(), genres=entry.genres, tags=(), feel="",
        summary=entry.summary, release_date=entry.released, session_minutes=None, hours_to_finish=None,
        player_modes=(), difficulty=None, age_rating=None, critic_score=entry.critic_score, studio=entry.studio,
        image_url="", mood_fit={}, popularity=popularity, quality=quality, price=None,
    )  # fmt: skip


def centred(vectors: Floats) -> Floats:
    """Less what all texts have in common, of unit length again: so that likeness is likeness, not being a game."""
    shifted = vectors - vectors.mean(axis=0)
    lengths = np.linalg.norm(shifted, axis=1, keepdims=True)
    result: Floats = (shifted / np.maximum(lengths, 1e-9)).astype(np.float32)
    return result


def _rows(path: Path, needed: Sequence[str]) -> list[dict[str, str]]:
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file)
            missing = [name for name in needed if name not in (reader.fieldnames or ())]
            if missing:
                raise UnreadableLogError(f"{path.name} lacks the column {', '.join(missing)}")
            return [row for row in reader if all((row.get(name) or "").strip() for name in needed)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableLogError(f"{path}: {error}") from None


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _whole(text: str) -> int | None:
    try:
        return round(float(text))
    except (ValueError, OverflowError):
        return None
