"""Words that must never be met with a game: somebody may be in danger. Pure.

Better once too often than once too little: only what is plainly a joke or about a game is let through.
"""

from __future__ import annotations

import re

_CERTAIN = re.compile(
    r"\b(?:kill(?:ing)? my ?self|end(?:ing)? (?:my life|it all)|take my (?:own )?life|suicid\w*|unalive(?: my ?self)?"
    r"|self[- ]?harm\w*|(?:hurt|cut|harm)(?:ting|ing)? my ?self|better off (?:without me|dead|if i (?:was|were) (?:dead|gone))"
    r"|no (?:reason|point) (?:to|in) (?:live|living)|(?:don'?t|do not|dont) want to (?:live|be alive|be here|exist|wake up)(?: any ?more)?"
    r"|can'?t go on(?: any ?more| like this| living)|quiero morir|me quiero morir|matarme|want to disappear for(?: ever|ever))\b"
)
_OFTEN = re.compile(r"\b(?:(?:want|wanna|wish i could|ready|going|gonna) (?:to )?die|wish i (?:was|were) dead|kms)\b")
_JOKING = re.compile(r"\b(?:lol+|lmao+|lmfao|haha\w*|jk|rofl|xd)\b|[😂🤣💀😅]")
_ABOUT_A_GAME = re.compile(
    r"\b(?:boss|level|respawn|ranked|lobby|in (?:the )?game|in-game|permadeath|soulslike|elden ring|dark souls|"
    r"minecraft|character|enem(?:y|ies)|roguelike|game where|games? about|without dying)\b"
)
_NOT_ME = re.compile(r"\b(?:not|never|isn'?t|no longer) (?:suicidal|going to kill myself|gonna kill myself)\b")


def is_serious(text: str) -> bool:
    """Whether somebody says, in earnest as far as one can tell, that they want to die or hurt themselves."""
    lowered = text.lower().replace("’", "'")
    if _NOT_ME.search(lowered) or _ABOUT_A_GAME.search(lowered):
        return False
    if _CERTAIN.search(lowered):
        return True
    return bool(_OFTEN.search(lowered)) and not _JOKING.search(lowered)
