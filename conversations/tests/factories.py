"""Contacts and messages made to order."""

from __future__ import annotations

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from conversations.models import Contact, ContactAddress, Message, Session
from games.tests.factories import PlayerFactory

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


class ContactFactory(DjangoModelFactory):
    class Meta:
        model = Contact

    player = factory.SubFactory(PlayerFactory)
    display_name = "Robin"


class ContactAddressFactory(DjangoModelFactory):
    class Meta:
        model = ContactAddress

    contact = factory.SubFactory(ContactFactory)
    kind = "web"
    value = factory.Sequence(lambda n: f"somebody-{n}")


class SessionFactory(DjangoModelFactory):
    class Meta:
        model = Session

    contact = factory.SubFactory(ContactFactory)
    kind = "onboarding"
    channel = "cli"
    opened_at = NOON
    last_message_at = NOON


class InboundFactory(DjangoModelFactory):
    """A message of the player that waits for its answer."""

    class Meta:
        model = Message

    contact = factory.SubFactory(ContactFactory)
    channel = "cli"
    direction = "inbound"
    origin = "player"
    status = "received"
    provider_id = factory.Sequence(lambda n: f"in-{n}")
    created_at = NOON
