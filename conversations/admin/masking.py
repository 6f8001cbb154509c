"""Addresses are shown in full only to those who need them."""

from __future__ import annotations

from django.http import HttpRequest

from conversations.models import ContactAddress

SEE_ADDRESSES = "conversations.see_full_addresses"


def show_address(address: ContactAddress, request: HttpRequest) -> str:
    """The address itself, or as much of it as tells two people apart."""
    return shown(address.value, in_full=request.user.has_perm(SEE_ADDRESSES))


def shown(value: str, *, in_full: bool) -> str:
    return value if in_full else mask(value)


def mask(value: str) -> str:
    """'+491701234567' -> '+49•••••••67'; short values are hidden whole."""
    if len(value) <= 6:
        return "•" * len(value)
    return f"{value[:3]}{'•' * min(len(value) - 5, 8)}{value[-2:]}"
