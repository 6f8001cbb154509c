"""Which of the games that somebody was shown their words describe. Pure: words and nearness in, an order out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
# Words of the question itself, and those that describe no game.
_EMPTY = frozenset(
    _WORD.findall(
        """
    a an the that this these those it its it's of on in at to for from by about with where when which who whom
    whose what whats what's wat wot was were is are am be been being has have had do does did done you u ya your
    i i'd i'm im me my we us our one ones game games thing things title titles name names named call called
    again remember recall remind find show showed shown showing tell told say said send sent give gave given
    recommend recommended recommendation recommendations suggest suggested suggestion suggestions mention
    mentioned offer offered pick picked picks rec recs list all any some there here please pls plz thanks thx
    hey hi ok okay so and or but no not also just like kind sort type first last latest previous earlier before
    back then time times once ago week weeks day days month months very ever only can could would will should
    get bring lost forgot forget don't dont can't cant link history past old stuff something really think
    thought talked talking talk up out off over more good nice cool play played playing player players as if
    into than too got go them they he she his her him how many much want wanted need again? anymore now yet
    other another couple few that's thats there's were't thrum bot everything anything far already until till
    lately recently w
        """
    )
)
# What players say, as the catalogue says it.
_SAME: Mapping[str, tuple[str, ...]] = {
    "ghost": ("ghost", "spirit", "haunt", "phantom", "dead"), "scary": ("horror", "scary", "creepy", "spooky"),
    "spooky": ("horror", "spooky", "haunted"), "farm": ("farming", "farm"), "guns": ("shooter", "gun"),
    "cozy": ("cozy", "relaxing", "cosy", "calm", "chill"), "cosy": ("cozy", "relaxing", "cosy", "calm", "chill"),
    "calm": ("calm", "relaxing", "cozy", "chill"), "relaxing": ("relaxing", "calm", "cozy", "chill"),
    "chill": ("chill", "relaxing", "calm", "cozy"), "funny": ("funny", "comedy", "silly"), "shooty": ("shooter",),
    "cars": ("racing", "car"), "car": ("racing", "car"), "robot": ("robot", "mech", "android"),
    "space": ("space", "galaxy", "planet", "star", "sci-fi"), "cards": ("card", "deckbuilder"),
    "zombie": ("zombie", "undead"), "pirate": ("pirate", "buccaneer"), "train": ("train", "railway"),
    "detective": ("detective", "mystery", "investigat"), "story": ("story-rich", "story"), "kitty": ("cat", "kitten"),
    "doggo": ("dog",), "duck": ("duck", "goose"), "fighting": ("fighting", "brawler"),
    "city": ("city-builder", "city", "town"),
}  # fmt: skip
_IN_TITLE, _IN_KEYS, _IN_TEXT = 3.0, 2.0, 1.0
# Nearness of MiniLM vectors: below the first two texts have nothing to do with each other.
_NEAR_FROM, _NEAR_SCALE = 0.24, 6.5
_ENOUGH = 0.9
_SHARE_OF_BEST = 0.55


@dataclass(frozen=True)
class Known:
    """A game that they were shown, as far as recollection needs it."""

    impression_id: int
    slug: str
    title: str
    keys: tuple[str, ...]  # genres, tags and moods that it suits
    text: str  # what it is about and how it feels
    first_shown_at: datetime
    last_shown_at: datetime
    nearness: float = 0.0  # cosine of its vector and theirs


def describing_words(text: str) -> tuple[str, ...]:
    """The words of a question that describe the game itself."""
    return tuple(dict.fromkeys(word for word in _WORD.findall(text.casefold()) if word not in _EMPTY and len(word) > 1))


@dataclass(frozen=True)
class Match:
    """``is_guess``: none of their words stands in the game's record, it is only near in meaning."""

    game: Known
    score: float
    is_guess: bool


def best_matches(games: Sequence[Known], words: Iterable[str], *, by_words_only: bool = False) -> list[Match]:
    """The games that these words describe, the best first; empty when none does.

    ``by_words_only`` wants a word of theirs in the game's record, and takes no nearness for it.
    """
    wanted = tuple(words)
    scored = [_match(game, wanted, by_words_only=by_words_only) for game in games]
    best = max((match.score for match in scored), default=0.0)
    if best < _ENOUGH:
        return []
    found = [match for match in scored if match.score >= max(_ENOUGH, best * _SHARE_OF_BEST)]
    return sorted(found, key=lambda match: (-match.score, -match.game.last_shown_at.timestamp()))


def _match(game: Known, words: Sequence[str], *, by_words_only: bool) -> Match:
    named = _score_of_words(game, words)
    near = 0.0 if by_words_only else max(game.nearness - _NEAR_FROM, 0.0) * _NEAR_SCALE
    return Match(game, named + near, is_guess=named == 0)


def _score_of_words(game: Known, words: Sequence[str]) -> float:
    title = {_stem(word) for word in _WORD.findall(game.title.casefold())}
    keys = {_stem(part) for key in game.keys for part in (key, *key.split("-"))}
    text = {_stem(word) for word in _WORD.findall(game.text.casefold())}
    score = 0.0
    for word in words:
        own = _stem(word)
        stems = {own, *(_stem(same) for same in _SAME.get(word, _SAME.get(own, ())))}
        if own in title:  # a title is a name: only the very word counts
            score += _IN_TITLE
        elif stems & keys:
            score += _IN_KEYS
        elif stems & text:
            score += _IN_TEXT
    return score


def _stem(word: str) -> str:
    """Enough to make "ghosts", "ghostly" and "haunting" meet "ghost" and "haunted"."""
    word = word.removesuffix("'s")
    for ending in ("ingly", "edly", "iest", "ness", "ing", "ies", "ied", "ers", "ed", "es", "er", "ly", "s", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return word.removesuffix("e") if len(word) > 3 else word
