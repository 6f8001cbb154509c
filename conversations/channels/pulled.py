"""Channels where the player's side fetches what we say: a stored message is a delivered one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from conversations.channels.errors import MediaRefused, Verdict
from conversations.channels.types import Audio, OutboundMessage


class _Pulled:
    max_body_chars: ClassVar[int] = 1600
    max_buttons: ClassVar[int] = 10
    free_form_hours: ClassVar[int | None] = None
    is_pushed: ClassVar[bool] = False
    is_made_up: ClassVar[bool] = False

    def is_connected(self) -> bool:
        return True

    def prepare(self) -> None:
        return

    def verdict_for(self, code: str) -> Verdict:
        return Verdict("refused", permanent=True)

    def send(self, message: OutboundMessage) -> str:
        raise AssertionError("nothing is sent on a channel that is fetched from")

    def find_sent(self, message: OutboundMessage, *, claimed_at: datetime) -> Sequence[str]:
        return ()

    def delete_sent(self, provider_id: str) -> str:
        return ""  # nobody else has a copy

    def fetch_audio(self, url: str, *, seconds: float) -> Audio:
        raise MediaRefused("no files here")


class WebChannel(_Pulled):
    kind: ClassVar[str] = "web"
    shows_cards: ClassVar[bool] = True


class ApiChannel(_Pulled):
    """Partners' apps, which fetch by ``GET /v1/chat/messages``."""

    kind: ClassVar[str] = "api"
    shows_cards: ClassVar[bool] = True


class CommandLineChannel(_Pulled):
    kind: ClassVar[str] = "cli"
    shows_cards: ClassVar[bool] = False
