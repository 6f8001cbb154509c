"""Somebody is erased: what engagement has planned for them goes first, in the order in which everybody locks it."""

from __future__ import annotations

from collections import Counter

from engagement.models import Enrolment, Touch


def let_go(contact_id: int) -> Counter[str]:
    """Before the contact itself goes, in its transaction, with its row locked. Returns how many rows of which table.

    What is being moved on or released at this moment is waited for, and nothing of theirs is begun after it.
    """
    enrolments = Enrolment.objects.filter(contact=contact_id)
    touches = Touch.objects.filter(contact=contact_id)
    for rows in (enrolments, touches):
        list(rows.select_for_update().order_by("pk").values_list("pk", flat=True))
    _, gone = touches.delete()
    _, left = enrolments.delete()
    return Counter(gone) + Counter(left)
