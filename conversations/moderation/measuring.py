"""How often the first look is wrong, on two sets of our own: words that mean no harm, and words that do. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from conversations.moderation.stage_one import Finding, look

DATA: Final = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Line:
    text: str
    part: str  # "tuned": the patterns were made with it in view; "held": it was only counted
    category: str = ""  # of harm


@dataclass(frozen=True)
class Rate:
    """``wrong`` are the lines that were judged wrongly, with what was found."""

    part: str
    lines: int
    wrong: tuple[tuple[Line, tuple[Finding, ...]], ...]

    @property
    def share(self) -> float:
        return len(self.wrong) / self.lines


def benign() -> tuple[Line, ...]:
    return tuple(Line(text, part) for part, text in _lines("benign.txt"))


def harmful() -> tuple[Line, ...]:
    rows = ((part, *text.split("\t")) for part, text in _lines("harmful.tsv"))
    return tuple(Line(text, part, category) for part, category, text in rows)


def false_alarms(part: str) -> Rate:
    lines = [line for line in benign() if line.part == part]
    found = [(line, look(line.text)) for line in lines]
    return Rate(part, len(lines), tuple((line, findings) for line, findings in found if findings))


def misses(part: str) -> Rate:
    """A flag of any category is a hit: a person looks at it all the same."""
    lines = [line for line in harmful() if line.part == part]
    return Rate(part, len(lines), tuple((line, ()) for line in lines if not look(line.text)))


def _lines(name: str) -> Iterator[tuple[str, str]]:
    part = ""
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            part = line.removeprefix("== ")
        elif line and not line.startswith("#"):
            yield part, line
