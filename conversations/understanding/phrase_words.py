"""Which whole words the phrases hold: what a grammar knows is spelt as it should be, in whichever tongue."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from conversations.understanding import phrase_files
from conversations.understanding.phrase_files import sections_of

_SIGN = re.compile(r"\(\?<?[=!]|\{[^}]*\}|\[[^\]]*\]|\\.|.")
_LETTERS = re.compile(r"\[[^\W\d_]+\]")
_SPOILT = "*"  # a part of a word that may be any letters
_MAYBE = frozenset({"?", "*"})


@functools.cache
def words_of_phrases() -> frozenset[str]:
    """Every word that a phrase spells out: "amig[oa]s?" has four, "humiliat\\w+" none."""
    files = sorted(path.stem for path in phrase_files.DIRECTORY.glob("*.txt"))
    lines = (line for file in files for section in sections_of(file).values() for line in section)
    return frozenset(word for line in lines for word in _Spelling(line).words)


class _Spelling:
    """One way through a line: what may have been spelt of the word that is being read, and the words that ended."""

    def __init__(self, line: str) -> None:
        self.words: set[str] = set()
        self._signs = [found[0] for found in _SIGN.finditer(line)]
        self._at = 0
        self._end(self._either({""}))

    def _either(self, begun: set[str]) -> set[str]:
        spelt = self._row(begun)
        while self._sign() == "|":
            self._at += 1
            spelt = spelt | self._row(begun)
        return spelt

    def _row(self, begun: set[str]) -> set[str]:
        spelt = begun
        while self._sign() not in {"|", ")", ""}:
            before = spelt
            spelt = self._one(before)
            sign = self._sign()
            if sign in _MAYBE or sign.startswith("{0"):
                spelt = spelt | before
            if sign in {"?", "*", "+"} or re.fullmatch(r"\{\d.*\}", sign):
                self._at += 1
                self._at += self._sign() == "?"  # as few as will do
        return spelt

    def _one(self, begun: set[str]) -> set[str]:
        sign = self._sign()
        self._at += 1
        if sign.startswith("("):
            looks_around = sign != "("  # what is looked for there is no part of this word
            spelt = self._either({""} if looks_around else begun)
            self._at += 1
            if looks_around:
                self._end(spelt)
            return begun if looks_around else spelt
        if _LETTERS.fullmatch(sign):
            return {word + letter for word in begun for letter in sign[1:-1]}
        if sign.startswith(("[", "{")) or sign in {r"\w", r"\S", "."}:
            return {word + _SPOILT for word in begun}
        if sign.isalpha():
            return {word + sign for word in begun}
        self._end(begun)
        return {""}

    def _end(self, spelt: Iterable[str]) -> None:
        self.words.update(word for word in spelt if word and _SPOILT not in word)

    def _sign(self) -> str:
        return self._signs[self._at] if self._at < len(self._signs) else ""
