"""When each of many people gets their message: at once, or at their own hour, read from when they wrote; one in ten
of the latter at a random hour instead, to compare with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from conversations.models import Contact, Message
from engagement import held_out, quiet_hours, send_time, standing_rules, time_zones
from engagement.campaign_copy import FrozenCampaign
from engagement.facts import Holdout, QuietHours

_READ_BACK = timedelta(days=60)
_WITHIN = timedelta(hours=24)
RANDOM_HOURS = Holdout(salt="random-hours", percent=10)


def find(asked: Iterable[tuple[int, Contact, FrozenCampaign]], *, now: datetime) -> Mapping[int, datetime]:
    """By the number that each is asked under; who is not in it is written to as soon as allowed."""
    waiting = [(key, contact, copy) for key, contact, copy in asked if copy.send_time == "own_hours"]
    if not waiting:
        return {}
    quiet = standing_rules.rules(now=now).quiet
    zones = {contact.pk: time_zones.zones_of(contact) for _, contact, _ in waiting}
    hours = _hours(zones, now=now)
    return {
        key: moment
        for key, contact, copy in waiting
        if (moment := _moment(contact, copy, zones[contact.pk], hours[contact.pk], quiet, earliest=now))
    }


def best_from(contact: Contact, copy: FrozenCampaign, *, earliest: datetime, now: datetime) -> datetime:
    """The moment for one person, no sooner than policy allows."""
    if copy.send_time != "own_hours":
        return earliest
    zones = time_zones.zones_of(contact)
    hours = _hours({contact.pk: zones}, now=now)
    quiet = standing_rules.rules(now=now).quiet
    return _moment(contact, copy, zones, hours[contact.pk], quiet, earliest=max(earliest, now)) or earliest


def gets_random_hour(contact_id: int) -> bool:
    """One in ten, the same ones in every campaign that keeps to people's own hours: beside them it shows whether those
    hours are any good."""
    return held_out.in_holdout(contact_id, RANDOM_HOURS)


def _moment(
    contact: Contact,
    copy: FrozenCampaign,
    zones: Sequence[str],
    own: Sequence[float],
    quiet: QuietHours,
    *,
    earliest: datetime,
) -> datetime | None:
    latest = earliest + _WITHIN
    if copy.ends is not None:
        latest = min(latest, copy.ends)
    zone = zones[0] if len(zones) == 1 else ""

    def allowed(moment: datetime) -> bool:
        return not quiet_hours.is_quiet(zones, moment, quiet)

    if zone and gets_random_hour(contact.pk):
        # By the day as well, or somebody's random hour would be the same one every time.
        draw = held_out.draw(contact.pk, salt=f"{RANDOM_HOURS.salt}:{earliest:%Y-%m-%d}")
        return send_time.drawn_moment(draw=draw, zone=zone, earliest=earliest, latest=latest, allowed=allowed)
    return send_time.best_moment(
        own=own, prior=send_time.USUAL, zone=zone, earliest=earliest, latest=latest, allowed=allowed
    )


def _hours(zones: Mapping[int, Sequence[str]], *, now: datetime) -> Mapping[int, list[float]]:
    """How often each wrote in each hour of their day; newer messages count for more."""
    counts: dict[int, list[float]] = defaultdict(lambda: [0.0] * send_time.HOURS)
    known = {contact_id: ZoneInfo(names[0]) for contact_id, names in zones.items() if len(names) == 1}
    for contact_id in zones:
        counts[contact_id] = [0.0] * send_time.HOURS
    wrote = Message.objects.filter(
        contact__in=known, direction=Message.Direction.INBOUND, created_at__gt=now - _READ_BACK, created_at__lte=now
    )
    for contact_id, at in wrote.order_by().values_list("contact_id", "created_at"):
        age = (now - at) / _READ_BACK
        counts[contact_id][at.astimezone(known[contact_id]).hour] += 1 - age / 2
    return counts
