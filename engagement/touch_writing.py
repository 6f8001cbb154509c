"""What one person gets: the game, the words, the buttons, and the way by which it leaves. Reads only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
from django.conf import settings

from conversations.channels.types import Button
from conversations.dialogue.choices import make_id
from conversations.letters.notices import READ_IT
from conversations.links import store_link
from conversations.models import Contact, Message
from conversations.sending import in_bulk as outbox_in_bulk
from conversations.sending.in_bulk import Proposed
from conversations.sending.outbox import Template, UnsendableMessage, as_values
from conversations.sending.reply_window import ReplyWindow
from engagement import campaign_texts, picks, template_lint
from engagement.campaign_copy import FrozenStep
from engagement.permission import Refusal
from games.catalogue import offers
from games.models import Game, Offer
from games.models import Slate as StoredSlate
from games.recommender.types import PriceTag, Slate

SURFACE = "campaign"
_LONGEST_LINK = 2**40  # the number of an impression that no catalogue will come to
TIME_TO_LEAVE = timedelta(minutes=5)  # between here and the claim that looks at the window once more


@dataclass(frozen=True)
class Words:
    """A step for one person, before anything is stored."""

    body: str
    values: Mapping[str, str]
    variables: Mapping[str, str] = field(default_factory=dict)


def values_for(
    contact: Contact, step: FrozenStep, brought_by: Mapping[str, Any], slate: Slate | None, *, mood: str, link: str
) -> dict[str, str]:
    named = {name for text in (step.text, *step.template_variables.values()) for name in campaign_texts.fields_of(text)}
    values = {campaign_texts.NAME: contact.display_name.split(" ")[0] if contact.display_name else ""}
    if campaign_texts.MOOD in named:
        values[campaign_texts.MOOD] = str(brought_by.get("mood") or "") or mood
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
    return window.is_open and (window.closes_at is None or now + TIME_TO_LEAVE < window.closes_at)


@dataclass(frozen=True)
class Prepared:
    """Everything that costs time, done before anything is locked. ``values`` are still without the link."""

    step: FrozenStep
    slate: Slate | None
    values: Mapping[str, str]
    last_inbound: Message
    by_template: bool

    def proposed(self, *, row: StoredSlate | None = None, impression_id: int | None = None, link: str = "") -> Proposed:
        """As it goes into the outbox, with the link of what is shown in it."""
        link = store_link(impression_id) if impression_id else link
        words = words_of(self.step, {**self.values, campaign_texts.LINK: link})
        last, template, body = self.last_inbound, None, words.body
        if self.by_template:
            template = Template(self.step.template_sid, as_values(words.variables))
            body = template_lint.render(self.step.template_body, template.variables)
            if len(body) > template_lint.MOST_CHARACTERS:
                raise UnsendableMessage(f"{len(body)} characters with its values, {template_lint.MOST_CHARACTERS} fit")
        return Proposed(
            contact_id=last.contact_id,
            body=body,
            channel=last.channel,
            sender=last.sender,
            address_id=last.address_id,
            buttons=() if template else _buttons(self.step, impression_id),
            template=template,
            slate=row,
        )


def prepare(
    *, contact: Contact, step: FrozenStep, brought_by: Mapping[str, Any], mood: str,
    window: ReplyWindow | None, may_use_template: bool, now: datetime, rng: np.random.Generator,
) -> Prepared | Refusal:  # fmt: skip
    """Reads only. Raises UnsendableMessage for what would not fit into a message."""
    if window is None:
        # They have never written by a way that we can write to first, so nobody knows by which.
        return Refusal("no_pushed_address", None)
    by_template = bool(step.template_sid) and not is_open(window, now=now)
    if by_template and not may_use_template:
        # Closed, or about to be, and the template that stands in for the text is not approved.
        return Refusal("window_closed", None)
    slate = picks.pick_for(contact, brought_by, mood=mood, now=now, rng=rng) if step.picks_a_game else None
    if step.picks_a_game and slate is None:
        return Refusal("no_fit", None)
    values = values_for(contact, step, brought_by, slate, mood=mood, link="")
    prepared = Prepared(step, slate, values, window.last_inbound, by_template)
    outbox_in_bulk.check(prepared.proposed(impression_id=_LONGEST_LINK if slate else None))
    return prepared


def _buttons(step: FrozenStep, impression_id: int | None) -> tuple[Button, ...]:
    """Answers that the talk knows what to do with."""
    if step.brings_letter:
        return (READ_IT,)
    if impression_id is None:
        return (Button(make_id("surprise"), "surprise me"),)
    return (
        Button(make_id("like", impression_id), "sounds good"),
        Button(make_id("more", impression_id), "more like this"),
    )


def rendered_link() -> str:
    """Stands where a store link would, in what counts nowhere."""
    return f"{settings.PUBLIC_BASE_URL}/"
