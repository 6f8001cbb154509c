"""What the queue calls, by the clock or when it is due: these names stay. Ids in, one call, nothing else."""

from __future__ import annotations

from django.utils import timezone


def requeue_stalled_jobs() -> None:
    from games import jobs

    jobs.requeue_stalled(now=timezone.now())


def refresh_trends() -> None:
    from games import trends

    trends.refresh_trends(now=timezone.now())


def learn_ranking() -> None:
    from games.policy import training

    training.learn(now=timezone.now())


def keep_fair_starts() -> None:
    from games import fair_start

    fair_start.keep(now=timezone.now())


def settle_unanswered() -> None:
    from games.interactions import settling

    settling.settle_unanswered(now=timezone.now())


def group_players() -> None:
    from games.taste import clustering_job

    clustering_job.queue_clustering()


def forget_old_requests() -> None:
    from games.api import forgetting

    forgetting.forget_old(now=timezone.now())


def learn_neighbours_if_due() -> None:
    from games.neighbours import training

    training.queue_if_due(now=timezone.now())


def learn_neighbours(asked_at: str) -> str:
    from games.neighbours import training

    return training.train(asked_at)
