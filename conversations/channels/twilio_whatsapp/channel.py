"""WhatsApp as a channel: what fits into a message, and how it is handed to Twilio."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings

from conversations.channels.errors import DeliveryError, Verdict
from conversations.channels.twilio_whatsapp import content, media, transport
from conversations.channels.twilio_whatsapp.errors import BUTTONS_REFUSED, verdict_for
from conversations.channels.types import Address, Audio, OutboundMessage

# A reply that could not leave within this time answers nothing any more.
_VALID_SECONDS = 600


def missing_settings() -> list[str]:
    """What the connection still lacks; empty when WhatsApp is connected, all three when it was never begun."""
    parts = {
        "TWILIO_ACCOUNT_SID": settings.TWILIO_ACCOUNT_SID,
        "TWILIO_AUTH_TOKEN": settings.TWILIO_AUTH_TOKENS,
        "TWILIO_WHATSAPP_NUMBER": settings.TWILIO_WHATSAPP_NUMBER or settings.TWILIO_MESSAGING_SERVICE_SID,
    }
    return [name for name, value in parts.items() if not value]


class WhatsAppChannel:
    kind: ClassVar[str] = "whatsapp"
    max_body_chars: ClassVar[int] = 1600
    max_buttons: ClassVar[int] = 10  # more than three are a list
    free_form_hours: ClassVar[int | None] = 24
    is_pushed: ClassVar[bool] = True
    shows_cards: ClassVar[bool] = False
    is_made_up: ClassVar[bool] = False

    def is_connected(self) -> bool:
        return not missing_settings()

    def prepare(self) -> None:
        content.load()

    def verdict_for(self, code: str) -> Verdict:
        return verdict_for(code)

    def send(self, message: OutboundMessage) -> str:
        if message.template_sid:
            return transport.create_message(
                **self._common(message),
                content_sid=message.template_sid,
                content_variables=json.dumps(message.template_variables),
            )
        template = content.quick_reply_sid(len(message.buttons)) if message.buttons else ""
        if template and content.fits(message.body):
            try:
                return transport.create_message(
                    **self._common(message), content_sid=template, content_variables=content.variables(message)
                )
            except DeliveryError as error:
                if error.is_ambiguous or not _is_about_buttons(error):
                    raise
        return transport.create_message(
            **self._common(message), body=content.with_numbers(message), **_picture(message)
        )

    def find_sent(self, message: OutboundMessage, *, claimed_at: datetime) -> Sequence[str]:
        found: list[str] = []
        # With or without buttons: the crash may have come after either attempt.
        for body in dict.fromkeys((message.body, content.with_numbers(message))):
            found += transport.find_messages(
                to=write_address(message.to), sender=self._from(message), body=body, since=claimed_at
            )
        return tuple(dict.fromkeys(found))

    def delete_sent(self, provider_id: str) -> str:
        return transport.delete_message(provider_id)

    def fetch_audio(self, url: str, *, seconds: float) -> Audio:
        return media.fetch_audio(url, seconds=seconds)

    def _common(self, message: OutboundMessage) -> dict[str, Any]:
        fields: dict[str, Any] = {
            "to": write_address(message.to),
            "status_callback": f"{settings.PUBLIC_BASE_URL}/webhooks/twilio/whatsapp/status/?mid={message.public_id}",
            "validity_period": _VALID_SECONDS,
        }
        if settings.TWILIO_MESSAGING_SERVICE_SID:
            fields["messaging_service_sid"] = settings.TWILIO_MESSAGING_SERVICE_SID
        if sender := self._from(message):
            fields["from_"] = sender
        return fields

    def _from(self, message: OutboundMessage) -> str:
        """A reply leaves from the number that it was written to."""
        number = message.sender or settings.TWILIO_WHATSAPP_NUMBER
        return number if not number or number.startswith("whatsapp:") else f"whatsapp:{number}"


def write_address(address: Address) -> str:
    """As Twilio wants it: a phone with plus, a business-scoped id without."""
    return f"whatsapp:{address.value}"


def _picture(message: OutboundMessage) -> dict[str, Any]:
    return {"media_url": [message.image_url]} if message.image_url.startswith("https://") else {}


def _is_about_buttons(error: DeliveryError) -> bool:
    return error.provider_code.isdigit() and int(error.provider_code) in BUTTONS_REFUSED
