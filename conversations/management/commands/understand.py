"""How messages are understood: one given as an argument, or JSON lines from standard input."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from conversations.knowledge import in_use as knowledge
from conversations.understanding import Knowledge, understand
from conversations.understanding.evaluation import context_from


class Command(BaseCommand):
    help = "With TEXT its labelled form; else JSON lines {id, text, context} in, that and the id out. Needs no tables."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("text", nargs="?", metavar="TEXT", help="One message; without it standard input is read.")

    def handle(self, *, text: str | None, **options: Any) -> None:
        known = knowledge.current()
        if text is not None:
            self.stdout.write(json.dumps(answer(json.dumps({"text": text}), known), ensure_ascii=False))
            return
        # Bytes that are no UTF-8 become replacement characters: one bad line must not end the run.
        for line in sys.stdin.buffer if hasattr(sys.stdin, "buffer") else sys.stdin:
            entry = line.decode("utf-8", "replace") if isinstance(line, bytes) else line
            if entry.strip():
                self.stdout.write(json.dumps(answer(entry, known), ensure_ascii=False))


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
