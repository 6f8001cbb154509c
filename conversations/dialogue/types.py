"""What a handler gets to see and what it answers with. Frozen values; handlers write nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol, Self

import numpy as np

from conversations.dialogue.state import DialogueState
from conversations.dialogue.voice import Voice
from conversations.memory import Memory
from conversations.models import Contact, Message
from conversations.sessions import Opening
from conversations.understanding.types import Knowledge, Understanding
from games.models import Impression, Player
from games.recommender.types import Pick, Slate


@dataclass(frozen=True)
class GameLine:
    """A game as a reply shows it; its link is known only once the impression is stored."""

    number: int  # 0: the only one, so no number is shown
    slug: str
    title: str
    platforms: str
    price: str
    reason: str


@dataclass(frozen=True)
class Prompt:
    """A quick reply. ``slug`` names a game of this very reply, whose impression completes the id."""

    action: str
    title: str
    slug: str = ""
    argument: str = ""


@dataclass(frozen=True)
class Draft:
    """A reply before its links exist: paragraphs of words and games, in order."""

    paragraphs: tuple[str | GameLine, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    image_url: str = ""

    def led_by(self, *words: str) -> Self:
        return replace(self, paragraphs=(*filter(None, words), *self.paragraphs))

    def followed_by(self, *words: str) -> Self:
        return replace(self, paragraphs=(*self.paragraphs, *filter(None, words)))


@dataclass(frozen=True)
class Reaction:
    """Something the player did about a game; stored as an Interaction and the impression's outcome."""

    kind: str
    game_id: int
    impression_id: int | None = None


@dataclass(frozen=True)
class Effects:
    """What a turn changes beside its words. Lasting facts are the arguments of ``games.players.remember``."""

    reactions: tuple[Reaction, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    display_name: str = ""
    consent: str = ""  # "stop" | "start"
    hold_for_human: bool = False
    erase: bool = False
    became_under_13: bool = False


@dataclass(frozen=True)
class Outcome:
    """A handler's whole answer. ``draft`` None means silence; ``introduces`` False keeps out the first-time line."""

    draft: Draft | None
    state: DialogueState
    slate: Slate | None = None
    effects: Effects = field(default_factory=Effects)
    introduces: bool = True

    def with_effects(self, **changes: Any) -> Self:
        return replace(self, effects=replace(self.effects, **changes))


class Recommend(Protocol):
    """``games.recommender.recommend`` with the player, the chance and the time filled in."""

    def __call__(self, context: Any, *, limit: int = 3, explore: bool = True) -> Slate: ...


@dataclass(frozen=True)
class Turn:
    """One message and everything that may be looked at to answer it.

    ``text`` is what was written, ``choice`` the id of a tapped button. ``game`` is the game that the
    message points at (quoted, numbered, named or tapped), else the one we led with last.
    """

    contact: Contact
    player: Player
    message: Message
    reading: Understanding
    state: DialogueState
    opening: Opening
    voice: Voice
    knowledge: Knowledge
    now: datetime
    rng: np.random.Generator
    recommend: Recommend
    recall: Callable[[], Memory]
    own_age: int | None = None
    pointed_at: Impression | None = None
    choice_argument: str = ""

    @property
    def text(self) -> str:
        return self.reading.text

    def say(self, key: str, **values: object) -> str:
        return self.voice.say(key, **values)

    @property
    def lead(self) -> Any:
        """The game that we led with last, or None."""
        return self.state.offered[0] if self.state.offered else None


Handler = Callable[[Turn], Outcome]


@dataclass(frozen=True)
class Offer:
    """A slate and the picks of it that the reply shows."""

    slate: Slate
    picks: tuple[Pick, ...]
