"""What else speaks for a game: facts of its record that its reason has not told yet. Pure.

A reason that is said twice convinces nobody, and nothing may be made up; so what is told is counted, and where the
record ends we say so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from conversations.dialogue.state import Tonight
from conversations.dialogue.wording import naming
from conversations.understanding.normalise import fold
from conversations.understanding.phrase_files import phrases_of
from games.models import Game

_SAID = phrases_of("persuading", Path(__file__).parent / "phrases")
_CONVINCE_ME = re.compile(rf"\b{_SAID['convince me']}")
_PRAISED_FROM = 75  # of critics' 100
_MOST_TAGS = 3
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_LONGEST_SENTENCE = 140
_EASE = {1: "it's very gentle", 2: "it's easy to get into", 4: "it puts up a fight", 5: "it's properly hard"}
_MARK = "why:"


def wants_convincing(text: str) -> bool:
    """ "Convince me", "why should I?": what has been said did not do."""
    return bool(_CONVINCE_ME.search(fold(text)))


def told_of(slug: str, asked: Sequence[str]) -> int:
    """How many facts of this game were told when they asked why; none: they have not asked."""
    return next((int(one.rpartition(":")[2]) for one in asked if one.startswith(f"{_MARK}{slug}:")), 0)


def having_told(slug: str, count: int, asked: Sequence[str]) -> tuple[str, ...]:
    """What was asked before with how far we came with this game; of others it is forgotten."""
    return (*(one for one in asked if not one.startswith(_MARK)), f"{_MARK}{slug}:{max(count, 1)}")


def other_facts(game: Game, *, said: str, tonight: Tonight) -> list[str]:
    """What its record tells besides, the most telling first; what ``said`` or tonight's wish holds is left out."""
    known = [
        f"critics gave it {game.critic_score} out of 100" if (game.critic_score or 0) >= _PRAISED_FROM else "",
        *_sentences(game, said),
        f"it's about {naming.hours(game.hours_to_finish)} to finish" if game.hours_to_finish else "",
        _sitting(game, tonight),
        _EASE.get(game.difficulty or 0, ""),
        f"you can play it {naming.joined(naming.mode(key) for key in game.player_modes)}"
        if game.player_modes and not tonight.player_mode
        else "",
        _tags(game, said),
        f"it's by {game.studio}" if game.studio else "",
        f"it came out in {game.release_date.year}" if game.release_date else "",
    ]
    return [fact for fact in known if fact and fold(fact) not in fold(said)]


def as_sentence(facts: Sequence[str]) -> str:
    """Sentences of the record stay as they are; what is short is joined."""
    whole = [fact for fact in facts if fact.endswith((".", "!", "?"))]
    short = naming.joined(fact for fact in facts if fact not in whole)
    if short and whole:
        short = f"{short[:1].upper()}{short[1:]}"
    return " ".join([*whole, *([f"{short}."] if short else [])])


def _sitting(game: Game, tonight: Tonight) -> str:
    is_told = tonight.minutes is not None or tonight.shorter_than is not None
    return f"it's good in sittings of {game.session_minutes} minutes" if game.session_minutes and not is_told else ""


def _tags(game: Game, said: str) -> str:
    told = fold(said)
    fresh = [tag.replace("-", " ") for tag in game.tags if tag not in game.genres]
    fresh = [tag for tag in fresh if tag not in told][:_MOST_TAGS]
    return f"people file it under {naming.joined(fresh)}" if fresh else ""


def _sentences(game: Game, said: str) -> list[str]:
    """The editor's and the catalogue's own sentences that the reason did not quote."""
    told = fold(said).rstrip(". ")
    sentences = [one.strip() for text in (game.feel, game.summary) for one in _SENTENCE.split(text) if one.strip()]
    fresh = [one for one in dict.fromkeys(sentences) if len(one) <= _LONGEST_SENTENCE and not _overlaps(one, told)]
    return [one if one.endswith((".", "!", "?")) else f"{one}." for one in fresh]


def _overlaps(sentence: str, told: str) -> bool:
    """Whether the reason opens with this sentence or a clause of it."""
    flat = fold(sentence).rstrip(".!? ")
    return bool(told) and (flat in told or told.split(",")[0] in flat)
