"""What a campaign brought: from sent to accepted, by step and version, and against those who were held out.

A reply, a pick taken or a STOP belongs to a message when it comes within the campaign's attribution window after it.
Whether a pick was accepted is what ``games.interactions.outcomes`` says. The lift compares everybody who was not
held out with everybody who was, sent or not: whoever looks only at messages that left compares those who could be
reached with all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import ExtractHour

from conversations.models import PROACTIVE_TOPICS, ConsentChange, Message
from engagement.models import Campaign, Touch
from engagement.statistics import always_valid
from engagement.statistics.arms import Arm, Interval
from games.interactions.outcomes import ACCEPTS
from games.models import Impression, Interaction

HELD_OUT = "holdout"
_ALPHA = 0.05
# An interval that holds at every look is made for a number of people that no look changes.
_LEAST_PEOPLE, _USUAL_PEOPLE = 200, 1_000
_NO = (ConsentChange.Topic.PROACTIVE, *PROACTIVE_TOPICS)
_DELIVERED = (Message.Status.DELIVERED, Message.Status.READ)


@dataclass(frozen=True)
class Funnel:
    """How many people's messages came how far. ``limited`` were not delivered because of Meta's limit a person."""

    planned: int
    handed_over: int
    sent: int
    delivered: int
    read: int
    replied: int
    accepted: int
    opted_out: int
    failed: int
    refused: int
    limited: int

    def plus(self, other: Funnel) -> Funnel:
        return Funnel(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))

    def share(self, count: int) -> float:
        return count / self.sent if self.sent else 0.0


@dataclass(frozen=True)
class Line:
    """One row of a breakdown."""

    what: str
    funnel: Funnel


@dataclass(frozen=True)
class Lift:
    """Shares of people who did it within the window; the interval is of the difference, and holds at every look."""

    what: str
    treated: int
    treated_did: int
    held_out: int
    held_out_did: int
    difference: Interval

    @property
    def extra(self) -> float:
        """How many did it who would not have."""
        return self.difference.estimate * self.treated

    @property
    def in_words(self) -> str:
        if not self.held_out or not self.treated:
            return "Nobody is held out yet, so nobody can say what would have happened without it."
        low, high = max(self.difference.low * 100, -100), min(self.difference.high * 100, 100)
        told = f"between {low:+.1f} and {high:+.1f} points"
        if self.difference.low > 0:
            return f"It brings more: {told}, about {self.extra:.0f} people so far."
        if self.difference.high < 0:
            return f"It does harm: {told}."
        return f"Not sure yet whether it brings anything: {told}."


def funnel_of(touches: QuerySet[Touch], *, window: timedelta) -> Funnel:
    """One statement."""
    counts = _judged(touches, window=window).aggregate(**_COUNTS)
    return Funnel(**counts)


def by_step(campaign: Campaign, *, window: timedelta) -> list[Line]:
    return by(Touch.objects.filter(campaign=campaign), "step", "step {}", window=window)


def by_version(campaign: Campaign, *, window: timedelta) -> list[Line]:
    return by(Touch.objects.filter(campaign=campaign), "version__number", "version {}", window=window)


def by_persona(campaign: Campaign, *, window: timedelta) -> list[Line]:
    return by(Touch.objects.filter(campaign=campaign), "contact__persona", "{}", window=window)


def by_hour(campaign: Campaign, *, window: timedelta) -> list[Line]:
    return by_hour_of_sending(Touch.objects.filter(campaign=campaign), window=window)


def by_hour_of_sending(touches: QuerySet[Touch], *, window: timedelta) -> list[Line]:
    """UTC."""
    sent = touches.filter(sent_at__isnull=False).annotate(hour=ExtractHour("sent_at"))
    return by(sent, "hour", "{:02d}:00", window=window)


def by(touches: QuerySet[Touch], column: str, words: str, *, window: timedelta) -> list[Line]:
    rows = funnels(touches, column, window=window)
    return [Line(words.format(value if value != "" else "as set by default"), funnel) for (value,), funnel in rows]


def funnels(touches: QuerySet[Touch], *columns: str, window: timedelta) -> list[tuple[tuple[Any, ...], Funnel]]:
    """By the values of these columns."""
    rows = _judged(touches, window=window).order_by().values(*columns).annotate(**_COUNTS).order_by(*columns)
    return [(tuple(row.pop(column) for column in columns), Funnel(**row)) for row in rows]


def _judged(touches: QuerySet[Touch], *, window: timedelta) -> QuerySet[Touch]:
    after = {"at__gte": OuterRef("sent_at"), "at__lte": OuterRef("sent_at") + window}
    replies = Message.objects.filter(
        contact=OuterRef("contact"), direction=Message.Direction.INBOUND, created_at__gte=OuterRef("sent_at"),
        created_at__lte=OuterRef("sent_at") + window,
    )  # fmt: skip
    accepted = Impression.objects.filter(slate=OuterRef("message__slate"), outcome=Impression.Outcome.ACCEPTED)
    in_time = Interaction.objects.filter(
        player=OuterRef("player"),
        game=OuterRef("game"),
        kind__in=ACCEPTS,
        at__lte=OuterRef(OuterRef("sent_at")) + window,
    )
    said_no = ConsentChange.objects.filter(contact=OuterRef("contact"), granted=False, topic__in=_NO, **after)
    return touches.annotate(
        has_replied=Exists(replies),
        has_accepted=Exists(accepted.filter(Exists(in_time))),
        has_opted_out=Exists(said_no),
    )


_SENT = Q(sent_at__isnull=False)
_COUNTS = {
    "planned": Count("pk"),
    "handed_over": Count("pk", filter=Q(message__isnull=False)),
    "sent": Count("pk", filter=_SENT),
    "delivered": Count("pk", filter=_SENT & Q(message__status__in=_DELIVERED)),
    "read": Count("pk", filter=_SENT & Q(message__status=Message.Status.READ)),
    "replied": Count("pk", filter=_SENT & Q(has_replied=True)),
    "accepted": Count("pk", filter=_SENT & Q(has_accepted=True)),
    "opted_out": Count("pk", filter=_SENT & Q(has_opted_out=True)),
    "failed": Count("pk", filter=Q(state=Touch.State.FAILED)),
    "refused": Count("pk", filter=Q(state=Touch.State.REFUSED)),
    "limited": Count("pk", filter=Q(reason="meta_limit")),
}


def reasons(campaign: Campaign) -> list[tuple[str, int]]:
    """Why messages did not leave, the most frequent first."""
    refused = Touch.objects.filter(campaign=campaign, state__in=(Touch.State.REFUSED, Touch.State.DROPPED))
    rows = refused.order_by().values_list("reason").annotate(count=Count("pk")).order_by("-count", "reason")
    return [(reason, count) for reason, count in rows]


# Who was refused for one of these for good never came to the question whether they are held out. Whoever only waits
# has their place already: those held out beside them were told apart at once.
_BEFORE_HOLDOUT = (
    "active", "recently_messaged", "stopped", "no_consent", "child", "no_pushed_address", "held_by_human",
    "in_distress", "gone", "no_step",
)  # fmt: skip
# Everybody once, by their first message; what they did counts from when it was planned, for the held out as well.
_PEOPLE_OF_CAMPAIGN = """
    SELECT DISTINCT ON (t.contact_id) t.contact_id, c.player_id, t.planned_at AS at, t.reason = %(held_out)s AS is_out
      FROM engagement_touch t JOIN conversations_contact c ON c.id = t.contact_id
     WHERE t.campaign_id = %(campaign)s AND t.decided_at IS NOT NULL AND t.state <> 'dropped'
       AND (NOT t.reason = ANY (%(before)s) OR t.earliest_at IS NOT NULL)
     ORDER BY t.contact_id, t.planned_at, t.id
"""
_WHAT_THEY_DID = """
WITH people AS ({people})
SELECT p.is_out, count(*),
       count(*) FILTER (WHERE EXISTS (
           SELECT 1 FROM conversations_message m
            WHERE m.contact_id = p.contact_id AND m.direction = 'inbound'
              AND m.created_at >= p.at AND m.created_at <= p.at + %(window)s)),
       count(*) FILTER (WHERE EXISTS (
           SELECT 1 FROM games_impression i
             JOIN games_interaction a ON a.player_id = i.player_id AND a.game_id = i.game_id
              AND a.kind = ANY (%(accepts)s) AND a.at >= p.at AND a.at <= p.at + %(window)s
            WHERE i.player_id = p.player_id AND i.outcome = 'accepted' AND i.shown_at <= a.at
              AND i.shown_at >= p.at)),
       count(*) FILTER (WHERE EXISTS (
           SELECT 1 FROM conversations_consentchange n
            WHERE n.contact_id = p.contact_id AND NOT n.granted AND n.topic = ANY (%(no)s)
              AND n.at >= p.at AND n.at <= p.at + %(window)s))
  FROM people p GROUP BY p.is_out
"""
_DID = ("came back and wrote", "took a recommendation", "said no to messages")


def lifts(campaign: Campaign, *, window: timedelta) -> list[Lift]:
    """Came back, took a pick, said STOP: those who were let through beside those held out. One statement."""
    about = {"campaign": campaign.pk, "held_out": HELD_OUT, "before": list(_BEFORE_HOLDOUT)}
    return lifts_from(what_they_did(_PEOPLE_OF_CAMPAIGN, about, window=window), expected=_people_expected(campaign))


def what_they_did(people: str, about: Mapping[str, Any], *, window: timedelta) -> tuple[list[int], list[int]]:
    """Of those let through and of those held out: how many, and how many did each. ``people`` is a SELECT of
    contact_id, player_id, at and is_out."""
    told = {**about, "window": window, "accepts": list(ACCEPTS), "no": [str(topic) for topic in _NO]}
    with connection.cursor() as cursor:
        cursor.execute(_WHAT_THEY_DID.format(people=people), told)
        found = {is_out: counts for is_out, *counts in cursor.fetchall()}
    nobody = [0] * (len(_DID) + 1)
    return found.get(False, nobody), found.get(True, nobody)


def lifts_from(counts: tuple[Sequence[int], Sequence[int]], *, expected: int) -> list[Lift]:
    """``expected`` is for how many people the interval is made; the same at every look."""
    treated, held = counts
    return [
        lift(what, treated[0], treated[place], held[0], held[place], expected=expected)
        for place, what in enumerate(_DID, start=1)
    ]


def _people_expected(campaign: Campaign) -> int:
    """The same at every look, whatever has come in by then: the audience of the first version, where one is known."""
    first = campaign.versions.order_by("number").values_list("audience_size", flat=True).first()
    return max(first or _USUAL_PEOPLE, _LEAST_PEOPLE)


def lift(what: str, treated: int, treated_did: int, held_out: int, held_out_did: int, *, expected: int) -> Lift:
    rho2 = always_valid.tuning_for(expected, alpha=_ALPHA)
    difference = always_valid.difference(
        _arm(held_out, held_out_did), _arm(treated, treated_did), rho2=rho2, alpha=_ALPHA
    )
    return Lift(what, treated, treated_did, held_out, held_out_did, difference)


def _arm(people: int, did: int) -> Arm:
    """With one more who did and one who did not in the spread: none of nineteen does not mean that nobody would."""
    if not people:
        return Arm(0, 0.0, 0.0)
    likely = (did + 1) / (people + 2)
    return Arm(people, did / people, likely * (1 - likely))


def is_settled(campaign: Campaign, *, window: timedelta, now: datetime) -> bool:
    """Whether the window of every message has closed."""
    return not Touch.objects.filter(campaign=campaign, sent_at__gt=now - window).exists()
