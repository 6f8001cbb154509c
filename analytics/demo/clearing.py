"""Takes a made-up past away again, and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Model
from django_q.models import Task

from analytics.demo import record
from analytics.demo.rows import ORIGIN
from analytics.models import AlertRule, DailyMetric, GameDay, QueueSample, WebhookSample
from conversations.models import Contact, ErasureReceipt, Message, MissGroup, Session
from engagement.models import Campaign, CampaignRun, CampaignVersion, CycleRun, Experiment, Figures, Segment
from games.models import ImportBatch, Player, PlayerCluster

_AT_ONCE: Final = 250
_BY_KEY: Final[Mapping[str, type[Model]]] = {
    "groups of riddles": MissGroup, "groups of players": PlayerCluster, "segments": Segment, "imports": ImportBatch,
    "failed tasks": Task, "queue samples": QueueSample, "webhook samples": WebhookSample, "alert rules": AlertRule,
    "cycles": CycleRun, "receipts": ErasureReceipt,
}  # fmt: skip


@transaction.atomic
def remove_history(*, now: datetime) -> Mapping[str, int]:
    """Returns how many rows went, by table; nothing where none was there."""
    told = record.read()
    if told is None:
        return {}
    gone: Counter[str] = Counter()
    players = list(Player.objects.filter(origin=ORIGIN).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(players), _AT_ONCE):
        some = players[start : start + _AT_ONCE]
        _hold(some)
        gone.update(_deleted(Player.objects.filter(pk__in=some)))
    mine = Campaign.objects.filter(is_demo=True)
    mine.update(version=None, state=Campaign.State.DRAFT, finished_at=None)  # so that versions can go before them
    gone.update(_deleted(CampaignRun.objects.filter(campaign__in=mine)))
    gone.update(_deleted(CampaignVersion.objects.filter(campaign__in=mine)))
    for marked in (Campaign, Experiment, DailyMetric, GameDay):
        gone.update(_deleted(marked._default_manager.filter(is_demo=True)))
    for name, model in _BY_KEY.items():
        gone.update(_deleted(model._default_manager.filter(pk__in=told.keys.get(name, []))))
    gone.update(_deleted(Figures.objects.filter(key__endswith=" (demo)")))
    record.forget(now=now)
    return dict(sorted(gone.items()))


def _hold(players: Sequence[int]) -> None:
    """Whoever counts at the same time must hang nothing new on what is about to go; they come round again."""
    for rows in (
        Player.objects.filter(pk__in=players),
        Contact.objects.filter(player__in=players),
        Session.objects.filter(contact__player__in=players),
        Message.objects.filter(contact__player__in=players),
    ):
        list(rows.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))


def _deleted(rows: Any) -> dict[str, int]:
    """What goes with them included."""
    _, by_model = rows.delete()
    return {name: count for name, count in by_model.items() if count}
