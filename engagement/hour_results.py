"""Whether people's own hours are any better than a random one: those who got the one beside those who got the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from engagement import held_out, outcomes
from engagement.models import Campaign, Touch
from engagement.outcomes import Funnel, Lift
from engagement.send_moments import RANDOM_HOURS

LEAST_AT_RANDOM = 200
LEAST_FOUND = 10
# One in ten of these is at a random hour; for so many people the intervals are made, whatever has come in.
_USUAL_PEOPLE = 10_000


@dataclass(frozen=True)
class HourLift:
    lift: Lift

    @property
    def is_enough(self) -> bool:
        lift = self.lift
        return lift.held_out >= LEAST_AT_RANDOM and min(lift.held_out_did, lift.treated_did) >= LEAST_FOUND

    @property
    def in_words(self) -> str:
        lift, words = self.lift, f"{self.lift.what} within the window"
        if not self.is_enough:
            return (
                f"Too few to say how many more {words}: {lift.held_out} of {LEAST_AT_RANDOM} messages at a random hour "
                f"so far, {lift.held_out_did} of whom did."
            )
        low, high = lift.difference.low * 100, lift.difference.high * 100
        told = f"between {low:+.1f} and {high:+.1f} of 100 people {words} than at a random hour"
        if low > 0:
            return f"Own hours bring more: {told}."
        if high < 0:
            return f"Own hours do harm: {told}."
        return f"Not sure yet whether own hours bring anything: {told}."


def of_campaign(campaign: Campaign, *, window: timedelta) -> list[HourLift]:
    """Empty for what leaves at once."""
    if campaign.send_time != Campaign.SendTime.OWN_HOURS:
        return []
    return of_touches(Touch.objects.filter(campaign=campaign), window=window)


def of_touches(touches: QuerySet[Touch], *, window: timedelta) -> list[HourLift]:
    """Read, and answered, of what was sent."""
    text, values = held_out.condition(RANDOM_HOURS, '"engagement_touch"."contact_id"')
    drawn = touches.filter(sent_at__isnull=False).annotate(
        at_random=RawSQL(text, values, output_field=BooleanField())  # noqa: S611 - made of our own pieces
    )
    found = {at_random: funnel for (at_random,), funnel in outcomes.funnels(drawn, "at_random", window=window)}
    own, random = found.get(False, _NOTHING), found.get(True, _NOTHING)
    return [
        HourLift(outcomes.lift(words, own.sent, mine, random.sent, theirs, expected=_USUAL_PEOPLE))
        for words, mine, theirs in (("read it", own.read, random.read), ("reply", own.replied, random.replied))
    ]


_NOTHING = Funnel(*(0,) * 11)
