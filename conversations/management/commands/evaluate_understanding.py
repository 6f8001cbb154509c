"""Compare understanding with a labelled file and print what is right and what is taken for what."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from conversations.knowledge import in_use as knowledge
from conversations.understanding.evaluation import Labelled, evaluate, labelled_from

_SHOWN_CONFUSIONS = 12


class Command(BaseCommand):
    help = "Accuracy, macro-F1, slot F1, confusion, reliability and time on a labelled file of JSON lines."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="print one JSON object instead of a table")

    def handle(self, *args: Any, **options: Any) -> None:
        messages = read_labelled(options["file"])
        found = evaluate(messages, knowledge.current())
        self.stdout.write(json.dumps(found) if options["json"] else "\n".join(as_table(found)))


def read_labelled(path: Path) -> list[Labelled]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} cannot be read: {error}") from error
    messages = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            messages.append(labelled_from(entry))
            missing = {"intent", "mood", "sentiment"} - set(entry)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise CommandError(f"{path}, line {number}: {error!r}") from error
        if missing:
            raise CommandError(f"{path}, line {number}: without {', '.join(sorted(missing))}")
    return messages


def as_table(found: dict[str, Any]) -> list[str]:
    rows = [
        ("messages", f"{found['messages']}"),
        ("intent accuracy", _percent(found["intent"]["accuracy"])),
        ("intent macro-F1", _percent(found["intent"]["macro_f1"])),
        ("mood strict", _percent(found["mood"]["strict"])),
        ("mood with alternatives", _percent(found["mood"]["with_alternatives"])),
        ("mood strict, where expressed", _percent(found["mood"]["strict_where_expressed"])),
        ("mood with alternatives, where expressed", _percent(found["mood"]["with_alternatives_where_expressed"])),
        ("mood macro-F1", _percent(found["mood"]["macro_f1"])),
        ("sentiment accuracy", _percent(found["sentiment"]["accuracy"])),
        ("sentiment macro-F1", _percent(found["sentiment"]["macro_f1"])),
        *(
            (f"{slot} F1", "{f1:.3f}  ({right} right, {extra} extra, {missed} missed)".format(**score))
            for slot, score in found["slots"].items()
        ),
        ("unsure", _percent(found["unsure"])),
        ("ms a message p50 / p95", f"{found['ms']['p50']} / {found['ms']['p95']}"),
    ]  # fmt: skip
    width = max(len(name) for name, _ in rows)
    lines = [f"{name:<{width}}  {value}" for name, value in rows]
    for kind in ("intent", "mood"):
        lines += ["", f"{kind}: how sure, how often right"]
        lines += [
            "  from {from:.2f}  {messages:>4} messages  sure {confidence:.2f}  right {right:.2f}".format(**band)
            for band in found["reliability"][kind]
        ]
        lines += ["", f"{kind}: wanted -> got"]
        lines += [
            f"  {one['wanted']} -> {one['got']}  {one['count']}" for one in found["confusion"][kind][:_SHOWN_CONFUSIONS]
        ]
    return lines


def _percent(share: float) -> str:
    return f"{share:.3f}"
