"""The first page of the admin: is everything all right, and what waits for me?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Min, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django_q.models import Failure

from analytics import headlines
from conversations.channels.registry import connected_kinds
from conversations.models import Contact, HandOver, Message, ModerationFlag, Session
from games.models import Game, ImportBatch, Job
from thrum_project import saved_filters
from thrum_project.queue_state import read_queues


@dataclass(frozen=True)
class Tile:
    label: str
    value: str
    link: str = ""
    tone: str = ""  # "bad" where somebody should act


def fill(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Unfold's dashboard callback. Shows only what the person may look at anyway."""
    may_see_flags = request.user.has_perm("conversations.view_moderationflag")
    groups = [
        (
            "Conversations",
            [
                *(_conversations() if request.user.has_perm("conversations.view_contact") else []),
                *([_flagged()] if may_see_flags else []),
            ],
        ),
        ("Queue", _queues() if request.user.has_perm("django_q.view_ormq") else []),
        ("Dashboards, last seven days", _dashboards(request)),
        ("Catalogue", _catalogue() if request.user.has_perm("games.view_game") else []),
    ]
    return {
        **context,
        "whatsapp_is_connected": "whatsapp" in connected_kinds(),
        "groups": [(name, tiles) for name, tiles in groups if tiles],
        "pinned": saved_filters.pinned(request),
    }


def _dashboards(request: HttpRequest) -> list[Tile]:
    return [
        Tile(headline.label, headline.value, headline.link)
        for headline in headlines.headlines_for(request.user, now=timezone.now())
    ]


def _conversations() -> list[Tile]:
    now = timezone.now()
    people = Contact.objects.aggregate(
        today=Count("pk", filter=Q(last_inbound_at__gte=now - timedelta(days=1))),
        waiting=Count("pk", filter=Q(answered_seq__lt=F("inbound_seq"), parked_at=None)),
        parked=Count("pk", filter=Q(parked_at__isnull=False)),
        held=Count("pk", filter=Q(held_by_human_at__isnull=False)),
        looping=Count("pk", filter=Q(looping_at__isnull=False)),
        distress=Count("pk", filter=Q(distress_at__isnull=False, distress_seen_at=None)),
    )
    stuck = Message.objects.filter(status=Message.Status.UNKNOWN).count()
    contacts = reverse("admin:conversations_contact_changelist")
    messages = reverse("admin:conversations_message_changelist")
    return [
        Tile("wrote in the last day", str(people["today"]), contacts),
        Tile(
            "open sessions",
            str(Session.objects.filter(closed_at=None).count()),
            reverse("admin:conversations_session_changelist"),
        ),
        Tile("wait for an answer", str(people["waiting"]), f"{contacts}?condition=unanswered"),
        _waiting_for_a_person(now),
        Tile("with a person", str(people["held"]), f"{contacts}?condition=held"),
        _alarm("in distress, look now", people["distress"], f"{contacts}?condition=distress"),
        _alarm("given up, look please", people["parked"], f"{contacts}?condition=parked"),
        _alarm("write like a machine", people["looping"], f"{contacts}?condition=looping"),
        Tile("unknown at Twilio", str(stuck), f"{messages}?status__exact=unknown", "bad" if stuck else ""),
    ]


def _waiting_for_a_person(now: datetime) -> Tile:
    """How many wait for an operator's word, and since when the first of them does."""
    waiting = HandOver.objects.waiting().aggregate(count=Count("pk"), oldest=Min("waits_since"))
    listed = f"{reverse('admin:conversations_handover_changelist')}?closed_at__isempty=1"
    if not waiting["count"]:
        return Tile("wait for a person", "0", listed)
    return Tile("wait for a person", f"{waiting['count']}, longest {timesince(waiting['oldest'], now)}", listed, "bad")


def _flagged() -> Tile:
    listed = f"{reverse('admin:conversations_moderationflag_changelist')}?state__exact=open"
    return _alarm("flagged, look please", ModerationFlag.objects.open().count(), listed)


def _alarm(label: str, count: int, link: str) -> Tile:
    return Tile(label, str(count), link, "bad" if count else "")


def _queues() -> list[Tile]:
    tiles = [
        Tile(
            f"{queue.name}: waiting",
            f"{queue.waiting}, oldest {queue.oldest_seconds:.0f} s" if queue.waiting else "0",
            reverse("admin:django_q_ormq_changelist"),
            "bad" if queue.oldest_seconds > 60 else "",
        )
        for queue in read_queues(timezone.now())
    ]
    failed = Failure.objects.filter(stopped__gte=timezone.now() - timedelta(days=1)).count()
    running = Job.objects.filter(state__in=(Job.State.QUEUED, Job.State.RUNNING)).count()
    return [
        *tiles,
        Tile(
            "tasks failed in the last day",
            str(failed),
            reverse("admin:django_q_failure_changelist"),
            "bad" if failed else "",
        ),
        Tile("jobs under way", str(running), reverse("admin:games_job_changelist")),
    ]


def _catalogue() -> list[Tile]:
    games = Game.objects.aggregate(
        all=Count("pk"),
        no_vector=Count("pk", filter=Q(embedding=None, is_published=True)),
        no_rating=Count("pk", filter=Q(age_rating=None, is_published=True)),
        no_feel=Count("pk", filter=Q(feel="", is_published=True)),
    )
    last = ImportBatch.objects.first()
    listed = reverse("admin:games_game_changelist")
    return [
        Tile("games", str(games["all"]), listed),
        Tile("without a vector", str(games["no_vector"]), listed),
        Tile("without an age rating", str(games["no_rating"]), listed),
        Tile("without “how it feels”", str(games["no_feel"]), listed),
        Tile(
            "last import",
            f"{last.created_at:%d %b %H:%M}" if last else "never",
            reverse("admin:games_importbatch_changelist"),
        ),
    ]
