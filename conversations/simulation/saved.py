"""Chats that are kept: saved from the simulator, played again, carried between machines as files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from conversations.models import SavedChat
from conversations.simulation.expectations import Difference, check_expectations, compare
from conversations.simulation.playing import play
from conversations.simulation.scripts import Script, ScriptError
from conversations.simulation.talk import Talk
from conversations.understanding.types import Knowledge

SHIPPED = Path(settings.BASE_DIR) / "conversations" / "data" / "saved_chats"
FILE_VERSION = 1
_MOST_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Kept:
    """A chat with what it must keep, wherever it is kept."""

    name: str
    note: str
    script: Script
    expected: list[dict[str, Any]]

    @classmethod
    def from_json(cls, raw: object) -> Self:
        """Raises ScriptError."""
        if not isinstance(raw, Mapping):
            raise ScriptError("a saved chat must be an object")
        name, note = raw.get("name"), raw.get("note", "")
        if not isinstance(name, str) or not 0 < len(name.strip()) <= 120 or not isinstance(note, str):
            raise ScriptError("a saved chat needs a name of at most 120 characters, and words for a note")
        script = Script.from_json(raw.get("script"))
        return cls(
            name.strip(), note[:2000], script, check_expectations(raw.get("expected", []), steps=len(script.steps))
        )

    def as_json(self) -> dict[str, Any]:
        return {"name": self.name, "note": self.note, "script": self.script.as_json(), "expected": self.expected}


def replay(kept: Kept, *, known: Knowledge | None = None) -> tuple[Talk, tuple[Difference, ...]]:
    talk = play(kept.script, known=known)
    return talk, compare(talk, kept.expected)


def save_chat(
    *, name: str, note: str, script: Script, expected: list[dict[str, Any]], by: AbstractBaseUser
) -> SavedChat:
    """Keep a chat. Raises ScriptError when the name is missing or taken."""
    kept = Kept.from_json({"name": name, "note": note, "script": script.as_json(), "expected": expected})
    if SavedChat.objects.filter(name=kept.name).exists():
        raise ScriptError(f"there is a saved chat called “{kept.name}” already")
    return SavedChat.objects.create(**kept.as_json(), saved_by_id=by.pk)


def note_verdict(*, chat: SavedChat, differences: tuple[Difference, ...], now: datetime) -> None:
    SavedChat.objects.filter(pk=chat.pk).update(
        verdict=SavedChat.Verdict.BROKE if differences else SavedChat.Verdict.HOLDS,
        differences=[one.as_json() for one in differences],
        last_run_at=now,
    )


def kept_in(chat: SavedChat) -> Kept:
    """Raises ScriptError for a row of another release."""
    return Kept.from_json({"name": chat.name, "note": chat.note, "script": chat.script, "expected": chat.expected})


def shipped() -> list[Kept]:
    """The chats that come with the project."""
    return [chat for path in sorted(SHIPPED.glob("*.json")) for chat in read_file(path.read_bytes())]


def read_file(content: bytes) -> list[Kept]:
    """The chats of a file that was exported. Raises ScriptError."""
    if len(content) > _MOST_BYTES:
        raise ScriptError("the file is larger than 1 MB")
    try:
        raw = json.loads(content)
    except ValueError as error:
        raise ScriptError("the file is no JSON") from error
    except RecursionError as error:
        raise ScriptError("the file is nested too deeply") from error
    if not isinstance(raw, Mapping) or raw.get("version") != FILE_VERSION or not isinstance(raw.get("chats"), list):
        raise ScriptError(f"the file is no list of saved chats of version {FILE_VERSION}")
    return [Kept.from_json(one) for one in raw["chats"]]


def write_file(chats: list[Kept]) -> str:
    return json.dumps(
        {"version": FILE_VERSION, "chats": [chat.as_json() for chat in chats]}, ensure_ascii=False, indent=1
    )


@transaction.atomic
def import_chats(*, chats: list[Kept], by: AbstractBaseUser) -> int:
    """Add the chats of a file; one of the same name is replaced. Returns how many."""
    for kept in chats:
        SavedChat.objects.update_or_create(
            name=kept.name,
            defaults={
                **kept.as_json(), "saved_by_id": by.pk, "verdict": SavedChat.Verdict.NEVER_RUN, "differences": [],
                "last_run_at": None,
            },
        )  # fmt: skip
    return len(chats)
