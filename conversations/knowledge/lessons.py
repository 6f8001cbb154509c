"""Learning from the example bank: what is taught, by which code, and what came of it as bytes.

The same lessons give the same heads on every machine; their digest names them. Learning takes up to a
minute where nothing is known yet, a few seconds where only some examples are new: vectors are kept.
"""

from __future__ import annotations

import contextlib
import fcntl
import functools
import hashlib
import io
import json
import os
import tempfile
import tokenize
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from conversations.knowledge.files import Files, make_corrector
from conversations.understanding.heads import Features, Head, Heads
from conversations.understanding.neighbours import Neighbours
from conversations.understanding.reading import Reading, read
from conversations.understanding.titles import TitleIndex
from conversations.understanding.training import train_heads
from conversations.understanding.types import Example, MoodWords
from games.embedding.encoder import MODEL_NAME, POOLED_DIMENSIONS, SERVED_PRECISION, Encoder

# Heads are made of what the grammars found, so those of older code are not recalled.
_CODE_DIR = Path(__file__).parents[1] / "understanding"
# What reading a file of arrays may raise where a bit of it is wrong.
_DAMAGED = (OSError, KeyError, EOFError, ValueError, SyntaxError, zipfile.BadZipFile, zlib.error, tokenize.TokenError)
ENCODING = f"{MODEL_NAME}/{SERVED_PRECISION}"
_BATCH = 64
_USUAL_SENTIMENT = {
    **dict.fromkeys(("tired", "stressed", "sad", "lonely", "angry", "bored"), "negative"),
    **dict.fromkeys(("happy", "hyped"), "positive"),
}


@dataclass(frozen=True)
class Learnt:
    """``digest`` names the lesson."""

    digest: str
    heads: Heads

    def as_bytes(self) -> bytes:
        arrays: dict[str, NDArray[np.generic]] = {"digest": np.array(self.digest)}
        for name in ("intent", "mood", "sentiment"):
            head: Head = getattr(self.heads, name)
            arrays |= {
                f"{name}_labels": np.array(head.labels, dtype=np.str_), f"{name}_dense": head.dense,
                f"{name}_sparse": head.sparse, f"{name}_bias": head.bias,
                f"{name}_temperature": np.array(head.temperature),
            }  # fmt: skip
        if near := self.heads.neighbours:
            arrays |= {"centre": near.centre, "directions": near.directions, "points": near.points.astype(np.float16)}
            arrays |= {f"near_{name}": shares.astype(np.float16) for name, shares in near.labels.items()}
        buffer = io.BytesIO()
        np.savez_compressed(buffer, allow_pickle=False, **arrays)
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> Learnt:
        """Raises ValueError for bytes that are no such thing."""
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as kept:
                heads = {
                    name: Head(
                        labels=tuple(map(str, kept[f"{name}_labels"])), dense=kept[f"{name}_dense"],
                        sparse=kept[f"{name}_sparse"], bias=kept[f"{name}_bias"],
                        temperature=float(kept[f"{name}_temperature"]),
                    )
                    for name in ("intent", "mood", "sentiment")
                }  # fmt: skip
                near = None
                if "points" in kept:
                    near = Neighbours(
                        kept["centre"], kept["directions"], kept["points"].astype(np.float32),
                        {name: kept[f"near_{name}"].astype(np.float32) for name in heads},
                    )  # fmt: skip
                return cls(str(kept["digest"]), Heads(heads["intent"], heads["mood"], heads["sentiment"], near))
        except _DAMAGED as error:
            raise ValueError(f"no learnt heads: {error}") from error


@dataclass(frozen=True)
class School:
    """All that is needed to learn, and where lessons are kept on this machine."""

    files: Files
    moods: Mapping[str, MoodWords]
    word_ranks: Mapping[str, int]
    encoder: Encoder | None
    state_dir: Path

    @functools.cached_property
    def digest(self) -> str:
        facts = [code_digest(), self.files.digest, self._phrases(), self.encoder is not None, len(self.word_ranks)]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()

    @functools.cached_property
    def correct(self) -> Callable[[str], str]:
        return _corrector(_Taught(self.files, self.word_ranks))

    def recall(self) -> Learnt | None:
        """What this lesson taught before, from disk; None if it never did or cannot be read."""
        with contextlib.suppress(OSError, ValueError):
            return Learnt.from_bytes(self._path().read_bytes())
        return None

    def learn_or_recall(self) -> Learnt:
        """The same, learnt now if need be, by one process of the machine at a time."""
        self._path().parent.mkdir(parents=True, exist_ok=True)
        with _one_at_a_time(self._path().parent / "learning.lock"):
            learnt = self.recall()
            if learnt is None:
                examples, features = self.study()
                learnt = Learnt(self.digest, train_heads(examples, features))
                _write(self._path(), learnt.as_bytes())
        return learnt

    def study(self) -> tuple[list[Example], list[Features]]:
        """The bank and the moods' phrases, each read as a message would be."""
        # The catalogue's titles are left out: the same files teach the same on every machine.
        titles = TitleIndex(self.files.titles, word_ranks=self.word_ranks)
        phrases = self._phrases()
        spoken = [
            Example("recommend", (mood,), _USUAL_SENTIMENT.get(mood, "neutral"), phrase)
            for mood in phrases
            for phrase in phrases[mood]
        ]
        examples = [*self.files.examples, *spoken]
        readings = [
            read(example.text, slang=self.files.slang, titles=titles, correct=self.correct) for example in examples
        ]
        if self.encoder is None:
            return examples, [reading.features(None) for reading in readings]
        vectors = _encode_new(
            readings, self.encoder, self.state_dir / "understanding" / f"vectors-{SERVED_PRECISION}.npz"
        )
        return examples, [
            reading.features(vectors[row] if reading.has_words else None) for row, reading in enumerate(readings)
        ]

    def _phrases(self) -> dict[str, tuple[str, ...]]:
        return {key: mood.phrases for key, mood in sorted(self.moods.items())}

    def _path(self) -> Path:
        return self.state_dir / "understanding" / f"{self.digest[:24]}.npz"


@functools.cache
def code_digest() -> str:
    """Of the code that reads and learns, its phrases and its encoder: what others learnt does not fit it."""
    digest = hashlib.sha256(ENCODING.encode())
    for path in sorted((*_CODE_DIR.glob("*.py"), *_CODE_DIR.glob("phrases/*.txt"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()


@dataclass(frozen=True)
class _Taught:
    """Files and words, equal where the files' digest and the number of words are."""

    files: Files = field(compare=False)
    word_ranks: Mapping[str, int] = field(compare=False)
    digest: str = field(init=False)
    size: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "digest", self.files.digest)
        object.__setattr__(self, "size", len(self.word_ranks))


@functools.lru_cache(maxsize=2)
def _corrector(taught: _Taught) -> Callable[[str], str]:
    return make_corrector(taught.files, taught.word_ranks)


def _encode_new(readings: Sequence[Reading], encoder: Encoder, path: Path) -> NDArray[np.float32]:
    """A row for each reading. Those of earlier lessons come from ``path``, where all these are kept for the next."""
    keys = [_key(reading.plain) for reading in readings]
    kept = _kept_vectors(path)
    missing = {key: row for row, key in enumerate(keys) if key not in kept}
    rows = sorted(missing.values(), key=lambda row: len(readings[row].plain))
    batches = [rows[first : first + _BATCH] for first in range(0, len(rows), _BATCH)]
    with ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="learn") as pool:
        encoded = pool.map(lambda batch: encoder.encode_pooled([readings[row].plain for row in batch]), batches)
        for batch, vectors_of_batch in zip(batches, encoded, strict=True):
            # Rounded before their first use too, so that a lesson learnt twice teaches the same.
            rounded = vectors_of_batch.astype(np.float16)
            kept |= {keys[row]: vector for row, vector in zip(batch, rounded, strict=True)}
    vectors = np.array([kept[key] for key in keys], dtype=np.float16).reshape(len(keys), POOLED_DIMENSIONS)
    if missing:
        buffer = io.BytesIO()
        np.savez(buffer, allow_pickle=False, keys=np.array(keys, dtype=np.uint64), vectors=vectors)
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, buffer.getvalue())
    return vectors.astype(np.float32)


def _kept_vectors(path: Path) -> dict[int, NDArray[np.float16]]:
    with contextlib.suppress(*_DAMAGED), np.load(path, allow_pickle=False) as kept:
        return dict(zip(map(int, kept["keys"]), kept["vectors"], strict=True))
    return {}


def _key(plain: str) -> int:
    return int.from_bytes(hashlib.blake2b(plain.encode(), digest_size=8).digest(), "big")


def _write(path: Path, content: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".tmp", delete=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(file.name, path)


@contextlib.contextmanager
def _one_at_a_time(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
