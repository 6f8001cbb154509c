"""What a handler gets to see and what it answers with. Frozen values; handlers write nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol, Self

import numpy as np

from conversations.dialogue.choices import Choice
from conversations.dialogue.memory_changes import MemoryChanges
from conversations.dialogue.offers import wishes
from conversations.dialogue.said.languages import language_of
from conversations.dialogue.state import DialogueState, Offered
from conversations.dialogue.wording.voice import Voice
from conversations.memory.last_days import Memory
from conversations.models import Contact, Message, Session
from conversations.sessions import Opening
from conversations.understanding.types import Knowledge, Understanding
from games.models import Game, Player
from games.recommender.types import Context, Slate


@dataclass(frozen=True)
class GameLine:
    """A game as a reply shows it; its link is known only once the impression is stored.

    A game that was shown before brings its ``impression_id``, one that never was the ``url`` of a store.
    """

    number: int
    slug: str
    title: str
    platforms: tuple[str, ...]  # as people call them
    price: str
    reason: str
    image_url: str = ""
    impression_id: int | None = None
    url: str = ""


@dataclass(frozen=True)
class StoreLink:
    """A link to the store page of a game that was offered before."""

    impression_id: int


@dataclass(frozen=True)
class Prompt:
    """A quick reply. ``slug`` names a game of this very reply, whose impression completes the id."""

    action: str
    title: str
    argument: str = ""
    slug: str = ""


@dataclass(frozen=True)
class Draft:
    """A reply before its links exist: paragraphs of words, games and links, in order."""

    paragraphs: tuple[str | GameLine | StoreLink, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    image_url: str = ""
    lists_all: bool = False  # all of the prompts, as a list to choose from where there are too many for buttons

    def led_by(self, *words: str) -> Self:
        return replace(self, paragraphs=(*filter(None, words), *self.paragraphs))

    def followed_by(self, *words: str) -> Self:
        return replace(self, paragraphs=(*self.paragraphs, *filter(None, words)))


@dataclass(frozen=True)
class Reaction:
    """Something the player did about a game, to be stored as an Interaction."""

    kind: str
    game_id: int


class Planned(Protocol):
    """Something else that a turn writes, by itself, in the turn's transaction. Nothing of a child is written."""

    def write(self, *, contact: Contact, message: Message, session: Session, now: datetime) -> None: ...


@dataclass(frozen=True)
class Effects:
    """What a turn changes beside its words. ``facts`` are arguments of ``games.players.facts.remember``.

    ``manner`` holds fields of the contact: who speaks with them from now on, in which English, and whether we help with
    theirs. ``leanings`` are names of a taste ("genre:stealth", "tag:cozy") that they showed without speaking of a game.
    """

    reactions: tuple[Reaction, ...] = ()
    leanings: tuple[str, ...] = ()
    planned: tuple[Planned, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    display_name: str = ""
    consent: str = ""  # "stop" | "start"
    topics_on: tuple[str, ...] = ()  # what we may write about first from now on, and no more
    topics_off: tuple[str, ...] = ()
    hand_over: str = ""  # one of HandOver.Because: a person is wanted
    in_distress: bool = False
    looping: bool = False
    erase: bool = False
    sign_in_code: str = ""  # told in the reply; from now on it opens their taste elsewhere
    memory: MemoryChanges = field(default_factory=MemoryChanges)
    is_about_memory: bool = False  # then no word of it tells how they feel now
    is_in_character: bool = False  # said inside a story: the fear in it is not theirs
    is_missed: bool = False  # neither a rule nor a sure reading led to the answer: editors may teach what was meant
    manner: Mapping[str, str | bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """A handler's whole answer. ``draft`` None means silence.

    ``introduces`` False keeps the first-time line for a better moment.
    """

    draft: Draft | None
    state: DialogueState
    slate: Slate | None = None
    effects: Effects = field(default_factory=Effects)
    introduces: bool = True

    def with_effects(self, **changes: Any) -> Self:
        return replace(self, effects=replace(self.effects, **changes))

    def remembering(self, **changes: Any) -> Self:
        return self.with_effects(memory=replace(self.effects.memory, **changes))

    def led_by(self, *words: str) -> Self:
        return replace(self, draft=self.draft.led_by(*words) if self.draft else None)


class Recommend(Protocol):
    """``games.recommender.recommend`` with the player, the chance and the time filled in."""

    def __call__(self, context: Context, *, limit: int = 3, explore: bool = True) -> Slate: ...


class AnyMatch(Protocol):
    """``games.recommender.any_match`` with the player and the time filled in."""

    def __call__(self, contexts: Sequence[Context]) -> tuple[bool, ...]: ...


@dataclass(frozen=True)
class Pointed:
    """The game that a message is about."""

    game: Game
    impression_id: int | None = None


@dataclass(frozen=True)
class Turn:
    """One message and everything that may be looked at to answer it.

    ``find_game`` reads which game the message means (tapped, quoted, numbered or named), else the one
    that we led with last; ``recall`` reads the seven-day memory; ``is_loop`` tells whether a machine writes.
    ``choice`` is what was tapped.
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
    any_match: AnyMatch
    recall: Callable[[], Memory]
    find_game: Callable[[], Pointed | None]
    default_currency: str
    is_loop: Callable[[], bool]
    english_level: str = "normal"
    own_age: int | None = None
    is_held: bool = False  # a person leads the talk, or led it when this was written
    choice: Choice | None = None

    @property
    def text(self) -> str:
        return self.reading.text

    @property
    def lead(self) -> Offered | None:
        """The game that we led with last."""
        return self.state.lead

    @property
    def is_child(self) -> bool:
        """Under 13, as known before or told just now: then next to nothing is kept."""
        if self.own_age is not None:
            return self.own_age < 13
        return self.player.age_band == Player.AgeBand.UNDER_13

    @property
    def platforms(self) -> tuple[str, ...]:
        """The machines that a game may be for: named tonight, else owned; refused ones left out."""
        return wishes.machines(self.state.tonight, self.player.platforms)

    @property
    def currency(self) -> str:
        """What a bare number means to this person."""
        return self.player.budget_currency or self.default_currency

    @property
    def language(self) -> str:
        """What they write in, if it is plainly not English."""
        return language_of(self.text)

    def say(self, key: str, **values: object) -> str:
        return self.voice.say(key, **values)

    def answer(
        self, key: str, *, state: DialogueState | None = None, prompts: tuple[Prompt, ...] = (), **values: object
    ) -> Outcome:
        """A reply of words alone."""
        draft = Draft((self.say(key, **values),), prompts)
        return Outcome(draft, state or replace(self.state, awaiting=""))


Handler = Callable[[Turn], Outcome]
