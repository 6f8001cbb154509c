"""Olga and Pablo run the inbox; four people have written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest
from django.contrib.auth.models import Permission, User
from django.utils import timezone

from conversations.channels.twilio_whatsapp.standin import SENDER
from conversations.models import Contact, ContactAddress, Message, SenderWindow, Session
from conversations.operators import handover
from games.models import Player


def make_staff(name: str, *permissions: str) -> User:
    user = User.objects.create_user(name, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user


@pytest.fixture
def olga(db) -> User:
    return make_staff("olga", "view_contact", "take_over_conversations")


@pytest.fixture
def pablo(db) -> User:
    return make_staff("pablo", "view_contact", "take_over_conversations")


def say(
    contact: Contact,
    body: str,
    *,
    at: datetime,
    session: Session | None = None,
    direction: str = "inbound",
    **fields: Any,
) -> Message:
    """A message of theirs, already handled, or one of ours, already delivered."""
    seq = contact.messages.count() + 1 if direction == "inbound" else None
    kind = {"inbound": ("player", "handled"), "outbound": ("reply", "delivered")}[direction]
    return Message.objects.create(
        contact=contact, address=contact.addresses.first(), channel="whatsapp", sender=SENDER, direction=direction,
        origin=fields.pop("origin", kind[0]), status=kind[1], body=body, seq=seq, created_at=at, session=session,
        due_at=None if direction == "inbound" else at, **fields,
    )  # fmt: skip


@pytest.fixture
def a_person(db) -> Callable[..., Contact]:
    """Somebody who wrote ``ago`` and has an open session."""
    numbers = iter(range(10, 99))

    def make(name: str, *, ago: timedelta = timedelta(minutes=5), body: str = "hi", state: Any = None, **fields: Any):
        at = timezone.now() - ago
        contact = Contact.objects.create(
            player=Player.objects.create(origin="whatsapp"),
            display_name=name,
            last_inbound_at=at,
            inbound_seq=1,
            answered_seq=1,
            **fields,
        )
        ContactAddress.objects.create(contact=contact, kind="phone", value=f"+155501000{next(numbers)}")
        SenderWindow.objects.create(contact=contact, sender=SENDER, last_inbound_at=at)
        session = Session.objects.create(
            contact=contact, kind="returning", channel="whatsapp", opened_at=at, last_message_at=at, state=state or {}
        )
        say(contact, body, at=at, session=session)
        return contact

    return make


@pytest.fixture
def robin(a_person) -> Contact:
    """Asked for a person five minutes ago; nobody has come."""
    contact = a_person("Robin", body="can i talk to a human")
    handover.begin(contact_id=contact.pk, because="asked", now=timezone.now() - timedelta(minutes=5))
    return contact


@pytest.fixture
def take() -> Callable[[Contact, User], None]:
    def act(contact: Contact, by: User) -> None:
        handover.claim(contact=contact, by=by, now=timezone.now(), rng=np.random.default_rng(1))

    return act
