"""What a rule would change, on real players, before anybody gets it. Reads only.

Three players whose lists it changes most, of those lately served, known only by the first letters of
their random id. Each gets the list of their last wish twice, without chance and with everything shown
lately allowed again: by the rules in use without this one, and with it. Left out are children under 13,
and who lately asked for a child, felt bad or was heard in distress: their wishes are nothing to look at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import zip_longest
from typing import Any

import numpy as np

from games.models import Player, Slate
from games.ranking_rules import rulebook
from games.recommender import Candidate, Context, Money, recommend
from games.recommender import Slate as Offered
from games.recommender.exploration import SPARED_MOODS
from games.recommender.rules import Rule

PLAYERS = 3
_PLAYERS_TRIED = 8
_SLATES_LOOKED_AT = 60
_PICKS = 5
_CHILD_BELOW = 13
_WISHES = (
    "mood", "secondary_mood", "platforms", "genres", "excluded_genres", "price", "minutes", "player_mode",
    "like_titles", "youngest_age", "avoided_moods", "released", "fame",
)  # fmt: skip


@dataclass(frozen=True)
class Moved:
    """A title that the rule touched: its place among all before and after (None: not offered), and by what."""

    title: str
    before: int | None
    after: int | None
    why: str


@dataclass(frozen=True)
class Seen:
    """One player's lists without and with the rule."""

    player: str
    wish: str
    without: tuple[str, ...]
    with_rule: tuple[str, ...]
    moved: tuple[Moved, ...]

    @property
    def slots(self) -> list[tuple[str, str]]:
        return list(zip_longest(self.without, self.with_rule, fillvalue=""))

    @property
    def changes(self) -> int:
        return len(set(self.without) ^ set(self.with_rule)) * 100 + len(self.moved) + (self.without != self.with_rule)


def preview(rule: Rule, *, now: datetime) -> tuple[Seen, ...]:
    """At most three players, those first for whom most would change. Without any yet: a stranger."""
    others = tuple(one for one in rulebook.in_use() if one.rule_id != rule.rule_id)
    # Shown as it will be while it is in force, also if it begins later.
    tried = Rule(rule.rule_id, rule.name, rule.kind, rule.filter, rule.strength, rule.said_moods)
    people = _lately_served() or [(None, {})]
    seen = [_seen(player, context, tried, others, now) for player, context in people]
    return tuple(sorted(seen, key=lambda one: -one.changes)[:PLAYERS])


def context_of(told: dict[str, Any]) -> Context:
    """The wish of a stored slate, as far as it was stored: the words themselves never are."""
    price = told.get("price")
    released = told.get("released") or (None, None)
    return Context(
        mood=told.get("mood") or "",
        secondary_mood=told.get("secondary_mood") or "",
        platforms=tuple(told.get("platforms") or ()),
        genres=tuple(told.get("genres") or ()),
        excluded_genres=tuple(told.get("excluded_genres") or ()),
        price=Money(Decimal(price[0]), price[1]) if price else None,
        minutes=told.get("minutes"),
        player_mode=told.get("player_mode") or "",
        like_titles=tuple(told.get("like_titles") or ()),
        youngest_age=told.get("youngest_age"),
        avoided_moods=tuple(told.get("avoided_moods") or ()),
        released_from=released[0],
        released_to=released[1],
        fame=told.get("fame") or "",
        exclude_seen=False,
    )


def _lately_served() -> list[tuple[Player | None, dict[str, Any]]]:
    people: dict[int, tuple[Player | None, dict[str, Any]]] = {}
    rows = Slate.objects.filter(player__in=Player.objects.who_teach()).select_related("player")
    slates = list(rows.defer("candidates").order_by("-pk")[:_SLATES_LOOKED_AT])
    left_alone = {slate.player_id for slate in slates if _is_private(slate.context)}
    for slate in slates:
        if slate.player_id not in left_alone:
            people.setdefault(slate.player_id, (slate.player, slate.context))
    return list(people.values())[:_PLAYERS_TRIED]


def _is_private(told: dict[str, Any]) -> bool:
    """Also where it was not stored whether somebody was in distress: they may have been."""
    youngest = told.get("youngest_age")
    is_for_a_child = youngest is not None and youngest < _CHILD_BELOW
    feels = {told.get("mood"), told.get("secondary_mood")}
    return is_for_a_child or bool(SPARED_MOODS & feels) or bool(told.get("needs_care", True))


def _seen(player: Player | None, told: dict[str, Any], rule: Rule, others: tuple[Rule, ...], now: datetime) -> Seen:
    without, with_rule = (
        recommend(
            player=player, context=context_of(told), limit=_PICKS, rng=np.random.default_rng(0), now=now,
            explore=False, rules=rules,
        )
        for rules in (others, (*others, rule))
    )  # fmt: skip
    return Seen(
        player=f"player {str(player.public_id)[:4]}…" if player else "a stranger",
        wish=_in_words(told) or "no wish told",
        without=tuple(pick.facts.title for pick in without.picks),
        with_rule=tuple(pick.facts.title for pick in with_rule.picks),
        moved=tuple(_moved(one, without, with_rule) for one in with_rule.candidates if rule.name in one.rules),
    )


def _in_words(told: dict[str, Any]) -> str:
    """ "mood tired, minutes 30, platforms pc and switch"."""
    wished = {name: told.get(name) for name in _WISHES}
    return ", ".join(
        f"{name.replace('_', ' ')} {_listed(value)}"
        for name, value in wished.items()
        if value and value != [None, None]
    )


def _listed(value: Any) -> str:
    return " and ".join(str(one) for one in value if one) if isinstance(value, list) else str(value)


def _moved(one: Candidate, without: Offered, with_rule: Offered) -> Moved:
    why = one.dropped_because if one.rank_after is None else f"by {' and '.join(f'“{name}”' for name in one.rules)}"
    return Moved(one.facts.title, _rank_in(without.candidates, one), _rank_in(with_rule.candidates, one), why)


def _rank_in(candidates: Sequence[Candidate], wanted: Candidate) -> int | None:
    return next((one.rank_after for one in candidates if one.facts.game_id == wanted.facts.game_id), None)
