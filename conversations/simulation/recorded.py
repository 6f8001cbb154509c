"""Recorded talks as scripts: what people wrote, redacted, with what was understood and answered then.

Children's words are not kept, and erased people are gone: neither can be played again. The gaps between messages
are kept to the minute. Whose first words are among them begins as a stranger, as then; of others it is not recorded
what was known when the talk began, so what is known of them today stands for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Prefetch, QuerySet

from conversations.models import Contact, Message, Session
from conversations.redaction import NAME, redact
from conversations.simulation.lines import as_reply
from conversations.simulation.scripts import FILES, LONGEST_WAIT, MOST_STEPS, Script, Step, Who
from games.models import Impression, Player

_SEED = 1
_MINUTE = timedelta(minutes=1)
_LEAST_WAIT = 2  # minutes; a shorter pause changes nothing
_READ = ("intent", "mood", "sentiment", "is_unsure")
# What is stored of a reading under the name that it has when it is read.
SLOTS = ("platforms", "genres", "exclude_genres", "price_max", "currency", "session_minutes", "like_titles",
         "dislike_titles")  # fmt: skip


@dataclass(frozen=True)
class Then:
    """What a recorded message was taken for and answered with. Empty where nothing is known of it."""

    reading: dict[str, Any]
    slots: dict[str, Any]
    picks: tuple[str, ...]
    was_answered: bool


@dataclass(frozen=True)
class Recorded:
    """``then`` holds for each message of the player (a step that says, taps or sends) what came of it, in order."""

    number: int  # of the chat in this run; whose it is stays out
    script: Script
    then: tuple[Then, ...]


def recorded_chats(*, since: datetime, limit: int) -> Iterator[Recorded]:
    """The talks with news since then, newest first, one for each person."""
    contacts = (
        Contact.objects.filter(last_inbound_at__gte=since, goes_at=None)
        .exclude(player__age_band=Player.AgeBand.UNDER_13)
        .select_related("player")
        .order_by("-last_inbound_at")
    )
    number = 0
    for contact in contacts.iterator(chunk_size=50):
        if number >= limit:
            return
        if recorded := _as_recorded(number + 1, contact, contact.messages.filter(created_at__gte=since)):
            number += 1
            yield recorded


def recorded_session(session: Session) -> Recorded | None:
    """One sitting alone; None when nothing of it may or can be played."""
    contact = session.contact
    if contact.goes_at is not None or contact.player.age_band == Player.AgeBand.UNDER_13:
        return None
    return _as_recorded(1, contact, session.messages.all())


def _as_recorded(number: int, contact: Contact, messages: QuerySet[Message]) -> Recorded | None:
    said = _in_order(messages)
    # Bodies that were forgotten in time, or by a child's age, leave nothing to play.
    if not any(row.body or row.choice for row in said if row.direction == Message.Direction.INBOUND):
        return None
    is_first = not contact.messages.filter(created_at__lt=said[0].created_at).exists()
    return _played_from(number, _stranger(contact) if is_first else _acquaintance(contact), contact, said)


def _in_order(messages: QuerySet[Message]) -> list[Message]:
    impressions = Prefetch("slate__impressions", Impression.objects.select_related("game").order_by("slot"))
    rows = messages.select_related("slate").defer("raw").prefetch_related(impressions)
    return list(rows.order_by("created_at", "pk"))


def _played_from(number: int, who: Who, contact: Contact, said: Sequence[Message]) -> Recorded:
    slugs = {one.pk: one.game.slug for row in said if row.slate for one in row.slate.impressions.all()}
    replies: dict[int, list[Message]] = {}
    for row in said:
        if row.direction == Message.Direction.OUTBOUND and row.in_reply_to_id is not None:
            replies.setdefault(row.in_reply_to_id, []).append(row)
    steps: list[Step] = []
    then: list[Then] = []
    at = said[0].created_at
    numbers = {row.provider_id: index for index, row in enumerate(_outbound(said), 1) if row.provider_id}
    names = (contact.display_name,)
    for row in said:
        if row.direction != Message.Direction.INBOUND:
            continue
        step = _step(row, names=names, slugs=slugs, numbers=numbers)
        if step is None or len(steps) + 2 > MOST_STEPS:
            continue
        pause = min(int((row.created_at - at) / _MINUTE), int(LONGEST_WAIT / _MINUTE))
        if pause >= _LEAST_WAIT:
            steps.append(Step(wait=pause))
        steps.append(step)
        then.append(_then(row, replies.get(row.pk, [])))
        at = row.created_at
    return Recorded(number, Script(who, said[0].created_at, _SEED, tuple(steps)), tuple(then))


def _outbound(said: Sequence[Message]) -> list[Message]:
    return [row for row in said if row.direction == Message.Direction.OUTBOUND]


def _step(row: Message, *, names: Sequence[str], slugs: dict[int, str], numbers: dict[str, int]) -> Step | None:
    quote = numbers.get(row.quoted_provider_id)
    if row.choice:
        reply = as_reply({"id": row.choice, "title": row.body[:80]}, slugs)
        # "call me …" may be a button too.
        return Step(tap=redact(reply.tap, names=names)[:80], title=redact(reply.title, names=names), about=reply.about)
    body = redact(row.body, names=names)[:4096]
    if row.kind in FILES:
        return Step(send=row.kind, say=body, quote=quote)
    return Step(say=body, quote=quote) if body.strip() else None


def _then(row: Message, replies: Sequence[Message]) -> Then:
    reading = row.understanding or {}
    slate = next((reply.slate for reply in replies if reply.slate_id), None)
    return Then(
        reading={name: reading.get(name) for name in _READ if name in reading},
        slots={name: reading[name] for name in SLOTS if reading.get(name) not in (None, [], "")},
        picks=tuple(one.game.slug for one in slate.impressions.all()) if slate else (),
        was_answered=bool(replies),
    )


def _stranger(contact: Contact) -> Who:
    return Who(name=NAME if contact.display_name else "", time_zone=contact.time_zone)


def _acquaintance(contact: Contact) -> Who:
    player = contact.player
    return Who(
        name=NAME if contact.display_name else "",
        time_zone=contact.time_zone,
        age_band=player.age_band,
        platforms=tuple(player.platforms),
        liked_genres=tuple(player.liked_genres),
        avoided_genres=tuple(player.avoided_genres),
        budget=(str(player.budget), player.budget_currency) if player.budget is not None else None,
        is_known=contact.introduced_at is not None,
    )
