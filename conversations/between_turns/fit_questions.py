"""Did it fit? Asked once for a game that somebody liked or played on our word, while we may write freely.

Only where messages are pushed, inside the reply window, by day on every clock that they may live by, in a pause
of the talk; never to players under 13, after STOP, while a person leads the talk, or soon after somebody was in
distress, to whom refused check-ins, or beyond what the one budget of attention leaves (see `unasked`). What is not
answered is not asked again, and nobody is asked twice within two days.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

import numpy as np
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from conversations import clocks, consent, switches
from conversations.between_turns.unasked import take_attention, voice_for
from conversations.channels.registry import channel_for
from conversations.channels.types import Button
from conversations.dialogue.choices import make_id
from conversations.dialogue.wording.voice import vibe_of
from conversations.models import ConsentChange, Contact, ContactAddress, Message
from conversations.sending import outbox
from conversations.sending.reply_window import ReplyWindow, find_window
from games.models import Impression, Interaction, Player

logger = logging.getLogger(__name__)

_AT_ONCE = 100
_WITHIN = timedelta(hours=36)  # a like that is older is no news
_PAUSE = timedelta(hours=2)
_BETWEEN_QUESTIONS = timedelta(days=2)
_TIME_TO_ANSWER = timedelta(minutes=20)
_A_DAY_OF_PLAY = timedelta(hours=3)  # "played it" sooner after it was shown means: before
_CALM_AFTER_DISTRESS = timedelta(days=14)
_SHOWN_WITHIN = timedelta(days=7)
_TOPIC = str(ConsentChange.Topic.CHECK_INS)


def ask_due(*, now: datetime, rng: np.random.Generator, contact_id: int | None = None) -> int:
    """Ask whom the question is due for; returns how many were asked. Safe to run twice, at once, and after a crash.

    ``contact_id`` looks at one person alone.
    """
    if not settings.FIT_QUESTION_HOURS or switches.is_quiet():
        return 0
    return sum(_try_to_ask(impression_id, whom, now=now, rng=rng) for whom, impression_id in _due(now, contact_id))


def _due(now: datetime, only: int | None) -> Iterator[tuple[int, int]]:
    """A contact and the suggestion to ask about, each contact once: the latest that they liked."""
    approachable = _approachable(now) if only is None else _approachable(now).filter(pk=only)
    liked = Interaction.objects.filter(
        kind__in=(Interaction.Kind.LIKE, Interaction.Kind.PLAYED),
        at__gt=now - _WITHIN,
        at__lte=now - timedelta(hours=settings.FIT_QUESTION_HOURS),
        source="chat",
        player__contact__pk__in=approachable.values("pk"),
    ).exclude(player__age_band=Player.AgeBand.UNDER_13)
    turned_down = Interaction.objects.filter(
        player=OuterRef("player"), game=OuterRef("game"), kind=Interaction.Kind.DISLIKE, at__gte=OuterRef("at")
    )
    rows = liked.filter(~Exists(turned_down)).order_by("-at", "-pk")
    seen: set[int] = set()
    for player_id, contact_id, game_id, kind, at in rows.values_list(
        "player_id", "player__contact", "game_id", "kind", "at"
    )[: _AT_ONCE * 5]:
        if contact_id in seen or len(seen) >= _AT_ONCE:
            continue
        if impression_id := _suggestion(player_id, game_id, kind, at):
            seen.add(contact_id)
            yield contact_id, impression_id


def _approachable(now: datetime) -> QuerySet[Contact]:
    return Contact.objects.filter(
        Q(distress_at=None) | Q(distress_at__lt=now - _CALM_AFTER_DISTRESS),
        replies_allowed=True,
        held_by_human_at=None,
        looping_at=None,
        parked_at=None,
        goes_at=None,
        last_inbound_at__lt=now - _PAUSE,
        last_inbound_at__gt=now - timedelta(hours=24),
    ).filter(player__in=Player.objects.who_teach())


def _suggestion(player_id: int, game_id: int, kind: str, at: datetime) -> int | None:
    """Our suggestion that the reaction answers, if this game was never asked about and nobody asked lately."""
    shown = Impression.objects.filter(player_id=player_id, game_id=game_id, shown_at__gt=at - _SHOWN_WITHIN)
    shown = shown.filter(shown_at__lte=at - (_A_DAY_OF_PLAY if kind == Interaction.Kind.PLAYED else timedelta()))
    if Impression.objects.filter(player_id=player_id, game_id=game_id, fit_asked_at__isnull=False).exists():
        return None
    return shown.order_by("-shown_at", "-pk").values_list("pk", flat=True).first()


def _try_to_ask(impression_id: int, contact_id: int, *, now: datetime, rng: np.random.Generator) -> bool:
    """One who cannot be asked holds up nobody behind them."""
    try:
        return _ask(impression_id, contact_id, now=now, rng=rng)
    except Exception:
        logger.exception("contact %s could not be asked about impression %s", contact_id, impression_id)
        return False


@transaction.atomic
def _ask(impression_id: int, contact_id: int, *, now: datetime, rng: np.random.Generator) -> bool:
    """Everything is looked at again under the contact's row lock, where STOP and other runs stand in line."""
    contact = _approachable(now).select_for_update(of=("self",)).filter(pk=contact_id).first()
    if contact is None:
        return False
    lately = Impression.objects.filter(player_id=contact.player_id, fit_asked_at__gt=now - _BETWEEN_QUESTIONS)
    window = find_window(contact, now=now)
    if window is None or lately.exists() or not _may_ask(contact, window, now):
        return False
    asked = Impression.objects.select_related("game", "slate").filter(pk=impression_id, fit_asked_at=None).first()
    if asked is None:
        return False
    if consent.has_refused(contact=contact, topic=_TOPIC):
        return False
    spent = take_attention(contact=contact, kind=Message.Origin.FOLLOW_UP, topic=_TOPIC, now=now)
    if spent is None:
        return False
    Impression.objects.filter(pk=asked.pk).update(fit_asked_at=now)
    vibe = vibe_of(str(asked.slate.context.get("mood") or ""))
    last = window.last_inbound
    message = outbox.enqueue(
        contact=contact,
        origin=Message.Origin.FOLLOW_UP,
        body=voice_for(contact, now=now, rng=rng).say("fit.ask", title=asked.game.title, vibe=vibe),
        now=now,
        session=last.session,
        address=last.address,
        channel=last.channel,
        sender=last.sender,
        topic=_TOPIC,
        buttons=[
            Button(make_id("fit", f"yes-{asked.pk}"), "yes"),
            Button(make_id("fit", f"kinda-{asked.pk}"), "kind of"),
            Button(make_id("fit", f"no-{asked.pk}"), "not really"),
        ],
    )
    Message.objects.filter(pk=message.pk).update(content={**message.content, "fit": asked.pk})
    for note in spent:
        note(message)
    return True


def _may_ask(contact: Contact, window: ReplyWindow, now: datetime) -> bool:
    channel = channel_for(window.last_inbound.channel)
    if not channel.is_pushed or not channel.is_connected() or not window.is_open:
        return False
    if window.closes_at is not None and now + _TIME_TO_ANSWER >= window.closes_at:
        return False
    under_way = Message.objects.filter(contact=contact, status__in=(Message.Status.QUEUED, Message.Status.SENDING))
    return not clocks.is_night(_zones(contact), now) and not under_way.exists()


def _zones(contact: Contact) -> tuple[str, ...]:
    """Every zone that they may live in; none where nobody can tell, and then it may always be night."""
    if clocks.is_zone(contact.time_zone):
        return (contact.time_zone,)
    phone = contact.addresses.filter(kind=ContactAddress.Kind.PHONE).order_by("pk").first()
    return clocks.zones_of_phone(phone.value) if phone else ()
