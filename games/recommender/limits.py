"""What must never be broken, as one frozen value. Pure.

``GameQuerySet.within(limits)`` turns it into SQL; nothing that it refuses reaches scoring.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from games import themes
from games.recommender.types import Context, Money
from games.taste.scores import PriceRange
from games.vocabulary import families_of

# A player whose age is only known as a band is taken for the youngest that the band plausibly
# holds: PEGI's 7 for a schoolchild, and the band's own first year for a teenager.
_UNTOLD_AGES = {"under_13": 7, "13_17": 13}
# However old the talk says somebody is, a band is never outgrown.
_OLDEST_AGES = {"under_13": 12, "13_17": 17}
# A sitting may run over a little; half as long again is another evening.
_OVERRUN = 1.5
# How hard a game of a genre may be (1…5) for whom a journey found so little skill at it; from the last on, any.
_SKILL_FOR_HARD = ((40, 3), (70, 4))
# Below this age games are to be easy unless somebody asks for hard ones: what is fit for a child may still be too much.
_PLAYS_GENTLY_BELOW = 12
# "Easier" and "harder" part the games here, where the talk does not say by how much.
_MIDDLING_DIFFICULTY = 3


@dataclass(frozen=True)
class Profile:
    """What is lastingly known of a player, as far as it limits or steers. Empty for a stranger.

    ``scores`` are faded to now; ``prices`` are what the games they liked cost, in dollars.
    """

    platforms: tuple[str, ...] = ()
    liked_genres: tuple[str, ...] = ()
    avoided_genres: tuple[str, ...] = ()
    budget: Money | None = None
    usual_minutes: int | None = None
    age_band: str = ""
    scores: Mapping[str, float] | None = None
    prices: PriceRange | None = None
    city: str = ""
    events_count: int = 0
    cold_start_done: bool = False
    skills: tuple[tuple[str, int], ...] = ()  # genre, 0…100


@dataclass(frozen=True)
class Limits:
    """``price_caps`` are the budget in every currency that a rate is known for; None: money is no object.

    ``families`` pairs each store family with the platforms asked for that it sells to; a price
    counts only for a machine that the player can mean.
    """

    platforms: tuple[str, ...] = ()
    families: tuple[tuple[str, tuple[str, ...]], ...] = ()
    price_caps: tuple[tuple[str, Decimal], ...] | None = None
    excluded_genres: tuple[str, ...] = ()  # and tags: to a player they are one language
    excluded_text: str = ""  # a regular expression that nothing in a record may match
    rated_below: int | None = None  # an unknown rating passes
    never_only: tuple[str, ...] = ()  # modes: what can be played in no other way is left out
    oldest_rating: int | None = None
    player_mode: str = ""
    longest_sitting: int | None = None
    wanted_genres: tuple[str, ...] = ()
    released_from: int | None = None
    released_to: int | None = None
    hardest: tuple[tuple[str, int], ...] = ()  # genre, difficulty 1…5: harder games of it are too hard
    most_difficulty: int | None = None  # of any game
    least_difficulty: int | None = None
    less_known_than: float | None = None  # of popularity
    excluded_ids: frozenset[int] = frozenset()
    excluded_slugs: frozenset[str] = frozenset()

    def shape(self) -> Limits:
        """The same for everybody with the same wishes: how many games match hardly hangs on one person's past."""
        return replace(self, excluded_ids=frozenset(), excluded_slugs=frozenset())


def limits_for(
    context: Context, profile: Profile, *, excluded_ids: frozenset[int], rates: Mapping[str, Decimal]
) -> Limits:
    """Tonight's word goes before the profile; where tonight is silent the profile stands."""
    platforms = context.platforms or profile.platforms
    left_out = themes.without({*context.excluded_genres, *profile.avoided_genres}, context.allowed_genres)
    unwanted = themes.unwanted(tuple(sorted(left_out)))
    price = context.price or profile.budget
    sittings = [minutes * _OVERRUN for minutes in (context.minutes,) if minutes is not None]
    if context.wants_shorter_than is not None:
        sittings.append(max(context.wants_shorter_than - 1, 0))
    return Limits(
        platforms=platforms,
        families=tuple((family, _sold_by(family, platforms)) for family in families_of(platforms)),
        price_caps=None if price is None else _caps(price, rates),
        excluded_genres=unwanted.marks,
        excluded_text=unwanted.text,
        rated_below=unwanted.rated_from,
        never_only=unwanted.only_modes,
        oldest_rating=oldest_rating(context.youngest_age, profile.age_band),
        player_mode=context.player_mode,
        longest_sitting=int(min(sittings)) if sittings else None,
        wanted_genres=context.genres,
        released_from=context.released_from,
        released_to=context.released_to,
        hardest=() if context.wants_harder else hardest_of(profile.skills),
        most_difficulty=(context.most_difficulty or _MIDDLING_DIFFICULTY) if is_gentle(context, profile) else None,
        least_difficulty=(context.least_difficulty or _MIDDLING_DIFFICULTY) if context.wants_harder else None,
        less_known_than=context.less_known_than,
        excluded_ids=excluded_ids,
        excluded_slugs=context.exclude_slugs,
    )


def is_gentle(context: Context, profile: Profile) -> bool:
    """Whether easy games are meant: they are asked for, or a child plays and nobody asks for hard ones."""
    age = oldest_rating(context.youngest_age, profile.age_band)
    is_for_a_child = age is not None and age < _PLAYS_GENTLY_BELOW
    return context.wants_easier or (is_for_a_child and not context.wants_harder)


def hardest_of(skills: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    """Of each genre that somebody is no hand at yet, how hard its games may be."""
    found = ((genre, next((most for below, most in _SKILL_FOR_HARD if score < below), 0)) for genre, score in skills)
    return tuple((genre, most) for genre, most in found if most)


def oldest_rating(youngest_age: int | None, age_band: str) -> int | None:
    """The highest age rating that may be offered; None: no child plays, every rating may."""
    if age_band not in _UNTOLD_AGES:
        return youngest_age
    if youngest_age is None:
        return _UNTOLD_AGES[age_band]
    return min(youngest_age, _OLDEST_AGES[age_band])


def _caps(price: Money, rates: Mapping[str, Decimal]) -> tuple[tuple[str, Decimal], ...]:
    if price.currency not in rates:
        # Nobody knows what it is worth elsewhere. Nothing costs nothing in every currency.
        caps = {currency: Decimal(0) for currency in rates} | {price.currency: price.amount}
    else:
        in_dollars = price.amount / rates[price.currency]
        caps = {currency: in_dollars * rate for currency, rate in rates.items()} | {price.currency: price.amount}
    return tuple(sorted(caps.items()))


def _sold_by(family: str, platforms: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(key for key in platforms if families_of((key,)) == (family,))
