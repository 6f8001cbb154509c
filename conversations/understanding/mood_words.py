"""The plain words of each mood, and which of them a message takes back ("not sad, just bored")."""

from __future__ import annotations

import re
from collections.abc import Collection

from conversations.understanding.negation import Scopes
from conversations.understanding.phrase_files import phrases_of

STEMS = phrases_of("mood_words")
_PATTERNS = {mood: re.compile(rf"(?<![\w']){stems}(?![\w'])") for mood, stems in STEMS.items()}
_ANY = re.compile("|".join(rf"(?P<{mood}>(?<![\w']){stems}(?![\w']))" for mood, stems in STEMS.items()))
# "less stressful", "too stressful", "not in a spooky mood": the word names what is not wanted.
_LESS = re.compile(r"\b(?:less|too|not so|not that|fewer|menos|kam)\s?(?:\w+ )?$")

# "Burnt out on aiming": what they have had enough of, and no wish for a gentle evening.
_HAD_ENOUGH = re.compile(
    r"\b(?:(?:i'?m|i am|we'?re|feeling|so|a bit|pretty|kinda|really|just) )*burn(?:t|ed) out (?:on|with|of) "
    r"(?!(?:work|life|people|everything|everyone|it all|school|uni|my|the|this|kids|love|dating)\b)"
)

# Of a mood whose games have it: who leaves it out is not in that mood.
_TELLING = {
    "angry": ("violence", "gore", "combat", "guns", "war", "shooter", "fighting"),
    "spooky": (
        "horror",
        "jump-scares",
        "ghosts",
        "zombies",
        "vampires",
        "demons",
        "monsters",
        "gore",
        "spiders",
        "combat",
    ),
    "competitive": ("pvp", "online", "moba", "battle-royale", "fighting", "combat", "violence"),
    "hyped": ("violence", "guns", "combat", "shooter"),
    "sad": ("death", "dying", "grief", "suicide", "cancer", "illness", "gore", "violence"),
    "stressed": ("timers",),
    "nostalgic": ("pixel-art",),
}


def read_mood_words(words: str, scopes: Scopes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Moods that are named and moods that are taken back, each in the order of the vocabulary."""
    named: list[str] = []
    refused: list[str] = []
    for mood, pattern in _PATTERNS.items():
        for found in pattern.finditer(words):
            (refused if _is_refused(words, found.start(), scopes) else named).append(mood)
    return tuple(dict.fromkeys(named)), tuple(mood for mood in dict.fromkeys(refused) if mood not in named)


def had_enough_at(words: str) -> tuple[tuple[int, int], ...]:
    """Where somebody says that a thing has worn them out; the thing itself is left standing."""
    return tuple(found.span() for found in _HAD_ENOUGH.finditer(words))


def drop_refused(words: str, scopes: Scopes) -> str:
    """The text without the mood words that it takes back, so that meaning is not read from them."""
    return _ANY.sub(lambda found: "" if _is_refused(words, found.start(), scopes) else found[0], words)


def _is_refused(words: str, start: int, scopes: Scopes) -> bool:
    return scopes.cover(start, start + 1) or is_wanted_less(words, start)


def is_wanted_less(words: str, start: int) -> bool:
    """Whether the word at this place comes after "less" or "too"."""
    return bool(_LESS.search(words[max(0, start - 24) : start]))


def moods_of_the_refused(left_out: Collection[str], *, but: Collection[str]) -> tuple[str, ...]:
    """Besides those, nobody is bored for saying "nothing with zombies"."""
    if not left_out:
        return ()
    telling = (mood for mood, keys in _TELLING.items() if not {*keys}.isdisjoint(left_out))
    return tuple(mood for mood in (*telling, "bored") if mood not in but)
