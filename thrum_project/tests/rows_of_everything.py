"""A row of any model that the admin shows, so that a page that somebody adds is tested from its first day.

Most rows need nothing but their types; what has rules of its own stands in ``SPECIAL``.
"""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.contrib.postgres.fields import ArrayField
from django.db import models

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
_numbers, _countries = itertools.count(1), itertools.count()
# What a row of a model needs beside its types, or as what it is made.
SPECIAL: dict[str, Callable[[], dict[str, Any]]] = {
    "engagement.Campaign": lambda: {"topic": "deals"},
    "engagement.Experiment": lambda: {"salt": uuid.uuid4().hex},
    "engagement.SendingRules": lambda: {"pk": 1},
    "engagement.Segment": lambda: {"tree": {"match": "all", "rules": []}},
    "engagement.HoldoutRule": lambda: {"percent": 5},
    "engagement.MessageTemplate": lambda: {"body": "Hello {{1}}, how are you?", "samples": {"1": "Ana"}},
    "engagement.CampaignVersion": lambda: {"frozen": {}, "number": next(_numbers)},
    "games.Job": lambda: {"kind": "embed"},
    "games.RankingRule": lambda: {"kind": "boost", "tags": ["x"]},
    "games.FairStart": lambda: {"begins_at": NOW, "ends_at": NOW + timedelta(days=14), "due": 30},
    "games.PlayerCluster": lambda: {"top_tags": [["tag:cozy", 0.4]]},
    "games.Offer": lambda: {"currency": "USD", "family": "pc"},
    "games.ExchangeRate": lambda: {"currency": f"Q{next(_numbers) % 90 + 10}", "per_usd": 1},
    "games.BulkRun": lambda: {"action": "publish_games", "job": make("games.Job")},
    "engagement.MessagePrice": lambda: {"country": _two_letters()},
    "engagement.MessageText": lambda: {"tone": "warm", "pk": "warm"},
    "engagement.Decision": lambda: {"segment": "normal"},
    "engagement.Enrolment": lambda: {"next_at": NOW},
    "engagement.Touch": lambda: {"state": "planned", "due_at": NOW},
    "games.Interaction": lambda: {"kind": "search"},
    "conversations.Reminder": lambda: {"due_at": NOW + timedelta(hours=1)},
    "conversations.Letter": lambda: {
        "state": "received",
        "received_at": NOW,
        "due_at": NOW + timedelta(hours=5),
        "reason": "",
        "ended_at": None,
        "written_by": "",
        "answer": None,
    },
    "conversations.ModerationFlag": lambda: {"state": "open", "decided_at": None},
    "conversations.Switch": lambda: {"pk": "silence"},
    "conversations.PersonaText": lambda: {"name": f"a{next(_numbers)}_easy"},
    "thrum_project.SavedFilter": lambda: {"is_shared": True, "page": "conversations.contact"},
    "django_q.OrmQ": lambda: {"payload": "", "lock": NOW},
    "django_q.Failure": lambda: {"id": uuid.uuid4().hex, "func": "x.y", "success": False},
}

# What stands below each such row from the beginning.
BELOW: dict[str, tuple[tuple[str, Callable[[Any], dict[str, Any]]], ...]] = {
    "engagement.Experiment": tuple(
        ("engagement.Variant", lambda row, key=key: {"experiment": row, "key": key, "config": {"texts": {"warm": key}}})
        for key in ("a", "b")
    ),
}


def make(label: str | type[models.Model], **told: Any) -> Any:
    """One more row."""
    from django.apps import apps

    model = apps.get_model(label) if isinstance(label, str) else label
    given = {**SPECIAL.get(model._meta.label, dict)(), **told}
    for field in model._meta.concrete_fields:
        if field.name in given or field.attname in given or not _must_be_given(field):
            continue
        given[field.name] = _value_of(field)
    if "pk" in given:
        return model._default_manager.update_or_create(pk=given.pop("pk"), defaults=given)[0]
    row = model._default_manager.create(**given)
    for label, more in BELOW.get(model._meta.label, ()):
        make(label, **more(row))
    return row


def _two_letters() -> str:
    number = next(_countries)
    return f"{'XQ'[number // 26 % 2]}{chr(65 + number % 26)}"  # the world has left these free


def registered() -> list[type[models.Model]]:
    return sorted(admin.site._registry, key=lambda model: model._meta.label)


def _must_be_given(field: models.Field) -> bool:
    if field.null or field.has_default() or getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return False
    if isinstance(field, models.AutoField | models.BigAutoField) or field.generated:
        return False
    return field.unique or not field.blank


def _value_of(field: models.Field) -> Any:
    number = next(_numbers)
    if field.is_relation:
        return make(field.related_model)
    if field.choices:
        return field.flatchoices[0][0]
    for kinds, value in (
        (models.BooleanField, False),
        (models.DateTimeField, NOW),
        (models.DateField, date(2026, 5, 1)),
        (models.TimeField, time(12)),
        (models.DurationField, timedelta(1)),
        (models.DecimalField, Decimal(1)),
        (models.FloatField, 0.5),
        (models.UUIDField, uuid.uuid4()),
        (models.JSONField, {}),
        (models.BinaryField, b"x"),
        (models.GenericIPAddressField, "127.0.0.1"),
        (ArrayField, []),
        (models.IntegerField, number % 30_000 if field.unique else 1),
    ):
        if isinstance(field, kinds):
            return value
    return f"r{number}"[: field.max_length or 20]
