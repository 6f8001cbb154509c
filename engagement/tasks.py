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


def count_what_messages_bring() -> None:
    from engagement import cycle_results, message_values

    now = timezone.now()
    message_values.count(now=now)
    cycle_results.count(now=now)


def keep_attention_and_zones() -> None:
    from engagement import attention, time_zones

    now = timezone.now()
    attention.give_back_unsent(now=now)
    attention.forget_old(now=now)
    while time_zones.guess_missing():
        continue


def read_templates_back() -> None:
    from engagement import template_sync

    template_sync.sync_if_connected(now=timezone.now())
