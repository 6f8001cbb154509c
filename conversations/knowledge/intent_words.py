"""What players mean, as those say it who read about it: the operators who teach, and the charts. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

MEANINGS: Final[Mapping[str, str]] = {
    "greet": "a hello", "recommend": "wants a game", "refine": "changes the last suggestion",
    "more": "wants another one",
    "why": "asks why", "like": "likes the suggestion", "dislike": "dislikes the suggestion", "played": "has played it",
    "details": "asks about the game", "profile": "tells a lasting fact", "smalltalk": "chit-chat",
    "stop": "wants no messages",
    "start": "wants messages again", "help": "asks for help", "human": "wants a person", "erase": "wants data deleted",
    "other": "something else, off topic",
}  # fmt: skip
