"""What a text must hold for a pattern to match at all, read off the pattern itself. Pure.

Letters in a row are found far sooner than a pattern of many branches, and most texts hold none of them. The idea is
that of an index for regular expressions: R. Cox, "Regular Expression Matching with a Trigram Index" (2012). What is
derived is necessary and never sufficient: a text that holds it is searched as before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any, Final

Words = frozenset[str]
# Of one of these, each: at least one of the words.
Ways = tuple[tuple[Words, ...], ...]

_FEWEST_LETTERS: Final = 3  # two are in every other text
_MOST_WORDS: Final = 80  # more are no sooner looked for than the pattern
_MOST_ENDINGS: Final = 24


class Finder:
    """Finds which of many words stand in a text, also within others, by the three letters in a row that each has."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_trigram: dict[str, list[str]] = {}
        for word in sorted(set(words)):
            said = word.strip()
            self._by_trigram.setdefault(said[-3:] if len(said) >= 3 else word[:3], []).append(word)

    def words_in(self, text: str) -> set[str]:
        plain = text.encode("ascii", "ignore").decode()  # an emoji makes a whole text slow to search
        trigrams = {plain[at : at + 3] for at in range(len(plain) - 2)}
        return {word for key in self._by_trigram.keys() & trigrams for word in self._by_trigram[key] if word in plain}


def may_match(ways: Ways, found: Set[str]) -> bool:
    """Whether the words ``found`` in a text are what one of the ways asks for."""
    for clauses in ways:
        for words in clauses:  # written out, for this is all that the look at most texts does
            if words.isdisjoint(found):
                break
        else:
            return True
    return False


def ways_of(pattern: re.Pattern[str]) -> Ways:
    """For each branch of ``pattern``, sets of words: whatever it matches holds one of each, letter for letter.

    Raises ValueError for a pattern that ignores case: its letters are not those of the text.
    """
    if pattern.flags & re.IGNORECASE:
        raise ValueError("write the pattern in small letters and fold the text")
    *before, (kind, value) = _parser.parse(pattern.pattern, pattern.flags)
    is_branched = kind is _constants.BRANCH and all(other is _constants.AT for other, _ in before)
    branches = value[1] if is_branched else [[*before, (kind, value)]]
    return tuple(tuple(sorted(_sequence(branch).needs, key=len)) for branch in branches)


@dataclass(frozen=True)
class _Part:
    """``exact``: all that it can be, where that is little. ``needs``: of each of these words one is in whatever it is.

    ``begins``: where it can be more than is told here, all that it can begin with.
    """

    exact: Words | None
    needs: tuple[Words, ...] = ()
    begins: Words = frozenset({""})


_ANYTHING: Final = _Part(None)
_NOTHING: Final = _Part(frozenset({""}))


def _sequence(nodes: Iterable[tuple[Any, Any]]) -> _Part:
    """Parts in a row: what they can be together, as long as that is little, and what else each of them needs."""
    said: Words = frozenset({""})
    is_exact, needs = True, []
    for node in nodes:
        part = _part(*node)
        longer = frozenset(before + after for before in said for after in part.exact or part.begins)
        if len(longer) <= _MOST_ENDINGS:
            said = longer
        if part.exact is None or said is not longer:
            is_exact = False
            needs += [said, *part.needs]
            said = part.exact or frozenset({""})
    return _Part(said if is_exact else None, tuple(_useful([*needs, said])))


def _part(kind: Any, value: Any) -> _Part:
    if kind is _constants.LITERAL:
        return _Part(frozenset({chr(value)}))
    if kind in (_constants.AT, _constants.ASSERT, _constants.ASSERT_NOT):
        return _NOTHING  # takes no letters
    if kind is _constants.SUBPATTERN:
        return _sequence(value[3])
    if kind is _constants.BRANCH:
        return _either([_sequence(branch) for branch in value[1]])
    if kind is _constants.IN and all(inner is _constants.LITERAL for inner, _ in value):
        return _Part(frozenset(chr(letter) for _, letter in value))
    if kind in (_constants.MAX_REPEAT, _constants.MIN_REPEAT):
        return _repeated(*value)
    return _ANYTHING


def _repeated(fewest: int, most: int, inner: Iterable[tuple[Any, Any]]) -> _Part:
    part = _sequence(inner)
    if (fewest, most) == (0, 1) and part.exact is not None:
        return _Part(part.exact | {""})
    if fewest == 0:
        return _ANYTHING
    return _Part(None, tuple(_useful([part.exact or frozenset(), *part.needs])), part.exact or part.begins)


def _either(branches: Sequence[_Part]) -> _Part:
    """One of several: what each needs, put together. A branch that needs nothing leaves nothing to need."""
    exact = [part.exact for part in branches if part.exact is not None]
    if len(exact) == len(branches):
        together = frozenset().union(*exact)
        return _Part(together, tuple(_useful([together])))
    best = [max(part.needs, key=_worth, default=None) for part in branches]
    found = [words for words in best if words is not None]
    return _Part(None, tuple(_useful([frozenset().union(*found)])) if len(found) == len(branches) else ())


def _worth(words: Words) -> tuple[int, int]:
    return min(min(map(len, words)), 5), -len(words)


def _useful(needs: Iterable[Words]) -> Iterator[Words]:
    seen = set()
    for words in needs:
        short = frozenset(word for word in words if not any(other in word for other in words if other != word))
        if short in seen or not 0 < len(short) <= _MOST_WORDS:
            continue
        if min(map(len, short)) >= _FEWEST_LETTERS and all(map(str.isascii, short)):
            seen.add(short)
            yield short
