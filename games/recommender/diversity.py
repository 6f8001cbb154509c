"""Three picks that are not three times the same game: maximal marginal relevance. Pure.

Each slot goes to the game with the most of ``RELEVANCE * score - (1 - RELEVANCE) * likeness`` to the
nearest of those before it. Alike are games of the same genres and tags, studio and length; those of
one series are the very same.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from games.recommender.types import Candidate, GameFacts
from games.series import series_of

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
    shared = len(ours & theirs) / len(ours | theirs) if ours and theirs else 0.0
    same_studio = bool(one.studio) and one.studio.casefold() == other.studio.casefold()
    return _BY_KIND * shared + _BY_STUDIO * same_studio + _BY_LENGTH * _alike_in_length(one, other)


def spread(ranked: Sequence[Candidate], limit: int, *, relevance: float = RELEVANCE) -> list[Candidate]:
    """At most ``limit``, one of a series, best first.

    The best of all is always among them and always leads. ``ranked`` comes best first; what stands
    far below cannot win by being different, so it is not compared. Pinned ones come first, in their order.
    """
    left = list(ranked[: _COMPARED + 4 * limit])
    nearest = [0.0] * len(left)
    chosen: list[Candidate] = []
    while left and len(chosen) < limit:
        values = [relevance * one.score - (1 - relevance) * near for one, near in zip(left, nearest, strict=True)]
        place = max(range(len(left)), key=lambda index: (left[index].is_pinned, values[index]))
        best = left[place]
        chosen.append(best)
        alike = [likeness(best.facts, other.facts) for other in left]
        # The same series counts as the very same; that takes ``best`` itself out too.
        kept = [index for index, value in enumerate(alike) if value < 1.0 and index != place]
        nearest = [max(nearest[index], alike[index]) for index in kept]
        left = [left[index] for index in kept]
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
