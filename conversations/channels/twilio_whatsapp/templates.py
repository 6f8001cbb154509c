"""Templates at Twilio, as the rest of the house knows them: read back, made, submitted to Meta."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conversations.channels.twilio_whatsapp import transport
from conversations.channels.twilio_whatsapp.content import is_ours
from conversations.channels.types import ProviderTemplate

KIND = "twilio/text"
# What Twilio calls the steps of Meta's judgement, in our words; what it may add later is shown as it is.
_STATUSES = {"received": "pending", "in_appeal": "pending", "pending_deletion": "disabled"}


class TwilioTemplates:
    """Raises DeliveryError where Twilio says no or nothing."""

    def fetch(self) -> list[ProviderTemplate]:
        """All but the resources that quick replies are made with."""
        return [_read(one) for one in transport.list_contents() if not is_ours(str(one["name"] or ""))]

    def create(self, *, name: str, language: str, body: str, samples: Mapping[str, str]) -> str:
        """Store a text at Twilio and return its ContentSid; nobody judges it yet."""
        definition = {
            "friendly_name": name, "language": language, "variables": dict(samples), "types": {KIND: {"body": body}},
        }  # fmt: skip
        return transport.store_content(definition)

    def submit(self, sid: str, *, name: str, category: str) -> str:
        return _status(transport.submit_content(sid, name=name, category=category))


def _read(one: Mapping[str, Any]) -> ProviderTemplate:
    types, approval = dict(one["types"] or {}), dict(one["approval"] or {})
    kind = next(iter(types), "")
    body = str((types.get(kind) or {}).get("body") or "")
    return ProviderTemplate(
        sid=str(one["sid"]),
        name=str(approval.get("name") or one["name"] or ""),
        language=str(one["language"] or ""),
        kind=kind,
        body=body,
        samples={str(name): str(value) for name, value in dict(one["variables"] or {}).items()},
        status=_status(str(approval.get("status") or "unsubmitted")),
        category=str(approval.get("category") or "").lower(),
        rejection_reason=str(approval.get("rejection_reason") or ""),
    )


def _status(raw: str) -> str:
    return _STATUSES.get(raw.lower(), raw.lower())
