"""Short signed links to store pages: /g/<token>.

A token is the impression's number and a keyed digest of it. It names what was shown to
whom, so a click can be recorded, and it cannot be guessed or pointed elsewhere.
"""

from __future__ import annotations

import base64

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_DIGEST_CHARS = 8  # 48 bits: one guess in 2.8e14


def make_token(impression_id: int) -> str:
    return f"{_to_base62(impression_id)}-{_digest(impression_id)}"


def read_token(token: str) -> int | None:
    """The impression's id, or None for a token that we did not make."""
    number, _, digest = token.partition("-")
    if not number or len(number) > 11 or any(char not in _ALPHABET for char in number):
        return None
    impression_id = _from_base62(number)
    return impression_id if constant_time_compare(digest, _digest(impression_id)) else None


def store_link(impression_id: int) -> str:
    return f"{settings.PUBLIC_BASE_URL}/g/{make_token(impression_id)}"


def _digest(impression_id: int) -> str:
    raw = salted_hmac("conversations.links", str(impression_id), algorithm="sha256").digest()
    return base64.urlsafe_b64encode(raw).decode()[:_DIGEST_CHARS]


def _to_base62(number: int) -> str:
    digits = ""
    while True:
        number, remainder = divmod(number, 62)
        digits = _ALPHABET[remainder] + digits
        if not number:
            return digits


def _from_base62(text: str) -> int:
    number = 0
    for char in text:
        number = number * 62 + _ALPHABET.index(char)
    return number
