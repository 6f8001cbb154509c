"""Does the machinery keep up?"""

from __future__ import annotations

from typing import Final

from analytics.metrics.types import ALL, Metric, Scan, summed

# The machine is the same whoever is looked at: these are kept once, beside the real people.
OF_THE_MACHINE: Final = frozenset({"queues", "tasks", "webhooks", "machine"})
QUEUES: Final = Scan(
    "queues",
    """SELECT FALSE AS is_demo, q.queue, q.waiting, q.oldest_seconds FROM analytics_queuesample q
        WHERE q.at >= %(since)s AND q.at < %(until)s""",
    {
        "samples": "count(*)", "depth": "sum(r.waiting)", "most": "max(r.waiting)", "age": "sum(r.oldest_seconds)",
        "oldest": "max(r.oldest_seconds)",
    },
    ("queue",),
    kept="samples",
)  # fmt: skip
TASKS: Final = Scan(
    "tasks",
    """SELECT FALSE AS is_demo, t.func AS task, coalesce(t.cluster, '') AS queue FROM django_q_task t
        WHERE t.stopped >= %(since)s AND t.stopped < %(until)s AND NOT t.success""",
    {"failures": "count(*)"},
    ("task", "queue"),
)
WEBHOOKS: Final = Scan(
    "webhooks",
    """SELECT FALSE AS is_demo, w.webhook, w.buckets,
              (SELECT sum(n) FROM unnest(w.buckets) b (n)) AS calls FROM analytics_webhooksample w
        WHERE w.at >= %(since)s AND w.at < %(until)s""",
    {"calls": "sum(r.calls)", "times": summed("r.buckets")},
    ("webhook",),
    kept="samples",
)

METRICS: Final = (
    Metric("queue_depth", "waiting in the queue", "Tasks that waited, on average of all minutes of the day.",
           "mean", "queues", "depth", "samples", by=(("queue",),), more_is="worse"),
    Metric("queue_most", "most waiting", "The most tasks that waited at any minute of the day.",
           "level", "queues", "most", by=(("queue",),), more_is="worse"),
    Metric("queue_age", "age of the queue", "How long the oldest task had waited, on average of all minutes.",
           "mean", "queues", "age", "samples", unit="s", by=(("queue",),), more_is="worse"),
    Metric("queue_oldest", "longest wait", "The longest that any task had waited at any minute of the day.",
           "level", "queues", "oldest", unit="s", by=(("queue",),), more_is="worse"),
    Metric("task_failures", "failed tasks", "Tasks that ended in an error.", "count", "tasks", "failures",
           by=(ALL, ("task",), ("queue",)), more_is="worse"),
    Metric("webhook_time", "webhook time", "How long we took to acknowledge what the provider sent, of half of it.",
           "quantile", "webhooks", "times", "calls", unit="s", by=(ALL, ("webhook",)), more_is="worse"),
    Metric("database_bytes", "size of the database", "On disk, indexes included.",
           "level", "machine", "bytes", unit="bytes"),
)  # fmt: skip
