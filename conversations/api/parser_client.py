"""Asks the language model, where one is set up, what a wish means. The text goes there and nothing else: not who asks,
nor what we know of them. Nobody waits longer than a second and a half; everything works without it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from conversations import llm
from games.vocabulary import GENRES, MOODS, PLATFORMS, PLAYER_MODES

PURPOSE: Final = "wishes"
TIME_OUT: Final = 1.5

_INSTRUCTIONS: Final = (
    "You read what somebody wishes a video game to be like. Every key is optional:"
    f" categories and exclude_categories (lists of {', '.join(GENRES)}); platforms (list of"
    f" {', '.join(PLATFORMS)}); mood (one of {', '.join(MOODS)}); multiplayer (one of {', '.join(PLAYER_MODES)});"
    " price_max (a number); session_minutes (a number); time_slot (now, tonight, today, tomorrow, weekend, morning,"
    " afternoon, evening or night); location (a city); vibe_keywords (list of words); like_titles (list of titles)."
    " Leave out what the text does not say."
)
_WORDS: Final = {"type": ["array", "null"], "maxItems": 20, "items": {"type": "string", "maxLength": 80}}
_WORD: Final = {"type": ["string", "null"], "maxLength": 80}
_NUMBER: Final = {"type": ["number", "null"]}
# Which words count is decided where they are used (natural_refining): one that we do not know spoils no others.
_SHAPE: Final = {
    "type": "object",
    "properties": {
        **dict.fromkeys(("categories", "exclude_categories", "platforms", "vibe_keywords", "like_titles"), _WORDS),
        **dict.fromkeys(("mood", "multiplayer", "time_slot", "location"), _WORD),
        **dict.fromkeys(("price_max", "session_minutes"), _NUMBER),
    },
}


def ask(text: str, *, now: datetime) -> Mapping[str, Any] | None:
    """None where no model is set up, it does not answer in time, or what it says is of no use."""
    answer = llm.ask(
        purpose=PURPOSE, instructions=_INSTRUCTIONS, player_text=text, shape=_SHAPE, session_id=None,
        seconds=TIME_OUT, now=now,
    )  # fmt: skip
    return answer.value if isinstance(answer, llm.Answer) else None
