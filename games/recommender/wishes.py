"""What is wished for tonight, settled from context and profile, in the form that scoring reads. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from games.recommender.cold_start import WELL_KNOWN, Acquaintance
from games.recommender.limits import Profile, hardest_of, is_gentle
from games.recommender.types import Context
from games.vocabulary import MOODS

# A second mood colours the first; it does not outvote it.
_SECOND_MOOD = 0.4
# From this skill at a genre on its hard games are the ones to show.
_ABLE = 70


@dataclass(frozen=True)
class LikedGame:
    """A title that the player named as loved, as the catalogue knows it."""

    game_id: int
    title: str
    genres: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    studio: str = ""


@dataclass(frozen=True)
class Wishes:
    moods: tuple[tuple[str, float], ...] = ()
    genres: tuple[str, ...] = ()
    minutes: int | None = None
    player_mode: str = ""
    wants_easier: bool = False
    wants_harder: bool = False
    wants_longer: bool = False
    avoided_moods: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()  # genres and themes, as they were said
    fame: str = ""
    wants_shorter_than: int | None = None
    has_words: bool = False
    has_liked_vector: bool = False
    liked: tuple[LikedGame, ...] = ()
    taste: Mapping[str, float] = field(default_factory=dict)
    acquaintance: Acquaintance = WELL_KNOWN
    new_to: tuple[str, ...] = ()  # genres that a journey found them to be no hand at yet

    @property
    def mood(self) -> str:
        return self.moods[0][0] if self.moods else ""

    @property
    def told(self) -> int:
        """How many things we know about what is wanted; confidence grows with it."""
        return sum(
            map(
                bool,
                (self.moods, self.genres, self.minutes, self.player_mode, self.has_words, self.liked, self.taste),
            )
        )


def mood_weights(mood: str, second: str) -> tuple[tuple[str, float], ...]:
    """What each weighs of the two moods that were said; together 1."""
    moods = [(mood, 1.0)] if mood in MOODS else []
    if second in MOODS and second != mood:
        moods.append((second, _SECOND_MOOD if moods else 1.0))
    total = sum(weight for _, weight in moods)
    return tuple((mood, weight / total) for mood, weight in moods)


def wishes_of(
    context: Context,
    profile: Profile,
    *,
    liked: tuple[LikedGame, ...],
    has_liked_vector: bool,
    acquaintance: Acquaintance = WELL_KNOWN,
) -> Wishes:
    new_to = tuple(genre for genre, _ in hardest_of(profile.skills)) if not context.wants_harder else ()
    is_able = any(score >= _ABLE for genre, score in profile.skills if genre in context.genres)
    return Wishes(
        moods=mood_weights(context.mood, context.secondary_mood),
        genres=context.genres,
        minutes=context.minutes if context.minutes is not None else profile.usual_minutes,
        player_mode=context.player_mode,
        # Of a genre that they asked for, what they know of it says how hard, unless they said so themselves.
        wants_easier=is_gentle(context, profile) or not {*new_to}.isdisjoint(context.genres),
        wants_harder=context.wants_harder or (is_able and not is_gentle(context, profile)),
        wants_longer=context.wants_longer,
        avoided_moods=tuple(mood for mood in context.avoided_moods if mood in MOODS),
        left_out=context.excluded_genres,
        fame=context.fame,
        wants_shorter_than=context.wants_shorter_than,
        has_words=context.vector is not None,
        has_liked_vector=has_liked_vector,
        liked=liked,
        taste={**(profile.scores or {}), **{f"genre:{genre}": 0.6 for genre in profile.liked_genres}},
        acquaintance=acquaintance,
        new_to=new_to,
    )
