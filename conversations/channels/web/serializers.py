"""What the chat page sends and gets."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from conversations.models import Message

# More than anybody types; what is longer is cut, answered and not kept.
MAX_CHARS = 4_000


class SendSerializer(serializers.Serializer[Any]):
    """``id`` is made by the page, so that a request sent twice is one message."""

    id = serializers.UUIDField()
    text = serializers.CharField(allow_blank=True, default="", trim_whitespace=False)
    choice = serializers.CharField(allow_blank=True, default="", max_length=200)

    def to_internal_value(self, data: Any) -> Any:
        """A NUL, or half an emoji that was cut in two, is no reason to refuse somebody's message."""
        if isinstance(data, dict):
            data = {key: _storable(value) if isinstance(value, str) else value for key, value in data.items()}
        return super().to_internal_value(data)


def _storable(text: str) -> str:
    """What no database takes is left out or stands as a question mark."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def as_bubble(message: Message) -> dict[str, Any]:
    """One message as the page draws it."""
    content = message.content or {}
    return {
        "id": message.pk,
        "mine": message.direction == Message.Direction.INBOUND,
        "text": message.body,
        "buttons": content.get("buttons", []),
        "cards": content.get("cards", []),
        "at": message.created_at.isoformat(),
    }
