"""Patterns that begin where a word or a clause does, tried only there: a fifth of the work of looking at every letter."""

from __future__ import annotations

import re
from collections.abc import Iterator

_BEGINNINGS = re.compile(r"(?<!\w)\w|[.,!?]|^")


def beginnings_of(words: str) -> tuple[int, ...]:
    """Where words begin, and the signs that end a clause."""
    return tuple(found.start() for found in _BEGINNINGS.finditer(words))


def found_at(pattern: re.Pattern[str], words: str, beginnings: tuple[int, ...]) -> Iterator[re.Match[str]]:
    """As ``pattern.finditer(words)`` for a pattern that matches nowhere else."""
    end = 0
    for start in beginnings:
        if start >= end and (found := pattern.match(words, start)):
            yield found
            end = max(found.end(), start + 1)
