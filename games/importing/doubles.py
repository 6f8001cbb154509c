"""Is a new row a game that is there already under another name? Pure; an editor decides."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

# Texts of one game told twice lie this near; of two parts of a series only with titles that differ.
_NEAR, _VERY_NEAR = 0.80, 0.96
_SAME_TITLE, _ALIKE_TITLE = 0.92, 0.78
# What an edition adds to a title; a number is no edition but another part.
_EDITION = re.compile(
    r"\b(?:the|a|an|game of the year|goty|complete|definitive|deluxe|ultimate|enhanced|anniversary|directors cut|"
    r"remastered|hd|edition|collection)\b"
)
_NUMBER = re.compile(r"\b(?:\d+|i{1,3}|iv|v|vi{1,3}|ix|x)\b")


def is_likely_double(*, likeness: float, title: str, other: str) -> bool:
    """``likeness`` is that of their texts, 0…1; the titles decide where many games are alike."""
    ours, theirs = _plain(title), _plain(other)
    if _NUMBER.findall(ours) != _NUMBER.findall(theirs):
        return False
    alike = SequenceMatcher(None, ours, theirs).ratio()
    if alike >= _SAME_TITLE:
        return likeness >= _NEAR
    return alike >= _ALIKE_TITLE and likeness >= _VERY_NEAR


def _plain(title: str) -> str:
    letters = re.sub(r"[^\w ]+", "", title.casefold().replace("-", " "))
    kept = " ".join(_EDITION.sub(" ", letters).split())
    return kept or letters.strip()
