"""Wishes that name things alone, a time, a machine, a price, a game: whoever says no more has told no mood.

Meaning guesses one all the same, for most wishes of the bank have one.
"""

from __future__ import annotations

import re

from conversations.understanding.phrase_files import phrases_of

_SAID = phrases_of("bare_wishes")
_BARE = re.compile(rf"(?>(?<![\w'-]){_SAID['word']}(?![\w'-])[\s,.!?$£€~:-]*)+")
_REFUSES = re.compile(rf"(?<![\w'-]){_SAID['refuses']}(?![\w'-])")
_LONGEST = 120  # characters; beyond it somebody tells more than a wish


def without_refusals(words: str) -> str:
    """What is left where the refused things are gone already: "no", "nothing with", "i hate" alone say nothing."""
    return _REFUSES.sub(" ", words)


def is_bare_wish(words: str) -> bool:
    """Whether each word of a text, its titles set aside, is one that any wish is made of."""
    return len(words) <= _LONGEST and _BARE.fullmatch(words.strip()) is not None
