"""What operators are offered where the window is closed: what Meta has approved, and only that."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from django.contrib.auth.models import User

from conversations.models import Message
from conversations.operators import handover
from conversations.operators.templates import offered_to
from conversations.sending import outbox
from conversations.tests.conftest import NOW, bilal, make_contact, queued, whatsapp  # noqa: F401
from engagement import player_ledger, policy
from engagement.models import Attention, MessageTemplate

pytestmark = pytest.mark.django_db


def a_template(name: str, **changes) -> MessageTemplate:
    fields = {
        "name": name, "body": "Hi {{1}}, your question is answered now.", "samples": {"1": "Mia"}, "status": "approved",
        "category": "utility", "content_sid": f"HX{name}", **changes,
    }  # fmt: skip
    return MessageTemplate.objects.create(**fields)


def test_only_approved_ones_are_offered_and_marketing_needs_their_yes(bilal):  # noqa: F811
    a_template("answered")
    a_template("deal", category="marketing")
    a_template("waiting", status="pending")
    a_template("gone", is_gone=True)
    assert [one.name for one in offered_to(bilal)] == ["answered", "deal"]
    bilal.proactive_allowed = False
    assert [one.name for one in offered_to(bilal)] == ["answered"]


def test_a_template_leaves_although_the_window_is_closed(bilal, whatsapp):  # noqa: F811
    a_template("answered")
    olga = User.objects.create_user("olga")
    Message.objects.create(
        contact=bilal, address=bilal.addresses.get(), channel="whatsapp", sender=bilal.windows.get().sender, seq=1,
        direction="inbound", origin="player", status="handled", created_at=NOW - timedelta(days=3),
    )  # fmt: skip
    handover.claim(contact=bilal, by=olga, now=NOW, rng=np.random.default_rng(1))
    (offer,) = offered_to(bilal)
    with pytest.raises(handover.HandOverRefusal, match="no value"):
        handover.send_template(contact=bilal, by=olga, template=offer, values={"1": " "}, seen=10**9, now=NOW)
    sent = handover.send_template(contact=bilal, by=olga, template=offer, values={"1": "Bilal"}, seen=10**9, now=NOW)
    assert sent.body == "Hi Bilal, your question is answered now."
    assert [message.pk for message in outbox.claim_due(now=NOW, limit=5)] == [sent.pk]


def test_the_ledger_tells_what_was_planned_and_why_it_did_not_leave(bilal):  # noqa: F811
    bilal.touches.create(
        kind="cycle", occasion="x", planned_at=NOW, state="refused", reason="quiet_hours", decided_at=NOW
    )
    Attention.objects.create(contact=bilal, kind="cycle", at=NOW - timedelta(days=1))
    told = player_ledger.ledger_of(bilal, NOW)
    ((touch, why),) = told["touches"]
    assert touch.reason == "quiet_hours"
    assert why == policy.WORDS["quiet_hours"]
    assert told["attention"] == 1
