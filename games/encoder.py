"""Text to vectors: MiniLM-L6-v2, exported once to ONNX, run without torch.

``prepare_model`` makes the file; every process opens its own session on first use, so
nothing is shared over a fork. Sentences are cut at 256 word pieces, as the model was trained.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

DIMENSIONS = 384
MAX_TOKENS = 256
MODEL_NAME = "minilm-l6-v2"


class EncoderUnavailable(RuntimeError):
    """The exported model is missing or broken; `manage.py prepare_model` makes it."""


class Encoder:
    """Turns texts into unit vectors, float32, shape (n, 384). Safe to call from several threads."""

    def __init__(self, model_dir: Path, *, threads: int) -> None:
        model, vocabulary = model_dir / f"{MODEL_NAME}.onnx", model_dir / "tokenizer.json"
        if not model.exists() or not vocabulary.exists():
            raise EncoderUnavailable(f"no exported model in {model_dir}; run manage.py prepare_model")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # The arena keeps the largest batch's memory for ever; queries are small.
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(vocabulary))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.enable_padding()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        encodings = self._tokenizer.encode_batch(list(texts))
        ids = np.array([encoding.ids for encoding in encodings], dtype=np.int64)
        mask = np.array([encoding.attention_mask for encoding in encodings], dtype=np.int64)
        (tokens,) = self._session.run(["token_embeddings"], {"input_ids": ids, "attention_mask": mask})
        weights = mask[:, :, None].astype(np.float32)
        pooled = (tokens * weights).sum(axis=1) / np.clip(weights.sum(axis=1), 1e-9, None)
        vectors: NDArray[np.float32] = pooled / np.clip(np.linalg.norm(pooled, axis=1, keepdims=True), 1e-12, None)
        return vectors.astype(np.float32)

    def encode_one(self, text: str) -> NDArray[np.float32]:
        vector: NDArray[np.float32] = self.encode([text])[0]
        return vector


_opening = threading.Lock()


def get_encoder(model_dir: Path, *, threads: int = 1) -> Encoder:
    """The process's encoder for this directory, opened on first use. Raises EncoderUnavailable."""
    with _opening:
        return _open(model_dir, threads)


@functools.lru_cache(maxsize=2)
def _open(model_dir: Path, threads: int) -> Encoder:
    return Encoder(model_dir, threads=threads)
