"""What an operator does in a simulated chat, as an operator who is rolled back with it."""

from __future__ import annotations

import uuid
from datetime import datetime

import numpy as np
from django.contrib.auth.models import User

from conversations.models import Contact
from conversations.operators import handover


def act_as_staff(act: str, *, contact: Contact, now: datetime, rng: np.random.Generator) -> str:
    """Take over or hand back. Returns why it was refused, or nothing."""
    if act == "hand_back":
        handover.hand_back(contact=contact, now=now, rng=rng)
        return ""
    operator = User.objects.create(username=f"made-up-{uuid.uuid4().hex}", is_active=False)
    try:
        handover.claim(contact=contact, by=operator, now=now, rng=rng)
    except handover.HandOverRefusal as refusal:
        return str(refusal)
    return ""
