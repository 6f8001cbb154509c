"""What a language model may do where one is configured: point at one of our own ways on, or put a number to an answer.

Whatever it says is checked against a shape that holds nothing but numbers of ours; every word a player reads stays
authored. Without one, or when it is slow, limited or talks nonsense, our own reading stands.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from conversations import llm
from conversations.companions.journey_text import Question
from conversations.dialogue.types import Turn
from games.recommender.types import Vector

_SECONDS = 1.5
_FEWEST_WORDS = 2
_KEPT = 1_000


@dataclass(frozen=True)
class Chosen:
    way: int  # from 1; 0: none of them


@dataclass(frozen=True)
class Graded:
    score: int


def choose(turn: Turn, titles: Sequence[str], *, scene: str) -> int | None:
    """The place of the way on that their words mean; None: none of them, or nobody to ask."""
    if not llm.is_configured() or turn.is_child or len(turn.text.split()) < _FEWEST_WORDS:
        return None
    ways = "\n".join(f"{number}: {title}" for number, title in enumerate(titles, 1))
    told = _ask(
        turn,
        "story",
        f"A scene of a story:\n{scene}\n\nThe ways on:\n{ways}\n\nWhich one does the player mean? 0 if none.",
        Chosen,
    )
    return told.way - 1 if isinstance(told, Chosen) and 1 <= told.way <= len(titles) else None


def grade(turn: Turn, question: Question) -> int | None:
    """A second opinion on an answer, on the same scale; None where nobody gives one."""
    if not llm.is_configured() or turn.is_child:
        return None
    points = "; ".join(point.name for point in question.points)
    told = _ask(
        turn,
        "journey",
        f"Grade a player's answer from 0 to 100.\nQuestion: {question.asks}\nA good answer speaks of: {points}.\n"
        f"Worth about 100: {' | '.join(question.good)}\nAbout 50: {' | '.join(question.partial)}\n"
        f"About 0: {' | '.join(question.wrong)}",
        Graded,
    )
    return told.score if isinstance(told, Graded) and 0 <= told.score <= 100 else None


def _ask(turn: Turn, purpose: str, instructions: str, shape: type) -> object:
    session = turn.opening.session
    answer = llm.ask(
        purpose=purpose,
        instructions=instructions,
        player_text=turn.text,
        shape=shape,
        session_id=session.pk if session else None,
        seconds=_SECONDS,
        now=turn.now,
    )
    return answer.value if isinstance(answer, llm.Answer) else None


def remembered(embed: Callable[[str], Vector | None]) -> Callable[[str], Vector | None]:
    """``embed`` that does our own answers once: there are some hundreds, and each is compared with again and again."""
    return lambda text: _vector_of(embed, text)


@functools.lru_cache(maxsize=_KEPT)
def _vector_of(embed: Callable[[str], Vector | None], text: str) -> Vector | None:
    return embed(text)
