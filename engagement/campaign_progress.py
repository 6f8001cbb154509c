"""How far a campaign is, and when it will be through; and what all of them send when. Reads only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, Q
from django.db.models.functions import TruncDate

from engagement import campaign_audience, pace, recurrence
from engagement.campaigns import live_copy
from engagement.models import Campaign, CampaignRun, Enrolment, Touch

_MEASURED_OVER = timedelta(minutes=5)


@dataclass(frozen=True)
class Progress:
    """``not_in_yet`` is None where people come by a trigger; ``eta`` is when the last one planned is handed over."""

    came_in: int
    under_way: int
    not_in_yet: int | None
    waiting: int
    later: int
    on_its_way: int
    sent: int
    per_second: float
    eta: datetime | None
    next_at: datetime | None

    @property
    def takes(self) -> timedelta:
        return timedelta(seconds=(self.waiting + (self.not_in_yet or 0)) / self.per_second)


def progress_of(campaign: Campaign, *, now: datetime) -> Progress:
    touches = Touch.objects.filter(campaign=campaign).aggregate(
        waiting=Count("pk", filter=Q(due_at__lte=now)),
        later=Count("pk", filter=Q(due_at__gt=now)),
        on_its_way=Count("pk", filter=Q(state=Touch.State.QUEUED)),
        sent=Count("pk", filter=Q(sent_at__isnull=False)),
        last_due=Max("due_at"),
    )
    people = Enrolment.objects.filter(campaign=campaign).aggregate(
        came_in=Count("pk"),
        under_way=Count("pk", filter=Q(state=Enrolment.State.ACTIVE)),
        first_due=Min("next_at", filter=Q(state=Enrolment.State.ACTIVE)),
        last_due=Max("next_at", filter=Q(state=Enrolment.State.ACTIVE)),
        unplanned=Count("pk", filter=Q(state=Enrolment.State.ACTIVE, next_at__lte=now)),
    )
    not_in_yet = _not_in_yet(campaign, now=now)
    rate = _rate(campaign, now=now)
    to_do = touches["waiting"] + people["unplanned"] + (not_in_yet or 0)
    ends = [at for at in (touches["last_due"], people["last_due"]) if at is not None]
    eta = max([now + timedelta(seconds=to_do / rate), *ends]) if to_do or ends else None
    return Progress(
        came_in=people["came_in"], under_way=people["under_way"], not_in_yet=not_in_yet,
        waiting=touches["waiting"] + people["unplanned"], later=touches["later"], on_its_way=touches["on_its_way"],
        sent=touches["sent"], per_second=rate, eta=eta, next_at=people["first_due"],
    )  # fmt: skip


def time_to_send(people: int, *, messages: int = 1) -> timedelta:
    """Before a launch: how long it takes at the pace that campaigns have reached so far, with nobody else sending."""
    return timedelta(seconds=people * messages / pace.per_second())


def _not_in_yet(campaign: Campaign, *, now: datetime) -> int | None:
    if campaign.kind == Campaign.Kind.TRIGGERED or campaign.version is None:
        return None
    runs = CampaignRun.objects.filter(campaign=campaign)
    open_run = runs.filter(finished_at=None).order_by("starts_at").first()
    if open_run is None and (runs.exists() or campaign.state not in (Campaign.State.RUNNING, Campaign.State.PAUSED)):
        return 0
    size = campaign_audience.size(live_copy(campaign.version), now=now) or 0
    return max(size - (open_run.entered if open_run else 0), 0)


def _rate(campaign: Campaign, *, now: datetime) -> float:
    """What was reached of late, while it is sending; else its share of what is allowed."""
    share = pace.per_second() / max(Campaign.objects.running().count(), 1)
    if campaign.counted_from is None or campaign.counted_from > now - _MEASURED_OVER:
        return share
    lately = Touch.objects.filter(campaign=campaign, decided_at__gt=now - _MEASURED_OVER, decided_at__lte=now).count()
    is_busy = Touch.objects.filter(campaign=campaign, due_at__lte=now - timedelta(minutes=1)).exists()
    return max(min(lately / _MEASURED_OVER.total_seconds(), share), 0.05) if is_busy else share


@dataclass(frozen=True)
class Entry:
    """What stands on a day of the calendar. ``count`` is of messages sent, on days that have passed."""

    campaign: Campaign
    at: datetime | None
    count: int = 0
    is_planned: bool = False


def calendar(*, since: datetime, until: datetime, now: datetime) -> dict[str, list[Entry]]:
    """By day (ISO, UTC): what left, and what will go out as things stand. Two statements."""
    days: dict[str, list[Entry]] = {}
    sent = (
        Touch.objects.filter(campaign__isnull=False, sent_at__gte=since, sent_at__lt=until)
        .order_by()
        .annotate(day=TruncDate("sent_at"))
        .values_list("day", "campaign")
        .annotate(count=Count("pk"))
        .order_by("day", "campaign")
    )
    campaigns = {one.pk: one for one in Campaign.objects.select_related("version").exclude(state="cancelled")}
    for day, campaign_id, count in sent:
        if campaign_id in campaigns:
            days.setdefault(day.isoformat(), []).append(Entry(campaigns[campaign_id], None, count))
    for campaign in campaigns.values():
        for at in _times(campaign, since=max(since, now), until=until):
            days.setdefault(at.date().isoformat(), []).append(Entry(campaign, at, is_planned=True))
    return days


def always_on() -> list[Campaign]:
    """Those that go out whenever their trigger is pulled."""
    return list(Campaign.objects.running().filter(kind=Campaign.Kind.TRIGGERED))


def _times(campaign: Campaign, *, since: datetime, until: datetime) -> Iterator[datetime]:
    over = (Campaign.State.DONE, Campaign.State.CANCELLED)
    if campaign.starts_at is None or campaign.state in over or campaign.kind == Campaign.Kind.TRIGGERED:
        return
    if campaign.kind == Campaign.Kind.RECURRING:
        yield from recurrence.occurrences(
            first=campaign.starts_at, every=campaign.recurs, since=since, until=until, ends_at=campaign.ends_at
        )
    elif since <= campaign.starts_at < until:
        yield campaign.starts_at
