"""Does the machinery keep up?"""

from __future__ import annotations

from django.urls import reverse

from analytics.charts import Table, number, words
from analytics.pages import drills
from analytics.pages.drawing import by_value, over_time, quantiles_over_time, split_over_time, tiles
from analytics.pages.types import Ask, Page, Panel
from games.models import ModelArtefact

_QUEUE = "Comes within a minute of the workers' start."


def _models(ask: Ask) -> Table:
    """What is in use, and since when."""
    rows = (
        ModelArtefact.objects.filter(is_active=True)
        .order_by("name")
        .values_list("pk", "name", "version", "size", "activated_at")
    )
    return Table(
        ("model", "version", "size", "in use since"),
        tuple(
            (
                words(name.replace("_", " "), reverse("admin:games_modelartefact_change", args=[pk])),
                words(version[:12]), number(size, "bytes"), words(f"{at:%Y-%m-%d %H:%M}" if at else "–"),
            )
            for pk, name, version, size, at in rows
        ),
    )  # fmt: skip


PAGE = Page(
    "system",
    "System",
    "dns",
    "Does the machinery keep up?",
    (
        Panel("depth", "Waiting in the queue", split_over_time("queue_depth", "queue", kind="lines"),
              ("queue_depth",), by=("queue",), drills=(drills.QUEUED,), follows_filters=False, empty=_QUEUE),
        Panel("most", "Most waiting at any minute", split_over_time("queue_most", "queue", kind="lines"),
              ("queue_most",), by=("queue",), drills=(drills.QUEUED,), follows_filters=False, empty=_QUEUE),
        Panel("age", "Age of the oldest task", split_over_time("queue_age", "queue", kind="lines"), ("queue_age",),
              by=("queue",), drills=(drills.QUEUED,), follows_filters=False, empty=_QUEUE),
        Panel("oldest", "Longest wait", split_over_time("queue_oldest", "queue", kind="lines"), ("queue_oldest",),
              by=("queue",), drills=(drills.QUEUED,), follows_filters=False, empty=_QUEUE),
        Panel("failures", "Failed tasks", split_over_time("task_failures", "task"), ("task_failures",), by=("task",),
              drills=(drills.FAILURES,), follows_filters=False, empty="No task has failed in these days."),
        Panel("webhooks", "Webhook time",
              quantiles_over_time("webhook_time", {"half were faster": 0.5, "95 of 100 were faster": 0.95}),
              ("webhook_time",), follows_filters=False, empty="Comes with the first call of the provider."),
        Panel("errors", "Errors of the provider, in plain words",
              by_value("delivery_errors", by="error", link=drills.listed("conversations_message", "error_code")),
              ("delivery_errors",), by=("error",), drills=(drills.FAILED,),
              empty="No message has come back with an error in these days.", is_wide=True),
        Panel("send_time", "Time to leave",
              quantiles_over_time("send_time", {"half were faster": 0.5, "95 of 100 were faster": 0.95}),
              ("send_time",), drills=(drills.MESSAGES_OUT,), empty="Comes with our first message that was sent."),
        Panel("withheld", "Kept back by ourselves", split_over_time("withheld", "withheld"), ("withheld",),
              by=("withheld",), drills=(drills.MESSAGES_OUT,), empty="Nothing was kept back in these days."),
        Panel("database", "Size of the database", over_time("database_bytes"), ("database_bytes",),
              follows_filters=False, empty="Comes with the first count."),
        Panel("models", "Models in use", _models, drills=(drills.MODELS,), follows_filters=False,
              empty="Comes with the first model that was learnt."),
        Panel("policies", "Picks by version of the ranking", split_over_time("picks_shown", "policy"),
              ("picks_shown",), by=("policy",), drills=(drills.SLATES,), empty="Comes with the first pick."),
    ),
    tiles=tiles("answer_time", "send_time", "webhook_time", "task_failures", "delivery_errors", "database_bytes"),
    headlines=("task_failures", "send_time", "delivery_errors"),
)  # fmt: skip
