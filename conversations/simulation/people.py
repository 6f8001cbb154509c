"""The person of a simulated chat, as rows that are rolled back with it."""

from __future__ import annotations

import uuid
from datetime import datetime
from decimal import Decimal

from conversations.channels.types import Address
from conversations.models import Contact, ContactAddress
from conversations.receiving import identity
from conversations.simulation.provider import KIND
from conversations.simulation.scripts import Who
from games.models import Player
from games.players import facts as player_facts
from games.policy.in_use import is_held_back
from games.recommender.types import Money

# Numbers that regulators keep for films, or that no network has given out; three digits are added.
_NUMBERS = {
    "AU": "+61491570", "BR": "+5511900000", "CA": "+14165550", "DE": "+49152288", "ES": "+34600000", "FR": "+33639980",
    "GB": "+447700900", "IE": "+35320910", "IN": "+919000000", "IT": "+39300000", "JP": "+8190000000",
    "KE": "+254700000", "MX": "+5255000000", "NG": "+234800000", "NL": "+316000000", "PH": "+63900000",
    "PL": "+48500000", "US": "+12025550",
}  # fmt: skip
COUNTRIES = tuple(_NUMBERS)


def make_person(who: Who, *, now: datetime) -> Address:
    """Store them with what is known of them, and return the address that they write from."""
    address = _free_address(who.country)
    contact = identity.find_or_create([address], origin=KIND, profile_name=who.name, now=now).contact
    english = {"english_level": who.english, "english_level_by": Contact.LevelBy.OPERATOR} if who.english else {}
    Contact.objects.filter(pk=contact.pk).update(
        time_zone=who.time_zone,
        persona=who.persona,
        introduced_at=now if who.is_known else None,
        created_at=now,
        **english,
    )
    Player.objects.filter(pk=contact.player_id).update(public_id=_id_of_somebody_who_is_not_held_back())
    player_facts.remember(
        player_id=contact.player_id,
        platforms=who.platforms or None,
        liked_genres=who.liked_genres,
        avoided_genres=who.avoided_genres,
        budget=Money(Decimal(who.budget[0]), who.budget[1]) if who.budget else None,
        age_band=who.age_band or None,
    )
    return address


def _id_of_somebody_who_is_not_held_back() -> uuid.UUID:
    """The same script is to be the same chat: one in twenty would have nothing left to chance."""
    while is_held_back(drawn := uuid.uuid4()):
        pass
    return drawn


def _free_address(country: str) -> Address:
    """A number of their country that nobody has, so that no real person's row is ever touched."""
    start = _NUMBERS.get(country, _NUMBERS["GB"])
    while True:
        address = Address("phone", f"{start}{uuid.uuid4().int % 1000:03}")
        if not ContactAddress.objects.filter(kind=address.kind, value=address.value).exists():
            return address
