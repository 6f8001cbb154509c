"""Two contacts turn out to be one person: what they were in and what was planned for either is theirs."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from engagement.models import Enrolment, Touch


def take_along(*, keep_id: int, gone_id: int) -> None:
    """So that a campaign that goes out once does not begin again. What both have stays once; the other goes."""
    theirs = Enrolment.objects.filter(contact=keep_id, campaign=OuterRef("campaign"))
    has_it = Exists(theirs.filter(occasion=OuterRef("occasion")))
    is_second = Q(state=Enrolment.State.ACTIVE) & Exists(theirs.under_way())
    moving = list(Enrolment.objects.filter(contact=gone_id).exclude(has_it | is_second).values_list("pk", flat=True))
    # Before the touches: one that is being moved on at this moment has its next touch stored when it is free.
    Enrolment.objects.filter(pk__in=moving).update(contact=keep_id)
    Touch.objects.filter(enrolment__in=moving).update(contact=keep_id)
    alone = Touch.objects.filter(contact=gone_id, campaign=None)
    same = Touch.objects.filter(contact=keep_id, campaign=None, kind=OuterRef("kind"), occasion=OuterRef("occasion"))
    # A check-in that still waits is left to the next cycle, or one person could have two.
    alone.exclude(Exists(same)).exclude(kind=Touch.Kind.CYCLE, state=Touch.State.PLANNED).update(contact=keep_id)
