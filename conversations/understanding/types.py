"""What understanding reads from a message. Frozen values; no ORM, no settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from conversations.understanding.heads import Heads
    from conversations.understanding.titles import TitleIndex

Vector = NDArray[np.float32]

INTENTS = (
    "greet", "recommend", "refine", "more", "why", "like", "dislike", "played", "details",
    "profile", "smalltalk", "stop", "start", "help", "human", "erase", "other",
)  # fmt: skip
SENTIMENTS = ("positive", "neutral", "negative")
_WISHING = frozenset({"recommend", "refine", "more", "profile", "greet"})


@dataclass(frozen=True)
class ReadingContext:
    """What was going on when the message came; it settles the intent and fills no slot."""

    last_game: str | None = None  # title of the last suggestion
    known_platforms: tuple[str, ...] = ()
    awaiting: str = ""  # the question that we asked: "platforms", "name", "choice", …


@dataclass(frozen=True)
class Slots:
    """The wishes that the text itself states. Empty or None: not said."""

    platforms: tuple[str, ...] = ()
    exclude_platforms: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    exclude_genres: tuple[str, ...] = ()
    exclude_themes: tuple[str, ...] = ()  # "no zombies": keys of ``games.themes``, tags, plain words
    themes: tuple[str, ...] = ()  # "something with zombies"
    allow_genres: tuple[str, ...] = ()  # "zombies are fine", "horror is ok now": genres and themes
    price_max: float | None = None  # in the currency named; free is 0
    currency: str = ""  # ISO 4217 if one was named
    session_minutes: int | None = None
    player_mode: str = ""  # solo | coop | versus
    like_titles: tuple[str, ...] = ()
    dislike_titles: tuple[str, ...] = ()
    wants_cheaper: bool = False
    wants_shorter: bool = False
    wants_easier: bool = False
    youngest_age: int | None = None  # a child plays along, this old
    name: str = ""  # "call me Tomi"
    ordinal: int | None = None  # "the second one" is 2; -1 is the last

    def as_said_with(self, intent: str, *, offered: str = "") -> Slots:
        """Without what is no wish where this is what the message wants.

        "Does it have co-op?" asks for nothing, and "oh wow, another shooter" wants none; what it rules out stays.
        """
        if intent == "greet":  # "hey, it's me and my little bro"
            return replace(self, player_mode="")
        if intent in _WISHING:
            return self
        if intent == "dislike":
            return replace(self, genres=(), price_max=None, currency="")
        if intent == "details":  # its own kind is asked about; "i can't do horror" beside it is no wish
            return replace(self, genres=(), exclude_genres=(), exclude_themes=(), themes=())
        if intent == "why":  # "what part of 'no mmo' did you miss" still rules them out
            # "I asked for calm and you said Dark Souls" wishes for no Dark Souls.
            liked = tuple(title for title in self.like_titles if title.casefold() != offered.casefold())
            return replace(
                self, genres=(), price_max=None, currency="", session_minutes=None, player_mode="", like_titles=liked
            )
        return replace(
            self, genres=(), exclude_genres=(), exclude_themes=(), themes=(), price_max=None, currency="",
            session_minutes=None, player_mode="",
        )  # fmt: skip

    @property
    def left_out(self) -> tuple[str, ...]:
        """Kinds and themes that are ruled out: to whoever offers games they are one language."""
        return (*self.exclude_genres, *self.exclude_themes)

    @property
    def has_wishes(self) -> bool:
        """Whether anything is said about the game that is wanted or not wanted."""
        return bool(
            self.platforms or self.genres or self.left_out or self.like_titles or self.dislike_titles
            or self.player_mode or self.session_minutes or self.price_max is not None
            or self.themes or self.allow_genres
        )  # fmt: skip


@dataclass(frozen=True)
class Understanding:
    """One reading of one message.

    ``intent`` is always one of INTENTS; ``is_unsure`` says that its confidence is below the
    threshold and the dialogue should ask rather than act. ``sure_by`` tells what decided:
    "rule:<name>" or "meaning". ``vector`` is the text's embedding, handed on so that it is
    computed once a turn (None where no encoder was given or the text has no words).
    """

    text: str
    intent: str
    intent_confidence: float
    mood: str = ""
    secondary_mood: str = ""
    mood_confidence: float = 0.0
    sentiment: str = "neutral"
    sentiment_score: float = 0.0  # -1…1
    slots: Slots = field(default_factory=Slots)
    is_unsure: bool = False
    sure_by: str = ""
    vector: NDArray[np.float32] | None = field(default=None, compare=False, repr=False)

    def as_labels(self) -> dict[str, Any]:
        """The labelled form that `manage.py understand` prints."""
        slots = self.slots
        return {
            "intent": self.intent,
            "mood": self.mood or None,
            "platforms": list(slots.platforms),
            "genres": list(slots.genres),
            "exclude_genres": list(slots.exclude_genres),
            "price_max": slots.price_max,
            # In a question or a verdict a title says which game is meant, not what to look for.
            "like_titles": list(slots.like_titles) if self.intent in {*_WISHING, "like", "why"} else [],
            "session_minutes": slots.session_minutes,
            "multiplayer": slots.player_mode or None,
            "sentiment": self.sentiment,
        }

    def as_json(self) -> dict[str, Any]:
        """For storage beside the message and for the admin."""
        return {
            **self.as_labels(),
            "intent_confidence": round(self.intent_confidence, 3),
            "secondary_mood": self.secondary_mood or None,
            "mood_confidence": round(self.mood_confidence, 3),
            "sentiment_score": round(self.sentiment_score, 3),
            "currency": self.slots.currency or None,
            "exclude_themes": list(self.slots.exclude_themes),
            "dislike_titles": list(self.slots.dislike_titles),
            "is_unsure": self.is_unsure,
            "sure_by": self.sure_by,
        }


@dataclass(frozen=True)
class MoodWords:
    """One mood as editors describe it."""

    key: str
    label: str
    phrases: tuple[str, ...]  # how people say it
    needs: str  # what such a player needs from a game


def unit_of(pooled: Vector) -> Vector:
    """The part of an encoding that games are compared with."""
    return pooled[: len(pooled) // 3]


@dataclass(frozen=True)
class Example:
    """One message of the example bank with what it means; ``moods`` holds the primary one first.

    ``weight`` is how many of the bank's it counts for.
    """

    intent: str
    moods: tuple[str, ...]
    sentiment: str
    text: str
    weight: float = 1.0


@dataclass(frozen=True)
class Knowledge:
    """All that understanding knows, as one immutable snapshot: made by the loader, passed to each call.

    Where ``encode`` is None, ``heads`` were trained on words alone.
    """

    version: str
    moods: Mapping[str, MoodWords]
    slang: Mapping[str, str] = field(repr=False)
    titles: TitleIndex = field(repr=False)
    heads: Heads = field(repr=False)
    correct: Callable[[str], str] = field(repr=False)  # a misspelt word's likely spelling
    tags: frozenset[str] = field(default=frozenset(), repr=False)  # of the catalogue
    encode: Callable[[str], Vector] | None = None  # pooled: the unit vector first

    def embed(self, text: str) -> Vector | None:
        """The unit vector that games are searched by; None without an encoder."""
        return unit_of(self.encode(text)) if self.encode else None
