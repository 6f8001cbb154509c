"""Campaigns that tell people of a letter: those about the topic "letters".

Their message says that a letter waits and nothing else; with it a letter is left at the penpal's post
(`conversations.letters.notices`), which brings it, with one game, to whoever asks for it within two weeks. In all else
they are campaigns like every other: budget of attention, quiet hours, holdout, caps, STOP.
"""

from __future__ import annotations

from dataclasses import asdict

from django.db import transaction

from conversations.letters.notices import READ_IT, TEMPLATE_NAME, TOPIC
from engagement.campaign_copy import FrozenCampaign
from engagement.models import Campaign, MessageTemplate, Step

_TEMPLATE = (
    "A letter for you has come to the late post. It takes about two minutes to read, brings one game along, and "
    "stays in its pigeonhole until you come for it."
)
_TEXT = (
    "There is a letter for you at the late post. Marlow wrote it by the small lamp; it takes two minutes, and it "
    "brings one game along. It keeps, so read it whenever you like."
)


def is_one(campaign: Campaign) -> bool:
    return campaign.topic == TOPIC


def problems_of(copy: FrozenCampaign) -> list[str]:
    """What does not go together with a letter, in words."""
    if copy.topic != TOPIC:
        return []
    problems = []
    if len(copy.steps) > 1:
        problems.append("A campaign about letters has one step: the letter itself is the next word.")
    if any(step.picks_a_game for step in copy.steps):
        problems.append("The letter brings its own game; the message that tells of it picks none.")
    return problems


def first_template() -> MessageTemplate:
    """The template that says that a letter waits: one that is approved, or a draft to be submitted.

    One whose name only begins like it counts too: Meta wants another name after a refusal.
    """
    named = MessageTemplate.objects.filter(name__startswith=TEMPLATE_NAME, is_gone=False).order_by("-pk")
    known = named.approved().first() or named.exclude(status=MessageTemplate.Status.REJECTED).first()
    return known or MessageTemplate.objects.create(name=TEMPLATE_NAME, body=_TEMPLATE, buttons=[asdict(READ_IT)])


@transaction.atomic
def draft() -> Campaign:
    """A campaign with everything but its people and its time, under a name that nobody else has."""
    taken = set(Campaign.objects.filter(name__startswith="A letter waits").values_list("name", flat=True))
    names = ("A letter waits", *(f"A letter waits ({number})" for number in range(2, len(taken) + 3)))
    campaign = Campaign.objects.create(name=next(one for one in names if one not in taken), topic=TOPIC)
    Step.objects.create(campaign=campaign, picks_a_game=False, text=_TEXT, template=first_template())
    return campaign
