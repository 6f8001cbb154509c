"""How many people come by where an experiment would stand, and what they do without it. Reads only."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Min, Q

from conversations.models import Contact
from engagement import experiment_metrics
from engagement.experiment_sources import SOURCES, parameters
from engagement.models import Campaign, Experiment, Touch
from games.models import Player

_LOOK_BACK = timedelta(days=28)
# So many of the newest rows are looked at, however many there are.
_ROWS_READ = 200_000
_JUST_PLANNED = timedelta(minutes=15)
# With fewer people their share says little; then one in ten is taken for granted.
_LEAST_PEOPLE = 50
_ASSUMED_SHARE = 0.1
_LEAST_SHARE, _MOST_SHARE = 0.005, 0.9


def people_per_day(experiment: Experiment, *, now: datetime) -> float:
    """Different people of the last four weeks, by day; of a campaign that has not left yet all of its audience."""
    people, days = _asked(
        f"""SELECT count(DISTINCT s.player_id), extract(epoch FROM %(now)s - min(s.at)) / 86400
            FROM ({SOURCES[Experiment.Kind(experiment.kind)].usual}) s WHERE s.at > %(since)s AND s.at <= %(now)s""",
        experiment, now=now, window=timedelta(0),
    )  # fmt: skip
    if not people:
        return float(_audience(experiment) or 0)
    return float(people) / min(max(float(days or 0), 1.0), _LOOK_BACK.days)


def most_people(experiment: Experiment) -> int:
    """How many there are to take part at all: the audience of what leaves once, else everybody we know."""
    campaign = experiment.campaign
    if campaign is not None and campaign.kind == Campaign.Kind.ONE_OFF and (audience := _audience(experiment)):
        return audience
    players = Player.objects.who_count()
    if experiment.kind == Experiment.Kind.RECOMMENDER:
        return players.count()
    return Contact.objects.filter(player__in=players).count()


def _audience(experiment: Experiment) -> int | None:
    campaign = experiment.campaign
    return campaign.version.audience_size if campaign is not None and campaign.version is not None else None


def usual_share(experiment: Experiment, *, metric: str, now: datetime) -> float:
    """Of 1, how many do it within the days to react; one in ten where too few people are known to tell."""
    window = timedelta(days=experiment.window_days)
    people, found = _asked(
        f"""WITH a AS (
                SELECT s.player_id, min(s.at) AS began, min(s.at) + %(window)s AS ends
                FROM ({SOURCES[Experiment.Kind(experiment.kind)].usual}) s
                WHERE s.at > %(since)s AND s.at <= %(now)s - %(window)s
                GROUP BY s.player_id)
            SELECT count(*), count(({experiment_metrics.BY_KEY[metric].sql})) FROM a""",
        experiment, now=now, window=window,
    )  # fmt: skip
    if people < _LEAST_PEOPLE:
        return _ASSUMED_SHARE
    return min(max(found / people, _LEAST_SHARE), _MOST_SHARE)


def newest_row(experiment: Experiment) -> int:
    """Of the table that tells who takes part."""
    tables = {Experiment.Kind.RECOMMENDER: "games_slate", Experiment.Kind.TONE: "conversations_message"}
    table = tables.get(Experiment.Kind(experiment.kind), "engagement_touch")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")
        return int(cursor.fetchone()[0])


def first_row_to_read(experiment: Experiment, *, now: datetime) -> int:
    """What is read of the records begins behind it. A check-in that still waits will be given its side when it leaves,
    and one that is just being planned by somebody else has a lower number than what is there already."""
    newest = newest_row(experiment)
    if experiment.kind != Experiment.Kind.CHECK_IN:
        return newest
    waiting = Touch.objects.filter(kind=Touch.Kind.CYCLE).filter(
        Q(state=Touch.State.PLANNED) | Q(planned_at__gt=now - _JUST_PLANNED)
    )
    first = waiting.aggregate(first=Min("pk"))["first"]
    return newest if first is None else min(newest, first - 1)


def _asked(sql: str, experiment: Experiment, *, now: datetime, window: timedelta) -> tuple[int, int]:
    told = parameters(experiment) | {
        "now": now,
        "since": now - _LOOK_BACK,
        "window": window,
        "from_row": newest_row(experiment) - _ROWS_READ,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, told)
        first, second = cursor.fetchone()
    return first, second
