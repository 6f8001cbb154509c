"""What made-up people leave on the desks of the staff: what we took of their attention, why they are not written to,
reminders and letters. All of it hangs on them and goes with them. They are stored already.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Final

import numpy as np

from analytics.demo.shelf import Shelf
from analytics.demo.tables import Rows
from conversations.models import Letter, Reminder
from engagement.decision import ACTIVE, RECENTLY_MESSAGED
from engagement.models import Attention, Decision
from engagement.segments import determine_user_segment
from games.bulk_copy import copy_in

_DAY: Final = timedelta(days=1)
_WAKING_HOUR: Final = 17
_LETTERS: Final = 9
_REMINDERS: Final = 12


def lay_out(rows: Rows, shelf: Shelf, *, now: datetime, rng: np.random.Generator) -> Counter[tuple[str, str]]:
    """How many a cycle would find of each segment and reason."""
    attention = _attention(rows)
    copy_in(attention)
    decisions = _decisions(rows, {row.contact_id: row.at for row in attention}, now=now)
    Decision.objects.bulk_create(decisions)
    copy_in(_reminders(rows, shelf, now=now, rng=rng))
    copy_in(_letters(rows, now=now, rng=rng))
    return Counter((row.segment, row.reason) for row in decisions)


def _attention(rows: Rows) -> list[Attention]:
    """In the order of time. What failed on its way gave it back."""
    sent = [(row.sent_at, row) for row in rows.touches if row.state == "sent" and row.sent_at is not None]
    return [
        Attention(contact=row.contact, kind=row.kind, topic=row.topic, at=at, message=row.message)
        for at, row in sorted(sent, key=lambda told: told[0])
    ]


def _decisions(rows: Rows, last_written: dict[int, datetime], *, now: datetime) -> list[Decision]:
    """As the cycle of the last full hour would have found them, in the order in which it asks."""
    decided_at = (now - timedelta(hours=1)).replace(minute=5, second=0, microsecond=0)
    held_out = {row.contact_id for row in rows.touches if row.reason == "holdout" and row.planned_at > now - 7 * _DAY}
    found = []
    for contact in rows.contacts:
        active_at = contact.last_inbound_at or contact.created_at
        written_at = last_written.get(contact.pk)
        row = Decision(contact=contact, decided_at=decided_at)
        row.segment = determine_user_segment((now - active_at) / _DAY, (now - contact.created_at) / _DAY)
        if active_at > now - _DAY:
            row.reason, row.earliest_at = ACTIVE, active_at + _DAY
        elif written_at is not None and written_at > now - _DAY:
            row.reason, row.earliest_at = RECENTLY_MESSAGED, written_at + _DAY
        elif not contact.replies_allowed:
            row.reason = "stopped"
        elif not contact.proactive_allowed:
            row.reason = "no_consent"
        else:
            row.reason = "holdout" if contact.pk in held_out else "window_closed"
        found.append(row)
    return found


def _reminders(rows: Rows, shelf: Shelf, *, now: datetime, rng: np.random.Generator) -> list[Reminder]:
    """Games that somebody wanted to be told of again: most were, some wait, one was taken back."""
    titles = {title.pk: title.title for title in shelf.titles}
    contacts = {row.player_id: row for row in rows.contacts}
    wishes = [
        (row, titles[row.game_id])
        for row in rows.interactions
        if row.kind in ("save", "will_play") and row.at < now and row.game_id is not None
    ]
    found = []
    for number, (wish, title) in enumerate(wishes[-_REMINDERS:]):
        contact, day = contacts[wish.player_id], wish.at + int(rng.integers(1, 4)) * _DAY
        row = Reminder(
            contact=contact, game_id=wish.game_id, about=title[:120], asked_at=wish.at,
            due_at=max(day.replace(hour=18, minute=30, second=0, microsecond=0), wish.at + timedelta(hours=2)),
            time_zone=contact.time_zone,
        )  # fmt: skip
        if number == _REMINDERS // 2:
            row.state, row.reason, row.ended_at = "cancelled", "taken_back", min(wish.at + timedelta(hours=1), now)
        elif row.due_at <= now:
            row.state, row.ended_at = "sent", row.due_at
        found.append(row)
    return found


def _letters(rows: Rows, *, now: datetime, rng: np.random.Generator) -> list[Letter]:
    """That there were letters and which games the answers named; their words are not made up."""
    told = [row for row in rows.readings if row.mood in ("sad", "lonely", "nostalgic") and row.at < now - 2 * _DAY]
    found = []
    for number, reading in enumerate(told[-_LETTERS:]):
        due_at = reading.at.replace(hour=_WAKING_HOUR, minute=int(rng.integers(60)))
        due_at += _DAY * (due_at < reading.at + timedelta(hours=2))
        row = Letter(contact=reading.contact, mood=reading.mood, received_at=reading.at, due_at=due_at, ended_at=due_at)
        if number % 5 == 4:
            row.state, row.reason = Letter.State.DROPPED, Letter.Reason.WINDOW_CLOSED
        else:
            row.state, row.written_by = Letter.State.ANSWERED, Letter.Writer.SHEET
            row.game_id = rows.impressions[int(rng.integers(len(rows.impressions)))].game_id
        found.append(row)
    return found
