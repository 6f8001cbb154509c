"""What the queue calls by the clock. Ids in, one call, nothing else."""

from __future__ import annotations

from django.utils import timezone


def keep_segment_facts_fresh() -> None:
    from engagement import segment_facts

    segment_facts.keep_fresh(now=timezone.now())


def rebuild_segment_facts() -> None:
    from engagement import segment_facts

    segment_facts.rebuild()


def pace_campaigns() -> None:
    from engagement import pacer

    pacer.run()


def run_engagement_cycle() -> None:
    from engagement import cycle

    cycle.run_by_the_clock(now=timezone.now())


def collect_experiments() -> None:
    from engagement import experiment_collecting

    experiment_collecting.collect_all(now=timezone.now())
