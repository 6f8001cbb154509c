"""What is in the catalogue, what is missing, and what does nobody see?"""

from __future__ import annotations

from typing import Final

from analytics.metrics.types import ALL, Metric

METRICS: Final = (
    Metric("games_published", "games on offer", "Published games.", "level", "catalogue", "games"),
    Metric("catalogue_gaps", "gaps", "Published games that lack something, by what is missing.",
           "level", "catalogue", "missing", by=(("gap",),), more_is="worse"),
    Metric("starving", "titles that starve", "Published games that nobody was shown within 30 days.",
           "level", "catalogue", "starving", more_is="worse"),
    Metric("coverage", "coverage", "Of the published games, those that somebody was shown within 30 days.",
           "level", "catalogue", "shown", "games", unit="%", by=(ALL,), more_is="better"),
)  # fmt: skip
