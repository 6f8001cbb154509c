"""The catalogue editor's and operator's pages of this app, a module a subject."""

from games.admin import (
    artefacts,
    bulk_runs,
    catalogue,
    changes,
    clusters,
    fair_starts,
    header_mappings,
    imports,
    jobs,
    play_titles,
    players,
    ranking_rules,
    slates,
    vocabulary,
)

__all__ = [
    "artefacts",
    "bulk_runs",
    "catalogue",
    "changes",
    "clusters",
    "fair_starts",
    "header_mappings",
    "imports",
    "jobs",
    "play_titles",
    "players",
    "ranking_rules",
    "slates",
    "vocabulary",
]
