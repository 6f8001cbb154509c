"""Three picks that are not three times the same game: maximal marginal relevance. Pure.

Each slot goes to the game with the most of ``RELEVANCE * score - (1 - RELEVANCE) * likeness`` to the
nearest of those before it. Alike are games of the same genres and tags, studio and length; those of
one series are the very same.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Sequence

from games.catalogue.series import series_of
from games.recommender.types import Candidate, GameFacts

# How much of a slot is fit and how much is being different: a twin loses 0.16 of score against a
# stranger, less than a clear lead in fit.
RELEVANCE = 0.86
_BY_KIND, _BY_STUDIO, _BY_LENGTH = 0.65, 0.2, 0.1
# Eight times as long is another thing altogether.
_FARTHEST = math.log(8)
_COMPARED = 40


def likeness(one: GameFacts, other: GameFacts) -> float:
    """0…1 by genres and tags, studio and length; 1 only for the same series."""
    if series_of(one.title) == series_of(other.title):
        return 1.0
    ours, theirs = one.words, other.words
    common = len(ours & theirs)
    shared = common / (len(ours) + len(theirs) - common) if common else 0.0
    same_studio = bool(one.studio) and one.studio.casefold() == other.studio.casefold()
    return _BY_KIND * shared + _BY_STUDIO * same_studio + _BY_LENGTH * _alike_in_length(one, other)


def spread(ranked: Sequence[Candidate], limit: int, *, relevance: float = RELEVANCE) -> list[Candidate]:
    """At most ``limit``, one of a series, best first.

    The best of all is always among them and always leads. ``ranked`` comes best first; what stands
    far below cannot win by being different, so it is not compared. Pinned ones come first, in their order.
    """
    compared = ranked[: _COMPARED + 4 * limit]
    chosen: list[Candidate] = []
    nearest, looked_at = [0.0] * len(compared), [0] * len(compared)
    # What is chosen can only lessen a value, so whoever still leads once it is reckoned with all of them is the best,
    # and most of the others need not be reckoned at all.
    open_ = [(not one.is_pinned, -relevance * one.score, place) for place, one in enumerate(compared)]
    heapq.heapify(open_)
    while open_ and len(chosen) < limit:
        is_free, _, place = heapq.heappop(open_)
        one = compared[place]
        if looked_at[place] == len(chosen):
            chosen.append(one)
            continue
        nearest[place] = max(nearest[place], *(likeness(it.facts, one.facts) for it in chosen[looked_at[place] :]))
        looked_at[place] = len(chosen)
        if nearest[place] < 1.0:  # the same series counts as the very same
            value = relevance * one.score - (1 - relevance) * nearest[place]
            heapq.heappush(open_, (is_free, -value, place))
    return sorted(chosen, key=lambda candidate: (not candidate.is_pinned, -candidate.score))


def intra_list_diversity(games: Sequence[GameFacts]) -> float | None:
    """How unlike the games of one list are, the mean over all pairs; None where there is no pair."""
    pairs = [1 - likeness(one, other) for place, one in enumerate(games) for other in games[place + 1 :]]
    return sum(pairs) / len(pairs) if pairs else None


def coverage(lists: Iterable[Iterable[int]], catalogue: int) -> float:
    """The share of a catalogue of so many games that at least one of the lists shows."""
    shown = {game_id for one in lists for game_id in one}
    return min(len(shown) / catalogue, 1.0) if catalogue else 0.0


def _alike_in_length(one: GameFacts, other: GameFacts) -> float:
    """By hours to the end where both are known, else by the sitting; 0 where neither is."""
    if one.hours_to_finish and other.hours_to_finish:
        ratio = one.hours_to_finish / other.hours_to_finish
    elif one.session_minutes and other.session_minutes:
        ratio = one.session_minutes / other.session_minutes
    else:
        return 0.0
    return max(1 - abs(math.log(ratio)) / _FARTHEST, 0.0)
