"""What goes into the recommender and what comes out. Frozen values, no ORM, no settings."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from games.recommender import hard_matters
from games.taste.scores import names_of

Vector = NDArray[np.float32]  # 384 numbers of length 1


@dataclass(frozen=True)
class Money:
    """An amount in the currency that was named (ISO 4217)."""

    amount: Decimal
    currency: str


@dataclass(frozen=True)
class Context:
    """What a game is wanted for, as far as it is known. Empty means: no wish.

    ``text`` and its ``vector`` are the player's own words; ``platforms``, ``price`` and the
    other wishes are hard where the design says so (platform, price, excluded genres, age).
    ``like_titles`` are titles named as a positive reference, in their usual full spelling;
    ``exclude_slugs`` games named as unwanted in this talk. ``youngest_age`` is set when a child is
    named or the player is one: then only games with a known, fitting rating may be offered.
    ``excluded_genres`` are genres and themes (``games.themes``); ``allowed_genres`` those that may come after all,
    although the player avoids them as a rule.
    ``avoided_moods`` name what a game should not be like; ``released_from`` and ``released_to`` are years;
    ``fame`` is "hidden" or "known". ``exclude_seen`` keeps out what was shown in the last seven days;
    ``most_difficulty`` and ``least_difficulty`` (1…5) say how much easier or harder than the last ones is meant;
    ``less_known_than`` is the popularity of a game that was too well known;
    without ``is_diverse`` the best fits stay together, also where they are alike, but for one of a series.
    ``is_first_session``, ``after_dislike`` and ``needs_care`` say whom nothing is tried on: somebody
    who is new here, was just disappointed, or was heard in distress.
    """

    mood: str = ""
    secondary_mood: str = ""
    text: str = ""
    vector: Vector | None = field(default=None, compare=False)
    platforms: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    excluded_genres: tuple[str, ...] = ()
    allowed_genres: tuple[str, ...] = ()
    price: Money | None = None
    minutes: int | None = None
    player_mode: str = ""
    like_titles: tuple[str, ...] = ()
    exclude_slugs: frozenset[str] = frozenset()
    youngest_age: int | None = None
    wants_easier: bool = False
    wants_harder: bool = False
    most_difficulty: int | None = None
    least_difficulty: int | None = None
    less_known_than: float | None = None
    wants_longer: bool = False
    avoided_moods: tuple[str, ...] = ()
    released_from: int | None = None
    released_to: int | None = None
    fame: str = ""
    wants_shorter_than: int | None = None
    exclude_seen: bool = True
    is_diverse: bool = True
    is_first_session: bool = False
    after_dislike: bool = False
    needs_care: bool = False


@dataclass(frozen=True)
class PriceTag:
    """The cheapest known price for the platforms asked for."""

    amount: Decimal
    currency: str
    store: str
    url: str = ""


@dataclass(frozen=True)
class GameFacts:
    """The part of a game's record that scoring and explaining may use."""

    game_id: int
    slug: str
    title: str
    platforms: tuple[str, ...]
    genres: tuple[str, ...]
    tags: tuple[str, ...]
    feel: str
    summary: str
    release_date: date | None
    session_minutes: int | None
    hours_to_finish: float | None
    player_modes: tuple[str, ...]
    difficulty: int | None
    age_rating: int | None
    critic_score: int | None
    studio: str
    image_url: str
    mood_fit: dict[str, float]
    popularity: float
    quality: float
    price: PriceTag | None

    # Reckoned once a record: records are kept from answer to answer, and each is asked for these many times.

    @functools.cached_property
    def words(self) -> frozenset[str]:
        """Its genres and tags."""
        return frozenset((*self.genres, *self.tags))

    @functools.cached_property
    def names(self) -> tuple[str, ...]:
        """The same as a taste names them ("genre:rpg", "tag:cozy")."""
        return names_of(self.genres, self.tags)

    @functools.cached_property
    def warns(self) -> bool:
        """Whether its own text warns of what is hard to bear."""
        return hard_matters.warns(f"{self.summary}\n{self.feel}")

    @functools.cached_property
    def marks(self) -> frozenset[tuple[str, str]]:
        """What an editor's rule may find it by."""
        return frozenset(
            (
                ("slug", self.slug),
                ("studio", self.studio.casefold()),
                *(("tag", tag) for tag in self.tags),
                *(("genre", genre) for genre in self.genres),
                *(("platform", platform) for platform in self.platforms),
            )
        )


Record = TypeVar("Record", "Candidate", GameFacts)


@dataclass(frozen=True)
class Candidate:
    """A game that was considered: the parts of its score, or why it was dropped.

    ``score`` orders; editors' rules and rotation may have moved it away from ``plain_score``, which
    is what its parts alone give and what confidence goes by (None: nothing moved it). Ranks count
    from 1: before, among all by the parts alone; after, among those that stayed.
    """

    facts: GameFacts
    source: str  # "similar", "mood", "popular", "like"
    parts: dict[str, float]
    score: float
    dropped_because: str = ""
    plain_score: float | None = None
    rules: tuple[str, ...] = ()  # names of the editors' rules that touched it
    is_pinned: bool = False  # an editor wants it first; it is no subject of chance
    worn: float = 0.0  # how often it was shown of late without an answer; rotation goes by it
    rank_before: int | None = None
    rank_after: int | None = None
    static_score: float = 0.0  # what the blend with fixed weights makes of the parts
    set_back: float = 1.0  # what was left of it because other games suit the mood said better
    chances: tuple[float, ...] = ()  # of getting each slot, given those before it; empty where it had none


def changed(record: Record, **changes: Any) -> Record:
    """``dataclasses.replace`` at a twentieth of its price, for an answer changes some hundred of them."""
    copy = object.__new__(type(record))
    copy.__dict__.update(record.__dict__, **changes)
    return copy


@dataclass(frozen=True)
class Pick:
    """A game that is offered, in its slot (0 leads)."""

    facts: GameFacts
    slot: int
    score: float  # 0…1
    confidence: float  # 0…1: how sure we are that it is accepted
    strategy: str  # "best_fit", "discovery" or "fair_start"
    propensity: float  # the chance that this game got this slot under the policy
    reason: str  # one line, made only of facts in the record
    parts: dict[str, float]
    guess: float = 0.0  # what the confidence was before it was calibrated


@dataclass(frozen=True)
class Slate:
    """One answer. ``recommend()`` makes it and writes nothing; ``record()`` stores it."""

    player_id: int | None
    context: Context
    picks: tuple[Pick, ...]
    candidates: tuple[Candidate, ...]  # at most 60, the picks among them
    policy_version: str
    seed: int
    weights: Mapping[str, float] = field(default_factory=dict)  # of the parts, in the mean that the static score is
    degraded: tuple[str, ...] = ()  # sources that were down: the answer is "basic"
    overrides: tuple[str, ...] = ()  # labels of the experiments that this player is in
    warmth: float = 1.0  # how well the player was known, 0…1
    explored_share: float = 0.0  # of each slot's chance that was left to trying something
    spared_because: str = ""  # why that was less than usual, or none in the first slot

    def as_context_json(self) -> dict[str, Any]:
        """The context for storage; the vector and the player's own words stay out."""
        context = self.context
        return {
            "mood": context.mood,
            "secondary_mood": context.secondary_mood,
            "platforms": list(context.platforms),
            "genres": list(context.genres),
            "excluded_genres": list(context.excluded_genres),
            "price": [str(context.price.amount), context.price.currency] if context.price else None,
            "minutes": context.minutes,
            "player_mode": context.player_mode,
            "like_titles": list(context.like_titles),
            "youngest_age": context.youngest_age,
            "avoided_moods": list(context.avoided_moods),
            "released": [context.released_from, context.released_to],
            "difficulty": [context.most_difficulty, context.least_difficulty],
            "fame": context.fame,
            "needs_care": context.needs_care or None,
            "is_first_session": context.is_first_session or None,
            "after_dislike": context.after_dislike or None,
            "warmth": round(self.warmth, 4),
            "explored_share": self.explored_share,
            "spared_because": self.spared_because,
            "weights": {name: round(weight, 4) for name, weight in self.weights.items()},
            **({"overrides": list(self.overrides)} if self.overrides else {}),
        }
