"""What is sent outside a turn: in the same persona and English, a calm tone, nobody's name; and only if it may be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

import numpy as np

from conversations.dialogue.wording.voice import Style, Voice, daytime_of
from conversations.models import Contact, Message
from conversations.personas import trials as persona_trials

Spent = Callable[[Message], None]


class Budget(Protocol):
    """Asks for a piece of somebody's attention, in the caller's transaction; None where there is none left.

    What it answers is called with the message that took it.
    """

    def __call__(self, *, contact: Contact, kind: str, topic: str, now: datetime) -> Spent | None: ...


# The app above that keeps the one budget puts itself in (in AppConfig.ready); without it nothing is counted.
budgets: list[Budget] = []


def take_attention(*, contact: Contact, kind: str, topic: str, now: datetime) -> Sequence[Spent] | None:
    """Before anything is said that nobody asked for; None where a budget says no.

    Call each of what comes back with the message, once it is stored.
    """
    spent: list[Spent] = []
    for budget in budgets:
        if (one := budget(contact=contact, kind=kind, topic=topic, now=now)) is None:
            return None
        spent.append(one)
    return spent


def voice_for(contact: Contact, *, now: datetime, rng: np.random.Generator) -> Voice:
    cast = persona_trials.cast_for(contact.player.public_id)
    words = cast.speaker(contact.persona, contact.english_level).wordings
    style = Style(daytime=daytime_of(now, contact.time_zone), may_name=False)
    return Voice(style=style, last_used={}, rng=rng, wordings=words)
