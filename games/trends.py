"""What is loved of late: by everyone, on a platform, in an age band, in a city, at this time of the day and week.

A like, a purchase, "I'll play it", a save, "played" and a click speak for a game, each with its weight,
half as much every two weeks; a player counts once a game however often they click, and not at all after a dislike.
A child under 13 never counts. Reckoned anew by the clock, so that an answer reads a few hundred rows by their
index. Nothing is told of a city or an age band by fewer than ``LEAST_PLAYERS`` people, lest one neighbour's
taste be seen.
"""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db import connection, transaction

from games import versions
from games.models import Interaction, Player, Trend
from games.querysets import DEMO
from games.retrieval import trends_at_hand

EVERYONE = "everyone"
LEAST_PLAYERS = 5
KEPT_PER_SEGMENT = 300
HALF_LIFE = timedelta(days=14)
LOOKED_BACK = timedelta(days=90)
WEIGHTS: dict[str, float] = {
    Interaction.Kind.PURCHASE: 1.0,
    Interaction.Kind.LIKE: 1.0,
    Interaction.Kind.WILL_PLAY: 0.8,
    Interaction.Kind.SAVE: 0.6,
    Interaction.Kind.PLAYED: 0.6,
    Interaction.Kind.CLICK: 0.2,
}
# From this hour on; what comes before the first is still the night.
_PARTS_OF_DAY = ((5, "morning"), (11, "day"), (17, "evening"), (23, "night"))
_FIRST_DAY_OF_WEEKEND = 5  # as in the statement below


def segment_of_platform(key: str) -> str:
    return f"platform:{key}"


def segment_of_age(age_band: str) -> str:
    return f"age:{age_band}" if age_band else ""


def segment_of_city(city: str) -> str:
    """ "" for no city; the same for "Lyon" and " lyon"."""
    plain = " ".join(city.split()).lower()
    return f"city:{plain}" if plain else ""


def is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return bool(name)


def segment_of_moment(now: datetime, zone: str = "") -> str:
    """By the clock of that zone, else by the one that ``now`` carries."""
    if is_zone(zone):
        now = now.astimezone(ZoneInfo(zone))
    part = next((name for hour, name in reversed(_PARTS_OF_DAY) if now.hour >= hour), _PARTS_OF_DAY[-1][1])
    return f"moment:{'weekend' if now.weekday() >= _FIRST_DAY_OF_WEEKEND else 'weekday'}-{part}"


@transaction.atomic
def refresh_trends(*, now: datetime) -> int:
    """Put new figures in place of the old; returns how many. Readers see the old ones until it is done.

    A figure that stays is not touched, so doing it twice at once does it once.
    """
    hours = _hours_ahead(now)
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE games_trend IN SHARE ROW EXCLUSIVE MODE")  # two at once take turns
        cursor.execute(
            _REFRESH,
            {
                "now": now,
                "since": now - LOOKED_BACK,
                "kinds": list(WEIGHTS),
                "weights": list(WEIGHTS.values()),
                "dislike": Interaction.Kind.DISLIKE,
                "demo": DEMO,
                "child": Player.AgeBand.UNDER_13,
                "fading": math.log(2) / HALF_LIFE.total_seconds(),
                "zone": settings.TIME_ZONE,
                "zones": list(hours),
                "ahead": list(hours.values()),
                "everyone": EVERYONE,
                "least": LEAST_PLAYERS,
                "kept": KEPT_PER_SEGMENT,
            },
        )
        ((changed,),) = cursor.fetchall()
    if changed:
        versions.bump(trends_at_hand.KIND)
    return Trend.objects.count()


def _hours_ahead(now: datetime) -> dict[str, float]:
    """How many hours each zone that players live in is ahead of UTC today. Reckoned here, for the database need not
    know every zone that we do; when the clocks change, older events are an hour off until they fade."""
    zones = Player.objects.exclude(time_zone="").order_by().values_list("time_zone", flat=True).distinct()
    shifts = {zone: now.astimezone(ZoneInfo(zone)).utcoffset() for zone in zones if is_zone(zone)}
    return {zone: shift / timedelta(hours=1) for zone, shift in shifts.items() if shift is not None}


_PART_OF_DAY = (
    "CASE "
    + " ".join(f"WHEN extract(hour FROM good.clock) >= {hour} THEN '{name}'" for hour, name in reversed(_PARTS_OF_DAY))
    + f" ELSE '{_PARTS_OF_DAY[-1][1]}' END"
)
_REFRESH = """
WITH good AS MATERIALIZED (
    SELECT i.player_id, i.game_id,
           coalesce(i.at AT TIME ZONE 'UTC' + there.ahead * interval '1 hour', i.at AT TIME ZONE %(zone)s) AS clock,
           told.weight * i.value * exp(-%(fading)s * extract(epoch FROM %(now)s - i.at)) AS weight
    FROM games_interaction AS i
    JOIN unnest(%(kinds)s::varchar[], %(weights)s::float8[]) AS told (kind, weight) ON told.kind = i.kind
    JOIN games_player AS owner ON owner.id = i.player_id AND owner.age_band <> %(child)s AND owner.origin <> %(demo)s
    LEFT JOIN unnest(%(zones)s::varchar[], %(ahead)s::float8[]) AS there (zone, ahead) ON there.zone = owner.time_zone
    WHERE i.at > %(since)s AND i.at <= %(now)s AND i.value > 0 AND i.game_id IS NOT NULL
      AND NOT i.is_unlearnt
      AND NOT EXISTS (SELECT FROM games_interaction AS d WHERE d.player_id = i.player_id
                      AND d.kind = %(dislike)s AND d.game_id = i.game_id AND d.at >= i.at)
),
voices AS MATERIALIZED (
    SELECT good.player_id, good.game_id, max(good.weight) AS weight, p.platforms, p.age_band,
           lower(btrim(regexp_replace(p.city, '\\s+', ' ', 'g'))) AS city
    FROM good JOIN games_player AS p ON p.id = good.player_id
    GROUP BY good.player_id, good.game_id, p.id
),
heard (segment, player_id, game_id, weight, least) AS (
    SELECT %(everyone)s, player_id, game_id, weight, 1 FROM voices
    UNION ALL
    SELECT DISTINCT 'platform:' || platform, player_id, game_id, weight, 1 FROM voices, unnest(platforms) AS platform
    UNION ALL
    SELECT 'age:' || age_band, player_id, game_id, weight, %(least)s FROM voices WHERE age_band <> ''
    UNION ALL
    SELECT 'city:' || city, player_id, game_id, weight, %(least)s FROM voices WHERE city <> ''
    UNION ALL
    SELECT 'moment:' || CASE WHEN extract(isodow FROM good.clock) > 5 THEN 'weekend'
                             ELSE 'weekday' END || '-' || <part of day>,
           player_id, game_id, max(weight), 1
    FROM good GROUP BY 1, 2, 3
),
summed AS (
    SELECT segment, game_id, sum(weight) AS weight FROM heard
    GROUP BY segment, game_id HAVING count(DISTINCT player_id) >= max(least)
),
ranked AS (
    SELECT segment, game_id, weight / max(weight) OVER (PARTITION BY segment) AS score,
           row_number() OVER (PARTITION BY segment ORDER BY weight DESC, game_id) AS place
    FROM summed
),
chosen AS MATERIALIZED (
    SELECT segment, game_id, round(score::numeric, 4)::float8 AS score FROM ranked
    WHERE place <= %(kept)s AND score >= 0.0001
),
gone AS (
    DELETE FROM games_trend AS t WHERE NOT EXISTS (
        SELECT FROM chosen WHERE chosen.segment = t.segment AND chosen.game_id = t.game_id)
    RETURNING 1
),
told AS (
    INSERT INTO games_trend (segment, game_id, score) SELECT segment, game_id, score FROM chosen
    ON CONFLICT (segment, game_id) DO UPDATE SET score = EXCLUDED.score WHERE games_trend.score <> EXCLUDED.score
    RETURNING 1
)
SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM told)
""".replace("<part of day>", _PART_OF_DAY)
