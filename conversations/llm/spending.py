"""What questions cost, held to the budget of a session over all processes, and the log of them.

A question's price is put aside before it is asked, in a short transaction that holds the session's row, and mended
afterwards. So two workers never spend the same cent, and one that is killed meanwhile has spent what it put aside.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from conversations.llm.types import Reason, Usage
from conversations.models import ModelCall, Session
from conversations.redaction import redact
from games.models import Player

_MILLION: Final = Decimal(1_000_000)
_LONGEST: Final = 6_000
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class PutAside:
    """``names``: what the player is called, to be masked. ``keeps_words``: False where nothing said may be kept."""

    call_id: int
    names: tuple[str, ...]
    keeps_words: bool


def cost_of(usage: Usage) -> Decimal:
    tokens = settings.LLM_PRICE_PER_MILLION_IN * usage.tokens_in + settings.LLM_PRICE_PER_MILLION_OUT * usage.tokens_out
    audio = settings.LLM_PRICE_PER_AUDIO_MINUTE * Decimal(str(usage.audio_seconds)) / 60
    return Decimal(tokens / _MILLION + audio).quantize(Decimal("0.000001"))


@transaction.atomic
def put_aside(
    *, purpose: str, session_id: int | None, expected: Usage, version: str, now: datetime
) -> PutAside | Reason:
    """A row for the question, or why it may not be asked. Words are kept only with a session, for they go with it."""
    cost = cost_of(expected)
    names: tuple[str, ...] = ()
    is_child = False
    if session_id is not None:
        sessions = Session.objects.select_for_update(no_key=True, of=("self",)).filter(pk=session_id)
        session = sessions.select_related("contact__player").first()
        if session is None:  # erased meanwhile: nothing of theirs goes anywhere
            return Reason.BROKEN
        if _exceeds_session(session_id, cost, expected):
            return Reason.OVER_BUDGET
        names = (session.contact.display_name,)
        is_child = session.contact.player.age_band == Player.AgeBand.UNDER_13
    if settings.LLM_BUDGET_PER_DAY and _spent_since(now - _DAY) + cost > settings.LLM_BUDGET_PER_DAY:
        return Reason.OVER_BUDGET
    row = ModelCall.objects.create(
        purpose=purpose, session_id=session_id, at=now, cost=cost, tokens_in=expected.tokens_in,
        tokens_out=expected.tokens_out, instructions_version=version,
    )  # fmt: skip
    return PutAside(row.pk, names, keeps_words=session_id is not None and not is_child)


def settle(kept: PutAside, *, outcome: str, usage: Usage, ms: int, prompt: str = "", answer: str = "") -> None:
    """What became of it. The row may have gone with the person meanwhile."""
    words = {}
    if kept.keeps_words:
        words = {"prompt": _masked(prompt, kept.names), "answer": _masked(answer, kept.names)}
    ModelCall.objects.filter(pk=kept.call_id).update(
        outcome=outcome, cost=cost_of(usage), tokens_in=usage.tokens_in, tokens_out=usage.tokens_out, ms=ms, **words
    )


def note(*, purpose: str, session_id: int | None, outcome: str, version: str, now: datetime) -> None:
    """A question that cost nothing: answered from what was kept, or not asked at all."""
    if session_id is not None and not Session.objects.filter(pk=session_id).exists():
        session_id = None
    ModelCall.objects.create(
        purpose=purpose, session_id=session_id, at=now, outcome=outcome, instructions_version=version
    )


def _exceeds_session(session_id: int, cost: Decimal, expected: Usage) -> bool:
    spent = ModelCall.objects.filter(session_id=session_id).aggregate(
        cost=Coalesce(Sum("cost"), Decimal(0)), tokens=Coalesce(Sum(F("tokens_in") + F("tokens_out")), 0)
    )
    tokens = spent["tokens"] + expected.tokens_in + expected.tokens_out
    return bool(
        (settings.LLM_BUDGET_PER_SESSION and spent["cost"] + cost > settings.LLM_BUDGET_PER_SESSION)
        or (settings.LLM_TOKENS_PER_SESSION and tokens > settings.LLM_TOKENS_PER_SESSION)
    )


def _spent_since(since: datetime) -> Decimal:
    total: Decimal = ModelCall.objects.filter(at__gt=since).aggregate(cost=Coalesce(Sum("cost"), Decimal(0)))["cost"]
    return total


def _masked(text: str, names: tuple[str, ...]) -> str:
    return redact(text[:_LONGEST], names=names)
