"""The marketer's pages: whom we write to, with what, and what came of it; a module a subject."""

from engagement.admin import (
    campaigns,
    check_in_texts,
    contact_filters,
    cycles,
    decisions,
    experiments,
    prices,
    rules,
    segments,
    templates,
    touches,
)

__all__ = [
    "campaigns",
    "check_in_texts",
    "contact_filters",
    "cycles",
    "decisions",
    "experiments",
    "prices",
    "rules",
    "segments",
    "templates",
    "touches",
]
