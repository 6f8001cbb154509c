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
