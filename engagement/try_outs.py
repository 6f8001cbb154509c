"""A campaign sent to one of our own people, rendered for a player whom they choose. Counted nowhere.

No touch, no slate, no piece of anybody's attention: the message stands in the talk of whoever tries it out and says
in its content what it is.
"""

from __future__ import annotations

from datetime import datetime

import numpy as np
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from conversations.models import Contact, ContactAddress, Message
from conversations.sending import outbox
from conversations.sending.reply_window import find_window
from engagement import picks, touch_writing
from engagement.campaign_copy import FrozenCampaign
from engagement.campaigns import CampaignRefusedError
from engagement.models import Campaign, CampaignEvent

TYPE = "campaign_test"


def allowed_numbers() -> tuple[str, ...]:
    return tuple(settings.TEST_SEND_NUMBERS)


def render_for(
    sample: Contact, copy: FrozenCampaign, position: int, *, now: datetime, rng: np.random.Generator
) -> touch_writing.Words:
    """What this player would read. Raises CampaignRefusedError where there is nothing for them."""
    step = copy.step(position)
    if step is None:
        raise CampaignRefusedError(f"There is no step {position}.")
    slate, link = None, touch_writing.rendered_link()
    mood = picks.moods_of([sample.pk], now=now).get(sample.pk, "")
    if step.picks_a_game:
        slate = picks.pick_for(sample, {}, mood=mood, now=now, rng=rng, explore=False)
        if slate is None:
            raise CampaignRefusedError("Nothing in the catalogue fits this player.")
        price = slate.picks[0].facts.price
        link = price.url if price and price.url else link
    return touch_writing.words_of(step, touch_writing.values_for(sample, step, {}, slate, mood=mood, link=link))


@transaction.atomic
def send(
    *, campaign: Campaign, copy: FrozenCampaign, position: int, sample: Contact, number: str, by: User | None,
    now: datetime, rng: np.random.Generator,
) -> Message:  # fmt: skip
    """Only to a number on the list, and only if its owner has written to us: we have no other way to it."""
    if number not in allowed_numbers():
        raise CampaignRefusedError("That number is not on the list of numbers for tests.")
    address = ContactAddress.objects.filter(kind=ContactAddress.Kind.PHONE, value=number).first()
    window = find_window(address.contact, now=now, is_pushed=True) if address else None
    if address is None or window is None or not address.contact.replies_allowed:
        raise CampaignRefusedError("Whoever has that number has to write to us first.")
    words = render_for(sample, copy, position, now=now, rng=rng)
    step = copy.step(position)
    is_open = touch_writing.is_open(window, now=now)
    template = (
        outbox.Template(step.template_sid, words.variables) if step and step.template_sid and not is_open else None
    )
    if template is None and not is_open:
        raise CampaignRefusedError("Their reply window is closed, and this step has no template.")
    message = outbox.enqueue(
        contact=address.contact, origin=Message.Origin.SYSTEM, body=words.body, now=now,
        address=window.last_inbound.address, channel=window.last_inbound.channel, sender=window.last_inbound.sender,
        template=template, message_type=TYPE,
    )  # fmt: skip
    CampaignEvent.objects.create(
        campaign=campaign, what=CampaignEvent.What.TESTED, by=by, at=now, why=f"step {position}"
    )
    return message
