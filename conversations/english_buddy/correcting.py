"""What is worth telling of a message: few things, never how they like to write. Pure but for the checker's engine."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from pathlib import Path

from conversations.dialogue.said.english import EASY, NORMAL, RICH
from conversations.dialogue.said.languages import language_of
from conversations.english_buddy import checker, slips
from conversations.english_buddy.types import Correction, Kind

LONGEST = 600  # characters; who writes a letter is not marked like one
_FEWEST_WORDS = 3
_MOST = {EASY: 1, NORMAL: 2, RICH: 3}
_MOST_SLIPS = 6  # there the reading itself is in doubt
_DATA = Path(__file__).parents[1] / "data"
_TITLE_WORDS = 7
# "Need good game fr" and "we was robbed fr" are ways to write.
_STYLE_WITH_SLANG = (Kind.ARTICLE, Kind.AGREEMENT)
_PRESERVED = re.compile(r"https?://\S+|[@#]\w+|\"[^\"]{2,80}\"|“[^”]{2,80}”")
_WORD = re.compile(r"[\w'’]+")


def look_over(text: str, *, level: str, names: Iterable[str] = ()) -> tuple[Correction, ...]:
    """The corrections to tell, in order. ``names``: what is never touched, beside the titles that we know."""
    if not _is_worth_it(text):
        return ()
    kept = _kept_as_written(text, names)
    has_slang = any(word.group().casefold() in _slang() for word in _WORD.finditer(text))
    chosen: list[Correction] = []
    for one in (*slips.find(text), *checker.find(text)):
        if has_slang and one.kind in _STYLE_WITH_SLANG:
            continue
        if _says_the_same(text[one.start : one.end], one.right) or any(one.overlaps(*span) for span in kept):
            continue
        if not any(one.overlaps(other.start, other.end) for other in chosen):
            chosen.append(one)
    if len(chosen) > _MOST_SLIPS:
        return ()
    return tuple(sorted(sorted(chosen, key=_weight)[: most_at(level)]))


def most_at(level: str) -> int:
    """Corrections of one message; who has no level yet is told as many as at the normal one."""
    return _MOST.get(level, _MOST[NORMAL])


def is_slang(word: str) -> bool:
    return word.casefold() in _slang()


def _is_worth_it(text: str) -> bool:
    return len(text) <= LONGEST and len(text.split()) >= _FEWEST_WORDS and not language_of(text)


def _weight(one: Correction) -> int:
    """What changes the meaning first; articles last."""
    return {Kind.NEGATION: 0, Kind.WORD: 0, Kind.TENSE: 1, Kind.ARTICLE: 3}.get(one.kind, 2)


def _says_the_same(wrong: str, right: str) -> bool:
    """Only capitals, apostrophes or points would change."""
    return re.sub(r"[\W_]+", "", wrong).casefold() == re.sub(r"[\W_]+", "", right).casefold() and (
        wrong.count(" ") == right.count(" ")
    )


def _kept_as_written(text: str, names: Iterable[str]) -> list[tuple[int, int]]:
    """Links, what is quoted, titles, names: not ours to touch."""
    spans = [match.span() for match in _PRESERVED.finditer(text)]
    words = list(_WORD.finditer(text))
    plain = [word.group().casefold().replace("’", "'") for word in words]
    known = _titles() | {_folded(name) for name in names if name}
    for start in range(len(words)):
        for end in range(min(len(words), start + _TITLE_WORDS), start, -1):
            if " ".join(plain[start:end]) in known:
                spans.append((words[start].start(), words[end - 1].end()))
                break
    return spans


def _folded(text: str) -> str:
    return " ".join(word.group().casefold().replace("’", "'") for word in _WORD.finditer(text))


@functools.lru_cache(maxsize=1)
def _titles() -> frozenset[str]:
    """Of two words or more; one word alone is mostly a word."""
    rows = [line.split("\t") for line in (_DATA / "titles.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    told = (_folded(name) for row in rows for name in (row[0], *(row[1].split(";") if len(row) > 1 else ())))
    return frozenset(name for name in told if " " in name)


@functools.lru_cache(maxsize=1)
def _slang() -> frozenset[str]:
    lines = (_DATA / "slang.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return frozenset(line.split("\t")[0].casefold() for line in lines if line)
