"""Names that one title is written in two pieces of: "ac nh", "castlevania sotn"."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence

from conversations.understanding.title_entries import Name, TitleHit
from conversations.understanding.title_names import words_of

LONGEST_PIECE = 4


def joined_name(pieces: Sequence[str], names: Mapping[str, Name], is_rare: Callable[[str], bool]) -> Name | None:
    """ "ac nh" as "acnh", "mgs v" as "mgsv": letters that say nothing else, set apart."""
    if len(pieces) != 2 or max(map(len, pieces)) > LONGEST_PIECE or any(piece.isdigit() for piece in pieces[:1]):
        return None
    if not any(is_rare(piece) and not piece.isdigit() for piece in pieces):
        return None
    name = names.get("".join(pieces))
    return None if name is None or name.needs_support else name


def without_their_series(words: str, hits: Iterable[TitleHit]) -> tuple[TitleHit, ...]:
    """In reading order; "castlevania sotn" names one game, its series first."""
    ordered = sorted(hits, key=lambda hit: hit.start)
    whole = {
        first
        for first, second in itertools.pairwise(ordered)
        if words[first.end : second.start] == " " and _is_of(second.title, first.title)
    }
    return tuple(hit for hit in ordered if hit not in whole)


def _is_of(part: str, series: str) -> bool:
    beginning, whole = words_of(series), words_of(part)
    return len(beginning) < len(whole) and whole[: len(beginning)] == beginning
