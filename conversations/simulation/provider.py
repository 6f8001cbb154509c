"""The other end of the line in a simulated chat: takes what we send, or fails in the ways that Twilio does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np

from conversations import sweeps
from conversations.channels.errors import DeliveryError, Verdict
from conversations.channels.registry import channel_for
from conversations.channels.simulated import SimulatedChannel
from conversations.channels.types import OutboundMessage, StatusUpdate
from conversations.models import Message
from conversations.sending import outbox, send_loop, statuses
from conversations.simulation.scripts import LOST, UNCLEAR

KIND = SimulatedChannel.kind
_SILENCE = Verdict("the provider did not say whether it took the message")
_REPORTED = "reported "
_MOST_AT_ONCE = 20


class MadeUpProvider:
    """``failing`` are the failures that the next sends meet, in order."""

    def __init__(self, *, run_id: str) -> None:
        self.failing: list[str] = []
        self._run_id = run_id
        self._has: dict[str, str] = {}  # our public id -> its own id
        self._reports: dict[str, str] = {}  # its own id -> the error it will report

    def take(self, message: OutboundMessage) -> str:
        failure = self.failing.pop(0) if self.failing else ""
        if failure == LOST:
            raise DeliveryError(_SILENCE, is_ambiguous=True)
        if failure and failure != UNCLEAR and not failure.startswith(_REPORTED):
            raise DeliveryError(channel_for(KIND).verdict_for(failure), failure)
        provider_id = f"{self._run_id}-{len(self._has)}"
        self._has[message.public_id] = provider_id
        if failure == UNCLEAR:
            raise DeliveryError(_SILENCE, is_ambiguous=True)
        if failure:
            self._reports[provider_id] = failure.removeprefix(_REPORTED)
        return provider_id

    def find(self, message: OutboundMessage) -> Sequence[str]:
        return [self._has[message.public_id]] if message.public_id in self._has else []

    def report_for(self, provider_id: str) -> str:
        """The error that it reports about a message that it took, or nothing."""
        return self._reports.get(provider_id, "")


def send_what_is_due(provider: MadeUpProvider, *, now: datetime, rng: np.random.Generator) -> None:
    """One run of the send loop for the made-up channel alone: claimed by the real law, recorded as ever."""
    sweeps.look_up_sending(now, rng=rng, kind=KIND)
    while claimed := outbox.claim_due(now=now, limit=_MOST_AT_ONCE, kinds=(KIND,)):
        for message in claimed:
            try:
                provider_id = channel_for(KIND).send(send_loop.as_outbound(message))
            except DeliveryError as error:
                send_loop.record_refusal(message, error, now=now, rng=rng)
            else:
                send_loop.record_acceptances([(message, provider_id)], now=now)
    _report(provider, now=now)


def mark_read(*, contact_id: int, now: datetime) -> None:
    """They have looked: what was delivered is read."""
    for message in Message.objects.filter(contact=contact_id, channel=KIND, status=Message.Status.DELIVERED):
        _tell(message, Message.Status.READ, now=now)


def _report(provider: MadeUpProvider, *, now: datetime) -> None:
    for message in Message.objects.filter(channel=KIND, status=Message.Status.ACCEPTED).order_by("pk"):
        error_code = provider.report_for(message.provider_id or "")
        _tell(message, Message.Status.FAILED if error_code else Message.Status.DELIVERED, now=now, code=error_code)


def _tell(message: Message, status: str, *, now: datetime, code: str = "") -> None:
    update = StatusUpdate(
        channel=KIND,
        provider_id=message.provider_id or "",
        public_id=str(message.public_id),
        status=status,
        error_code=code,
    )
    statuses.apply(update, now=now)
