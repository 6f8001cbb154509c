"""The voice of what is sent outside a turn: the same persona and English, a calm tone, nobody's name."""

from __future__ import annotations

from datetime import datetime

import numpy as np

from conversations import personas
from conversations.dialogue.voice import Style, Voice, daytime_of
from conversations.models import Contact


def voice_for(contact: Contact, *, now: datetime, rng: np.random.Generator) -> Voice:
    words = personas.current().speaker(contact.persona, contact.english_level).wordings
    style = Style(daytime=daytime_of(now, contact.time_zone), may_name=False)
    return Voice(style=style, last_used={}, rng=rng, wordings=words)
