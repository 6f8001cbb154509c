"""What a correction is. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What was slipped on; each has a reason in ``buddy.why.<kind>``."""

    ARTICLE = "article"
    AGREEMENT = "agreement"
    PREPOSITION = "preposition"
    TENSE = "tense"
    PLURAL = "plural"
    INFINITIVE = "infinitive"
    COMPARISON = "comparison"
    NEGATION = "negation"
    WORD = "word"


@dataclass(frozen=True, order=True)
class Correction:
    """``right`` takes the place of ``text[start:end]``."""

    start: int
    end: int
    right: str
    kind: Kind

    def overlaps(self, start: int, end: int) -> bool:
        return self.start < end and start < self.end


def corrected(text: str, corrections: tuple[Correction, ...]) -> str:
    """The text with all of them made; they must not overlap."""
    for one in sorted(corrections, reverse=True):
        text = text[: one.start] + one.right + text[one.end :]
    return text
