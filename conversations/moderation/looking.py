"""Looks at what comes in and goes out, in the transaction that writes it, and has what is doubtful looked at again.

The first look is pure and takes a fraction of a millisecond; only where it finds something is a row written, and only
where that is doubtful and a model is set up is a task queued, with the row. So an answer never waits for a model, and
a worker that is killed loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from django.conf import settings
from django.db import transaction
from django_q.tasks import async_task

from conversations import llm
from conversations.dialogue.care import distress
from conversations.dialogue.said.provocations import provocation_in
from conversations.models import HarmlessPhrase, Message, ModerationFlag, ModerationVerdict
from conversations.moderation.patterns import CATEGORIES
from conversations.moderation.stage_one import CERTAIN, Finding, look
from conversations.redaction import redact
from games.models import Player

PURPOSE: Final = "moderation"
# What an answer may not be late for is not at stake here, yet who is slower than this is too slow for all who follow.
DEADLINE_SECONDS: Final = 0.8
FLAGGED_DAYS: Final = 30
_MOST_CHARS: Final = 300
_MOST_WORDS: Final = 200
_SURE: Final = 80
# Imports and other long work go on there; an answer never waits behind it.
_CLUSTER: Final = "work"


@dataclass(frozen=True)
class SecondLook:
    """What the model makes of a message."""

    verdict: Literal["harmful", "harmless"]
    sure: int
    category: str = ""


_SUSPICIONS: Final = ", ".join(f"{key} ({label})" for key, label in CATEGORIES.items())
_INSTRUCTIONS: Final = (
    "You look over messages that players write to a bot which recommends video games. A first filter suspects one of"
    f" these: {_SUSPICIONS}. Most of what it suspects is harmless: players speak of killing bosses, swear when they are"
    " glad, and use the slang of Lagos, Mumbai and Glasgow. verdict: harmful only where somebody real is threatened,"
    " degraded, exposed or cheated, or where minors are sexualised; harmless otherwise. sure: 0 to 100. category: one"
    " of the words above."
)


def look_at(message: Message, *, text: str, now: datetime) -> None:
    """Flag what may be wrong with ``text``, in the caller's transaction. A second time changes nothing.

    Of players under 13 no words are kept, but that something was said is: it may be them who need somebody.
    """
    if not settings.MODERATION or not text.strip():
        return
    is_ours = message.direction == Message.Direction.OUTBOUND
    # Harmless phrases are asked for only where there is something to excuse, which is seldom.
    if not look(text, is_ours=is_ours):
        return
    found = look(text, benign=_harmless(), is_ours=is_ours)
    if found:
        _flag(message, found, text=text, now=now)


def is_flagged(contact_id: int, *, now: datetime) -> bool:
    """Whether this person wrote something lately that nobody has found harmless: nothing playful begins unasked."""
    return ModerationFlag.objects.against(contact_id, since=now - timedelta(days=FLAGGED_DAYS)).exists()


def look_again(flag_id: int, *, now: datetime) -> None:
    """Ask the model about one suspicion: it may agree, or undo it. Safe to run twice."""
    waiting = ModerationFlag.objects.open().filter(pk=flag_id, stage=ModerationFlag.Stage.WORDS, is_certain=False)
    flag = waiting.select_related("message").first()
    # Whoever tries to talk a model round is not looked at by one.
    if flag is None or not _may_be_shown(flag.message.body):
        return
    answer = llm.ask(
        purpose=PURPOSE, instructions=_INSTRUCTIONS, player_text=flag.message.body, shape=SecondLook,
        session_id=flag.message.session_id, seconds=DEADLINE_SECONDS, now=now,
    )  # fmt: skip
    if not isinstance(answer, llm.Answer) or not _SURE <= answer.value.sure <= 100:
        return
    if answer.value.verdict == "harmful":
        waiting.update(stage=ModerationFlag.Stage.MODEL)
        return
    with transaction.atomic():
        if waiting.update(state=ModerationFlag.State.UNDONE, decided_at=now):
            ModerationVerdict.objects.create(
                flag_id=flag_id, state=ModerationFlag.State.UNDONE, why="the second look finds it harmless", at=now
            )


def _flag(message: Message, found: Iterable[Finding], *, text: str, now: datetime) -> None:
    contact = message.contact
    is_child = contact.player.age_band == Player.AgeBand.UNDER_13
    for finding in found:
        flag, is_new = ModerationFlag.objects.get_or_create(
            message=message,
            category=finding.category,
            defaults={
                "contact_id": message.contact_id,
                "direction": message.direction,
                "is_certain": finding.certainty == CERTAIN,
                "reason": finding.reason,
                "excerpt": "" if is_child else redact(text, names=(contact.display_name,))[:_MOST_CHARS],
                "words": "" if is_child else redact(finding.words, names=(contact.display_name,))[:_MOST_WORDS],
                "at": now,
            },
        )
        if is_new and not flag.is_certain and not is_child and _has_second_stage():
            from conversations import tasks

            async_task(tasks.look_again, flag.pk, cluster=_CLUSTER)


def _harmless() -> list[str]:
    return list(HarmlessPhrase.objects.filter(is_active=True).values_list("phrase", flat=True))


def _has_second_stage() -> bool:
    return llm.is_configured() and PURPOSE not in settings.LLM_NOT_FOR


def _may_be_shown(body: str) -> bool:
    return bool(body.strip()) and not distress.is_serious(body) and provocation_in(body) != "injection"
