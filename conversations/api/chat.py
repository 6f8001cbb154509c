"""The chat for partner apps: the same bot, answering at once, for the player whom a token means."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from conversations import dialogue
from conversations.channels.pulled import ApiChannel
from conversations.channels.types import Address, InboundMessage
from conversations.models import Contact, ContactAddress, Message
from conversations.receiving import inbox
from games.api.problems import Problem
from games.models import Player

MAX_CHARS: Final = 4_000
_WAIT_SECONDS: Final = 5.0


@dataclass(frozen=True)
class Said:
    """``is_answered``: nothing waits any more. ``contact`` is None where they were erased by what they said."""

    message_id: int
    contact: Contact | None
    is_answered: bool


def say(*, player_id: int, key: str, text: str, choice: str, now: datetime) -> Said:
    """Take in what a player says and answer it. The same ``key`` again changes nothing.

    Raises Problem where the key belongs to other words, or the player is gone.
    """
    player = _with_an_address(player_id)
    inbound = InboundMessage(
        channel=ApiChannel.kind,
        provider_id=provider_id(player, key),
        addresses=(Address(kind=ContactAddress.Kind.API, value=str(player.public_id)),),
        sender=ApiChannel.kind,
        kind="choice" if choice else "text",
        body=text[:MAX_CHARS],
        choice=choice,
    )
    receipt = inbox.receive(inbound, now=now)
    if not receipt.is_new:
        _check_same_words(receipt.message_id, inbound)
    is_answered = dialogue.answer(receipt.contact_id, wait_seconds=_WAIT_SECONDS, listens=False)
    return Said(receipt.message_id, contact_of(player_id), is_answered)


def provider_id(player: Player, key: str) -> str:
    """A message id that only this player can produce, so that nobody can claim another's."""
    return hashlib.sha256(f"{player.public_id}\0{key}".encode(errors="replace")).hexdigest()[:40]


def contact_of(player_id: int) -> Contact | None:
    """None before the first message."""
    return Contact.objects.filter(player_id=player_id).first()


@transaction.atomic
def _with_an_address(player_id: int) -> Player:
    """The player, with a contact that the app's messages reach. The row lock makes two first messages one person."""
    player = Player.objects.select_for_update(no_key=True).filter(pk=player_id).first()
    if player is None:
        raise Problem("not_authenticated", "Its player was erased.", 401)
    contact, _ = Contact.objects.get_or_create(player=player)
    ContactAddress.objects.get_or_create(
        kind=ContactAddress.Kind.API, value=str(player.public_id), defaults={"contact": contact}
    )
    return player


def _check_same_words(message_id: int, inbound: InboundMessage) -> None:
    seen = Message.objects.filter(pk=message_id).values_list("body", "choice").first()
    same = (inbox.without_nul(inbound.body), inbound.choice[:200])
    if seen is not None and seen not in (same, ("", "")):  # what is old has no words any more
        raise Problem("idempotency_key_reused", "Use a new Idempotency-Key for other words.", 422)
