"""What the chat page sends and gets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rest_framework import serializers

from conversations.models import Message

# More than anybody types; what is longer is cut, answered and not kept.
MAX_CHARS = 4_000
_NOTE = "english"  # a word on their English, said aside


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


def as_bubbles(messages: Sequence[Message]) -> list[dict[str, Any]]:
    """Messages as the page draws them; the parts of one answer know each other's games."""
    cards: dict[int | None, list[dict[str, Any]]] = {}
    for message in messages:
        if message.in_reply_to_id:
            cards.setdefault(message.in_reply_to_id, []).extend((message.content or {}).get("cards", []))
    return [_as_bubble(message, cards.get(message.in_reply_to_id, [])) for message in messages]


def _as_bubble(message: Message, games: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """``text`` stands before the cards, ``after`` behind them; the games that are cards are not told again in words.

    A ``note`` is drawn quietly and leaves the buttons of the answer that it follows.
    """
    content = message.content or {}
    cards = content.get("cards", [])
    before, after = _around(message.body, cards or games)
    return {
        "id": message.pk,
        "mine": message.direction == Message.Direction.INBOUND,
        "text": before,
        "after": after,
        "note": content.get("type") == _NOTE,
        "buttons": content.get("buttons", []),
        "cards": cards,
        "at": message.created_at.isoformat(),
    }


def _around(body: str, games: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    """The words before the list of games and those after it."""
    if not games:
        return body, ""
    blocks = body.split("\n\n")
    listed = [place for place, block in enumerate(blocks) if any(_tells(block, game) for game in games)]
    if not listed:
        return body, ""
    words = [(place, block) for place, block in enumerate(blocks) if place not in listed]
    before = [block for place, block in words if place < listed[0]]
    after = [block for place, block in words if place > listed[0]]
    return "\n\n".join(before), "\n\n".join(after)


def _tells(block: str, game: Mapping[str, Any]) -> bool:
    """Whether the paragraph is the game as other channels write it: title and facts, reason, link."""
    head, *rest = block.split("\n")
    facts = " · ".join(filter(None, (", ".join(game.get("platforms") or ()), game.get("price"))))
    title = f"{game['title']} ({facts})" if facts else str(game["title"])
    reason_and_link = list(filter(None, (game.get("reason"), game.get("link"))))
    return head in (title, f"{game['number']}. {title}") and rest == "\n".join(reason_and_link).split("\n")
