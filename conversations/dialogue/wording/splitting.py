"""Long replies in parts that a channel takes, cut where a reader would pause."""

from __future__ import annotations

import re
import unicodedata

MAX_PART = 1600
_BREAKS = (re.compile(r"\n\n+"), re.compile(r"\n"), re.compile(r"(?<=[.!?…])\s+"), re.compile(r"\s+"))


def split(text: str, limit: int = MAX_PART) -> list[str]:
    """Parts of at most ``limit`` code points whose words are those of ``text``, in order.

    Cuts between paragraphs if the part is then at least half full, else between lines, sentences
    or words; a word longer than a part is cut between characters as people see them.
    """
    if limit < 1:
        raise ValueError("a part needs room for a character")
    parts: list[str] = []
    rest = text.strip()
    while len(rest) > limit:
        end = _best_cut(rest, limit)
        if part := rest[:end].strip():
            parts.append(part)
        rest = rest[end:].strip()
    if rest:
        parts.append(rest)
    return parts


def _best_cut(text: str, limit: int) -> int:
    window = text[: limit + 1]  # a space just behind the limit is as good as one before
    for half_full in (limit // 2, 0):
        for pattern in _BREAKS:
            ends = [match.start() for match in pattern.finditer(window) if half_full < match.start() <= limit]
            if ends:
                return ends[-1]
    return _between_characters(text, limit)


def _between_characters(text: str, limit: int) -> int:
    """The last place up to ``limit`` that does not tear an emoji or an accent off its base."""
    for end in range(limit, max(0, limit - 32), -1):
        if not _belongs_together(text[end - 1], text[end]):
            return end
    return limit


def _belongs_together(before: str, after: str) -> bool:
    joined = "\u200d" in (before, after)
    modifies = unicodedata.combining(after) or after in "\ufe0e\ufe0f\u20e3" or "\U0001f3fb" <= after <= "\U0001f3ff"
    flag = _is_regional(before) and _is_regional(after)
    tag = "\U000e0020" <= after <= "\U000e007f"
    return bool(joined or modifies or flag or tag)


def _is_regional(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"
