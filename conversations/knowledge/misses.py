"""What the bot did not understand, or wrongly, in groups of like meaning, until an editor teaches what they mean."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np
from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, transaction
from numpy.typing import NDArray

from conversations.channels.registry import channel_for
from conversations.knowledge import learning_job
from conversations.models import Message, Miss, MissGroup, TaughtExample
from conversations.redaction import redact
from conversations.understanding.types import Understanding
from games import versions
from games.models import DataVersion
from games.retrieval.pools import as_halfvec

# Cosine distance up to which two misses are one: "wdym" and "what do u mean" are, "meh" and "bruh" are not.
_ALIKE = 0.35
# Further back a group would hold what nobody remembers.
_OPEN_GROUPS_COMPARED = 2_000
_MOST_TAUGHT = 20


class AlreadyDecidedError(Exception):
    """Somebody else has taught or put aside this group meanwhile."""


def record_miss(*, message: Message, reading: Understanding, now: datetime) -> None:
    """Keep a message that was not understood, in the caller's transaction, beside those that mean the like.

    Two at once may open two groups for the same thing; that costs an editor a click and nobody an answer.
    What is only tried out, on a made-up channel, is no miss, and no group of real ones is held up by it.
    """
    if channel_for(message.channel).is_made_up:
        return
    Miss.objects.get_or_create(
        message=message,
        defaults={
            "group": _group_for(reading.vector, now), "guess": reading.intent, "confidence": reading.intent_confidence,
            "at": now,
        },
    )  # fmt: skip


@transaction.atomic
def record_misreading(*, message: Message, vector: NDArray[np.float32] | None, now: datetime) -> MissGroup:
    """Keep a message that was understood wrongly, however sure we were: somebody of the staff saw it.

    One that waits already stays where it is; of one that was decided about before, there is more to learn.
    """
    known = Miss.objects.select_related("group").filter(message=message).first()
    if known and known.group.state == MissGroup.State.OPEN:
        return known.group
    group = _group_for(vector, now)
    read = message.understanding or {}
    Miss.objects.update_or_create(
        message=message,
        defaults={
            "group": group, "guess": str(read.get("intent", ""))[:20],
            "confidence": float(read.get("intent_confidence") or 0.0), "at": now,
        },
    )  # fmt: skip
    return group


def texts_of(group: MissGroup) -> list[str]:
    """The different wordings of a group, the newest first, without names, numbers and links."""
    said = group.misses.exclude(message__body="").select_related("message__contact")[:100]
    texts = (redact(miss.message.body, names=(miss.message.contact.display_name,)) for miss in said)
    return list(dict.fromkeys(" ".join(text.split())[:500] for text in texts))[:_MOST_TAUGHT]


@transaction.atomic
def teach(
    *, group: MissGroup, texts: Sequence[str], intent: str, moods: Sequence[str], sentiment: str,
    by: AbstractBaseUser, now: datetime,
) -> int:  # fmt: skip
    """Make examples of these texts and queue a lesson; returns how many are new. Raises AlreadyDecidedError."""
    _decide(group, MissGroup.State.TAUGHT, by, now)
    before = TaughtExample.objects.count()
    TaughtExample.objects.bulk_create(
        [
            TaughtExample(text=text, intent=intent, moods=list(moods), sentiment=sentiment, taught_by_id=by.pk)
            for text in dict.fromkeys(text.strip()[:500] for text in texts[:_MOST_TAUGHT])
            if text
        ],
        ignore_conflicts=True,
    )
    note_change(by=by)
    return TaughtExample.objects.count() - before


@transaction.atomic
def ignore(*, group: MissGroup, by: AbstractBaseUser, now: datetime) -> None:
    """There is nothing to learn here. Raises AlreadyDecidedError."""
    _decide(group, MissGroup.State.IGNORED, by, now)


def note_change(*, by: AbstractBaseUser | None) -> None:
    """Examples or slang have changed: every process reads them again, and the work cluster learns from them."""
    versions.bump(DataVersion.Kind.KNOWLEDGE)
    learning_job.queue_learning(by=by)


def _decide(group: MissGroup, state: str, by: AbstractBaseUser, now: datetime) -> None:
    mine = MissGroup.objects.filter(pk=group.pk, state=MissGroup.State.OPEN)
    if not mine.update(state=state, decided_by=by.pk, decided_at=now):
        raise AlreadyDecidedError


def _group_for(vector: NDArray[np.float32] | None, now: datetime) -> MissGroup:
    """The open group that means the like, or a new one."""
    group = _nearest_open_group(vector)
    if group is None:
        return MissGroup.objects.create(vector=None if vector is None else vector.tolist(), newest_at=now)
    MissGroup.objects.filter(pk=group.pk).update(newest_at=now)
    return group


def _nearest_open_group(vector: NDArray[np.float32] | None) -> MissGroup | None:
    if vector is None:
        return None
    near = as_halfvec(vector)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM (SELECT id, vector FROM conversations_missgroup WHERE state = 'open'"
            " ORDER BY newest_at DESC LIMIT %s) AS open WHERE vector <=> %s::halfvec < %s"
            " ORDER BY vector <=> %s::halfvec LIMIT 1",
            [_OPEN_GROUPS_COMPARED, near, _ALIKE, near],
        )
        row = cursor.fetchone()
    return MissGroup(pk=row[0]) if row else None
