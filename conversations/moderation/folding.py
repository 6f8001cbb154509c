"""A text as somebody reads it who wants to be understood in spite of filters: "k1ll", "k i l l", "kiiill". Pure."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator
from typing import Final

_LEET: Final = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"})
# Digits and signs within a word stand for letters; "5 games", "ps4" and "10/10!" are what they are.
_MIXED: Final = re.compile(r"(?<![^\s])(?=\S*[a-z])(?=\S*[0-9@$!])[a-z0-9@$!]+(?![^\s.,?])")
_STANDS_FOR_A_LETTER: Final = re.compile(r"[0-9@$!]")
_SPELT: Final = re.compile(r"\b(?:[a-z][ .\-_*]){2,}[a-z]\b")
_RUN: Final = re.compile(r"(.)\1{2,}")
_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]")
_LONGEST: Final = 2_000


def fold(text: str) -> str:
    """Small letters without accents and invisible characters, one space between words."""
    plain = text[:_LONGEST]
    if not plain.isascii():  # within ASCII there are no accents and nothing invisible
        plain = _BEYOND_ASCII.sub(lambda letter: _plain(letter[0]), plain)
    return " ".join(plain.lower().replace("`", "'").split())


@functools.lru_cache(maxsize=4_096)
def _plain(letter: str) -> str:
    """What a letter is without its accents; nothing, where it is an accent or cannot be seen."""
    apart = unicodedata.normalize("NFKD", letter)
    seen = "".join(part for part in apart if unicodedata.category(part) not in ("Mn", "Cf"))
    return seen.replace("’", "'").replace("ı", "i")


def readings(text: str) -> Iterator[str]:
    """``fold`` first, then what else it may be meant to say, each only where it differs."""
    folded = fold(text)
    yield folded
    said = folded
    if _STANDS_FOR_A_LETTER.search(folded):
        said = _MIXED.sub(lambda word: word[0].rstrip("!").translate(_LEET), folded)
    said = _SPELT.sub(lambda word: re.sub(r"[^a-z]", "", word[0]), said)
    if said != folded:
        yield said
    for kept in (r"\1\1", r"\1"):
        if (shorter := _RUN.sub(kept, said)) != said:
            yield shorter
