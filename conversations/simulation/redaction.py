"""What a recorded chat may show of a person: what they wanted, not who they are. Pure.

Names, numbers, addresses and links are masked before a message is played again or shown. A stand-in takes the place
of each, so that a sentence keeps its shape and is understood as before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

NAME, EMAIL, LINK, NUMBER = "Sam", "mail@example.com", "https://example.com", "0000000"

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
# Seven digits or more, however they are grouped; prices, years and minutes are shorter.
_NUMBER = re.compile(r"(?<![\w.,])\+?\(?\d(?:[\s().\-/]{0,2}\d){6,18}(?!\w)")
_HANDLE = re.compile(r"(?<![\w@])@\w{3,}")
_INTRODUCES = re.compile(
    r"(\b(?:my name(?:'s| is)|call me|name's|i am called|this is|me llamo|mi chiamo|ich bin|ich hei(?:ss|ß)e"
    r"|je m'appelle)\s+)([^\W\d_]+(?:[-'’][^\W\d_]+)?)",
    re.IGNORECASE,
)
# Words that follow "call me" or "this is" and are nobody's name.
_NO_NAMES = frozenset(
    ("a", "an", "the", "my", "your", "so", "too", "not", "it", "that", "this", "what", "how", "why", "just", "really",
     "very", "fun", "great", "good", "bad", "perfect", "cool", "nice", "awesome", "boring", "hard", "easy", "for", "on",
     "in", "is", "when", "where", "later", "back", "crazy", "maybe", "old", "new", "müde")
)  # fmt: skip
_SHORTEST_NAME = 3


def redact(text: str, *, names: Iterable[str] = ()) -> str:
    """``names`` are what this person is known by; each word of them is masked."""
    text = _EMAIL.sub(EMAIL, text)
    text = _LINK.sub(lambda found: found[0] if found[0] == LINK else LINK, text)
    text = _HANDLE.sub(f"@{NAME.lower()}", text)
    text = _NUMBER.sub(NUMBER, text)
    text = _INTRODUCES.sub(_without_name, text)
    words = sorted(_words(names), key=len, reverse=True)
    if words:
        text = re.sub(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", NAME, text, flags=re.IGNORECASE)
    return text


def _without_name(found: re.Match[str]) -> str:
    return found[0] if found[2].casefold() in _NO_NAMES else f"{found[1]}{NAME}"


def _words(names: Iterable[str]) -> set[str]:
    """Each word of a name; what is shorter than three letters would mask half a sentence."""
    found = {word.strip(".,'’\"()") for name in names for word in name.split()}
    return {word for word in found if len(word) >= _SHORTEST_NAME and any(map(str.isalpha, word))} - {EMAIL, LINK}
