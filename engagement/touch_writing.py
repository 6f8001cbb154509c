"""What one person gets: the game, the words, the buttons, and the row in the outbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
from django.conf import settings

from conversations import outbox
from conversations.channels.types import Button
from conversations.dialogue.choices import make_id
from conversations.links import store_link
from conversations.models import Contact, Message
from conversations.reply_window import ReplyWindow, find_window
from engagement import campaign_texts, picks, template_lint
from engagement.campaign_copy import FrozenStep
from games import offers, recommender
from games.models import Game, Offer
from games.recommender.types import PriceTag, Slate

SURFACE = "campaign"
_TIME_TO_LEAVE = timedelta(minutes=5)  # between here and the claim that looks at the window once more


@dataclass(frozen=True)
class Words:
    """A step for one person, before anything is stored."""

    body: str
    values: Mapping[str, str]
    variables: Mapping[str, str] = field(default_factory=dict)


class NoWayError(Exception):
    """They have never written by a way that we can write to first, so nobody knows by which."""


class WindowClosedError(Exception):
    """The window is closed, or about to be, and the template that stands in for the text is not approved."""


class NothingFitsError(Exception):
    """No game keeps this person's limits; there is nothing to say."""


def values_for(
    contact: Contact, step: FrozenStep, brought_by: Mapping[str, Any], slate: Slate | None, *, link: str, now: datetime
) -> dict[str, str]:
    named = {name for text in (step.text, *step.template_variables.values()) for name in campaign_texts.fields_of(text)}
    values = {campaign_texts.NAME: contact.display_name.split(" ")[0] if contact.display_name else ""}
    if campaign_texts.MOOD in named:
        values[campaign_texts.MOOD] = str(brought_by.get("mood") or "") or picks.mood_of(contact, now=now)
    if liked := brought_by.get("liked"):
        values[campaign_texts.LIKED] = Game.objects.filter(pk=liked).values_list("title", flat=True).first() or ""
    if slate is not None:
        pick = slate.picks[0]
        values |= {
            campaign_texts.GAME: pick.facts.title,
            campaign_texts.REASON: pick.reason,
            campaign_texts.LINK: link,
            campaign_texts.PRICE: offers.format_price(pick.facts.price) if pick.facts.price else "",
        }
    if (dropped := brought_by.get("offer")) and (offer := Offer.objects.filter(pk=dropped).first()):
        values[campaign_texts.PRICE] = offers.format_price(PriceTag(offer.amount, offer.currency, offer.store))
        was = PriceTag(Decimal(str(brought_by.get("was") or 0)), offer.currency, offer.store)
        values[campaign_texts.OLD_PRICE] = offers.format_price(was).removesuffix(f" on {offer.store}")
    return values


def words_of(step: FrozenStep, values: Mapping[str, str]) -> Words:
    return Words(
        body=campaign_texts.render(step.text, values),
        values=values,
        variables=campaign_texts.render_variables(step.template_variables, values) if step.template_sid else {},
    )


def is_open(window: ReplyWindow, *, now: datetime) -> bool:
    return window.is_open and (window.closes_at is None or now + _TIME_TO_LEAVE < window.closes_at)


@dataclass(frozen=True)
class Prepared:
    """Everything that costs time, done before anything is locked."""

    step: FrozenStep
    slate: Slate | None
    window: ReplyWindow


def prepare(
    *, contact: Contact, step: FrozenStep, brought_by: Mapping[str, Any], may_use_template: bool, now: datetime,
    rng: np.random.Generator,
) -> Prepared:  # fmt: skip
    """Reads only. Raises NoWayError, WindowClosedError and NothingFitsError."""
    window = find_window(contact, now=now, is_pushed=True)
    if window is None:
        raise NoWayError
    if step.template_sid and not may_use_template and not is_open(window, now=now):
        raise WindowClosedError
    slate = picks.pick_for(contact, brought_by, now=now, rng=rng) if step.picks_a_game else None
    if step.picks_a_game and slate is None:
        raise NothingFitsError
    return Prepared(step, slate, window)


def store(*, contact: Contact, prepared: Prepared, brought_by: Mapping[str, Any], topic: str, now: datetime) -> Message:
    """Slate and message, in the caller's transaction. Raises UnsendableMessage."""
    row, impression_id = None, None
    if prepared.slate is not None:
        row = recommender.record(prepared.slate, player=contact.player, surface=SURFACE, now=now)
        impression_id = row.impressions.values_list("pk", flat=True).get(slot=0)
    link = store_link(impression_id) if impression_id else ""
    words = words_of(prepared.step, values_for(contact, prepared.step, brought_by, prepared.slate, link=link, now=now))
    template, body = None, words.body
    if prepared.step.template_sid and not is_open(prepared.window, now=now):
        template = outbox.Template(prepared.step.template_sid, words.variables)
        body = template_lint.render(prepared.step.template_body, words.variables)
    last = prepared.window.last_inbound
    return outbox.enqueue(
        contact=contact,
        origin=Message.Origin.PROACTIVE,
        body=body,
        now=now,
        address=last.address,
        channel=last.channel,
        sender=last.sender,
        buttons=() if template else _buttons(impression_id),
        template=template,
        slate=row,
        topic=topic,
        message_type=SURFACE,
        wakes=False,
    )


def _buttons(impression_id: int | None) -> tuple[Button, ...]:
    """Answers that the talk knows what to do with."""
    if impression_id is None:
        return (Button(make_id("surprise"), "surprise me"),)
    return (
        Button(make_id("like", impression_id), "sounds good"),
        Button(make_id("more", impression_id), "more like this"),
    )


def rendered_link() -> str:
    """Stands where a store link would, in what counts nowhere."""
    return f"{settings.PUBLIC_BASE_URL}/"
