"""What the checks of `policy` need in SQL beside the facts: the hour where people live, and the numbers of the rules.

Nights and days of the calendar are reckoned by the pure functions, once for each set of zones that people have
(some hundreds), and joined: so both twins sleep by the same clock.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import connection

from conversations import clocks
from engagement import held_out, quiet_hours
from engagement.facts import NEVER, Rules

# Joins to a source whose column `zones` is that of `facts_sql`; adds awake_at and NIGHT_COLUMNS.
NIGHTS = """
  LEFT JOIN unnest(%(night_zones)s::text[], %(night_awake)s::timestamptz[], %(night_starts)s::timestamptz[],
                   %(night_ends)s::timestamptz[], %(night_weeks)s::timestamptz[], %(night_week_ends)s::timestamptz[])
                   AS n (zones, awake_at, day_starts, day_ends, week_starts, week_ends)
         ON n.zones = f.zones
"""
NIGHT_COLUMNS = "n.day_starts, n.day_ends, n.week_starts, n.week_ends"


def zones_in_use() -> list[str]:
    """Every set of zones that somebody has, as their contact keeps it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT CASE WHEN time_zone <> '' THEN time_zone ELSE COALESCE(zones_of_number, '') END"
            " FROM conversations_contact"
        )
        return [zones for (zones,) in cursor.fetchall()]


def parse_zones(zones: str) -> tuple[str, ...]:
    return tuple(zone for zone in zones.split("|") if clocks.is_zone(zone))


def parameters(rules: Rules, now: datetime, *, zones: Collection[str] | None = None) -> dict[str, object]:
    """For the checks and for NIGHTS. ``zones`` are those in use, where the caller knows them already."""
    names = list(zones_in_use() if zones is None else zones)
    sets = [parse_zones(name) or rules.usual_zones for name in names]
    days = [quiet_hours.calendar_day(now, zones) for zones in sets]
    weeks = [quiet_hours.calendar_week(now, zones) for zones in sets]
    return {
        "now": now,
        "topic": rules.topic,
        "calm_after_distress": rules.calm_after_distress,
        "per_day": rules.caps.per_day,
        "per_week": rules.caps.per_week,
        "per_calendar_day": rules.caps.per_calendar_day,
        "per_calendar_week": rules.caps.per_calendar_week,
        "night_zones": names,
        "night_awake": [quiet_hours.next_waking(now, zones, rules.quiet) if zones else NEVER for zones in sets],
        "night_starts": [begins for begins, _ in days],
        "night_ends": [ends for _, ends in days],
        "night_weeks": [begins for begins, _ in weeks],
        "night_week_ends": [ends for _, ends in weeks],
        **held_out.sql_parameters(rules.holdouts),
    }
