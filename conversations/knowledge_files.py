"""The project's own knowledge files, and what is learnt from them once and kept on disk."""

from __future__ import annotations

import contextlib
import csv
import fcntl
import functools
import hashlib
import json
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from conversations.understanding.heads import Head, Heads
from conversations.understanding.normalise import fold, phrase_key
from conversations.understanding.reading import Reading, read
from conversations.understanding.titles import TitleEntry, TitleIndex
from conversations.understanding.training import train_heads
from conversations.understanding.types import INTENTS, SENTIMENTS, Example, MoodWords, Vector
from games.encoder import DIMENSIONS, Encoder
from games.vocabulary import MOODS

DATA_DIR = Path(__file__).parent / "data"
# Heads are made of what the grammars found, so those of older code are not recalled.
_CODE_DIR = Path(__file__).parent / "understanding"
_BATCH = 64
# Without their apostrophe they look misspelt, and mending them would lose a "not".
_CONTRACTIONS = frozenset(
    {"arent", "isnt", "wasnt", "werent", "havent", "hasnt", "hadnt", "didnt", "doesnt", "dont", "cant", "wont",
     "couldnt", "shouldnt", "wouldnt", "mustnt", "neednt", "aint", "youre", "theyre", "thats", "whats", "theres",
     "heres", "wheres", "hows", "ive", "youve", "weve", "theyve", "youll", "theyll"}
)  # fmt: skip
_USUAL_SENTIMENT = {
    **dict.fromkeys(("tired", "stressed", "sad", "lonely", "angry", "bored"), "negative"),
    **dict.fromkeys(("happy", "hyped"), "positive"),
}


@dataclass(frozen=True)
class Files:
    """The files as they are; ``digest`` changes when any of them does."""

    examples: tuple[Example, ...]
    slang: Mapping[str, str]
    titles: tuple[TitleEntry, ...]
    digest: str


@dataclass(frozen=True)
class Learnt:
    digest: str
    heads: Heads
    example_vectors: NDArray[np.float32]
    mood_vectors: Mapping[str, Vector]


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


def make_corrector(files: Files, word_ranks: Mapping[str, int]) -> Callable[[str], str]:
    """A function from a misspelt word to a word of the bank; known words stay as they are."""
    counted = Counter(word for example in files.examples for word in set(fold(example.text).split()))
    targets = sorted(
        word
        for word, count in counted.items()
        if count >= 3 and len(word) >= 5 and word in word_ranks and word.isalpha()
    )
    title_words = {
        word for entry in files.titles for name in (entry.title, *entry.aliases) for word in fold(name).split()
    }
    known = (
        _CONTRACTIONS
        | title_words
        | set(files.slang)
        | {word.strip(".,!?") for word, count in counted.items() if count >= 2}
    )

    @functools.lru_cache(maxsize=16_384)
    def correct(word: str) -> str:
        if not targets or word in word_ranks or word in known or not word.isascii() or len(word) > 20:
            return word
        reach = 1 if len(word) <= 7 else 2
        alike = [target for target in targets if target[0] == word[0] and abs(len(target) - len(word)) <= reach]
        found = process.extractOne(word, alike, scorer=OSA.distance, score_cutoff=reach)
        return found[0] if found else word

    return correct


@dataclass(frozen=True)
class School:
    """Where lessons are kept, and what is needed to learn them. Learning takes half a minute."""

    files: Files
    correct: Callable[[str], str]
    word_ranks: Mapping[str, int]
    encoder: Encoder | None
    state_dir: Path

    def recall(self, moods: Mapping[str, MoodWords]) -> Learnt | None:
        """What files and phrases taught before, from disk; None if they never did."""
        _, digest, path = self._lesson(moods)
        return _recall(path, digest)

    def learn_or_recall(self, moods: Mapping[str, MoodWords]) -> Learnt:
        """The same, learnt now if need be, by one process of the machine at a time."""
        phrases, digest, path = self._lesson(moods)
        path.parent.mkdir(parents=True, exist_ok=True)
        with _one_at_a_time(path.parent / "learning.lock"):
            learnt = _recall(path, digest)
            if learnt is None:
                learnt = learn(
                    self.files, phrases, digest, correct=self.correct, word_ranks=self.word_ranks, encoder=self.encoder
                )
                _keep(learnt, path)
        return learnt

    def _lesson(self, moods: Mapping[str, MoodWords]) -> tuple[dict[str, tuple[str, ...]], str, Path]:
        phrases = {key: mood.phrases for key, mood in sorted(moods.items())}
        facts = json.dumps([_code_digest(), self.files.digest, phrases, self.encoder is not None, len(self.word_ranks)])
        digest = hashlib.sha256(facts.encode()).hexdigest()
        return phrases, digest, self.state_dir / "understanding" / f"{digest[:24]}.npz"


@functools.cache
def _code_digest() -> str:
    digest = hashlib.sha256()
    for path in sorted(_CODE_DIR.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def learn(
    files: Files, phrases: Mapping[str, Sequence[str]], digest: str, *, correct: Callable[[str], str],
    word_ranks: Mapping[str, int], encoder: Encoder | None,
) -> Learnt:  # fmt: skip
    # The catalogue's titles are left out: the same files teach the same on every machine.
    titles = TitleIndex(files.titles, word_ranks=word_ranks)
    spoken = [
        Example("recommend", (mood,), _USUAL_SENTIMENT.get(mood, "neutral"), phrase)
        for mood in phrases
        for phrase in phrases[mood]
    ]
    examples = [*files.examples, *spoken]
    readings = [read(example.text, slang=files.slang, titles=titles, correct=correct) for example in examples]
    vectors = encode_all(readings, encoder)
    features = [
        reading.features(vectors[row] if encoder and reading.has_words else None)
        for row, reading in enumerate(readings)
    ]
    by_mood = {
        mood: vectors[[row for row, example in enumerate(examples) if example.moods[:1] == (mood,)]].mean(axis=0)
        for mood in sorted({example.moods[0] for example in examples if example.moods})
    }
    return Learnt(
        digest=digest,
        heads=train_heads(examples, features),
        example_vectors=vectors[: len(files.examples)] if encoder else np.zeros((0, DIMENSIONS), dtype=np.float32),
        mood_vectors={mood: mean / max(float(np.linalg.norm(mean)), 1e-9) for mood, mean in by_mood.items()}
        if encoder
        else {},
    )


def encode_all(readings: Sequence[Reading], encoder: Encoder | None) -> NDArray[np.float32]:
    vectors = np.zeros((len(readings), DIMENSIONS), dtype=np.float32)
    if encoder is None:
        return vectors
    by_length = sorted(range(len(readings)), key=lambda row: len(readings[row].plain))
    for first in range(0, len(by_length), _BATCH):
        rows = by_length[first : first + _BATCH]
        vectors[rows] = encoder.encode([readings[row].plain for row in rows])
    return vectors


def _keep(learnt: Learnt, path: Path) -> None:
    arrays: dict[str, NDArray[np.generic]] = {
        "example_vectors": learnt.example_vectors.astype(np.float16),
        "mood_keys": np.array(list(learnt.mood_vectors), dtype=np.str_),
        "mood_vectors": np.array(list(learnt.mood_vectors.values()), dtype=np.float32),
    }
    for name in ("intent", "mood", "sentiment"):
        head: Head = getattr(learnt.heads, name)
        arrays |= {
            f"{name}_labels": np.array(head.labels, dtype=np.str_), f"{name}_dense": head.dense,
            f"{name}_sparse": head.sparse, f"{name}_bias": head.bias, f"{name}_temperature": np.array(head.temperature),
        }  # fmt: skip
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".tmp", delete=False) as file:
        np.savez(file, allow_pickle=False, **arrays)
    os.replace(file.name, path)


def _recall(path: Path, digest: str) -> Learnt | None:
    """None if it was never kept or cannot be read; then it is learnt again."""
    try:
        with np.load(path, allow_pickle=False) as kept:
            heads = {
                name: Head(
                    labels=tuple(map(str, kept[f"{name}_labels"])), dense=kept[f"{name}_dense"],
                    sparse=kept[f"{name}_sparse"], bias=kept[f"{name}_bias"],
                    temperature=float(kept[f"{name}_temperature"]),
                )
                for name in ("intent", "mood", "sentiment")
            }  # fmt: skip
            return Learnt(
                digest=digest,
                heads=Heads(**heads),
                example_vectors=kept["example_vectors"].astype(np.float32),
                mood_vectors=dict(zip(map(str, kept["mood_keys"]), kept["mood_vectors"], strict=True)),
            )
    except (OSError, KeyError, ValueError, EOFError):
        return None


@contextlib.contextmanager
def _one_at_a_time(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
