"""What was drawn, shown and answered, as learning and reports read it: one slot at a time, settled ones only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import F, Q, QuerySet

from games import trends
from games.interactions.outcomes import ANSWERED_WITHIN
from games.models import Impression, Player, Slate
from games.querysets import DEMO, WHO_COUNT
from games.recommender.policy import features

# What a reaction is worth, 0…1. Silence is not a no.
REWARDS: Mapping[str, float] = {"accepted": 1.0, "ignored": 0.2, "rejected": 0.0}
# Of what was taken up and then did not fit, so much stays.
_UNFIT_LEFT = 0.5
# Dropped for one of these, a game could have had the slot if it had scored more.
_OUTSCORED = ("", "others fit better")
# One player in five teaches nothing and judges what was learnt from the others, for good: whatever version, in
# whatever month, its judges are people whom it has not seen.
JUDGES_ONE_IN = 5


@dataclass(frozen=True)
class Cursor:
    """Where learning has come to: the last impression that it read."""

    shown_at: datetime
    impression: int


@dataclass(frozen=True)
class Option:
    """A game that a slot could have held; ``chance`` 0 where only a higher score would have brought it there."""

    game: int
    parts: Mapping[str, float]
    static_score: float
    score: float
    base: float  # the score before rules and rotation
    chance: float
    set_back: float = 1.0  # what was left of its score because it is none of the best for the mood


@dataclass(frozen=True)
class ShownSlot:
    """One impression whose outcome is final, with what it was chosen from."""

    impression: int
    player: int
    slot: int
    shown_at: datetime
    moment: str
    policy_version: str
    strategy: str
    confidence: float
    is_good: bool
    reward: float
    options: tuple[Option, ...]
    taken: int
    warmth: float = 1.0  # how well the player was known when this was ranked

    @property
    def propensity(self) -> float:
        return self.options[self.taken].chance

    @property
    def had_chance(self) -> bool:
        """Something else could have been drawn."""
        return self.propensity < 1

    def drawable(self) -> tuple[tuple[Option, ...], int]:
        """The options that had a chance, and the place of the one that was taken."""
        kept = [place for place, option in enumerate(self.options) if option.chance > 0]
        return tuple(self.options[place] for place in kept), kept.index(self.taken)

    def features(self, options: Sequence[Option]) -> list[dict[str, float]]:
        return [
            features.features_of(
                option.parts, static=option.static_score / option.set_back, moment=self.moment, slot=self.slot
            )
            for option in options
        ]


def reward_of(outcome: str, fit: float | None) -> float:
    """0…1. What was taken up and then told not to fit is worth less."""
    reward = REWARDS.get(outcome, REWARDS["ignored"])
    if fit is None or outcome != "accepted":
        return reward
    return reward * (_UNFIT_LEFT + (1 - _UNFIT_LEFT) * fit)


def settled(*, until: datetime, made_up: bool = False) -> QuerySet[Impression]:
    """Impressions whose outcome can change no more, of players from whom may be learnt; or of ``made_up`` ones, whose
    reports stand apart."""
    shown = Impression.objects.filter(shown_at__lte=until - ANSWERED_WITHIN)
    return shown.filter(player__in=Player.objects.filter(origin=DEMO) if made_up else Player.objects.who_teach())


def is_judge(player: int) -> bool:
    return player % JUDGES_ONE_IN == 0


def lessons_after(cursor: Cursor | None, *, until: datetime, limit: int) -> list[ShownSlot]:
    """At least so many of the next settled slots in the order of their showing, as far as there are.

    Those whose choice was not kept are left out, and those of players who judge.
    """
    slots: list[ShownSlot] = []
    while len(slots) < limit:
        rows = _those_who(settled(until=until), judge=False)
        if cursor is not None:
            rows = rows.filter(Q(shown_at__gt=cursor.shown_at) | Q(shown_at=cursor.shown_at, pk__gt=cursor.impression))
        batch = list(rows.order_by("shown_at", "pk")[:limit])
        slots += _read(batch)
        if len(batch) < limit or batch[-1].shown_at is None:
            break
        cursor = Cursor(batch[-1].shown_at, batch[-1].pk)
    return slots


def guesses_since(since: datetime, *, until: datetime, limit: int) -> list[tuple[int, float, bool, int]]:
    """(impression, first guess at confidence, was it taken up, player) of the newest settled, at most so many."""
    with connection.cursor() as rows:
        rows.execute(
            "SELECT i.id, (s.candidates -> i.slot ->> 'guess')::float8, "  # noqa: S608 - our own condition
            "i.outcome = 'accepted', i.player_id FROM games_impression AS i JOIN games_slate AS s ON s.id = i.slate_id "
            "JOIN games_player AS p ON p.id = i.player_id "
            f"WHERE i.shown_at BETWEEN %s AND %s AND p.age_band <> 'under_13' AND {WHO_COUNT} "
            "AND (s.candidates -> i.slot ->> 'guess') IS NOT NULL ORDER BY i.shown_at DESC, i.id DESC LIMIT %s",
            [since, until - ANSWERED_WITHIN, limit],
        )
        return [(int(pk), float(guess), bool(came), int(player)) for pk, guess, came, player in rows.fetchall()]


def slots_since(
    since: datetime, *, until: datetime, limit: int, of_judges: bool = False, made_up: bool = False
) -> list[ShownSlot]:
    """The newest settled slots since then, at most so many; of judges alone: those from which nothing is learnt."""
    rows = settled(until=until, made_up=made_up).filter(shown_at__gte=since).order_by("-shown_at", "-pk")
    if of_judges:
        rows = _those_who(rows, judge=True)
    return list(_read(list(rows[:limit])))


def _those_who(rows: QuerySet[Impression], *, judge: bool) -> QuerySet[Impression]:
    folds = rows.annotate(fold=F("player_id") % JUDGES_ONE_IN)
    return folds.filter(fold=0) if judge else folds.exclude(fold=0)


def as_row(named: Mapping[str, float]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Features in their fixed order."""
    return np.array([named.get(name, 0.0) for name in features.feature_names()])


def _read(impressions: Sequence[Impression]) -> Iterator[ShownSlot]:
    slates = Slate.objects.select_related("player").in_bulk({impression.slate_id for impression in impressions})
    for impression in impressions:
        slate = slates.get(impression.slate_id)
        if slate is not None and (slot := _slot(impression, slate)):
            yield slot


def _slot(impression: Impression, slate: Slate) -> ShownSlot | None:
    rows = slate.candidates
    place = impression.slot
    mine = next((row for row in rows if row["game"] == impression.game_id), None)
    if mine is None or "static_score" not in mine or impression.shown_at is None:
        return None
    earlier = {row["game"] for row in rows[:place]}  # the picks come first, in the order of their slots
    options = [_option(row, place) for row in rows if row["game"] not in earlier and _could_be_there(row, place)]
    taken = next((number for number, option in enumerate(options) if option.game == impression.game_id), None)
    if taken is None or options[taken].chance <= 0:
        return None
    return ShownSlot(
        impression=impression.pk,
        player=impression.player_id,
        slot=place,
        shown_at=impression.shown_at,
        moment=trends.segment_of_moment(slate.created_at, slate.player.time_zone if slate.player else ""),
        policy_version=slate.policy_version,
        strategy=impression.strategy,
        confidence=impression.confidence,
        is_good=impression.outcome == Impression.Outcome.ACCEPTED,
        reward=reward_of(impression.outcome, impression.fit),
        options=tuple(options),
        taken=taken,
        warmth=float(slate.context.get("warmth", 1.0)),
    )


def _could_be_there(row: Mapping[str, Any], place: int) -> bool:
    return _chance(row, place) > 0 or row["dropped_because"] in _OUTSCORED


def _option(row: Mapping[str, Any], place: int) -> Option:
    base = row.get("plain_score")
    return Option(
        game=row["game"],
        parts=row["parts"],
        static_score=row["static_score"],
        score=row["score"],
        base=row["score"] if base is None else base,
        chance=_chance(row, place),
        set_back=float(row.get("set_back", 1.0)),
    )


def _chance(row: Mapping[str, Any], place: int) -> float:
    chances = row.get("chances") or ()
    return float(chances[place]) if place < len(chances) else 0.0
