"""The ways to write one title: folded words, short forms, numbers of sequels, slips."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Container, Iterable

from rapidfuzz.distance import OSA

from conversations.understanding.normalise import fold
from conversations.understanding.number_words import NUMBER_WORDS

WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+|\+\+)?|[^\W_]+")
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "x": "10", "xi": "11",
          "xii": "12", "xiii": "13", "xiv": "14", "xv": "15", "xvi": "16"}  # fmt: skip
_DIGITS_OF = {word: str(number) for word, number in NUMBER_WORDS.items()}
_EDITION = re.compile(
    r"\s*[-:–(]?\s*\b(?:definitive|complete|goty|game of the year|deluxe|remastered|enhanced|ultimate|special|anniversary|gold|legendary"
    r"|director'?s cut|standard|hd|royal edition) ?(?:edition|collection|remaster)?\)?\s*$"
)

_OWNERS = re.compile(r"['’]s\b")


def words_of(text: str) -> list[str]:
    return [found[0].removesuffix("'s").replace("'", "") for found in WORD.finditer(fold(text).replace("&", " and "))]


def without_apostrophes(name: str) -> str:
    """ "No Man's Sky" as most people type it."""
    return _OWNERS.sub("s", name)


_SHORTENED = {
    "professor": "prof",
    "doctor": "dr",
    "brothers": "bros",
    "mister": "mr",
    "mountain": "mt",
    "versus": "vs",
}


_ARTICLES = frozenset({"the", "a", "an"})  # "amnesia dark descent"


def variants(title: str, full: str) -> Iterable[str]:
    """Shorter or differently spelt ways to write the same title."""
    plain = _EDITION.sub("", fold(title))
    head = re.split(r":| - ", plain, maxsplit=1)[0]
    shorter = [plain, head] if len(head) >= 5 else [plain]
    names = {" ".join(words_of(name)) for name in {*shorter, *map(without_apostrophes, shorter)}}
    for name in list(names | {full}):
        names.add(name.removeprefix("the "))
        words = name.split()
        names.add(" ".join(in_digits(words)))
        names.add(" ".join(_SHORTENED.get(word, word) for word in words))
        if words and words[-1].isdigit() and len(words) > 1 and len(words[-1]) == 1:
            names.add("".join(words[-2:]) if len(words) == 2 else " ".join([*words[:-2], words[-2] + words[-1]]))
        names.add(" ".join(word for word in words if word != "and"))
        names.add(" ".join("n" if word == "and" else word for word in words))
        if len(words) > 2 and words[0] in _ARTICLES:
            names.add(" ".join(words[1:]))
        if len(bare := [word for word in words if word not in _ARTICLES]) > 2:
            names.add(" ".join(bare))
    names.update(_parts(plain))
    names.update(_set_otherwise(_EDITION.sub("", title), full))
    return (name for name in names if name and name != full)


_GENERAL_WORDS = frozenset(
    {"game", "games", "simulator", "saga", "chronicles", "principle", "adventure", "adventures", "story", "tale",
     "tales", "online", "program", "programme", "edition", "remake", "remastered", "together", "project", "tycoon",
     "legends"}
)  # fmt: skip


def _parts(plain: str) -> Iterable[str]:
    """ "untitled goose", "euro truck", "forbidden west": what is told apart by less than all of it."""
    words = words_of(plain)
    if len(words) >= 3 and words[-1] in _GENERAL_WORDS:
        yield " ".join(words[:-1])
    _, colon, tail = plain.partition(": ")
    if colon and len(tail) >= 7 and " " in (rest := " ".join(words_of(tail))):
        yield rest


_INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def _set_otherwise(title: str, full: str) -> Iterable[str]:
    """ "loco roco" for LocoRoco, "clubpenguin" for Club Penguin."""
    apart = _INNER_CAPITAL.sub(" ", title)
    if apart != title:
        yield " ".join(words_of(apart))
    if 1 <= full.count(" ") <= 2 and len(full) >= 9:
        yield full.replace(" ", "")


def _with_number_joined(name: str) -> Iterable[str]:
    """ "civ 6", and "civ6" as it is typed too."""
    yield name
    if len(name) > 4 and name[-1].isdigit() and name[-2] == " " and name[-3].isalpha():
        yield name[:-2] + name[-1]


def keys_of(aliases: Iterable[str]) -> Iterable[str]:
    """ "majora's mask", and "majoras mask" as most people type it."""
    return (
        key
        for alias in aliases
        for spelt in (alias, without_apostrophes(alias))
        for key in _with_number_joined(" ".join(words_of(spelt)))
    )


def in_digits(words: list[str]) -> Iterable[str]:
    """ "witcher iii" as "witcher 3", "it takes two" as "it takes 2"; a name's first word is no Roman number."""
    return (_DIGITS_OF.get(word, _ROMAN.get(word, word) if place else word) for place, word in enumerate(words))


def first_in_digits(word: str) -> str:
    return _DIGITS_OF.get(word, word)


_ENDINGS = ("s", "es", "d", "ed", "ing", "er", "ers", "y", "ly", "ish", "like", "less", "ness")


def is_a_slip(piece: str, name: str) -> bool:
    """Word for word the same but for slips in longer words: "hallow knight", not "talking to" for "Talking Tom"."""
    written, meant = piece.split(), name.split()
    return len(written) == len(meant) and all(
        left == right or (min(len(left), len(right)) >= 4 and OSA.distance(left, right) <= 2)
        for left, right in zip(written, meant, strict=True)
    )


def is_a_form_of(word: str, known: Container[str]) -> bool:
    """ "crosswords", "soulslike": endings on a word that is known."""
    return any(word.endswith(ending) and word.removesuffix(ending) in known for ending in _ENDINGS)


def are_forms_of_one(left: str, right: str) -> bool:
    """ "absolves", "absolver": the same word with two endings."""
    alike = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(left, right, strict=False))
    stem = sum(1 for _ in alike)
    return stem >= 4 and all(not word[stem:] or word[stem:] in {*_ENDINGS, "r"} for word in (left, right))


def trigrams(word: str) -> set[str]:
    padded = f"^{word}$"
    return {padded[index : index + 3] for index in range(len(padded) - 2)}


def trigram_postings(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    postings: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words):
        for trigram in trigrams(word):
            postings[trigram].append(word)
    return {trigram: tuple(found) for trigram, found in postings.items()}
