"""Bounds for metrics: held against what was counted, shown to whom it concerns, mailed once a breach."""

from __future__ import annotations

import logging
import math
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.urls import reverse

from analytics import reading
from analytics.dimensions import DIMENSIONS
from analytics.metrics import METRICS
from analytics.models import Alert, AlertRule
from analytics.number_words import DRAWN, in_words
from analytics.pages import PAGES, Page
from analytics.reading import NotOffered, Period
from analytics.values import Counted

logger = logging.getLogger(__name__)


def evaluate(*, now: datetime) -> int:
    """Open an alert for each rule that is newly broken, close those that are over; how many began. Idempotent."""
    began = 0
    for rule in AlertRule.objects.filter(is_active=True):
        value = measure(rule, now=now)
        if value is None:
            continue  # nothing to judge by: what fires goes on
        is_broken = _is_beyond(rule, value)
        firing = Alert.objects.filter(rule=rule, resolved_at=None)
        if not is_broken:
            firing.update(resolved_at=now, last_value=value)
        elif not firing.update(last_value=value):
            began += _open(rule, value, now=now)
    Alert.objects.filter(resolved_at=None, rule__is_active=False).update(resolved_at=now)
    return began


def mail(*, now: datetime) -> int:
    """Tell those whom the rules name of what fires and was not told yet; how many mails left."""
    sent = 0
    if not settings.EMAIL_HOST:
        return sent
    for alert in (
        Alert.objects.filter(resolved_at=None, mailed_at=None).exclude(rule__mail_to="").select_related("rule")
    ):
        # Claimed first: two runs side by side send one mail.
        if not Alert.objects.filter(pk=alert.pk, mailed_at=None).update(mailed_at=now):
            continue
        try:
            send_mail(f"Thrum: {alert.rule.name}", _letter(alert), None, addresses_of(alert.rule))
        except OSError:
            logger.exception("alert %s could not be mailed; tried again after the next count", alert.pk)
            Alert.objects.filter(pk=alert.pk).update(mailed_at=None)
        else:
            sent += 1
    return sent


def firing_for(user: AbstractBaseUser | AnonymousUser) -> list[Alert]:
    """What is beyond its bound now, of the pages that this person may see."""
    assert isinstance(user, User | AnonymousUser)
    rows = Alert.objects.filter(resolved_at=None).select_related("rule").order_by("opened_at")
    seen = {page.key for page in PAGES.values() if user.has_perm(page.permission)}
    return [row for row in rows if (page := page_of(row.rule.metric)) and page.key in seen]


def page_of(metric: str) -> Page | None:
    """The first page that draws it."""
    return next((page for page in PAGES.values() if any(metric in panel.metrics for panel in page.panels)), None)


def in_a_sentence(rule: AlertRule, value: float | None = None) -> str:
    """Failed: 12 %, above 5 % today."""
    metric = METRICS.get(rule.metric)
    if metric is None:
        return f"“{rule.metric}” is not counted any more."
    of = ""
    if rule.dimension:
        dimension = DIMENSIONS[rule.dimension]
        of = f" ({dimension.label}: {dimension.label_of(rule.value, dimension.labels())})"
    span = _span(rule.window_days, is_told_at_once=not metric.settles_in)
    told = "" if value is None else f": {_shown(rule, value)},"
    name = metric.label[:1].upper() + metric.label[1:]
    return f"{name}{of}{told} {rule.comparison} {_shown(rule, rule.threshold)} {span}."


def _span(days: int, *, is_told_at_once: bool) -> str:
    if is_told_at_once:
        return "today" if days == 1 else f"over {days} days"
    return "on the last day whose outcomes are in" if days == 1 else f"over the last {days} days whose outcomes are in"


def addresses_of(rule: AlertRule) -> list[str]:
    return [one for part in rule.mail_to.split(",") if (one := part.strip())]


def link_of(rule: AlertRule) -> str:
    page = page_of(rule.metric)
    return reverse("analytics:page", args=[page.key]) if page else reverse("admin:analytics_alert_changelist")


def measure(rule: AlertRule, *, now: datetime) -> float | None:
    """What the rule is held against, in the unit of its bound.

    None where nothing was counted, too little, or what is not counted any more.
    """
    metric = METRICS.get(rule.metric)
    if metric is None:
        return None
    # Of days whose outcomes still come in only those count who were quick.
    last = metric.last_final(now.astimezone(ZoneInfo(settings.ANALYTICS_TIME_ZONE)).date())
    only = reading.Filters(is_demo=reading.shows_demo())
    try:
        told = reading.series(
            rule.metric, period=Period.until(last, days=rule.window_days), by=rule.dimension or None, only=only
        )
    except (NotOffered, KeyError):
        return None
    group = next((group for group in told.groups if not rule.dimension or group.value == rule.value), None)
    if group is None or group.total is None or not math.isfinite(group.total):
        return None
    if _behind(group.whole) < rule.least_behind:
        return None
    return group.total * _scale(rule)


def _is_beyond(rule: AlertRule, value: float) -> bool:
    return value > rule.threshold if rule.comparison == AlertRule.Comparison.ABOVE else value < rule.threshold


def _behind(counted: Counted | None) -> float:
    if counted is None:
        return 0
    return sum(counted.buckets) or counted.denominator or counted.numerator


def _scale(rule: AlertRule) -> float:
    """People write 5 for 5 %."""
    unit = METRICS[rule.metric].unit
    return 1.0 if unit == "bytes" else DRAWN.get(unit, 1.0)


def _shown(rule: AlertRule, value: float) -> str:
    return in_words(value / _scale(rule), METRICS[rule.metric].unit)


def _open(rule: AlertRule, value: float, *, now: datetime) -> bool:
    try:
        with transaction.atomic():
            Alert.objects.create(rule=rule, opened_at=now, value=value, last_value=value)
    except IntegrityError:
        return False  # another run was first
    logger.warning("alert: %s", in_a_sentence(rule, value))
    return True


def _letter(alert: Alert) -> str:
    return (
        f"{in_a_sentence(alert.rule, alert.last_value)}\n\n"
        f"Since {alert.opened_at:%Y-%m-%d %H:%M} UTC. You get no second mail until it was within its bound again.\n"
        f"{settings.PUBLIC_BASE_URL}{link_of(alert.rule)}\n"
    )
