"""What is wrong with a suggestion, in a person's words: "too sad", "less violent", "something newer". Pure.

Each critique is a key; ``sliders`` says what it changes and how it is said back.
"""

from __future__ import annotations

import re
from pathlib import Path

from conversations.understanding.number_words import NUMBER_WORDS
from conversations.understanding.phrase_files import phrases_of

_FOLDER = Path(__file__).parent / "phrases"
_SAID = phrases_of("critiques", _FOLDER)
_PATTERNS = {section.replace(" ", "_"): re.compile(rf"\b{words}\b") for section, words in _SAID.items()}
# "Not too hard" is a wish for easier; "not too easy" is one for harder: both are critiques. But "not bad" and
# "so sad that he left me" are no critique, so feelings about oneself are set aside.
_ABOUT_MYSELF = re.compile(
    r"\b(?:i'?m|im|i am|i feel|i felt|feeling|feel|i was|been|my (?:day|life|week|boss|ex|head)(?: is| was|'s)?"
    r"|today(?: is| was|'s)?|it'?s been)"
    r" (?:\w+ )?(?:so|too|very|really|kinda|a bit|pretty|way too) \w+"
)

# "Something really scary" and "a very hard game" ask for just that; "too scary" never does.
_A_BIT = phrases_of("degrees", _FOLDER)["a bit"]
_WISHED = re.compile(
    rf"\b(?:something|anything|smth|sth|stuff|ones?|games?)(?: that(?: is|'?s)| which is)? {_A_BIT} \w+"
    rf"|\b(?:want|need|make|like|love) (?:it|them|this|one) {_A_BIT} \w+"
    rf"|\b{_A_BIT} \w+ (?:games?|ones?|titles?|story|stories|stuff|experience|today|day|week)\b"
)
_FAME = phrases_of("fame", _FOLDER)
_HIDDEN, _KNOWN = re.compile(rf"\b{_FAME['hidden']}\b"), re.compile(rf"\b{_FAME['known']}\b")
# A year of release is asked for by words about games.
_YEARS = phrases_of("years", _FOLDER)
_RECENT, _OLD = re.compile(rf"\b{_YEARS['recent']}\b"), re.compile(rf"\b{_YEARS['old']}\b")
_LAST_YEARS = re.compile(
    r"\b(?:from|of|within|since|(?:released|made|out|something|anything|games?|stuff)(?: (?:in|over|within))?)(?: the)?"
    r" (?:last|past) (?:(\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|couple of|few) )?years?\b"
)
_DECADE = re.compile(r"\b(?:the )?(?:19)?([789])0'?s\b|\b(?:early |late )?(?:20)?(00|10)'?s\b")
_COUNTS = {**NUMBER_WORDS, "couple of": 2, "few": 3}
_DISLIKES = phrases_of("dislikes", _FOLDER)
_OF_GAMES = re.compile(rf"\b{_DISLIKES['someone does not']} (?:\w+ ){{0,4}}{_DISLIKES['violence']}\b")


def read_critiques(text: str) -> tuple[str, ...]:
    """In the order of the file; empty when nothing is found wanting."""
    lowered = _WISHED.sub(" ", _ABOUT_MYSELF.sub(" ", text.lower().replace("’", "'")))
    return tuple(key for key, pattern in _PATTERNS.items() if pattern.search(lowered))


def says_of_games(text: str) -> bool:
    """Whether something is disliked in games at large, whichever lies before them."""
    return bool(_OF_GAMES.search(text.lower().replace("’", "'")))


def read_fame(text: str) -> str:
    """ "hidden" for who wants what nobody knows, "known" for the opposite, else empty."""
    lowered = text.lower().replace("’", "'")
    if _HIDDEN.search(lowered):
        return "hidden"
    return "known" if _KNOWN.search(lowered) else ""


def read_years(text: str, *, this_year: int) -> tuple[int | None, int | None]:
    """The first and the last year of release that is asked for; None where it is open."""
    lowered = text.lower().replace("’", "'")
    if found := _DECADE.search(lowered):
        first = 1900 + int(found[1]) * 10 if found[1] else 2000 + int(found[2])
        return first, first + 9
    if found := _LAST_YEARS.search(lowered):
        said = found[1] or "1"
        return this_year - (_COUNTS.get(said) or int(said)), None
    if _RECENT.search(lowered):
        return this_year - 2, None
    if _OLD.search(lowered):
        return None, this_year - 15
    return None, None
