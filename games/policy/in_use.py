"""Which policy ranks for whom: the learnt blend with its calibration, or what it is held against.

Read from the active artefacts and kept by the process until another version is activated, which is
asked at most once a second. What is missing or damaged is replaced by the blend with fixed weights,
and health says so; nobody waits for it.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from django.db import DatabaseError, transaction

from games import artefacts, versions
from games.catalogue import offers
from games.models import DataVersion, ModelArtefact, Player
from games.recommender.choosing import Regime
from games.recommender.exploration import budget_for
from games.recommender.policy import calibration, learnt
from games.recommender.policy.calibration import PRIOR, Calibration
from games.recommender.policy.features import Purse
from games.recommender.policy.learnt import LearntBlend
from games.recommender.tuning import PLAIN, Tuning
from games.recommender.types import Context

logger = logging.getLogger(__name__)

POLICY = "policy"
CONFIDENCE = "confidence"
# One player in twenty stays, for good, with what served before anything was learnt: what learning is worth
# can be read off the difference any day. A new salt would draw other players, so it never changes.
HELD_BACK_SHARE = 0.05
_SALT = b"policy holdback 1:"


@dataclass(frozen=True)
class InUse:
    """``policy`` is None while nothing is learnt. ``problems`` name what should be in use and cannot be read."""

    policy: LearntBlend | None = None
    calibration: Calibration = PRIOR
    problems: tuple[str, ...] = ()
    per_usd: Mapping[str, Decimal] = field(default_factory=dict)  # rough is enough: prices are a matter of taste here


_held: tuple[tuple[int, ...], InUse] | None = None


def in_use() -> InUse:
    """The same object until another version is activated."""
    global _held
    kinds = (artefacts.kind_of(POLICY), artefacts.kind_of(CONFIDENCE), DataVersion.Kind.CATALOGUE)
    stamp = tuple(versions.current(kind) for kind in kinds)
    if _held is None or _held[0] != stamp:
        _held = (stamp, _read())
    return _held[1]


def forget() -> None:
    """Read again at the next question."""
    global _held
    _held = None


def state() -> str:
    """For health: "learnt", "fixed weights" while nothing is, or what is wrong."""
    known = in_use()
    if known.problems:
        return f"{' and '.join(known.problems)} unreadable, falling back"
    return "learnt" if known.policy else "fixed weights"


def is_held_back(public_id: UUID) -> bool:
    number = int.from_bytes(hashlib.sha256(_SALT + public_id.bytes).digest()[:8], "big")
    return number / 2**64 < HELD_BACK_SHARE


def regime_for(
    player: Player | None, context: Context, *, due: Mapping[int, float] | None = None, tuning: Tuning = PLAIN
) -> Regime:
    """``due`` are the games that are owed a showing: a fair start is part of the one budget of chance, and so is
    whatever share of it an experiment leaves in ``tuning``."""
    known = in_use()
    held_back = player is not None and is_held_back(player.public_id)
    budget = budget_for(
        moods=(context.mood, context.secondary_mood),
        is_first_session=context.is_first_session,
        after_dislike=context.after_dislike,
        needs_care=context.needs_care,
        is_held_back=held_back,
    )
    return Regime(
        policy=known.policy if tuning.uses_learnt and not held_back else None,
        calibration=known.calibration,
        is_held_back=held_back,
        budget=budget.at_most(tuning.exploration_share),
        tuning=tuning,
        purse=Purse(
            usual=None if player is None or player.price_sweet is None else float(player.price_sweet),
            per_usd=known.per_usd,
        ),
        due=due or {},
    )


def _read() -> InUse:
    problems = []
    policy, chances = None, PRIOR
    rows: dict[str, ModelArtefact] = {}
    rates: Mapping[str, Decimal] = {}
    try:
        with transaction.atomic():  # a failing read must not take the caller's transaction with it
            rows = {row.name: row for row in artefacts.active_among((POLICY, CONFIDENCE))}
            rates = offers.current_rates()
    except DatabaseError:
        logger.exception("what was learnt cannot be asked for; the blend with fixed weights serves")
        problems += [POLICY, CONFIDENCE]
    if row := rows.get(POLICY):
        try:
            policy, _ = learnt.from_bytes(artefacts.read(row), version=f"learnt-{row.version[:12]}")
        except (artefacts.DamagedArtefactError, learnt.UnreadablePolicyError):
            logger.exception("the learnt blend cannot be read; the blend with fixed weights serves")
            problems.append(POLICY)
    if row := rows.get(CONFIDENCE):
        try:
            chances = Calibration.from_bytes(artefacts.read(row))
        except (artefacts.DamagedArtefactError, calibration.UnreadableCalibrationError):
            logger.exception("the calibration cannot be read; confidence is the first guess")
            problems.append(CONFIDENCE)
    return InUse(policy, chances, tuple(problems), rates)
