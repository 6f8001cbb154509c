"""Writes a made-up past into the database, in one transaction: people, talks, campaigns, experiments, the machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import numpy as np
from django.db import connection, transaction
from django.db.models import ForeignKey, Model
from django_q.models import Task

from analytics.demo import beside_talks, desks, machine, record, surroundings
from analytics.demo.life import live
from analytics.demo.people import Person, make_people
from analytics.demo.rows import Teller
from analytics.demo.shelf import Shelf, Title
from analytics.demo.tables import Rows
from analytics.models import QueueSample, WebhookSample
from conversations.models import Message
from engagement import demo_campaigns, demo_experiments
from games.bulk_copy import copy_in
from games.models import Game, Player

DAYS: Final = 91
PEOPLE: Final = 480
_IN_CAMPAIGNS = 150


class NothingToShow(Exception):
    """There is no catalogue yet; the message says so."""


@transaction.atomic
def write_history(*, now: datetime, rng: np.random.Generator, people: int = PEOPLE, days: int = DAYS) -> record.Record:
    """Everything but what is counted of it. The caller has looked whether it is there already."""
    since = now - timedelta(days=days)
    shelf = Shelf(_titles())
    if not shelf.titles:
        raise NothingToShow("There are no games to speak of yet: load_demo first.")
    teller = Teller(shelf, since=since, now=now, rng=rng)
    lives = [live(person, until=now, shelf=shelf, rng=rng) for person in make_people(
        people, since=since, until=now, rng=rng)]  # fmt: skip
    for life in lives:
        teller.tell(life)
    groups = surroundings.riddles(teller.groups, now=now)
    _write(teller.rows, [life.person for life in lives])
    circles = surroundings.circles(
        [(player, life.person.circle) for player, life in zip(teller.rows.players, lives, strict=True)],
        now=now, since=since,
    )  # fmt: skip
    judged = desks.lay_out(teller.rows, shelf, now=now, rng=rng)
    beside_talks.lay_out(teller.rows, now=now, rng=rng)
    before = now - timedelta(days=20)
    in_campaigns = [contact for contact in teller.rows.contacts if contact.topics and contact.created_at < before]
    demo_campaigns.seed(in_campaigns[:_IN_CAMPAIGNS], now=now, rng=rng)
    demo_experiments.seed(now=now, rng=rng)
    keys: dict[str, Sequence[Model]] = {
        "groups of riddles": groups, "groups of players": circles,
        "segments": surroundings.segments(teller.rows.players, now=now), "imports": surroundings.imports(now=now),
        "failed tasks": Task.objects.bulk_create(machine.failed_tasks(now=now, rng=rng)),
        "alert rules": machine.alert_rules(now=now), "cycles": machine.cycles(judged, now=now, rng=rng),
        "receipts": machine.receipts(now=now),
    }  # fmt: skip
    # Of a machine that was watched for a while the real samples are enough.
    if not QueueSample.objects.exists():
        keys["queue samples"] = machine.queue_samples(now=now, rng=rng)
        copy_in(keys["queue samples"])
    if not WebhookSample.objects.exists():
        keys["webhook samples"] = machine.webhook_samples(now=now, rng=rng)
        copy_in(keys["webhook samples"])
    told = record.Record(
        rows={
            "players": Player.objects.filter(origin="demo").count(),
            "messages": Message.objects.filter(contact__player__origin="demo").count(),
            "sessions": len(teller.rows.sessions),
            "picks": len(teller.rows.impressions),
            "reactions": len(teller.rows.interactions),
        },
        keys={name: [row.pk for row in rows] for name, rows in keys.items()},
    )
    record.write(told, now=now)
    return told


def _titles() -> list[Title]:
    rows = Game.objects.published().filter(has_sexual_content=False).order_by("pk")[:5_000]
    return [
        Title(
            pk=game.pk, title=game.title, slug=game.slug, labels=frozenset([*game.genres, *game.tags]),
            platforms=frozenset(game.platforms), mood_fit=game.mood_fit, quality=game.quality,
        )
        for game in rows.only("title", "slug", "genres", "tags", "platforms", "mood_fit", "quality")
    ]  # fmt: skip


def _write(rows: Rows, people: Sequence[Person]) -> None:
    for table in rows.in_order():
        for row in table:
            _tie(row)
        copy_in(table)
    # A row says by itself that it was made now.
    came = [person.came_at for person in people]
    for name, column, keys in (
        ("games_player", "id", [row.pk for row in rows.players]),
        ("conversations_contact", "id", [row.pk for row in rows.contacts]),
        ("conversations_contactaddress", "contact_id", [row.pk for row in rows.contacts]),
    ):
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {name} t SET created_at = told.at FROM unnest(%s::bigint[], %s::timestamptz[])"  # noqa: S608
                f" AS told (id, at) WHERE t.{column} = told.id",
                [keys, came],
            )
    for player, contact, at in zip(rows.players, rows.contacts, came, strict=True):
        player.created_at = contact.created_at = at


def tell_planner() -> None:
    """Tables that have just been filled look empty to the planner, and counting them would take minutes."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _tie(row: Model) -> None:
    """Those that it points at were saved since it was made."""
    for field in _keys_of(row):
        if field.is_cached(row) and (other := field.get_cached_value(row)) is not None:
            setattr(row, field.attname, other.pk)


def _keys_of(row: Model) -> Iterator[ForeignKey[Any, Any]]:
    for field in row._meta.concrete_fields:
        if isinstance(field, ForeignKey):
            yield field
