"""What became of a recommendation: the one answer that confidence, learning, campaigns and dashboards share. Pure.

``games.interactions.settling`` says the same of many rows at once, in SQL; a property test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal

Verdict = Literal["pending", "accepted", "rejected", "ignored"]

# A reaction that comes later has other reasons than what we said.
ANSWERED_WITHIN = timedelta(hours=72)
ACCEPTS = ("like", "click", "save", "purchase", "will_play")
DISLIKES = ("dislike",)
TURNS_DOWN = ("skip",)
ANSWERS = (*ACCEPTS, *DISLIKES, *TURNS_DOWN)


def outcome_of(
    began_at: datetime, reactions: Iterable[tuple[str, datetime]], *, was_shown: bool, now: datetime
) -> Verdict:
    """What a game shown at ``began_at`` came to, after these reactions (kind, at) of its player to it.

    "Not that" is a dislike. A dislike outweighs whatever else was done, earlier or later; a skip does
    not. What was never shown and had no answer is not ignored: it stays open.
    """
    answers = {kind for kind, at in reactions if began_at <= at <= began_at + ANSWERED_WITHIN}
    if answers & set(DISLIKES):
        return "rejected"
    if answers & set(ACCEPTS):
        return "accepted"
    if answers & set(TURNS_DOWN):
        return "rejected"
    return "ignored" if was_shown and now > began_at + ANSWERED_WITHIN else "pending"
