"""The other half of playing Twilio: what it posts to us, signed as it signs: what people write, and reports."""

from __future__ import annotations

import base64
import hashlib
import hmac
import urllib.error
import urllib.request
import uuid
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from conversations.channels.twilio_whatsapp.standin import ACCOUNT, SENDER, TOKEN

REPORTS = ("sent", "delivered", "read")


def write(base: str, *, number: str, body: str) -> int:
    """Somebody with this number writes to us; returns what the webhook answered."""
    return _post(
        f"{base}/webhooks/twilio/whatsapp/inbound/",
        {
            "AccountSid": ACCOUNT, "MessageSid": f"SM{uuid.uuid4().hex}", "From": f"whatsapp:{number}", "To": SENDER,
            "WaId": number.removeprefix("+"), "Body": body, "NumMedia": "0", "MessageType": "text",
        },
    )  # fmt: skip


def report(message: Mapping[str, Any], status: str) -> int:
    """The message came so far, as its own callback address is told."""
    return _post(
        message["form"]["StatusCallback"],
        {
            "AccountSid": ACCOUNT, "MessageSid": message["sid"], "SmsSid": message["sid"], "MessageStatus": status,
            "To": message["to"], "From": message["from"],
        },
    )  # fmt: skip


def signature_of(url: str, form: Mapping[str, str]) -> str:
    signed = url + "".join(f"{name}{form[name]}" for name in sorted(form))
    return base64.b64encode(hmac.new(TOKEN.encode(), signed.encode(), hashlib.sha1).digest()).decode()


def _post(url: str, form: Mapping[str, str]) -> int:
    request = urllib.request.Request(  # noqa: S310 - the address that whoever plays Twilio has given
        url, urlencode(form).encode(), {"X-Twilio-Signature": signature_of(url, form)}
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - as above
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0
