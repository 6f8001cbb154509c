"""What editors want moved: boost, bury, pin, exclude, applied to candidates. Pure.

A rule works on what was found, so it is bound by everything that the finding was bound by: hard
limits, age, what was seen. It never brings back what does not fit the wish: a pinned horror game
stays away from somebody who is sad. Whatever a rule did to a title, the title names it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Final, TypeVar

from games.recommender.types import Candidate, GameFacts

BOOST: Final = "boost"
BURY: Final = "bury"
PIN: Final = "pin"
EXCLUDE: Final = "exclude"
KINDS: Final = (BOOST, BURY, PIN, EXCLUDE)

# From this fit on a game counts as one for the mood.
FITS_FROM = 0.6

Fit = Callable[[Candidate, str], float]
Ordered = TypeVar("Ordered", date, int, Decimal)


@dataclass(frozen=True)
class Filter:
    """Which games. Each part that is set must hold; within a part one entry is enough.

    What a record does not know does not match. Prices are given in every currency that a rate is known for.
    """

    platforms: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    studios: tuple[str, ...] = ()
    slugs: frozenset[str] = frozenset()
    released_from: date | None = None
    released_to: date | None = None
    price_from: Mapping[str, Decimal] | None = None
    price_to: Mapping[str, Decimal] | None = None
    fits_moods: tuple[str, ...] = ()
    rated_from: int | None = None
    rated_to: int | None = None

    def holds(self, candidate: Candidate, fit: Fit) -> bool:
        facts = candidate.facts
        return (
            (not self.slugs or facts.slug in self.slugs)
            and (not self.platforms or _any(self.platforms, facts.platforms))
            and (not self.genres or _any(self.genres, facts.genres))
            and (not self.tags or _any(self.tags, facts.tags))
            and (not self.studios or facts.studio.casefold() in {studio.casefold() for studio in self.studios})
            and _between(facts.release_date, self.released_from, self.released_to)
            and _between(facts.age_rating, self.rated_from, self.rated_to)
            and self._costs(facts)
            and (not self.fits_moods or any(fit(candidate, mood) >= FITS_FROM for mood in self.fits_moods))
        )

    def _costs(self, facts: GameFacts) -> bool:
        if self.price_from is None and self.price_to is None:
            return True
        if facts.price is None:
            return False
        amount, currency = facts.price.amount, facts.price.currency
        least = None if self.price_from is None else self.price_from.get(currency)
        most = None if self.price_to is None else self.price_to.get(currency)
        if (self.price_from is not None and least is None) or (self.price_to is not None and most is None):
            return False  # sold in a money nobody knows the worth of
        return _between(amount, least, most)


@dataclass(frozen=True)
class Rule:
    """``strength``, 0…1, is how far a boost or a burial goes on the way to 1 or to 0.

    With ``said_moods`` it holds only for players who said one of these moods.
    """

    rule_id: int
    name: str
    kind: str
    filter: Filter = field(default_factory=Filter)
    strength: float = 0.0
    said_moods: tuple[str, ...] = ()
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    def is_in_force(self, now: datetime) -> bool:
        return (self.starts_at is None or self.starts_at <= now) and (self.ends_at is None or now < self.ends_at)

    def concerns(self, said: Sequence[str], now: datetime) -> bool:
        """In force, and for somebody who said these moods."""
        return self.is_in_force(now) and (not self.said_moods or bool({*self.said_moods} & {*said}))


def titles_wanted(rules: Sequence[Rule], *, said: Sequence[str], now: datetime) -> tuple[str, ...]:
    """Slugs that a pin or a boost in force names, those of pins first: what no source finds, no rule can move."""
    wanted: dict[str, None] = {}
    for kind in (PIN, BOOST):
        for rule in rules:
            if rule.kind == kind and rule.concerns(said, now):
                wanted |= dict.fromkeys(sorted(rule.filter.slugs))
    return tuple(wanted)


def apply(
    candidates: Sequence[Candidate], rules: Sequence[Rule], *, said: Sequence[str], fit: Fit, now: datetime
) -> list[Candidate]:
    """The same candidates in the same order, moved, pinned or dropped by the rules in force.

    Excluding goes before pinning, and pinning before moving. Boosts come before burials, so the
    order in which rules were written changes nothing.
    """
    in_force = sorted(
        (rule for rule in rules if rule.concerns(said, now)),
        key=lambda rule: (KINDS.index(rule.kind), rule.rule_id),
    )
    if not in_force:
        return list(candidates)
    return [_ruled(one, [rule for rule in in_force if rule.filter.holds(one, fit)]) for one in candidates]


def _ruled(candidate: Candidate, rules: Sequence[Rule]) -> Candidate:
    if not rules:
        return candidate
    pins = [rule.name for rule in rules if rule.kind == PIN]
    if candidate.dropped_because:
        if not pins:
            return candidate
        because = f"{candidate.dropped_because}, which goes before rule “{pins[0]}”"
        return replace(candidate, rules=(*candidate.rules, pins[0]), dropped_because=because)
    excluding = next((rule.name for rule in rules if rule.kind == EXCLUDE), "")
    if excluding:
        return replace(
            candidate, rules=(*candidate.rules, excluding), dropped_because=f"excluded by rule “{excluding}”"
        )
    score = candidate.score
    for rule in rules:
        if rule.kind == BOOST:
            score += rule.strength * (1 - score)
        elif rule.kind == BURY:
            score -= rule.strength * score
    return replace(
        candidate,
        score=round(score, 4),
        plain_score=candidate.score if candidate.plain_score is None else candidate.plain_score,
        rules=(*candidate.rules, *(rule.name for rule in rules)),
        is_pinned=bool(pins),
    )


def _any(wanted: Sequence[str], has: Sequence[str]) -> bool:
    return any(key in has for key in wanted)


def _between(value: Ordered | None, least: Ordered | None, most: Ordered | None) -> bool:
    if least is None and most is None:
        return True
    return value is not None and (least is None or value >= least) and (most is None or value <= most)
