"""The rules as they stand now: those that marketers keep in the admin, and those of the settings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from django.conf import settings

from engagement import held_out
from engagement.facts import Caps, Holdout, QuietHours, Rules
from engagement.models import HoldoutRule, SendingRules

GLOBAL = "global"


def rules(
    *,
    now: datetime,
    topic: str = "check_ins",
    has_template: bool = False,
    campaign: str = "",
    held_out_percent: float = 0,
    inactivity: Mapping[str, timedelta] | None = None,
) -> Rules:
    """``campaign`` names what is sent; ``held_out_percent`` of people are held out of it alone, beside everybody who is
    held out of all.
    """
    kept = SendingRules.objects.filter(pk=1).first() or SendingRules(pk=1)
    return Rules(
        inactivity=inactivity or {},
        topic=topic,
        has_template=has_template,
        campaign=campaign,
        calm_after_distress=timedelta(days=settings.DISTRESS_QUIET_DAYS),
        quiet=QuietHours(
            _minutes(kept.quiet_from),
            _minutes(kept.quiet_until),
            _minutes(kept.weekend_until) if kept.weekend_until else None,
        ),
        caps=_caps(kept),
        holdouts=holdouts(now=now, campaign=campaign, percent=held_out_percent),
        usual_zones=(kept.usual_zone,) if kept.usual_zone else (),
    )


def caps_alone() -> Rules:
    """All that the budget needs of them, in one query."""
    kept = SendingRules.objects.filter(pk=1).first() or SendingRules(pk=1)
    return Rules(
        inactivity={},
        caps=_caps(kept),
        usual_zones=(kept.usual_zone,) if kept.usual_zone else (),
    )


def holdouts(*, now: datetime, campaign: str = "", percent: float = 0) -> tuple[Holdout, ...]:
    """The global one and that of the campaign, each as it stands at this moment."""
    named = HoldoutRule.objects.filter(is_on=True, key__in=(GLOBAL, campaign))
    found = [as_it_stands(rule, now=now) for rule in named]
    if campaign and percent:
        found.append(Holdout(salt=f"campaign:{campaign}", percent=percent))
    return tuple(found)


def as_it_stands(rule: HoldoutRule, *, now: datetime) -> Holdout:
    weeks = timedelta(weeks=rule.rotates_every_weeks)
    return held_out.of_period(rule.key, percent=rule.percent, rotates_every=weeks, now=now)


def _caps(kept: SendingRules) -> Caps:
    return Caps(kept.per_day, kept.per_week, kept.per_calendar_day, kept.per_calendar_week)


def _minutes(at: time | str) -> int:
    hour, minute = (at.hour, at.minute) if isinstance(at, time) else map(int, at.split(":")[:2])
    return int(hour) * 60 + int(minute)
