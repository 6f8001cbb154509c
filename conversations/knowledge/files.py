"""The project's own knowledge files, with what editors added to them in the admin."""

from __future__ import annotations

import csv
import functools
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from conversations.understanding.certain_words import SINGLE_WORDS
from conversations.understanding.normalise import fold, phrase_key
from conversations.understanding.phrase_words import words_of_phrases
from conversations.understanding.titles import TitleEntry
from conversations.understanding.types import INTENTS, SENTIMENTS, Example
from games.vocabulary import MOODS

DATA_DIR = Path(__file__).parents[1] / "data"
# Without their apostrophe they look misspelt, and mending them would lose a "not".
_CONTRACTIONS = frozenset(
    {"arent", "isnt", "wasnt", "werent", "havent", "hasnt", "hadnt", "didnt", "doesnt", "dont", "cant", "wont",
     "couldnt", "shouldnt", "wouldnt", "mustnt", "neednt", "aint", "youre", "theyre", "thats", "whats", "theres",
     "heres", "wheres", "hows", "ive", "youve", "weve", "theyve", "youll", "theyll"}
)  # fmt: skip


@dataclass(frozen=True)
class Files:
    """The files as they are; ``digest`` changes when any of them does."""

    examples: tuple[Example, ...]
    slang: Mapping[str, str]
    titles: tuple[TitleEntry, ...]
    digest: str


# Of a known word's other forms the end, and how much of it was added: "dozed" is of "doze", "tierd" of no "tier".
_ENDINGS = (
    ("s", "s"), ("es", "es"), ("ed", "ed"), ("ed", "d"), ("ing", "ing"), ("er", "er"), ("er", "r"), ("ly", "ly"),
    ("ish", "ish"),
)  # fmt: skip


class KnowledgeFileError(ValueError):
    """A line of a knowledge file that cannot be used, with its number."""


def read_files(directory: Path = DATA_DIR) -> Files:
    digest = hashlib.sha256()
    for name in ("examples.tsv", "slang.tsv", "titles.tsv"):
        digest.update((directory / name).read_bytes() if (directory / name).exists() else b"")
    return Files(
        examples=tuple(_examples(_rows(directory / "examples.tsv"))),
        slang=_slang(_rows(directory / "slang.tsv")),
        titles=tuple(_titles(_rows(directory / "titles.tsv"))),
        digest=digest.hexdigest(),
    )


def extended(files: Files, *, examples: Sequence[Example], slang: Mapping[str, str | None]) -> Files:
    """The files with what editors added. A slang word of theirs wins; None takes a word out of the file."""
    if not examples and not slang:
        return files
    words = {**files.slang, **{phrase_key(word): plain for word, plain in slang.items()}}
    added = json.dumps([[vars(one) for one in examples], sorted(slang.items())])
    return Files(
        examples=(*files.examples, *examples),
        slang={word: plain for word, plain in words.items() if plain is not None},
        titles=files.titles,
        digest=hashlib.sha256((files.digest + added).encode()).hexdigest(),
    )


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    if not path.exists():
        return
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE), start=2):
            yield number, {key: (value or "").strip() for key, value in row.items() if key}


def _examples(rows: Iterator[tuple[int, dict[str, str]]]) -> Iterator[Example]:
    for number, row in rows:
        moods = tuple(part for part in row["moods"].split(",") if part)
        if row["intent"] not in INTENTS or row["sentiment"] not in SENTIMENTS or not set(moods) <= set(MOODS):
            raise KnowledgeFileError(f"examples.tsv, line {number}: unknown intent, mood or sentiment")
        yield Example(row["intent"], moods, row["sentiment"], row["text"])


def _slang(rows: Iterator[tuple[int, dict[str, str]]]) -> dict[str, str]:
    return {
        phrase_key(row["slang"]): "" if row["kind"] == "filler" else row["plain"] for _, row in rows if row["slang"]
    }


def _titles(rows: Iterator[tuple[int, dict[str, str]]]) -> Iterator[TitleEntry]:
    for _, row in rows:
        yield TitleEntry(
            row["title"],
            aliases=tuple(alias for alias in row["aliases"].split(";") if alias),
            risky_aliases=tuple(alias for alias in row["risky_aliases"].split(";") if alias),
            is_common_word=row["common_word"] == "1",
        )


def read_word_ranks(model_dir: Path) -> Mapping[str, int]:
    """The encoder's own vocabulary: 30,000 words of the language, the most used first. Empty without a model."""
    path = model_dir / "tokenizer.json"
    if not path.exists():
        return {}
    vocabulary = json.loads(path.read_text(encoding="utf-8"))["model"]["vocab"]
    return {word: rank for word, rank in vocabulary.items() if word.isalpha() and word.isascii()}


def _is_nearly_a_mood(word: str) -> bool:
    """ "adventrous", however often the bank has it."""
    return len(word) >= 7 and any(OSA.distance(word, mood, score_cutoff=1) == 1 for mood in MOODS)


def make_corrector(files: Files, word_ranks: Mapping[str, int]) -> Callable[[str], str]:
    """A function from a misspelt word to a word of the bank; known words stay as they are."""
    counted = Counter(word for example in files.examples for word in set(fold(example.text).split()))
    said_often = {word for word, count in counted.items() if count >= 3 and word in word_ranks}
    targets = [word for word in said_often | set(MOODS) if len(word) >= 5 and word.isalpha()]
    # Of words that are as near the one said most is meant: "realy" is "really", and no "ready".
    targets.sort(key=lambda word: (-counted[word], word))
    title_words = {
        word for entry in files.titles for name in (entry.title, *entry.aliases) for word in fold(name).split()
    }
    known = (
        _CONTRACTIONS
        | set(MOODS)
        | SINGLE_WORDS
        | words_of_phrases()
        | title_words
        | set(files.slang)
        | {word.strip(".,!?") for word, count in counted.items() if count >= 2}
    ) - {word for word in counted if _is_nearly_a_mood(word)}

    @functools.lru_cache(maxsize=16_384)
    def correct(word: str) -> str:
        if not targets or word in word_ranks or word in known or not word.isascii() or len(word) > 20:
            return word
        if any(word.endswith(ending) and word[: -len(added)] in word_ranks for ending, added in _ENDINGS):
            return word  # "bores", "kinder": a known word's other form is no slip of a third
        if any(word[:at] in word_ranks and word[at:] in word_ranks for at in range(4, len(word) - 3)):
            return word  # "underrated" is made of two words, and no slip of "underwater"
        reach = 1 if len(word) <= 7 else 2
        alike = [target for target in targets if target[0] == word[0] and abs(len(target) - len(word)) <= reach]
        found = process.extractOne(word, alike, scorer=OSA.distance, score_cutoff=reach)
        return found[0] if found else word

    return correct
