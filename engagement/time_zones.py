"""Which clock a person lives by: told in chat, else guessed from their number, else the one that is declared.

A guess may be several zones; then it has to be day in all of them. What they say in chat settles it.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from conversations import clocks
from conversations.models import Contact, ContactAddress
from engagement import policy_sql

_AT_ONCE = 5_000


def zones_of(contact: Contact) -> tuple[str, ...]:
    """Empty where nobody can tell."""
    if clocks.is_zone(contact.time_zone):
        return (contact.time_zone,)
    if contact.zones_of_number is None:
        guess([contact.pk])
        contact.refresh_from_db(fields=["zones_of_number"])
    return policy_sql.parse_zones(contact.zones_of_number or "")


def is_told(contact: Contact) -> bool:
    return clocks.is_zone(contact.time_zone)


def guess_missing(limit: int = _AT_ONCE) -> int:
    """Guess for contacts that came in another way than by writing to us; returns how many were looked at."""
    without: QuerySet[Contact] = Contact.objects.filter(zones_of_number=None)
    return guess(list(without.order_by("pk").values_list("pk", flat=True)[:limit]))


def guess(contact_ids: list[int]) -> int:
    rows = [Contact(pk=pk, zones_of_number=zones) for pk, zones in guessed(contact_ids).items()]
    Contact.objects.bulk_update(rows, ["zones_of_number"], batch_size=1_000)
    return len(rows)


def guessed(contact_ids: Collection[int]) -> dict[int, str]:
    """By contact, as it would be kept. Reads only."""
    phones = ContactAddress.objects.filter(contact__in=contact_ids, kind=ContactAddress.Kind.PHONE).order_by("-pk")
    numbers = dict(phones.values_list("contact_id", "value"))
    return {pk: "|".join(clocks.zones_of_phone(numbers[pk])) if pk in numbers else "" for pk in contact_ids}
