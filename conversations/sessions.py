"""When a sitting begins, of which kind it is, and how it ends.

A session ends ``SESSION_SILENCE`` after its last message, whenever the sweep comes round: its
end and its metrics do not depend on how late that is. A message that comes before the sweep
does not revive a session that has been silent for too long.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Avg, Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, Greatest

from conversations.models import Contact, Message, MoodReading, Session

IDLE_AFTER = timedelta(hours=11)
COLD_AFTER = timedelta(hours=48)

# Turns that led the talk on: a wish, a change, a reaction, a question about a game.
DEEP_INTENTS = ("recommend", "refine", "more", "why", "like", "dislike", "played", "details", "profile")


@dataclass(frozen=True)
class Opening:
    """Where a message falls: into the open session, or at the start of a new one."""

    kind: str  # one of Session.Kind
    session: Session | None  # None: a new session begins with this message
    stale_session_id: int | None  # open, but silent for too long; closed when the new one opens
    last_state: dict[str, Any]  # of the session before, or of this one; for DialogueState.at_opening

    @property
    def is_new(self) -> bool:
        return self.session is None


def kind_after(gap: timedelta | None) -> str:
    """The kind of a session that opens this long after the person's last message (None: first ever)."""
    if gap is None:
        return Session.Kind.ONBOARDING
    if gap > COLD_AFTER:
        return Session.Kind.COLD_RETURN
    if gap > IDLE_AFTER:
        return Session.Kind.IDLE_RETURN
    return Session.Kind.RETURNING


def find_opening(*, contact: Contact, at: datetime) -> Opening:
    """Which session a message written ``at`` belongs to, and the state left behind. Reads only."""
    last = Session.objects.filter(contact=contact).order_by("-opened_at", "-pk").first()
    if last is None:
        return Opening(kind_after(None), None, None, {})
    gap = at - last.last_message_at
    if last.closed_at is None and gap < settings.SESSION_SILENCE:
        return Opening(last.kind, last, None, last.state)
    return Opening(kind_after(gap), None, last.pk if last.closed_at is None else None, last.state)


def enter(
    *,
    opening: Opening,
    contact_id: int,
    channel: str,
    at: datetime,
    state: dict[str, Any],
    is_deep: bool,
    mode: str = "",
) -> Session:
    """Put a message that was handled into its session, opening one where needed. The caller's transaction.

    ``mode`` is the companion whose turn it was; a session is of the last one that it saw. The sweep may have closed
    the session since ``find_opening`` looked; then a new one opens.
    """
    if opening.session is not None:
        changed = Session.objects.filter(pk=opening.session.pk, closed_at=None).update(
            last_message_at=Greatest(F("last_message_at"), Value(at)),
            state=state,
            turns=F("turns") + 1,
            depth=F("depth") + int(is_deep),
            **({"mode": mode} if mode else {}),
        )
        if changed:
            return opening.session
    elif opening.stale_session_id is not None:
        _close(Session.objects.filter(pk=opening.stale_session_id, closed_at=None))
    return Session.objects.create(
        contact_id=contact_id,
        kind=opening.kind if opening.is_new else Session.Kind.RETURNING,
        channel=channel,
        opened_at=at,
        last_message_at=at,
        state=state,
        turns=1,
        depth=int(is_deep),
        mode=mode,
    )


def close_silent(now: datetime) -> int:
    """Close every session that has been silent for too long and fix its metrics. Returns how many.

    One statement: a second run, or one at the same time, finds nothing left to do, and a message
    that arrives meanwhile keeps its session open, for the row is looked at again under its lock.
    """
    return _close(Session.objects.filter(closed_at=None, last_message_at__lte=now - settings.SESSION_SILENCE))


def _close(sessions: QuerySet[Session]) -> int:
    heard = (
        Message.objects.filter(session=OuterRef("pk"), direction=Message.Direction.INBOUND).order_by().values("session")
    )
    moods = MoodReading.objects.filter(message__session=OuterRef("pk"))
    return sessions.update(
        closed_at=F("last_message_at") + settings.SESSION_SILENCE,
        turns=Coalesce(Subquery(heard.annotate(n=Count("pk")).values("n")), 0),
        depth=Coalesce(
            Subquery(heard.annotate(n=Count("pk", filter=Q(understanding__intent__in=DEEP_INTENTS))).values("n")), 0
        ),
        sentiment=Subquery(
            heard.annotate(
                mean=Avg(Cast(KeyTextTransform("sentiment_score", "understanding"), models.FloatField()))
            ).values("mean")
        ),
        mood_at_start=Coalesce(Subquery(moods.order_by("at", "pk").values("mood")[:1]), Value("")),
        mood_at_end=Coalesce(Subquery(moods.order_by("-at", "-pk").values("mood")[:1]), Value("")),
    )
