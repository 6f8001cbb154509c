"""Play a script from its beginning through the real journey, and roll everything back.

The way is the one that a WhatsApp message takes: inbox, dialogue, outbox and send loop, against the live
catalogue, on a made-up channel. All of it happens in one transaction that never commits: no row, no queued
task and no network remains of it. The clock is the script's; each step has chance of its own, so that a changed
step leaves the luck of the others alone.
"""

from __future__ import annotations

import traceback
import uuid
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
from django.db import connection, transaction

from conversations import dialogue, llm
from conversations.channels.registry import channel_for
from conversations.channels.simulated import provided_by
from conversations.channels.types import InboundMessage, Media
from conversations.dialogue.writing import TurnPlan
from conversations.knowledge import in_use as knowledge
from conversations.models import Contact
from conversations.receiving import inbox
from conversations.simulation.lines import Lines
from conversations.simulation.logs import silent_logs
from conversations.simulation.passing_time import hops, is_anything_ahead, sweep
from conversations.simulation.people import make_person
from conversations.simulation.provider import KIND, MadeUpProvider, mark_read, send_what_is_due
from conversations.simulation.reasons import reasons_of
from conversations.simulation.scripts import Script, Step
from conversations.simulation.staff import act_as_staff
from conversations.simulation.talk import Talk, Turn
from conversations.understanding.types import Knowledge

SENDER = "whatsapp:+15550199999"
_BETWEEN_STEPS = timedelta(seconds=20)
_SENT_IN_FILES = {
    "voice": "audio/ogg", "image": "image/jpeg", "video": "video/mp4", "document": "application/pdf",
    "contact": "text/vcard", "sticker": "image/webp",
}  # fmt: skip
_SOMEWHERE = (51.5, -0.12)
_CODE = Path(__file__).resolve().parents[2]


def play(script: Script, *, known: Knowledge | None = None) -> Talk:
    """The whole chat, from its beginning. ``known`` is what to understand with, if not the newest.

    Never writes, and asks no language model; a turn that fails is told as its trouble, and the next goes on without it.
    """
    known = known or knowledge.current()  # before the transaction, for a new snapshot may have to be announced
    with transaction.atomic():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '3s'")  # nobody live is kept waiting, nor waited for
            with silent_logs(), llm.nobody_asked():
                return Run(script, known).play()
        finally:
            transaction.set_rollback(True)


class Run:
    """One playing of a script, in the caller's transaction, which is the caller's to roll back."""

    def __init__(self, script: Script, known: Knowledge) -> None:
        self.script, self.known = script, known
        self.id = f"made-up-{uuid.uuid4().hex[:12]}"
        self.now = script.starts_at
        self.rng = np.random.default_rng(script.seed)
        self.provider = MadeUpProvider(run_id=self.id)
        self.plans: list[TurnPlan] = []

    def play(self) -> Talk:
        with provided_by(self.provider):
            self.address = make_person(self.script.who, now=self.now)
            self.lines = Lines(self.address.value)
            turns = tuple(self._take(number, step) for number, step in enumerate(self.script.steps, 1))
            return self._talk(turns)

    def _take(self, number: int, step: Step) -> Turn:
        self.rng = np.random.default_rng([self.script.seed, number])
        self.plans.clear()
        if not step.wait and not step.fail:
            self.now += _BETWEEN_STEPS
        at, trouble = self.now, ""
        try:
            with transaction.atomic():
                trouble = self._do(number, step)
        except Exception as error:  # whatever today's code does wrong is what the player of a chat wants to see
            trouble = _fault(error)
            self.plans.clear()
        why = reasons_of(self.plans[-1]) if self.plans else None
        return Turn(number=number, step=step, at=at, lines=self.lines.read_new(), why=why, trouble=trouble)

    def _do(self, number: int, step: Step) -> str:
        """What the step says, and all that follows at once. Returns what was in the way."""
        if step.fail:
            self.provider.failing.append(step.fail)
            return ""
        if step.wait:
            self._wait(timedelta(minutes=step.wait))
            return ""
        if step.staff:
            trouble = act_as_staff(step.staff, contact=self._contact(), now=self.now, rng=self.rng)
        else:
            trouble = self._hear(number, step)
        self._send()
        return trouble

    def _hear(self, number: int, step: Step) -> str:
        choice, body, trouble = "", step.say, ""
        if step.tap:
            choice, body = self.lines.button(step)
            if not choice:
                return f"no quick reply does “{step.title or step.tap}” here"
        quoted = self.lines.provider_id(step.quote) if step.quote else ""
        if step.quote and not quoted:
            trouble = "the quoted message is not there"
        receipt = inbox.receive(
            InboundMessage(
                channel=KIND,
                provider_id=f"{self.id}-in-{number}",
                addresses=(self.address,),
                sender=SENDER,
                kind=step.send or ("choice" if choice else "text"),
                body=body,
                choice=choice,
                profile_name=self.script.who.name,
                media=(Media("", _SENT_IN_FILES[step.send]),) if step.send in _SENT_IN_FILES else (),
                location=_SOMEWHERE if step.send == "location" else None,
                quoted_provider_id=quoted,
            ),
            now=self.now,
        )
        mark_read(contact_id=receipt.contact_id, now=self.now)
        is_answered = dialogue.answer(
            receipt.contact_id, clock=lambda: self.now, rng=self.rng, known=self.known, watch=self.plans.append
        )
        return trouble if is_answered else "the answer was given up"

    def _wait(self, gap: timedelta) -> None:
        contact, end = self._contact(), self.now + gap
        for moment in hops(self.now, end) if is_anything_ahead(contact) else (end,):
            self.now = moment
            sweep(contact_id=contact.pk, now=self.now, rng=self.rng)
            self._send()

    def _send(self) -> None:
        send_what_is_due(self.provider, now=self.now, rng=self.rng)

    def _contact(self) -> Contact:
        return Contact.objects.select_related("player").get(addresses__value=self.address.value)

    def _talk(self, turns: tuple[Turn, ...]) -> Talk:
        contact = self._contact()
        heard = contact.windows.filter(sender=SENDER).values_list("last_inbound_at", flat=True).first()
        hours = channel_for(KIND).free_form_hours or 0
        return Talk(
            script=self.script,
            turns=tuple(replace(turn, lines=self.lines.as_they_ended(turn.lines)) for turn in turns),
            ends_at=self.now,
            window_until=heard + timedelta(hours=hours) if heard else None,
            may_reply=contact.replies_allowed,
            may_write_first=contact.proactive_allowed,
            is_held=contact.held_by_human_at is not None,
            is_parked=contact.parked_at is not None,
        )


def _fault(error: Exception) -> str:
    """Which error, and where in our code; never its words, for they may hold what was said."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(_CODE)]
    frame = ours[-1]
    return f"the turn failed: {type(error).__name__} at {Path(frame.filename).relative_to(_CODE)}:{frame.lineno}"
