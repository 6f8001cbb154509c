"""A model to look again, and people who write."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conversations.models import Contact, Message, ModerationFlag
from conversations.moderation import looking
from conversations.tests.conftest import NOW
from conversations.tests.llm.conftest import model, provider

__all__ = ["model", "provider"]
SUSPECTED = "i will kill you"
CERTAIN = "i know where you live and i will hurt you"


@pytest.fixture
def wrote(amina: Contact) -> Callable[..., ModerationFlag]:
    """Amina writes something that is flagged."""

    def write(body: str = SUSPECTED, *, contact: Contact = amina) -> ModerationFlag:
        message = Message.objects.create(
            contact=contact, channel="whatsapp", direction="inbound", origin="player", status="handled", body=body,
            created_at=NOW,
        )  # fmt: skip
        looking.look_at(message, text=body, now=NOW)
        return ModerationFlag.objects.get(message=message)

    return write
