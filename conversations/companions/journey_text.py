"""A journey as an editor's CSV: read, with every problem by its line. Pure.

One question a line; the title, the genre and what players may call it stand in the first line of a journey.

    points   what a good answer speaks of: "stamina: stamina, energy; getting away: dodge, roll"; before the colon
             stands its name, after it the beginnings of words that tell of it
    good, partial, wrong   two or more such answers each, parted by |
    praise, nearly, missed   the sentence that goes with a high, a middling and a low score; ``{missing}`` names what
             was left out
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from games.vocabulary import GENRES

COLUMNS = (
    "journey", "title", "genre", "called", "question", "points", "good", "partial", "wrong",
    "praise", "nearly", "missed",
)  # fmt: skip
FEWEST_QUESTIONS, MOST_QUESTIONS = 5, 7
LONGEST_QUESTION, LONGEST_SENTENCE, LONGEST_TITLE = 280, 200, 60
LONGEST_FILE = 100_000
_NAME = re.compile(r"[a-z][a-z0-9-]{1,39}")
_FEWEST_ANSWERS = 2
MISSING = "{missing}"


@dataclass(frozen=True)
class Point:
    name: str
    stems: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    asks: str
    points: tuple[Point, ...]
    good: tuple[str, ...]
    partial: tuple[str, ...]
    wrong: tuple[str, ...]
    praise: str
    nearly: str
    missed: str


@dataclass(frozen=True)
class Journey:
    name: str
    title: str
    genre: str
    called: tuple[str, ...]
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Problem:
    line: int
    what: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.what}" if self.line else self.what


def read(text: str) -> tuple[dict[str, Journey], list[Problem]]:
    """The journeys of a file by name, and what is wrong, in the order of the lines."""
    if len(text) > LONGEST_FILE:
        return {}, [Problem(0, f"the file is longer than {LONGEST_FILE} characters")]
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""), restkey="more")
    missing = [column for column in COLUMNS if column not in (rows.fieldnames or ())]
    if missing:
        return {}, [Problem(1, f"the first line lacks {', '.join(missing)}")]
    journeys: dict[str, Journey] = {}
    problems: list[Problem] = []
    try:
        for row in rows:
            told = {column: " ".join((row.get(column) or "").split()) for column in COLUMNS}
            if any(told.values()):
                problems += [Problem(rows.line_num, what) for what in _take(journeys, told)]
                problems += [Problem(rows.line_num, "there are more cells than columns")] if row.get("more") else []
    except csv.Error as error:
        problems.append(Problem(rows.line_num, f"this is no CSV: {error}"))
    for journey in journeys.values():
        if not FEWEST_QUESTIONS <= len(journey.questions) <= MOST_QUESTIONS:
            count = len(journey.questions)
            what = f"{journey.name} has {count} questions; {FEWEST_QUESTIONS} to {MOST_QUESTIONS} make a journey"
            problems.append(Problem(0, what))
    if not journeys and not problems:
        problems.append(Problem(0, "there is no journey in it"))
    return journeys, problems


def _take(journeys: dict[str, Journey], row: Mapping[str, str]) -> list[str]:
    """Put one line into its journey; what is wrong with it."""
    problems = []
    name = row["journey"]
    if not _NAME.fullmatch(name):
        return [f"journey: “{name}” is no name; small letters, figures and dashes"]
    journey = journeys.get(name)
    if journey is None:
        journey = Journey(name, row["title"], row["genre"], _listed(row["called"].lower(), "/"))
        if not 0 < len(journey.title) <= LONGEST_TITLE:
            problems.append(f"title: 1 to {LONGEST_TITLE} characters")
        if journey.genre not in GENRES:
            problems.append(f"genre: {journey.genre or 'none'} is none of ours")
        if not journey.called:
            problems.append("called: how players call it is not told")
    question = _question(row)
    problems += _problems_of(question)
    journeys[name] = replace(journey, questions=(*journey.questions, question))
    return problems


def _question(row: Mapping[str, str]) -> Question:
    points = (part.partition(":") for part in row["points"].split(";") if part.strip())
    return Question(
        asks=row["question"],
        points=tuple(Point(name.strip(), _listed(stems.lower(), ",")) for name, _, stems in points),
        good=_listed(row["good"], "|"),
        partial=_listed(row["partial"], "|"),
        wrong=_listed(row["wrong"], "|"),
        praise=row["praise"],
        nearly=row["nearly"],
        missed=row["missed"],
    )


def _problems_of(question: Question) -> list[str]:
    found = []
    if not 0 < len(question.asks) <= LONGEST_QUESTION:
        found.append(f"question: 1 to {LONGEST_QUESTION} characters")
    if not question.points or any(not point.name or not point.stems for point in question.points):
        found.append("points: written “name: word, word; name: word”")
    for column in ("good", "partial", "wrong"):
        if len(getattr(question, column)) < _FEWEST_ANSWERS:
            found.append(f"{column}: {_FEWEST_ANSWERS} answers or more, parted by |")
    for column in ("praise", "nearly", "missed"):
        if not 0 < len(getattr(question, column)) <= LONGEST_SENTENCE:
            found.append(f"{column}: 1 to {LONGEST_SENTENCE} characters")
    return found


def _listed(value: str, separator: str) -> tuple[str, ...]:
    return tuple(filter(None, (one.strip() for one in value.split(separator))))
