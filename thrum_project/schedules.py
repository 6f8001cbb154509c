"""What runs by the clock. Declared here, applied by `sync`; rows of others are left alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django_q.models import Schedule

OURS = "thrum: "


@dataclass(frozen=True)
class Job:
    """``path`` is a task's dotted name; ``minutes`` runs it that often, ``cron`` by the clock (UTC)."""

    name: str
    path: str
    minutes: int = 0
    cron: str = ""
    cluster: str = "talk"


JOBS = (
    Job("close silent sessions", "conversations.tasks.close_silent_sessions", minutes=1),
    Job("sweep what is stuck", "conversations.tasks.sweep_stuck", minutes=1),
    Job("send what is due", "conversations.tasks.send_due", minutes=1),
    Job("give talks back to the bot", "conversations.tasks.return_overdue_talks", minutes=1),
    Job("send reminders", "conversations.tasks.send_reminders", minutes=1),
    Job("answer letters", "conversations.tasks.answer_letters", minutes=5),
    Job("ask whether it fitted", "conversations.tasks.ask_whether_it_fitted", minutes=10),
    Job("go on with stalled jobs", "games.tasks.requeue_stalled_jobs", minutes=1),
    Job("reckon what is loved of late", "games.tasks.refresh_trends", minutes=60, cluster="work"),
    Job("learn how to rank", "games.tasks.learn_ranking", minutes=5, cluster="work"),
    Job("give new titles their start", "games.tasks.keep_fair_starts", minutes=10, cluster="work"),
    Job("settle what nobody answered", "games.tasks.settle_unanswered", minutes=15, cluster="work"),
    Job("group players by taste", "games.tasks.group_players", cron="40 2 * * *", cluster="work"),
    Job("learn who plays what", "games.tasks.learn_neighbours_if_due", minutes=10, cluster="work"),
    Job("keep the facts of segments fresh", "engagement.tasks.keep_segment_facts_fresh", minutes=1, cluster="work"),
    Job(
        "bring everybody's facts up to date",
        "engagement.tasks.rebuild_segment_facts",
        cron="10 4 * * *",
        cluster="work",
    ),
    Job("run the engagement cycle", "engagement.tasks.run_engagement_cycle", cron="5 * * * *", cluster="work"),
    Job("send campaigns", "engagement.tasks.pace_campaigns", minutes=1, cluster="work"),
    Job("count what experiments bring", "engagement.tasks.collect_experiments", minutes=15, cluster="work"),
    Job("count what messages bring", "engagement.tasks.count_what_messages_bring", minutes=60, cluster="work"),
    Job("keep attention and zones", "engagement.tasks.keep_attention_and_zones", minutes=15, cluster="work"),
    Job("read templates back", "engagement.tasks.read_templates_back", minutes=30, cluster="work"),
    Job("count what happened", "analytics.tasks.count_what_happened", minutes=5, cluster="work"),
    Job("reckon what takes long", "analytics.tasks.reckon_reports", minutes=60, cluster="work"),
    Job("note who is in which group", "analytics.tasks.note_memberships", cron="40 4 * * *", cluster="work"),
    Job("look at the queues", "analytics.tasks.sample_queues", minutes=1),
    Job("forget what is old", "conversations.tasks.forget_what_is_old", cron="20 3 * * *", cluster="work"),
    Job("forget old requests", "games.tasks.forget_old_requests", minutes=60, cluster="work"),
    Job("forget old sign-ins", "thrum_project.tasks.forget_old_sign_ins", cron="25 3 * * *", cluster="work"),
    Job("delete at the provider", "conversations.tasks.delete_at_providers", minutes=5, cluster="work"),
)


@transaction.atomic
def sync(declared: Sequence[Job] = JOBS) -> str:
    """Make the schedule table agree with the code; returns what was done, in words."""
    for job in declared:
        Schedule.objects.update_or_create(
            name=OURS + job.name,
            defaults={
                "func": job.path,
                "schedule_type": Schedule.CRON if job.cron else Schedule.MINUTES,
                "cron": job.cron or None,
                "minutes": job.minutes or None,
                "repeats": -1,
                "cluster": job.cluster,
            },
        )
    stale = Schedule.objects.filter(name__startswith=OURS).exclude(name__in=[OURS + job.name for job in declared])
    gone, _ = stale.delete()
    return f"{len(declared)} schedules in place, {gone} removed"
