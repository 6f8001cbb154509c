"""What is said to somebody whom we write to first, by its tone. The words live apart from the decision. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from engagement import campaign_texts
from engagement.segments import NEUTRAL, PLAYFUL, WARM

# Marks these messages in reports and in the log of messages.
MESSAGE_TYPE = "client_engagement_brand"
DEFAULT_TEXTS: Mapping[str, str] = MappingProxyType({
    PLAYFUL: "Hey {name}, we miss you! 😉",
    WARM: "Welcome, {name}! We're so glad you're here! 🌟",
    NEUTRAL: "Hi {name}, just checking in! 👋",
})  # fmt: skip
FIELDS = (campaign_texts.NAME,)


def generate_message(tone: str, context: Mapping[str, str], texts: Mapping[str, str] = DEFAULT_TEXTS) -> str:
    """``context`` holds what fills the braces: the name, which may be empty. Raises KeyError for an unknown tone."""
    return campaign_texts.render(texts[tone], context)


def problems_of(text: str) -> list[str]:
    """What must be mended before anybody gets it; empty when nothing must."""
    problems = campaign_texts.problems_of(text, picks_a_game=False)
    if problems:
        return problems
    if unknown := [name for name in campaign_texts.fields_of(text) if name not in FIELDS]:
        return [f"A check-in knows only {{name}}, not {', '.join('{' + name + '}' for name in unknown)}."]
    return []
