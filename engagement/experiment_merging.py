"""Two contacts turn out to be one person: they stay in the experiments in which either of their players was.

Each player may have been on another side. The earlier place is kept, for what came later came to somebody who had seen
the first; who was on two sides is counted on neither. Both are told in the experiment's record, so that nobody is
missing from the proportions without a reason.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models.functions import Now

from conversations.models import Contact
from engagement.models import Assignment, AssignmentOutcome, ExperimentEvent


def take_along(*, keep_id: int, gone_id: int) -> None:
    players = dict(Contact.objects.filter(pk__in=(keep_id, gone_id)).values_list("pk", "player_id"))
    keep, gone = players[keep_id], players[gone_id]
    if keep is None or gone is None or keep == gone:
        return
    mine = {row.experiment_id: row for row in _places(keep)}
    for row in _places(gone):
        other = mine.get(row.experiment_id)
        if other is None:
            Assignment.objects.filter(pk=row.pk).update(player_id=keep)
        else:
            first, second = sorted((row, other), key=lambda one: (one.assigned_at, one.pk))
            _unite(first, second, player_id=keep)


def _places(player_id: int) -> list[Assignment]:
    found = Assignment.objects.filter(player=player_id).select_for_update(of=("self",)).select_related("variant")
    return list(found.order_by("pk"))


def _unite(first: Assignment, second: Assignment, *, player_id: int) -> None:
    is_crossed = first.crossed or second.crossed or first.variant_id != second.variant_id
    ExperimentEvent.objects.create(
        experiment_id=first.experiment_id, what=ExperimentEvent.What.MERGED, at=Now(),
        why=f"player {second.player_id} and player {first.player_id}: {first.variant} since "
        f"{first.assigned_at:%Y-%m-%d} stays, {second.variant} of {second.assigned_at:%Y-%m-%d} is dropped"
        + ("; seen on both sides, so counted on neither" if is_crossed else ""),
    )  # fmt: skip
    had = AssignmentOutcome.objects.filter(assignment=first).values_list("metric", flat=True)
    AssignmentOutcome.objects.filter(assignment=second).exclude(metric__in=list(had)).update(assignment=first)
    stages = {stage: _sooner(getattr(first, stage), getattr(second, stage)) for stage in _STAGES}
    before = None if first.before is None or second.before is None else first.before + second.before
    # The row that goes first: a player has one place in an experiment.
    Assignment.objects.filter(pk=second.pk).delete()
    Assignment.objects.filter(pk=first.pk).update(player_id=player_id, crossed=is_crossed, before=before, **stages)


_STAGES = ("eligible_at", "sent_at", "delivered_at")


def _sooner(one: datetime | None, other: datetime | None) -> datetime | None:
    return min(filter(None, (one, other)), default=None)
