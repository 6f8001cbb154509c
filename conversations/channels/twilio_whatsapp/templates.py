"""Templates at Twilio, as the rest of the house knows them: read back, made, submitted to Meta."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from conversations.channels.twilio_whatsapp import transport
from conversations.channels.twilio_whatsapp.content import is_ours
from conversations.channels.types import Button, ProviderTemplate

KIND, KIND_WITH_BUTTONS = "twilio/text", "twilio/quick-reply"
# What Twilio calls the steps of Meta's judgement, in our words; what it may add later is shown as it is.
_STATUSES = {"received": "pending", "in_appeal": "pending", "pending_deletion": "disabled"}


class TwilioTemplates:
    """Raises DeliveryError where Twilio says no or nothing."""

    def fetch(self) -> list[ProviderTemplate]:
        """All but the resources that quick replies are made with."""
        return [_read(one) for one in transport.list_contents() if not is_ours(str(one["name"] or ""))]

    def create(
        self, *, name: str, language: str, body: str, samples: Mapping[str, str], buttons: Sequence[Button] = ()
    ) -> str:
        """Store a text at Twilio and return its ContentSid; nobody judges it yet."""
        text: dict[str, Any] = {"body": body}
        if buttons:
            text["actions"] = [{"type": "QUICK_REPLY", **asdict(one)} for one in buttons]
        kind = KIND_WITH_BUTTONS if buttons else KIND
        definition = {"friendly_name": name, "language": language, "variables": dict(samples), "types": {kind: text}}
        return transport.store_content(definition)

    def submit(self, sid: str, *, name: str, category: str) -> str:
        return _status(transport.submit_content(sid, name=name, category=category))


def _read(one: Mapping[str, Any]) -> ProviderTemplate:
    types, approval = dict(one["types"] or {}), dict(one["approval"] or {})
    kind = next(iter(types), "")
    text = dict(types.get(kind) or {})
    taps = [dict(action) for action in text.get("actions") or () if dict(action).get("id")]
    return ProviderTemplate(
        sid=str(one["sid"]),
        name=str(approval.get("name") or one["name"] or ""),
        language=str(one["language"] or ""),
        kind=kind,
        body=str(text.get("body") or ""),
        samples={str(name): str(value) for name, value in dict(one["variables"] or {}).items()},
        status=_status(str(approval.get("status") or "unsubmitted")),
        category=str(approval.get("category") or "").lower(),
        rejection_reason=str(approval.get("rejection_reason") or ""),
        buttons=tuple(Button(str(one["id"]), str(one.get("title") or "")) for one in taps),
    )


def _status(raw: str) -> str:
    return _STATUSES.get(raw.lower(), raw.lower())
