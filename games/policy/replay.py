"""What the log says another way of scoring would have earned, before anybody meets it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from games.policy.log import Option, ShownSlot, as_row
from games.recommender.exploration import EXPLORED_SHARE
from games.recommender.policy.learnt import LearntBlend
from games.recommender.policy.off_policy import Estimate, LoggedSlot, estimate

# What the score of each option would be, in their order; minus infinity for one that would be excluded.
Scoring = Callable[[ShownSlot], Sequence[float]]


def estimate_change(slots: Sequence[ShownSlot], scoring: Scoring) -> Estimate | None:
    """The slots in which chance had a say, had they been ranked like this. None where there are none."""
    return estimate([logged(slot, scoring) for slot in slots if slot.had_chance])


def by_policy(policy: LearntBlend) -> Scoring:
    """Ranked by this blend, mixed with the fixed weights as well as each player was known then; rules and rotation
    as they were."""

    def scores(slot: ShownSlot) -> list[float]:
        fresh = policy.scores(
            [option.parts for option in slot.options],
            [option.static_score for option in slot.options],
            moment=slot.moment,
            warmth=slot.warmth,
            set_back=[option.set_back for option in slot.options],
        )
        return [score + option.score - option.base for score, option in zip(fresh, slot.options, strict=True)]

    return scores


def by_fixed_weights(slot: ShownSlot) -> list[float]:
    """Ranked as before anything was learnt."""
    return [option.static_score + option.score - option.base for option in slot.options]


def logged(slot: ShownSlot, scoring: Scoring) -> LoggedSlot:
    """The same share is tried, on the same games; the rest goes to what this scoring puts first.

    What led was held in its place by more than its score (variety, an editor's pin), so nothing counts as having
    scored more than it did: a game overtakes it only by what this scoring adds.
    """
    options = slot.options
    chances = np.array([option.chance for option in options])
    led = int(chances.argmax())
    wanted = _with_lead(chances, led, _preferred(options, led, scoring(slot)))
    return LoggedSlot(
        chances=chances,
        wanted=wanted,
        taken=slot.taken,
        reward=slot.reward,
        player=slot.player,
        features=np.array([as_row(row) for row in slot.features(options)]),
    )


def _preferred(options: Sequence[Option], led: int, scores: Sequence[float]) -> int:
    values = [
        min(option.score, options[led].score) + score - option.score
        for option, score in zip(options, scores, strict=True)
    ]
    return max(range(len(options)), key=lambda place: (values[place], place == led))


def _with_lead(chances: NDArray[np.float64], led: int, leads: int) -> NDArray[np.float64]:
    """The chances, with another in the lead; what led is tried as the other was."""
    wanted = chances.copy()
    if leads == led:
        return wanted
    if chances[leads] > 0:
        wanted[led], wanted[leads] = chances[leads], chances[led]
    else:
        wanted[led], wanted[leads] = 0.0, 1 - EXPLORED_SHARE
    return wanted
