"""What an account gets by mail."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail

from conversations.accounts import keeping
from conversations.models import Account

_TEXT = """Somebody, hopefully you, wants to set a new password for Thrum.

Your code: {code}

It is good for {hours} hours and until your password changes. Type it in where you asked for it. If it was not you,
there is nothing to do: without the code nothing changes.
"""


def send_reset_code(name: str) -> bool:
    """To the mailbox of the account of that name; False where there is none."""
    rows = Account.objects.select_related("user").filter(user__username=name, user__is_active=True)
    account = rows.first()
    if account is None:
        return False
    text = _TEXT.format(code=keeping.reset_code(account), hours=settings.PASSWORD_RESET_TIMEOUT // 3600)
    send_mail("A new password for Thrum", text, None, [account.user.email])
    return True
