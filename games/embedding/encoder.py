"""Text to vectors: MiniLM-L6-v2, exported once to ONNX, run without torch.

``prepare_model`` makes the files; every process opens its own session on first use, so
nothing is shared over a fork. Sentences are cut at 256 word pieces, as the model was trained.

What runs is a copy whose less delicate layers are int8, half as quick again as float32;
docs/decisions/0005 has the numbers that allow it.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

DIMENSIONS = 384
POOLED_DIMENSIONS = 3 * DIMENSIONS
MAX_TOKENS = 256
MODEL_NAME = "minilm-l6-v2"
FULL_PRECISION = "fp32"
SERVED_PRECISION = "int8-part"
# Word pieces run at once, padding included: more would not fit the caches of a core. Measured on two
# cores, texts/s: 93 with 512, 87 with 1024, 75 with 2048, 62 with 4096.
_BATCH_TOKENS = 512


class EncoderUnavailable(RuntimeError):
    """The exported model is missing or broken; `manage.py prepare_model` makes it."""


class Encoder:
    """Turns texts into unit vectors, float32, shape (n, 384). Safe to call from several threads."""

    def __init__(self, model_dir: Path, *, threads: int, precision: str = SERVED_PRECISION) -> None:
        model, vocabulary = model_file(model_dir, precision), model_dir / "tokenizer.json"
        if not model.exists() or not vocabulary.exists():
            raise EncoderUnavailable(f"no exported model in {model_dir}; run manage.py prepare_model")
        options = onnxruntime.SessionOptions()
        # Many threads run a batch each; several threads on one batch would wait for each other.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        # The arena keeps the largest batch's memory for ever; queries are small.
        options.enable_cpu_mem_arena = False
        self._threads = threads
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(vocabulary))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """In the order given; inside, texts of like length run together, so little is padding."""
        return self.encode_pooled(texts)[:, :DIMENSIONS]

    def encode_pooled(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The unit vector, the highest value that any word reached in each dimension, and the first token: (n, 1152).

        The mean blurs what single words settle; for reading a message the other two, which cost
        nothing more, tell moods and tones apart.
        """
        vectors = np.zeros((len(texts), POOLED_DIMENSIONS), dtype=np.float32)
        encodings = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        # The longest first, so that no thread begins with a long batch when the others are done.
        by_length = sorted(range(len(encodings)), key=lambda index: -len(encodings[index]))
        batches = list(_batches(by_length, [len(ids) for ids in encodings]))

        def fill(batch: list[int]) -> None:
            vectors[batch] = self._run([encodings[index] for index in batch])

        if self._threads == 1 or len(batches) == 1:
            for batch in batches:
                fill(batch)
        else:
            with ThreadPoolExecutor(self._threads, thread_name_prefix="encode") as pool:
                list(pool.map(fill, batches))
        return vectors

    def _run(self, batch: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        longest = max(map(len, batch))
        ids = np.zeros((len(batch), longest), dtype=np.int64)
        mask = np.zeros((len(batch), longest), dtype=np.int64)
        for row, pieces in enumerate(batch):
            ids[row, : len(pieces)] = pieces
            mask[row, : len(pieces)] = 1
        (tokens,) = self._session.run(["token_embeddings"], {"input_ids": ids, "attention_mask": mask})
        weights = mask[:, :, None].astype(np.float32)
        pooled = (tokens * weights).sum(axis=1) / np.clip(weights.sum(axis=1), 1e-9, None)
        unit = pooled / np.clip(np.linalg.norm(pooled, axis=1, keepdims=True), 1e-12, None)
        peaks = np.where(mask[:, :, None] > 0, tokens, -np.inf).max(axis=1)
        vectors: NDArray[np.float32] = np.concatenate((unit, peaks, tokens[:, 0]), axis=1).astype(np.float32)
        return vectors

    def encode_one_pooled(self, text: str) -> NDArray[np.float32]:
        vector: NDArray[np.float32] = self.encode_pooled([text])[0]
        return vector

    def encode_one(self, text: str) -> NDArray[np.float32]:
        vector: NDArray[np.float32] = self.encode([text])[0]
        return vector


def model_file(model_dir: Path, precision: str) -> Path:
    suffix = "" if precision == FULL_PRECISION else f"-{precision}"
    return model_dir / f"{MODEL_NAME}{suffix}.onnx"


def _batches(order: Sequence[int], lengths: Sequence[int]) -> Iterator[list[int]]:
    """Consecutive indices whose longest text, the first, times their number stays within the budget; at least one."""
    batch: list[int] = []
    for index in order:
        if batch and (len(batch) + 1) * lengths[batch[0]] > _BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


_opening = threading.Lock()


def get_encoder(model_dir: Path, *, threads: int = 1) -> Encoder:
    """The process's encoder for so many threads, opened on first use. Raises EncoderUnavailable."""
    with _opening:
        return _open(model_dir, threads, SERVED_PRECISION)


@functools.lru_cache(maxsize=4)
def _open(model_dir: Path, threads: int, precision: str) -> Encoder:
    return Encoder(model_dir, threads=threads, precision=precision)
