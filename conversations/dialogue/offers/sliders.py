"""Talk moves sliders: what a critique changes about tonight's facts. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from conversations.dialogue.said import comparing
from conversations.dialogue.said.critiques import read_critiques, read_fame, read_years
from conversations.dialogue.state import Offered, Tonight
from conversations.understanding.mood_words import read_mood_words
from conversations.understanding.negation import find_scopes
from conversations.understanding.normalise import fold
from games import themes

_NEWER_YEARS, _OLDER_YEARS = 5, 10
# How each is said back, in half a sentence.
HEARD: Mapping[str, str] = {
    "lighter": "lighter", "not_scary": "nothing scary", "scarier": "scarier", "less_violent": "less violent",
    "peaceful": "no fighting",
    "easier": "easier",
    "harder": "harder", "calmer": "calmer", "livelier": "livelier", "longer": "longer", "grown_up": "more grown-up",
    "newer": "newer", "older": "older", "hidden": "less known", "known": "better known",
}  # fmt: skip

# These speak of what is in a game, not of how it is to feel.
_SPARE_A_FEELING = frozenset({"less_violent", "peaceful"})
# What a theme or a kind that is left out says already.
_SAID_BY: Mapping[str, tuple[str, ...]] = {
    "not_scary": ("horror",),
    "less_violent": ("violence", "gore", "fighting"),
    "peaceful": ("violence", "fighting"),
}


def said_back(facts: Sequence[str], moved: Sequence[str]) -> tuple[str, ...]:
    """What was heard, each thing once: "no horror" says "nothing scary" too."""
    known = " ".join(facts)
    return (
        *facts,
        *(HEARD[key] for key in moved if HEARD[key] not in facts and not _is_said(key, known)),
    )


def _is_said(key: str, known: str) -> bool:
    return any(re.search(rf"\bno [^.]*\b{theme}\b", known) for theme in _SAID_BY.get(key, ()))


def slide(
    tonight: Tonight, text: str, *, this_year: int, about: Offered | None = None, best_known: Offered | None = None
) -> tuple[Tonight, tuple[str, ...]]:
    """Tonight's facts after a critique, and the critiques that were heard.

    ``about`` is the game that was too hard or too easy, ``best_known`` the one that was too well known.
    """
    heard = list(read_critiques(text))
    mood = tonight.mood
    for key in heard:
        tonight = _moved(tonight, key, this_year, about, best_known)
    if mood and tonight.mood != mood and {*heard} <= _SPARE_A_FEELING and mood in _named(text):
        # "Angry, but nothing gory": they still are.
        avoided = tuple(one for one in tonight.avoided_moods if one != mood)
        tonight = replace(tonight, mood=mood, avoided_moods=avoided)
    first, last = read_years(text, this_year=this_year)
    if (first or last) and not {"newer", "older"} & set(heard):
        tonight = replace(tonight, released_from=first, released_to=last)
    fame = read_fame(text)
    if fame and fame not in heard:
        tonight = _moved(tonight, fame, this_year, about, best_known)
        heard.append(fame)
    return tonight, tuple(heard)


def _named(text: str) -> tuple[str, ...]:
    words = fold(text)
    return read_mood_words(words, find_scopes(words))[0]


def years_heard(before: Tonight, after: Tonight, moved: Sequence[str] = ()) -> tuple[str, ...]:
    """ "From 2024 on", where years were named; "newer" and "older" say so themselves."""
    first, last = after.released_from, after.released_to
    is_news = (first, last) not in ((before.released_from, before.released_to), (None, None))
    if not is_news or {"newer", "older"} & {*moved}:
        return ()
    if first is not None and last is not None:
        return (f"from {first} to {last}",)
    return (f"from {first} on" if first is not None else f"up to {last}",)


def _moved(tonight: Tonight, key: str, this_year: int, about: Offered | None, best_known: Offered | None) -> Tonight:
    if key in _BOUNDED_BY:
        return _BOUNDED_BY[key](tonight, about)
    return comparing.less_known(tonight, best_known) if key == "hidden" else _MOVES[key](tonight, this_year)


def _away_from(*moods: str, instead: str = "", unwanted: tuple[str, ...] = ()) -> Callable[[Tonight, int], Tonight]:
    """No more of these moods and kinds; who asked for such a mood gets ``instead``."""

    def move(tonight: Tonight, this_year: int) -> Tonight:
        mood = instead if tonight.mood in moods else tonight.mood
        return replace(
            tonight,
            mood=mood,
            secondary_mood="" if tonight.secondary_mood in moods else tonight.secondary_mood,
            avoided_moods=tuple(dict.fromkeys((*tonight.avoided_moods, *(one for one in moods if one != mood)))),
            excluded_genres=tuple(dict.fromkeys((*tonight.excluded_genres, *unwanted))),
            genres=themes.without(tonight.genres, themes.unwanted(unwanted).marks),
        )

    return move


def _scarier(tonight: Tonight, this_year: int) -> Tonight:
    return replace(
        tonight,
        mood="spooky",
        genres=tuple(dict.fromkeys((*tonight.genres, "horror"))),
        excluded_genres=tuple(genre for genre in tonight.excluded_genres if genre != "horror"),
        avoided_moods=tuple(mood for mood in tonight.avoided_moods if mood != "spooky"),
    )


def _longer(tonight: Tonight, this_year: int) -> Tonight:
    return replace(tonight, wants_longer=True, shorter_than=None, minutes=None)


def _newer(tonight: Tonight, this_year: int) -> Tonight:
    return replace(tonight, released_from=this_year - _NEWER_YEARS, released_to=None)


def _older(tonight: Tonight, this_year: int) -> Tonight:
    return replace(tonight, released_from=None, released_to=this_year - _OLDER_YEARS)


def _known(tonight: Tonight, this_year: int) -> Tonight:
    return replace(tonight, fame="known", less_known_than=None)


_BOUNDED_BY: Mapping[str, Callable[[Tonight, Offered | None], Tonight]] = {
    "easier": comparing.easier,
    "harder": comparing.harder,
}
_MOVES: Mapping[str, Callable[[Tonight, int], Tonight]] = {
    "lighter": _away_from("sad", "lonely", instead="chill"),
    "scarier": _scarier,
    "not_scary": _away_from("spooky", unwanted=("horror",)),
    "peaceful": _away_from("angry", unwanted=("combat",)),
    "less_violent": _away_from("angry", unwanted=("violence",)),
    "calmer": _away_from("hyped", "competitive", instead="chill"),
    "livelier": _away_from("chill", "tired", instead="hyped"),
    "longer": _longer,
    "grown_up": _away_from(unwanted=("kids",)),
    "newer": _newer,
    "older": _older,
    "known": _known,
}
