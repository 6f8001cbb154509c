"""The two switches, turned and read. They are rows: they hold at once, with or without a worker."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django_q.tasks import async_task

from conversations.models import Switch, SwitchChange
from conversations.sending import outbox


def is_on(key: str) -> bool:
    return Switch.objects.filter(key=key, is_on=True).exists()


def is_quiet() -> bool:
    """Whether nothing that we start by ourselves is sent at present."""
    return Switch.objects.filter(is_on=True).exists()


def turned_on() -> Sequence[Switch]:
    return list(Switch.objects.filter(is_on=True).select_related("by").order_by("key"))


@transaction.atomic
def turn(*, key: str, on: bool, by: User | None, because: str, now: datetime) -> bool:
    """Returns False where it stood so already. What waited meanwhile goes on once it is off again."""
    Switch.objects.get_or_create(key=key, defaults={"changed_at": now})
    switch = Switch.objects.select_for_update().get(key=key)
    if switch.is_on == on:
        return False
    Switch.objects.filter(pk=key).update(is_on=on, by=by, because=because[:200], changed_at=now)
    SwitchChange.objects.create(key=key, is_on=on, by=by, because=because[:200], at=now)
    if not on:
        outbox.wake_sender()
    if not on and key == Switch.Key.MAINTENANCE:
        from conversations import tasks

        async_task(tasks.answer_all_waiting)
    return True
