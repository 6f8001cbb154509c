"""What a language model may do where one is configured: say which authored way on somebody meant. Nothing else.

Whatever it answers is one of the numbers we gave it; the words that follow are ours. Without one, or when it is slow,
limited or talks nonsense, our own reading stands.
"""

from __future__ import annotations

from collections.abc import Sequence

from conversations.dialogue.types import Turn

_SECONDS = 1.5
_FEWEST_WORDS = 2


def choose(turn: Turn, titles: Sequence[str], *, scene: str) -> int | None:
    """The place of the way on that their words mean; None: none of them, or nobody to ask."""
    return None
