"""What a rule would do to the reactions, reckoned from the log before it is published. Reads only.

Every logged slot is asked again: had this rule moved the games that could have been drawn, which would
have led? The off-policy estimators weigh the reactions accordingly, and say so when they cannot tell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np

from games.catalogue import offers
from games.models import Game, Impression
from games.policy.log import Option, ShownSlot, slots_since
from games.policy.replay import logged
from games.recommender import blend, rules
from games.recommender.policy.off_policy import (
    LEAST_COVERED,
    LEAST_EFFECTIVE,
    LEAST_PLAYERS,
    Estimate,
    LoggedSlot,
    estimate,
)
from games.recommender.rules import Rule
from games.recommender.types import Candidate, GameFacts, PriceTag

LOOKED_BACK = timedelta(days=30)
_MOST_SLOTS = 3_000
# Above every score: what is pinned leads.
_FIRST = 2.0
_FIELDS = ("slug", "title", "platforms", "genres", "tags", "studio", "release_date", "age_rating", "mood_fit",
           "mood_fit_estimate")  # fmt: skip


@dataclass(frozen=True)
class RuleEstimate:
    """``touched`` of the ``slots`` in which chance had a say held a game that the rule concerns."""

    slots: int
    touched: int
    figures: Estimate | None

    @property
    def verdict(self) -> str:
        return self.figures.verdict if self.figures else "not enough data"

    def __str__(self) -> str:
        if not self.slots:
            return "Not enough data: nothing was answered in the last 30 days in which chance had a say."
        if not self.touched:
            return f"No effect to be seen: of {self.slots} answered slots none could have held a game of this rule."
        figures = self.figures
        if figures is not None and not figures.touched:
            return f"No effect to be seen: in none of {self.slots} answered slots would another game have led."
        if figures is not None and figures.covered < LEAST_COVERED:
            return (
                f"Not enough data: in {figures.touched} of {self.slots} answered slots this rule would change what"
                f" leads, and only {figures.covered:.0%} of what it wants there could have been drawn."
            )
        if figures is None or not figures.is_enough:
            worth = figures.effective if figures else 0
            return (
                f"Not enough data: {self.touched} of {self.slots} answered slots could have held a game of this rule;"
                f" they tell as much as {worth:.0f} of its own would, of the {LEAST_EFFECTIVE:.0f} that are needed"
                f" (and {figures.players if figures else 0} of {LEAST_PLAYERS} players)."
            )
        change = figures.change
        return (
            f"{figures.verdict.capitalize()}: {change.value:+.3f} of reward a slot, with 95 % confidence between"
            f" {change.low:+.3f} and {change.high:+.3f}, on {figures.earned.value:.3f} earned. {self.touched} of"
            f" {self.slots} slots touched, telling as much as {figures.effective:.0f} of its own would."
        )


def estimate_for(rule: Rule, *, now: datetime) -> RuleEstimate:
    """Against what was served in the last thirty days, by whatever rules there were then."""
    slots = [slot for slot in slots_since(now - LOOKED_BACK, until=now, limit=_MOST_SLOTS) if slot.had_chance]
    concerned = _concerned(rule, slots)
    moods = _moods_said(slots) if rule.said_moods else {}
    asked: list[LoggedSlot] = []
    touched = 0
    for slot in slots:
        said = not rule.said_moods or bool({*rule.said_moods} & moods.get(slot.impression, frozenset()))
        marked = [said and option.game in concerned for option in slot.options]
        touched += any(marked)
        asked.append(_asked_again(slot, rule, marked))
    return RuleEstimate(len(slots), touched, estimate(asked) if touched else None)


def _asked_again(slot: ShownSlot, rule: Rule, marked: Sequence[bool]) -> LoggedSlot:
    scores = [
        _moved(option, rule) if is_marked else option.score
        for option, is_marked in zip(slot.options, marked, strict=True)
    ]
    again = logged(slot, lambda _: scores)
    if rule.kind != rules.EXCLUDE or not any(marked):
        return again
    # What is excluded is not tried either: its chance goes to what leads.
    out = np.array(marked)
    wanted = np.where(out, 0.0, again.wanted)
    if not out.all():
        wanted[int(wanted.argmax())] += again.wanted[out].sum()
    return replace(again, wanted=wanted)


def _moved(option: Option, rule: Rule) -> float:
    match rule.kind:
        case rules.BOOST:
            return option.score + rule.strength * (1 - option.score)
        case rules.BURY:
            return option.score * (1 - rule.strength)
        case rules.PIN:
            return option.score + _FIRST
    return -np.inf


def _concerned(rule: Rule, slots: Sequence[ShownSlot]) -> set[int]:
    """The games among all options that the rule's filter holds for."""
    ids = {option.game for slot in slots for option in slot.options}
    games = Game.objects.filter(pk__in=ids).only(*_FIELDS)
    prices = _prices(ids) if rule.filter.price_from or rule.filter.price_to else {}
    found = set()
    for game in games:
        facts = _facts(game, prices.get(game.pk))
        estimates = game.mood_fit_estimate

        def fit(one: Candidate, mood: str, estimates: Sequence[float] | None = estimates) -> float:
            return blend.fit_for_mood(one.facts, mood, estimates)

        if rule.filter.holds(Candidate(facts, "", {}, 0.0), fit):
            found.add(game.pk)
    return found


def _prices(games: set[int]) -> Mapping[int, PriceTag]:
    """The cheapest on any machine, compared in dollars."""
    dearest_first = offers.cheapest(game__in=games).exclude(dollars=None).reverse()
    # Of each game the last one, the cheapest, stays.
    return {one.game_id: PriceTag(one.amount, one.currency, one.store) for one in dearest_first}


def _moods_said(slots: Sequence[ShownSlot]) -> dict[int, frozenset[str]]:
    rows = Impression.objects.filter(pk__in=[slot.impression for slot in slots]).values_list(
        "pk", "slate__context__mood", "slate__context__secondary_mood"
    )
    return {pk: frozenset(mood for mood in moods if mood) for pk, *moods in rows}


def _facts(game: Game, price: PriceTag | None) -> GameFacts:
    """As far as filters read them."""
    return GameFacts(
        game_id=game.pk, slug=game.slug, title=game.title, platforms=tuple(game.platforms), genres=tuple(game.genres),
        tags=tuple(game.tags), feel="", summary="", release_date=game.release_date, session_minutes=None,
        hours_to_finish=None, player_modes=(), difficulty=None, age_rating=game.age_rating, critic_score=None,
        studio=game.studio, image_url="", mood_fit=game.mood_fit, popularity=0.0, quality=0.0, price=price,
    )  # fmt: skip
