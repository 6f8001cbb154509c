"""Who needs a person first, then who wrote last: one row a person, as the operators' inbox lists them.

The hard reasons (in distress, held, given up, like a machine) stand on the contact and are found by an index of their
own. The soft ones (not understood twice, angry) are read among the sessions that are open and the newest of those
that are not; answering, handing back or marking as done ends them until the person writes again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, FloatField, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce

from conversations.models import (
    NEEDS_A_PERSON,
    Contact,
    ContactAddress,
    HandOver,
    InboxThread,
    InboxVisit,
    Message,
    Session,
)
from conversations.redaction import redact

# Most urgent first; the words are those on the badge.
REASONS: Mapping[str, str] = {
    "distress": "in distress",
    "waiting": "waits for a person",
    "stuck": "given up",
    "looping": "like a machine",
    "unsure": "not understood twice",
    "angry": "angry",
    "held": "with a person",
}
_URGENCY = {key: place for place, key in enumerate(REASONS)}
_MOST_IN_NEED, RECENT, _SESSIONS_LOOKED_AT = 200, 40, 500
_ANGRY_BELOW = -0.6  # the sentiment of their last message, -1…1
_UNREAD_FOR = timedelta(days=7)
_PREVIEW_READ, _PREVIEW_CHARS = 240, 90


@dataclass(frozen=True)
class Row:
    """``since`` is how long the most urgent reason has held; without one, when they or we last said something."""

    contact: Contact
    reasons: tuple[str, ...]
    since: datetime | None
    last_at: datetime | None
    last_words: str
    last_is_theirs: bool
    holder_id: int | None
    holder: str
    unread: int
    session: Session | None
    addresses: tuple[ContactAddress, ...]

    @property
    def badges(self) -> list[tuple[str, str]]:
        return [(key, REASONS[key]) for key in self.reasons]


# What the chips above the list keep, by key: words, and whether a row stays for an operator.
CHIPS: Mapping[str, tuple[str, Callable[[Row, int], bool]]] = {
    "all": ("all", lambda row, me: True),
    "needs": ("need a person", lambda row, me: bool(row.reasons)),
    "mine": ("mine", lambda row, me: row.holder_id == me),
    "nobodys": ("nobody's", lambda row, me: bool(row.reasons) and row.holder_id is None),
    "unread": ("unread", lambda row, me: row.unread > 0),
    **{key: (words, lambda row, me, key=key: key in row.reasons) for key, words in REASONS.items()},  # type: ignore[misc]
}


def load(*, operator_id: int, now: datetime, search: str = "", recent: int = RECENT) -> list[Row]:
    """Everybody in need, most urgent and longest first, then the most recent. ``search``: only who is called so."""
    soft = _soft_reasons()
    if search:
        ids: Collection[int] = _found(search, limit=recent)
    else:
        mine = HandOver.objects.still_open().filter(claimed_by=operator_id).values_list("contact_id", flat=True)
        cared_for = InboxThread.objects.filter(assigned_to=operator_id).values_list("contact_id", flat=True)
        newest = Session.objects.order_by("-pk").values_list("contact_id", flat=True)[: 4 * recent]
        ids = {
            *Contact.objects.filter(NEEDS_A_PERSON).order_by("pk").values_list("pk", flat=True)[:_MOST_IN_NEED],
            *list(soft)[:_MOST_IN_NEED],
            *mine[:_MOST_IN_NEED],
            *cared_for[:_MOST_IN_NEED],
            *list(dict.fromkeys(newest))[:recent],
        }
    rows = _rows(ids, soft, operator_id=operator_id, now=now)
    return sorted(rows, key=_place)


def counts(rows: Iterable[Row], *, operator_id: int) -> dict[str, int]:
    """How many rows each chip keeps."""
    found = Counter(key for row in rows for key, (_, keeps) in CHIPS.items() if keeps(row, operator_id))
    return {key: found[key] for key in CHIPS}


def _place(row: Row) -> tuple[int, float]:
    """In need: the longest first. Others: the newest first."""
    if row.reasons:
        return _URGENCY[row.reasons[0]], row.since.timestamp() if row.since else 0.0
    return len(_URGENCY), -(row.last_at.timestamp() if row.last_at else 0.0)


def _found(search: str, *, limit: int) -> list[int]:
    """By the beginning of a name, or a whole address: who may not see numbers must not find them out digit by digit."""
    term = search.strip()
    # One question for each index, and no order: otherwise everybody is read to answer it.
    values = (term, f"+{term.lstrip('+')}")
    addresses = ContactAddress.objects.filter(kind__in=ContactAddress.Kind.values, value__in=values)
    people = Contact.objects.filter(display_name__istartswith=term)
    return [*addresses.values_list("contact_id", flat=True)[:limit], *people.values_list("pk", flat=True)[:limit]]


def _soft_reasons() -> dict[int, tuple[int, frozenset[str]]]:
    """By contact: the session that tells it, and what it tells."""
    newest = Session.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    said = Message.objects.filter(session=OuterRef("pk"), direction=Message.Direction.INBOUND)
    score = Cast(KeyTextTransform("sentiment_score", "understanding"), FloatField())
    is_lost = Q(state__misunderstood_in_a_row__gte=2)
    is_angry = Q(mood_at_end="angry") | Q(state__tonight__mood="angry") | Q(last_sentiment__lte=_ANGRY_BELOW)
    sessions = (
        Session.objects.filter(Q(closed_at=None) | Q(pk__gt=newest - _SESSIONS_LOOKED_AT))
        .exclude(contact__inbox_thread__settled_at__gte=F("last_message_at"))
        .annotate(last_sentiment=Subquery(said.order_by("-created_at", "-pk").values(told=score)[:1]))
    )
    found: dict[int, tuple[int, frozenset[str]]] = {}
    for key, condition in (("unsure", is_lost), ("angry", is_angry)):
        for pk, contact_id in sessions.filter(condition).order_by("-pk").values_list("pk", "contact_id"):
            before = found.get(contact_id, (pk, frozenset()))
            if before[0] == pk:
                found[contact_id] = (pk, before[1] | {key})
            elif before[0] < pk:
                found[contact_id] = (pk, frozenset({key}))
    return found


def _rows(
    ids: Collection[int], soft: Mapping[int, tuple[int, frozenset[str]]], *, operator_id: int, now: datetime
) -> list[Row]:
    contacts = list(_with_newest(operator_id, now=now).filter(pk__in=ids))
    sessions = Session.objects.defer("state").in_bulk([pk for one in contacts if (pk := one.newest_session)])
    said = Message.objects.only("body", "kind", "direction", "created_at", "contact_id").in_bulk(
        [pk for one in contacts if (pk := one.newest_message)]
    )
    held = {
        row.contact_id: row
        for row in HandOver.objects.still_open()
        .with_waiting_time()
        .select_related("claimed_by")
        .filter(contact__in=[one.pk for one in contacts])
    }
    return [
        _row(
            contact,
            held=held.get(contact.pk),
            session=sessions.get(contact.newest_session),
            last=said.get(contact.newest_message),
            soft=soft.get(contact.pk),
        )
        for contact in contacts
    ]


def _with_newest(operator_id: int, *, now: datetime) -> QuerySet[Any]:
    newest_session = Session.objects.filter(contact=OuterRef("pk")).order_by("-opened_at", "-pk").values("pk")
    newest_message = Message.objects.filter(contact=OuterRef("pk")).order_by("-created_at", "-pk").values("pk")
    visits = InboxVisit.objects.filter(contact=OuterRef("pk"), by=operator_id).values("seen")
    unread = (
        Message.objects.filter(
            contact=OuterRef("pk"), created_at__gte=now - _UNREAD_FOR, direction=Message.Direction.INBOUND,
            pk__gt=Coalesce(OuterRef("seen_until"), 0),
        )
        .order_by()
        .values("contact")
        .annotate(many=Count("pk"))
        .values("many")
    )  # fmt: skip
    return (
        Contact.objects.filter(goes_at=None)
        .select_related("inbox_thread__assigned_to")
        .prefetch_related(Prefetch("addresses", ContactAddress.objects.order_by("pk")))
        .annotate(
            newest_session=Subquery(newest_session[:1]),
            newest_message=Subquery(newest_message[:1]),
            seen_until=Subquery(visits[:1]),
            unread=Coalesce(Subquery(unread), 0, output_field=IntegerField()),
        )
    )


def _row(
    contact: Any, *, held: HandOver | None, session: Session | None, last: Message | None,
    soft: tuple[int, frozenset[str]] | None,
) -> Row:  # fmt: skip
    waits_since = getattr(held, "waits_since", None)
    since: dict[str, datetime | None] = {}
    if contact.distress_at and not contact.distress_seen_at:
        since["distress"] = contact.distress_at
    if held and waits_since:
        since["waiting"] = waits_since
    elif contact.held_by_human_at:
        since["held"] = contact.held_by_human_at
    if contact.parked_at:
        since["stuck"] = contact.parked_at
    if contact.looping_at:
        since["looping"] = contact.looping_at
    if soft and session and soft[0] == session.pk:
        since |= dict.fromkeys(soft[1], session.last_message_at)
    reasons = tuple(sorted(since, key=_URGENCY.__getitem__))
    thread = getattr(contact, "inbox_thread", None)
    holder = held.claimed_by if held else thread.assigned_to if thread else None
    return Row(
        contact=contact,
        reasons=reasons,
        since=since[reasons[0]] if reasons else None,
        last_at=last.created_at if last else None,
        last_words=_preview(last) if last else "",
        last_is_theirs=bool(last and last.direction == Message.Direction.INBOUND),
        holder_id=holder.pk if holder else None,
        holder=str(holder or ""),
        unread=contact.unread,
        session=session,
        addresses=tuple(contact.addresses.all()),
    )


def _preview(message: Message) -> str:
    """Without numbers and addresses, as in every list; the name stands beside it anyway."""
    words = redact(message.body[:_PREVIEW_READ]) or f"({message.kind})"
    return words if len(words) <= _PREVIEW_CHARS else words[: _PREVIEW_CHARS - 1] + "…"
