"""The stories that ship: read once, again when a file has changed on disk, and only those without a problem."""

from __future__ import annotations

import csv
import functools
import logging
from collections.abc import Mapping
from pathlib import Path

from conversations.companions import story_text
from conversations.companions.story_text import Problem, Story
from games.vocabulary import GENRES, MOODS

logger = logging.getLogger(__name__)
FOLDER = Path(__file__).resolve().parent.parent / "stories"
_CATALOGUE = Path(__file__).resolve().parents[2] / "games" / "data" / "demo_catalogue.csv"


def all_stories() -> Mapping[str, Story]:
    """By name. What is wrong in a file is told by ``manage.py check`` and the log; its story is not told to anybody."""
    stamps = tuple((path, path.stat().st_mtime_ns) for path in _files())
    return _read_all(stamps)


def check(text: str, *, name: str) -> tuple[Story, list[Problem]]:
    story, problems = story_text.read(text, name=name)
    return story, problems or story_text.problems_of(story, known_tags=known_tags(), moods=MOODS)


def problems_of_files() -> dict[str, list[Problem]]:
    """Of every file by its name, also those without any."""
    return {path.name: check(path.read_text(encoding="utf-8"), name=path.stem)[1] for path in _files()}


@functools.cache
def known_tags() -> frozenset[str]:
    """The genres, and every tag that a game of the shipped catalogue has."""
    with _CATALOGUE.open(encoding="utf-8", newline="") as file:
        told = {
            tag for row in csv.DictReader(file) for tag in row["tags"].replace(",", "|").replace(";", "|").split("|")
        }
    return frozenset({*GENRES, *(tag.strip() for tag in told if tag.strip())})


def as_taste(tags: tuple[str, ...]) -> tuple[str, ...]:
    """ "stealth" → "genre:stealth", "cozy" → "tag:cozy"."""
    return tuple(f"genre:{tag}" if tag in GENRES else f"tag:{tag}" for tag in tags)


def _files() -> list[Path]:
    return sorted(FOLDER.glob("*.txt"))


@functools.lru_cache(maxsize=2)
def _read_all(stamps: tuple[tuple[Path, int], ...]) -> Mapping[str, Story]:
    found = {}
    for path, _ in stamps:
        story, problems = check(path.read_text(encoding="utf-8"), name=path.stem)
        if problems:
            logger.error("story %s is not told: %s", path.name, problems[0])
        else:
            found[story.name] = story
    return found
