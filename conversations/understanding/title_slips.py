"""Names of several words with a slip in one of them: "alien isolaton", "talos principal", "hallow knight"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from conversations.understanding.everyday_words import EverydayWords
from conversations.understanding.title_names import is_a_slip

# A word that so many names have tells none of them.
_COMMONEST = 400
_COMMONEST_ANCHOR = 60
_MAX_CANDIDATES = 50
_MAX_WINDOW = 5
EXPECTS_TITLE = re.compile(
    r"\b(?:like|similar to|such as|loved|love|adored|enjoyed|played|playing|finished|fan of|called|miss"
    r"|obsessed with|como|tipo|another)\s+"
)


def expected_name(
    window: Sequence[str], by_word: Mapping[str, Sequence[str]], everyday: EverydayWords
) -> tuple[str, int] | None:
    """The name that the words after "like" or "loved" nearly are, and how many of them it takes."""
    pieces = [" ".join(window[:size]) for size in range(2, min(_MAX_WINDOW, len(window)) + 1)]
    counted: Counter[str] = Counter()
    for word in window[:_MAX_WINDOW]:
        names = by_word.get(word, ())
        if len(names) <= _COMMONEST:
            counted.update(names)
    likely = [name for name, _ in counted.most_common(_MAX_CANDIDATES)]
    best: tuple[float, str, int] = (0.0, "", 0)
    for size, piece in enumerate(pieces, start=2):
        found = process.extractOne(piece, likely, scorer=fuzz.ratio, score_cutoff=89)
        if found and found[1] > best[0] and is_a_slip(piece, found[0]) and not everyday.are_said_by_all(piece):
            best = (found[1], found[0], size)
    return (best[1], best[2]) if best[1] else None


def slipped_names(
    words: Sequence[str], by_word: Mapping[str, Sequence[str]], everyday: EverydayWords
) -> Iterator[tuple[str, int, int]]:
    """Names one of whose words is there and another one nearly: name, first and last place.

    Either the word that is there is no everyday one ("talos"), or what stands beside it is no word at all ("isolaton").
    """
    if not everyday:
        return
    is_unknown = [len(word) >= 4 and word.isalpha() and word not in everyday and word not in by_word for word in words]
    for place, word in enumerate(words):
        names = by_word.get(word, ())
        is_telling = everyday.is_rare(word) and len(word) >= 4 and word.isalpha()
        if (
            not names
            or len(names) > _COMMONEST_ANCHOR
            or not (is_telling or any(is_unknown[max(0, place - 2) : place + 3]))
        ):
            continue
        for name in names:
            meant = name.split()
            first = place - meant.index(word)
            if first < 0 or first + len(meant) > len(words):
                continue
            slips = [
                (written, part, is_unknown[first + offset])
                for offset, part in enumerate(meant)
                if (written := words[first + offset]) != part
            ]
            # "arcade sports" is no slip of "Arcade Spirits"; where "talos" stands, "principal" is one.
            if len(slips) == 1 and word in everyday and not everyday.is_rare(slips[0][0]):
                continue
            if len(slips) == 1 and _is_one(*slips[0], is_telling=is_telling):
                yield name, first, first + len(meant) - 1


def _is_one(written: str, meant: str, is_unknown: bool, *, is_telling: bool) -> bool:
    if not (is_unknown or is_telling) or min(len(written), len(meant)) < 4 or written[0] != meant[0]:
        return False
    return OSA.distance(written, meant) <= (1 if len(meant) <= 6 else 2)
