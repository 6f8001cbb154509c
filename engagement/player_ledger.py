"""The ledger of sends on the player page: what the last cycle decided, and all that was planned, sent or refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from conversations.models import Contact
from engagement import reasons
from engagement.models import Attention, Decision, Touch

TEMPLATE = "admin/engagement/_ledger.html"
PERMISSION = "engagement.view_decision"
_MOST_TOUCHES = 50
_DAYS = 7


def ledger_of(contact: Contact, now: datetime) -> Mapping[str, Any]:
    touches = Touch.objects.filter(contact=contact).select_related("campaign", "message").defer("message__raw")
    decision = Decision.objects.filter(contact=contact).first()
    return {
        "decision": decision,
        "why": reasons.in_words(decision.reason) if decision else "",
        "touches": [
            (touch, reasons.in_words(touch.reason)) for touch in touches.order_by("-planned_at", "-pk")[:_MOST_TOUCHES]
        ],
        "attention": Attention.objects.filter(contact=contact, at__gt=now - timedelta(days=_DAYS)).count(),
        "days": _DAYS,
    }
