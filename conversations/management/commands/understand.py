"""Read messages from standard input, one JSON object a line, and print how each is understood."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand

from conversations import knowledge
from conversations.understanding import Knowledge, understand
from conversations.understanding.evaluation import context_from


class Command(BaseCommand):
    help = "JSON lines {id, text, context} in; the labelled form and the id out. Needs no tables."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        known = knowledge.current()
        # Bytes that are no UTF-8 become replacement characters: one bad line must not end the run.
        for line in sys.stdin.buffer if hasattr(sys.stdin, "buffer") else sys.stdin:
            text = line.decode("utf-8", "replace") if isinstance(line, bytes) else line
            if text.strip():
                self.stdout.write(json.dumps(answer(text, known), ensure_ascii=False))


def answer(line: str, known: Knowledge) -> dict[str, Any]:
    """The object to print for one line; for a line that cannot be read, its error."""
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError) as error:
        return {"id": None, "error": f"not JSON: {error}"}
    if not isinstance(entry, dict):
        return {"id": None, "error": "not an object"}
    if not isinstance(entry.get("text"), str):
        return {"id": entry.get("id"), "error": "text is missing or not a string"}
    return {
        "id": entry.get("id"),
        **understand(entry["text"], context_from(entry.get("context")), knowledge=known).as_labels(),
    }
