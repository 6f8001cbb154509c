"""Why somebody is not written to, or a message did not leave, in words: the same wherever it is shown. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from engagement import policy
from engagement.decision import ACTIVE, RECENTLY_MESSAGED

WORDS: Mapping[str, str] = {
    **policy.WORDS,
    ACTIVE: "They were here a moment ago, or again since.",
    RECENTLY_MESSAGED: "We wrote to them first not long ago.",
    "outweighed": "Another message was worth more; it comes after that.",
    "no_fit": "Nothing in the catalogue fits them.",
    "no_step": "Their copy has no such step any more.",
    "meta_limit": "Meta delivers no more marketing to them for now; tried again a day later.",
    "stale": "It waited in the outbox for too long and is decided anew.",
    "cancelled": "The campaign was cancelled.",
    "too_late": "The campaign's end has come.",
    "broken": "It could not be written; the log says why.",
    "failed": "The provider did not deliver it.",
    "unknown": "The provider will not say whether it arrived.",
    "gone": "They are not here any more.",
}


def in_words(reason: str) -> str:
    """What has no words of its own reads as it is kept; nothing for no reason."""
    return WORDS.get(reason, reason.replace("_", " "))
