"""A code that is told in chat and typed in elsewhere: it proves that the conversation is theirs. Good once.

What was told is a keyed hash of the message that asked for it, so that a turn that is planned again tells the same one.
"""

from __future__ import annotations

import base64
import re
from datetime import datetime, timedelta
from typing import Final

from django.utils.crypto import salted_hmac

from conversations.models import Contact, SignInCode

GOOD_FOR: Final = timedelta(minutes=10)
_LETTERS: Final = 8  # 40 bits: with twenty tries a minute nobody meets one of a thousand that are open
_SALT: Final = "conversations.sign_in_codes"


def code_for(*, contact_id: int, message_id: int) -> str:
    """As it is told: two groups of four, without letters and digits that look alike."""
    digest = salted_hmac(f"{_SALT}.made", f"{contact_id}:{message_id}", algorithm="sha256").digest()
    text = base64.b32encode(digest).decode().translate(_UNLIKE)[:_LETTERS]
    return f"{text[:4]}-{text[4:]}"


def keep(code: str, *, contact: Contact, now: datetime) -> None:
    """From now on it is the one good code of this contact."""
    SignInCode.objects.update_or_create(
        contact=contact, defaults={"digest": _digest(code), "expires_at": now + GOOD_FOR}
    )


def redeem(code: str, *, now: datetime) -> Contact | None:
    """Whose code it is; it is used up by this. Of two at once one gets the contact."""
    good = SignInCode.objects.filter(digest=_digest(code), expires_at__gt=now)
    # The contact first, as whoever erases or merges it does.
    theirs = Contact.objects.select_for_update(no_key=True, of=("self",)).select_related("player")
    contact = theirs.filter(pk__in=good.values("contact_id")).first()
    if contact is None:
        return None
    used, _ = good.filter(contact=contact).delete()
    return contact if used else None


def forget_old(*, now: datetime) -> int:
    gone, _ = SignInCode.objects.filter(expires_at__lte=now).delete()
    return gone


# Base 32 has O and I, which are taken for 0 and 1.
_UNLIKE: Final = str.maketrans("OI", "89")


def _digest(code: str) -> str:
    plain = re.sub(r"[^A-Z0-9]", "", code.upper())
    return salted_hmac(f"{_SALT}.kept", plain, algorithm="sha256").hexdigest()
