"""What an editor is told of a game's text while they write it. Pure; advice, never a refusal."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from games.catalogue.wording import mentions, words

# What fits a reply beside a reason and a price, and what tells enough to find a game by its meaning.
_SUMMARY_CHARS, _FEEL_CHARS = (60, 600), (40, 400)
_TITLE_CHARS = 60
# Flesch's reading ease; below it a text needs years at a university.
_HARD, _VERY_HARD = 45.0, 25.0
_LEAST_WORDS = 12
# Promises and shop talk that a friend would not use, and words that we do not send.
_BANNED = words(
    r"best game ever|must[- ]play|must[- ]have|mind[- ]?blowing|award[- ]winning|buy now|order now|pre[- ]?order|"
    r"click here|limited time|act now|don't miss|#1|number one|guaranteed|aaa|revolutionary|next[- ]gen|"
    r"jaw[- ]dropping|retard(?:ed)?|slut|whore|bitch"
)
_MARKUP = re.compile(r"</?[a-zA-Z][^>]*>|\[/?(?:b|i|u|h1|list|url)[^\]]*\]|https?://\S+|&[a-z]+;")
_FACTS: Mapping[str, str] = {
    "platforms": "without platforms it is offered to nobody who named a machine",
    "genres": "without genres it is found by meaning alone",
    "age_rating": "without an age rating it is never offered to a child",
    "session_minutes": "without a sitting nobody can tell whether it fits a short evening",
    "player_modes": "without player modes it is left out where company is wanted",
    "release_date": "without a release date its age is unknown",
    "image_url": "without an image it is shown as text alone",
    "mood_fit": "without mood fits an estimate from its text is used",
}

_EMPTY = {
    "summary": "is empty: a wish finds the game by its title and facts alone",
    "feel": "is empty: a reply cannot say what playing it is like",
}


@dataclass(frozen=True)
class Note:
    """``field`` is the form's; ``is_grave`` where it keeps the game from people."""

    field: str
    told: str
    is_grave: bool = False


def check_copy(values: Mapping[str, str]) -> list[Note]:
    """Of the form's fields as they stand; a missing one counts as empty."""
    told = {name: values.get(name, "").strip() for name in ("title", "summary", "feel", *_FACTS)}
    notes = [*_title(told["title"])]
    notes += _text("summary", told["summary"], _SUMMARY_CHARS)
    notes += _text("feel", told["feel"], _FEEL_CHARS)
    notes += [Note(name, why, name in ("platforms", "age_rating")) for name, why in _FACTS.items() if not told[name]]
    return notes


def reading_ease(text: str) -> float | None:
    """Flesch's figure, 0 (hard) to 100 (easy); None for a text too short to tell."""
    spoken = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", text)
    if len(spoken) < _LEAST_WORDS:
        return None
    sentences = max(1, len(re.findall(r"[.!?…]+(?=\s|$)", text)))
    syllables = sum(_syllables(word) for word in spoken)
    return max(0.0, min(100.0, 206.835 - 1.015 * len(spoken) / sentences - 84.6 * syllables / len(spoken)))


def _title(title: str) -> list[Note]:
    if len(title) > _TITLE_CHARS:
        return [Note("title", f"{len(title)} characters: a list on a phone shows about {_TITLE_CHARS}")]
    return []


def _text(name: str, text: str, chars: tuple[int, int]) -> list[Note]:
    least, most = chars
    if not text:
        return [Note(name, _EMPTY[name], name == "summary")]
    asks: tuple[Callable[[], str], ...] = (
        lambda: f"{len(text)} characters; fewer than {least} tell little" if len(text) < least else "",
        lambda: f"{len(text)} characters; what is over {most} is cut in a reply" if len(text) > most else "",
        lambda: _how_hard(text),
        lambda: "says " + ", ".join(f"“{one}”" for one in found) if (found := _banned_in(text)) else "",
        lambda: "holds an address or markup, which people see as it stands" if _MARKUP.search(text) else "",
        lambda: "shouts: many words in capitals" if _shouts(text) else "",
    )
    return [Note(name, told) for ask in asks if (told := ask())]


def _how_hard(text: str) -> str:
    ease = reading_ease(text)
    if ease is None or ease >= _HARD:
        return ""
    how = "very hard" if ease < _VERY_HARD else "hard"
    return f"{how} to read (reading ease {ease:.0f} of 100): shorter sentences help"


def _banned_in(text: str) -> list[str]:
    lowered = text.lower()
    if not mentions(_BANNED, lowered):
        return []
    hits = _BANNED.finditer(lowered)
    return sorted({hit.group() for hit in hits if not hit.start() or not lowered[hit.start() - 1].isalnum()})


def _shouts(text: str) -> bool:
    spoken = re.findall(r"[^\W\d_]{4,}", text)
    return len(spoken) >= 5 and sum(word.isupper() for word in spoken) / len(spoken) > 0.3


def _syllables(word: str) -> int:
    """As good as counting vowels gets in English."""
    plain = word.lower()
    groups = len(re.findall(r"[aeiouy]+", plain))
    silent = plain.endswith("e") and not plain.endswith(("le", "ee")) and groups > 1
    return max(1, groups - silent)
