"""What editors want moved: boost, bury, pin, exclude, applied to candidates. Pure.

A rule works on what was found, so it is bound by everything that the finding was bound by: hard
limits, age, what was seen. It never brings back what does not fit the wish: a pinned horror game
stays away from somebody who is sad. Whatever a rule did to a title, the title names it.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Final, TypeVar

from games.recommender.types import Candidate, GameFacts, changed

BOOST: Final = "boost"
BURY: Final = "bury"
PIN: Final = "pin"
EXCLUDE: Final = "exclude"
KINDS: Final = (BOOST, BURY, PIN, EXCLUDE)

# From this fit on a game counts as one for the mood.
FITS_FROM = 0.6

Fit = Callable[[Candidate, str], float]
Check = Callable[[GameFacts], bool]
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
        return _meets(candidate, self.checks, self.fits_moods, fit)

    @functools.cached_property
    def checks(self) -> tuple[Check, ...]:
        """What the record alone must hold, the parts that are set and no others; made once, for rules live long."""
        checks: list[Check] = []
        if self.slugs:
            checks.append(lambda facts: facts.slug in self.slugs)
        if self.studios:
            studios = frozenset(map(str.casefold, self.studios))
            checks.append(lambda facts: facts.studio.casefold() in studios)
        for name in ("tags", "genres", "platforms"):
            if wanted := frozenset(getattr(self, name)):
                checks.append(functools.partial(_has_any, name, wanted))
        if self.released_from is not None or self.released_to is not None:
            checks.append(lambda facts: _between(facts.release_date, self.released_from, self.released_to))
        if self.rated_from is not None or self.rated_to is not None:
            checks.append(lambda facts: _between(facts.age_rating, self.rated_from, self.rated_to))
        if self.price_from is not None or self.price_to is not None:
            checks.append(self._costs)
        return tuple(checks)

    @functools.cached_property
    def checks_left(self) -> tuple[Check, ...]:
        """For a game that came by one of the words of ``found_by``."""
        return self.checks[len(self.found_by[:1]) :]

    @functools.cached_property
    def found_by(self) -> tuple[tuple[str, str], ...]:
        """The words of a record by one of which a game must come to this filter, and so meets the first of its
        checks; none where any game may."""
        if self.slugs:
            return tuple(("slug", slug) for slug in self.slugs)
        if self.studios:
            return tuple({("studio", studio.casefold()) for studio in self.studios})
        named = {"tag": self.tags, "genre": self.genres, "platform": self.platforms}
        return next((tuple((kind, key) for key in keys) for kind, keys in named.items() if keys), ())

    def _costs(self, facts: GameFacts) -> bool:
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


def titles_named(rules: Sequence[Rule], kind: str, *, said: Sequence[str], now: datetime) -> tuple[str, ...]:
    """Slugs that rules of this kind in force name: what no source finds, no rule can move."""
    named = (rule.filter.slugs for rule in rules if rule.kind == kind and rule.concerns(said, now))
    return tuple(sorted(frozenset().union(*named)))


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
    anywhere = [place for place, rule in enumerate(in_force) if not rule.filter.found_by]
    by_word: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, rule in enumerate(in_force):
        for word in rule.filter.found_by:
            by_word[word].append(place)
    ruled = []
    named = by_word.keys()
    for one in candidates:
        places = anywhere
        if words := named & one.facts.marks:
            places = sorted({*anywhere}.union(*(by_word[word] for word in words)))
        holding = []
        for place in places:
            rule = in_force[place]
            if _meets(one, rule.filter.checks_left, rule.filter.fits_moods, fit):
                holding.append(rule)
        ruled.append(_ruled(one, holding) if holding else one)
    return ruled


def _meets(candidate: Candidate, checks: Sequence[Check], moods: Sequence[str], fit: Fit) -> bool:
    facts = candidate.facts
    for check in checks:  # a loop, for it is run thousands of times an answer
        if not check(facts):
            return False
    return not moods or any(fit(candidate, mood) >= FITS_FROM for mood in moods)


def _ruled(candidate: Candidate, rules: Sequence[Rule]) -> Candidate:
    pins = [rule.name for rule in rules if rule.kind == PIN]
    if candidate.dropped_because:
        if not pins:
            return candidate
        because = f"{candidate.dropped_because}, which goes before rule “{pins[0]}”"
        return changed(candidate, rules=(*candidate.rules, pins[0]), dropped_because=because)
    excluding = next((rule.name for rule in rules if rule.kind == EXCLUDE), "")
    if excluding:
        return changed(
            candidate, rules=(*candidate.rules, excluding), dropped_because=f"excluded by rule “{excluding}”"
        )
    score = candidate.score
    for rule in rules:
        if rule.kind == BOOST:
            score += rule.strength * (1 - score)
        elif rule.kind == BURY:
            score -= rule.strength * score
    return changed(
        candidate,
        score=round(score, 4),
        plain_score=candidate.score if candidate.plain_score is None else candidate.plain_score,
        rules=(*candidate.rules, *(rule.name for rule in rules)),
        is_pinned=bool(pins),
    )


def _has_any(name: str, wanted: frozenset[str], facts: GameFacts) -> bool:
    return not wanted.isdisjoint(getattr(facts, name))


def _between(value: Ordered | None, least: Ordered | None, most: Ordered | None) -> bool:
    if least is None and most is None:
        return True
    return value is not None and (least is None or value >= least) and (most is None or value <= most)
