"""States that can only be read when they are: the catalogue, what campaigns cost so far, the size of the database."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Final

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q

from analytics.models import DailyMetric, DayState, GameDay
from analytics.scanning import facts, metrics_of
from analytics.storing import Key, store
from analytics.values import Counted
from engagement import campaign_costs, outcomes
from engagement.campaigns import live_copy
from engagement.models import Campaign, Touch
from games.models import Game, Offer

_SCANS: Final = ("catalogue", "campaign_costs", "machine")
_SHOWN_WITHIN: Final = 30
_COSTS_WITHIN: Final = timedelta(days=30)
_WATCHED: Final = "coverage"
_ON_OFFER: Final = "games"
_TOOK_ONE: Final = 1  # among the lifts of a campaign
_GAPS: Final[Mapping[str, Q]] = {
    "summary": Q(summary=""),
    "price": ~Q(Exists(Offer.objects.filter(game=OuterRef("pk"), is_current=True))),
    "vector": Q(embedding=None),
    "rating": Q(age_rating=None),
    "feel": Q(feel=""),
    "image": Q(image_url=""),
}


def note_levels(day: date, *, now: datetime) -> None:
    """As things stand now, kept as those of that day."""
    counts = _games()
    of_games = {key: told for is_demo in (False, True) for key, told in _catalogue(day, counts, is_demo=is_demo)}
    found = {**of_games, **_campaign_costs(now), **_machine()}
    store(day, found, metrics=[metric.key for scan in _SCANS for metric in metrics_of(scan)])


def note_past_of_demo(days: Collection[date]) -> None:
    """Made-up showings lie before anybody watched the catalogue: their days, and other days with showings that look
    back at them, are told by the games as they are now. Days that were noted when they were stay as they are.
    """
    if not days:
        return
    looking_back = Q(day__gte=min(days), day__lt=max(days) + timedelta(days=_SHOWN_WITHIN))
    with_showings = GameDay.objects.filter(looking_back, is_demo=True, shown__gt=0).values_list("day", flat=True)
    watched = DayState.objects.filter(looking_back, levels_at__isnull=False).values_list("day", flat=True)
    # What was noted of made-up people goes when they do, and they may come again.
    noted = DailyMetric.objects.filter(metric=_WATCHED, is_demo=True, day__in=watched).values_list("day", flat=True)
    told = sorted({*with_showings.distinct()} - {*noted})
    counts = _games() if told else {}
    for day in told:
        rows = [
            DailyMetric(day=day, **key._asdict(), numerator=counted.numerator, denominator=counted.denominator)
            for key, counted in _catalogue(day, counts, is_demo=True)
        ]
        DailyMetric.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["metric", "is_demo", "dim1", "dim2", "day", "value1", "value2"],
            update_fields=["numerator", "denominator"],
        )  # fmt: skip


def _games() -> dict[str, int]:
    """How many are on offer, and how many of them lack what."""
    gaps = {name: Count("pk", filter=gap) for name, gap in _GAPS.items()}
    return Game.objects.published().aggregate(**{_ON_OFFER: Count("pk")}, **gaps)


def _catalogue(day: date, counts: Mapping[str, int], *, is_demo: bool) -> Iterator[tuple[Key, Counted]]:
    since = day - timedelta(days=_SHOWN_WITHIN)
    shown_days = GameDay.objects.filter(is_demo=is_demo, day__gt=since, day__lte=day, shown__gt=0)
    shown = Game.objects.published().filter(pk__in=shown_days.values("game")).count()
    games = counts[_ON_OFFER]
    told = {"games": games, "shown": shown, "starving": games - shown}
    yield from _said("catalogue", (), {}, told, is_demo=is_demo).items()
    for name in _GAPS:
        yield from _said("catalogue", ("gap",), {"gap": name}, {"missing": counts[name]}, is_demo=is_demo).items()


def _campaign_costs(now: datetime) -> dict[Key, Counted]:
    """Of campaigns that sent something of late."""
    lately = Touch.objects.filter(campaign=OuterRef("pk"), sent_at__gt=now - _COSTS_WITHIN, sent_at__lte=now)
    found: dict[Key, Counted] = {}
    for campaign in Campaign.objects.filter(Exists(lately), version__isnull=False).select_related("version"):
        assert campaign.version is not None  # the filter asked for it
        lifts = outcomes.lifts(campaign, window=timedelta(hours=campaign.attribution_hours))
        took_one = lifts[_TOOK_ONE] if lifts else None
        spent = campaign_costs.spent(campaign, live_copy(campaign.version), lift=took_one)
        extra = took_one.extra if took_one is not None and took_one.held_out else 0.0
        is_sure = took_one is not None and bool(took_one.held_out) and took_one.difference.low > 0
        told = {"spent": float(spent.total), "extra": extra, "extra_sure": extra if is_sure else 0.0}
        values = {"campaign": str(campaign.pk)}
        found.update(_said("campaign_costs", ("campaign",), values, told, is_demo=campaign.is_demo))
    return found


def _machine() -> dict[Key, Counted]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        (size,) = cursor.fetchone()
    return _said("machine", (), {}, {"bytes": size}, is_demo=False)


def _said(
    scan: str, breakdown: tuple[str, ...], values: Mapping[str, str], measures: Mapping[str, float], *, is_demo: bool
) -> dict[Key, Counted]:
    """Of the metrics of this scan that these measures are of; a level of nothing is told as well."""
    metrics = [metric for metric in metrics_of(scan) if metric.numerator in measures]
    return dict(facts(metrics, breakdown, values, is_demo=is_demo, measures=measures))
