"""Messages as a page shows them: what was said, how it was read, what was offered and why."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet

from conversations.models import Message
from games.models import Impression

# What was understood beside intent, mood and tone, in words.
_TOLD = {
    "platforms": "platforms", "genres": "genres", "exclude_genres": "but no",
    "exclude_themes": "without", "price_max": "at most", "currency": "in",
    "session_minutes": "minutes", "multiplayer": "together", "like_titles": "like", "dislike_titles": "unlike",
}  # fmt: skip


def lines_of(messages: QuerySet[Message], *, limit: int) -> list[dict[str, Any]]:
    """The first ``limit`` messages in the order of ``messages``."""
    impressions = Prefetch("slate__impressions", Impression.objects.select_related("game").order_by("slot"))
    return [
        _line(message)
        for message in messages.defer("raw").select_related("slate").prefetch_related(impressions)[:limit]
    ]


def _line(message: Message) -> dict[str, Any]:
    reading = message.understanding or {}
    told = {words: _as_text(reading[name]) for name, words in _TOLD.items() if reading.get(name) not in (None, [], "")}
    candidates = {row.get("slug"): row for row in (message.slate.candidates if message.slate else [])}
    picks = [
        {"impression": impression, "parts": candidates.get(impression.game.slug, {}).get("parts", {})}
        for impression in (message.slate.impressions.all() if message.slate else [])
    ]
    return {"message": message, "reading": reading, "told": told, "picks": picks}


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(str(part) for part in value) if isinstance(value, list) else str(value)
