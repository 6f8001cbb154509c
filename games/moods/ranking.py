"""The best games for a mood, read from an index of that mood, however large the catalogue is.

An index holds only games that reach ``_WORTH_INDEXING`` for its mood, about a twelfth of a catalogue, so that
sixteen of them cost little. PostgreSQL uses it for a query that says the same expression in the same words;
migration 0015 holds the words of its day.
"""

from __future__ import annotations

from collections.abc import Sequence

from games.vocabulary import MOODS

# The editor's word first; where an editor named other moods the estimate counts half (``mood_fit``). Quality,
# for the fit should be worth having.
QUALITY_SHARE = 0.6
_WORTH_INDEXING = 0.7
# So many entries of an index are looked through for games within the limits.
_LOOKED_THROUGH = 4_000


def fit_sql(mood: str) -> str:
    """How well a game suits one mood of the vocabulary."""
    return (
        f"COALESCE((mood_fit ->> '{mood}')::float8, COALESCE(mood_fit_estimate[{MOODS.index(mood) + 1}], 0.3)"
        f" * CASE WHEN mood_fit = '{{}}'::jsonb THEN 1 ELSE 0.5 END)"
    )


def score_sql(mood: str) -> str:
    """Fit with a share of quality."""
    return f"({fit_sql(mood)} + {QUALITY_SHARE} * quality)"


def mixed_sql(moods: Sequence[tuple[str, float]]) -> str:
    """The same for a mix of moods; weights that add up to 1 keep the share of quality."""
    return " + ".join(f"{float(weight)!r} * {score_sql(mood)}" for mood, weight in moods)


def index_sql(mood: str) -> str:
    return (
        f"CREATE INDEX game_best_for_{mood} ON games_game ({score_sql(mood)} DESC)"
        f" WHERE is_published AND {score_sql(mood)} > {_WORTH_INDEXING}"
    )


def from_indexes(moods: Sequence[tuple[str, float]], condition: str, limit: int) -> tuple[str, int]:
    """SQL for the leading games of each mood within ``condition``, and how often the condition stands in it."""
    branches = [
        "(SELECT id, quality, mood_fit, mood_fit_estimate FROM (SELECT * FROM games_game"
        f" WHERE is_published AND {score_sql(mood)} > {_WORTH_INDEXING}"
        f" ORDER BY {score_sql(mood)} DESC LIMIT {_LOOKED_THROUGH}) AS games_game WHERE {condition} LIMIT {limit})"
        for mood, _ in moods
    ]
    return " UNION ALL ".join(branches), len(branches)
