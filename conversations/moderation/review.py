"""What people decide about flags: each step kept with who and why, and both ways open.

A false alarm may teach: its words become a harmless phrase, and every open flag on the same words is undone with it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from conversations.models import HarmlessPhrase, ModerationFlag, ModerationVerdict
from conversations.moderation.stage_one import look, phrase_of
from games.querysets import DEMO

State = ModerationFlag.State
_FEWEST_WORDS: Final = 2
_MOST_SIBLINGS: Final = 500


class UnfitPhraseError(ValueError):
    """Why these words cannot be learnt as harmless, for whoever wrote them."""


@transaction.atomic
def uphold(*, flag: ModerationFlag, by: AbstractBaseUser, now: datetime, why: str = "") -> bool:
    """False where somebody has upheld it already."""
    return _decide(flag.pk, State.UPHELD, by=by, why=why, now=now)


@transaction.atomic
def undo(*, flag: ModerationFlag, by: AbstractBaseUser, now: datetime, why: str = "", phrase: str = "") -> int:
    """A false alarm: how many flags are undone by it. With a ``phrase`` those words are harmless from now on.

    Raises UnfitPhraseError and changes nothing.
    """
    learnt = _learn(phrase, flag=flag, by=by) if phrase.strip() else ""
    undone = int(_decide(flag.pk, State.UNDONE, by=by, why=why, now=now))
    if learnt:
        undone += _undo_alike(learnt, category=flag.category, by=by, now=now)
    return undone


def _decide(flag_id: int, state: str, *, by: AbstractBaseUser, why: str, now: datetime) -> bool:
    row = ModerationFlag.objects.filter(pk=flag_id)
    if not row.exclude(state=state).update(state=state, decided_at=now):
        return False
    ModerationVerdict.objects.create(flag_id=flag_id, state=state, by_id=by.pk, why=why.strip()[:300], at=now)
    return True


def _learn(phrase: str, *, flag: ModerationFlag, by: AbstractBaseUser) -> str:
    """Harmless words must be words: one alone would excuse too much, and what excuses nothing is of no use."""
    if flag.contact.player.origin == DEMO:
        raise UnfitPhraseError("Nobody real wrote this, so nothing is learnt from it.")
    folded = phrase_of(phrase)[:200].strip()
    if len(folded.split()) < _FEWEST_WORDS:
        raise UnfitPhraseError("One word alone would excuse too much: give it with those around it.")
    if not any(finding.category == flag.category for finding in look(folded)):
        raise UnfitPhraseError("These words are not what was found: the same would be found again.")
    HarmlessPhrase.objects.update_or_create(
        phrase=folded, defaults={"is_active": True}, create_defaults={"is_active": True, "added_by_id": by.pk}
    )
    return folded


def _undo_alike(phrase: str, *, category: str, by: AbstractBaseUser, now: datetime) -> int:
    """The open ones on which nothing is left once these words are harmless."""
    alike = ModerationFlag.objects.open().filter(category=category, words__contains=phrase)[:_MOST_SIBLINGS]
    return sum(_decide(flag.pk, State.UNDONE, by=by, why=f"harmless: “{phrase}”", now=now) for flag in alike)
