"""Play saved or recorded chats against today's code and show what differs. Only verdicts of saved chats are written."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from conversations.knowledge import in_use as knowledge
from conversations.models import SavedChat
from conversations.simulation.expectations import Difference
from conversations.simulation.recorded import recorded_chats
from conversations.simulation.replays import Replayed, replay_recorded, summary_of
from conversations.simulation.saved import kept_in, note_verdict, replay, shipped
from conversations.simulation.scripts import ScriptError


class Command(BaseCommand):
    help = (
        "Play saved chats (--saved: the project's own and those of the admin) or recorded ones, redacted (--recorded), "
        "against today's code. Nothing live is written. Exit code 1 when a saved chat broke."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--saved", action="store_true", help="the saved chats; this is what happens without options"
        )
        parser.add_argument("--recorded", action="store_true", help="chats of real people, redacted")
        parser.add_argument("--days", type=int, default=1, help="recorded: of so many days (1)")
        parser.add_argument("--limit", type=int, default=50, help="recorded: at most so many chats (50)")
        parser.add_argument("--show-text", action="store_true", help="recorded: print the redacted messages as well")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, **options: Any) -> None:
        if options["days"] < 1 or options["limit"] < 1:
            raise CommandError("--days and --limit begin at 1")
        found: dict[str, Any] = {}
        if options["saved"] or not options["recorded"]:
            found["saved"] = self._replay_saved()
        if options["recorded"]:
            found["recorded"] = self._replay_recorded(options["days"], options["limit"], options["show_text"])
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(_as_lines(found)))
        if any(chat["differences"] for chat in found.get("saved", [])):
            raise SystemExit(1)

    def _replay_saved(self) -> list[dict[str, Any]]:
        known = knowledge.current()
        found = [_saved(chat.name, replay(chat, known=known)[1]) for chat in shipped()]
        for row in SavedChat.objects.order_by("name"):
            try:
                _, differences = replay(kept_in(row), known=known)
            except ScriptError as error:
                differences = (Difference(0, "script", "one that can be played", str(error)),)
            note_verdict(chat=row, differences=differences, now=timezone.now())
            found.append(_saved(row.name, differences))
        return found

    def _replay_recorded(self, days: int, limit: int, show_text: bool) -> dict[str, Any]:
        known = knowledge.current()
        since = timezone.now() - timedelta(days=days)
        chats = [replay_recorded(chat, known=known) for chat in recorded_chats(since=since, limit=limit)]
        return {
            "summary": summary_of(chats),
            "changed": [_changed(one, show_text) for chat in chats for one in chat if one.changes],
        }


def _saved(name: str, differences: tuple[Difference, ...]) -> dict[str, Any]:
    return {"name": name, "differences": [one.as_json() for one in differences]}


def _changed(one: Replayed, show_text: bool) -> dict[str, Any]:
    text = {"text": one.text} if show_text else {}
    return {
        "chat": one.chat,
        "step": one.step,
        **text,
        "changes": {what: list(pair) for what, pair in one.changes.items()},
    }


def _as_lines(found: dict[str, Any]) -> list[str]:
    lines: list[str] = []
    if "saved" in found:
        broke = [chat for chat in found["saved"] if chat["differences"]]
        lines.append(f"saved chats: {len(found['saved'])} played, {len(broke)} broke")
        for chat in broke:
            lines.append(f"  {chat['name']}")
            lines += [
                f"    step {one['step']}, {one['what']}: expected {one['expected']}, found {one['found']}"
                for one in chat["differences"]
            ]
    if "recorded" in found:
        summary = found["recorded"]["summary"]
        lines.append(f"recorded chats: {summary['chats']} played, {summary['messages']} messages")
        for what, share in summary["same"].items():
            told = "–" if share is None else f"{share:.1%}"
            lines.append(f"  {what:<18} the same in {told}")
        for what, (before, after) in summary["counts"].items():
            lines.append(f"  {what:<18} {before} then, {after} now")
        for one in found["recorded"]["changed"]:
            changes = "; ".join(f"{what}: {before} → {after}" for what, (before, after) in one["changes"].items())
            words = f" “{one['text']}”" if "text" in one else ""
            lines.append(f"  chat {one['chat']}, step {one['step']}{words}: {changes}")
    return lines
