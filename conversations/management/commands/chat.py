"""Talk as a player, on the command line: the whole way of a message, inline."""

from __future__ import annotations

import json
import sys
import uuid
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from conversations import dialogue
from conversations.channels.types import Address, InboundMessage
from conversations.dialogue.state import DialogueState
from conversations.models import Message, Session
from conversations.receiving import inbox
from games.models import Impression

CHANNEL = "cli"
_WAIT_SECONDS = 10.0


class Command(BaseCommand):
    help = "Talk as a player. With TEXT one turn, else a prompt; a button is tapped by typing its number or title."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("text", nargs="?", metavar="TEXT", help="What the player says; without it a prompt opens.")
        parser.add_argument(
            "--as", dest="name", default="", metavar="NAME", help="Who speaks; remembered by this name."
        )
        parser.add_argument("--json", action="store_true", help="Print one JSON object a turn.")

    def handle(self, *, text: str | None, name: str, json: bool, **options: Any) -> None:
        self._name, self._prints_json = name.strip(), json
        self._buttons: list[dict[str, str]] = []
        if text is not None:
            self._take_turn(text)
            return
        if not json and sys.stdin.isatty():
            self.stdout.write("Say how you feel, like “drained, 30 min, switch”. Ctrl-D ends it.\n")
        while (line := self._read_line()) is not None:
            if line:
                self._take_turn(line)

    def _read_line(self) -> str | None:
        if not sys.stdin.isatty():
            line = sys.stdin.readline()
            return line.strip() if line else None
        try:
            return input("you: ").strip()
        except (EOFError, KeyboardInterrupt):
            self.stdout.write("")
            return None

    def _take_turn(self, text: str) -> None:
        button = self._tapped(text)
        receipt = inbox.receive(
            InboundMessage(
                channel=CHANNEL,
                provider_id=f"cli-{uuid.uuid4().hex}",
                addresses=(Address("demo", self._name.lower()[:180] or "me"),),
                sender=CHANNEL,
                kind="choice" if button else "text",
                body=button["title"] if button else text,
                choice=button["id"] if button else "",
                profile_name=self._name,
            ),
            now=timezone.now(),
        )
        if not dialogue.answer(receipt.contact_id, wait_seconds=_WAIT_SECONDS):
            raise CommandError("This player is being answered elsewhere, or needs an operator; try again in a minute.")
        self._show(receipt.message_id)

    def _tapped(self, text: str) -> dict[str, str] | None:
        """The button behind "b2", the way its number is shown."""
        mark, number = text[:1].lower(), text[1:]
        if mark == "b" and number.isdecimal() and 1 <= int(number) <= len(self._buttons):
            return self._buttons[int(number) - 1]
        return None

    def _show(self, message_id: int) -> None:
        message = Message.objects.select_related("session").filter(pk=message_id).first()
        replies = list(Message.objects.filter(in_reply_to=message_id).order_by("part")) if message else []
        self._buttons = [button for reply in replies for button in reply.content.get("buttons", [])]
        if self._prints_json:
            self.stdout.write(json.dumps(_as_json(message, replies), ensure_ascii=False))
            return
        for reply in replies:
            self.stdout.write(f"{reply.body}\n")
        if self._buttons:
            self.stdout.write(
                "  ".join(f"[b{n}] {button['title']}" for n, button in enumerate(self._buttons, 1)) + "\n"
            )
        if message is None:
            self.stdout.write("Everything about this player is deleted.\n")
        elif not replies:
            self.stdout.write("(no answer: a person has taken over, or nothing was to be said)\n")


def _as_json(message: Message | None, replies: list[Message]) -> dict[str, Any]:
    """``message`` None: the player was erased in this very turn."""
    session = message.session if message else None
    slate_id = next((reply.slate_id for reply in replies if reply.slate_id), None)
    return {
        "reply": {
            "text": "\n\n".join(reply.body for reply in replies),
            "buttons": [button for reply in replies for button in reply.content.get("buttons", [])],
        },
        "understanding": message.understanding if message else None,
        "recommendations": _recommendations(slate_id, session) if slate_id and session else [],
        "session": {"id": session.pk, "kind": session.kind, "turns": session.turns} if session else None,
    }


def _recommendations(slate_id: int, session: Session) -> list[dict[str, Any]]:
    prices = {one.impression_id: one for one in DialogueState.from_json(session.state).offered}
    impressions = Impression.objects.filter(slate=slate_id).select_related("game").order_by("slot")
    return [
        {
            "slug": impression.game.slug,
            "title": impression.game.title,
            "platforms": impression.game.platforms,
            "price": float(offered.amount) if (offered := prices.get(impression.pk)) and offered.amount else None,
            "currency": (offered.currency or None) if offered else None,
            "score": round(impression.score, 4),
            "confidence": round(impression.confidence, 4),
            "strategy": impression.strategy,
            "reason": impression.reason,
        }
        for impression in impressions
    ]
