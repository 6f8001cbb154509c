"""Every metric, once: a module a question. What it is called, what it means, how it is counted and broken down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from analytics.metrics import activity, answering, campaigns, catalogue, growth, moods, quality, recommendations, system
from analytics.metrics.system import OF_THE_MACHINE
from analytics.metrics.types import ALL, SECONDS, Kind, Metric, Scan

__all__ = ["ALL", "METRICS", "OF_THE_MACHINE", "SCANS", "SECONDS", "Kind", "Metric", "Scan"]

METRICS: Final[Mapping[str, Metric]] = {
    metric.key: metric
    for module in (activity, answering, moods, recommendations, quality, growth, campaigns, catalogue, system)
    for metric in module.METRICS
}
SCANS: Final[Mapping[str, Scan]] = {
    scan.key: scan
    for scan in (
        activity.PLAYER_DAYS, activity.SESSIONS, answering.MESSAGES_OUT, moods.MOODS, moods.MOVES,
        recommendations.PICKS, recommendations.GENRES, recommendations.REACTIONS, quality.MESSAGES_IN,
        quality.TURNS_OF_TONE, quality.MISSES, quality.HAND_OVERS, growth.NEWCOMERS, campaigns.OPT_OUTS,
        system.QUEUES, system.TASKS, system.WEBHOOKS,
    )
}  # fmt: skip
