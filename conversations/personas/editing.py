"""Changing what a persona says: validated, kept as one more step of its history, announced to every process."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from conversations.dialogue.wording.prompt_text import Problem, PromptName
from conversations.models import PersonaText, PersonaTextChange
from conversations.personas import in_use
from games import versions
from games.models import DataVersion

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class ChangedMeanwhileError(Exception):
    """Somebody else saved since this editor began."""


class InvalidTextError(ValueError):
    """The text has problems and was not saved."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(str(problems[0]))
        self.problems = problems


def list_every_file() -> None:
    """A row for each file of the project, so that all of them can be found and edited. Repeatable."""
    listed = set(PersonaText.objects.values_list("name", flat=True))
    missing = [PersonaText(name=name) for name in sorted(in_use.files()) if name not in listed]
    PersonaText.objects.bulk_create(missing, ignore_conflicts=True)


@transaction.atomic
def change(
    *, name: str, text: str, by: User | None, now: datetime, based_on: int | None = None, note: str = "",
    percent: int | None = None,
) -> PersonaTextChange:  # fmt: skip
    """Save a text; an empty one returns to the project's file.

    With a ``percent`` below 100 so many players hear it and the rest what everybody heard before; 0 keeps it to be
    played only. Another change while it is on trial takes its place in the trial.

    ``based_on`` is the number of the change that the editor saw (0: none yet); None skips the comparison.
    Raises InvalidTextError and ChangedMeanwhileError; nothing is saved then.
    """
    text = text.replace("\r\n", "\n").strip()
    _require_valid(name, text)
    PersonaText.objects.bulk_create([PersonaText(name=name)], ignore_conflicts=True)
    row = PersonaText.objects.select_for_update().get(name=name)
    last = _last_number(row, based_on=based_on)
    if last == 0 and (ours := in_use.files().get(name)):
        # What the first editor found, so that the first difference can be seen and undone.
        row.changes.create(number=1, text=ours.strip(), note="the project's file", by=None, at=now)
        last = 1
    is_trial = percent is not None and percent < 100
    saved: PersonaTextChange = row.changes.create(
        number=last + 1, text=text, note=note, by=by, at=now, on_trial=is_trial
    )
    trial: dict[str, object] = {"trial_percent": None, "before_trial": "", "before_number": 0}
    if is_trial:
        is_on = row.trial_percent is not None
        trial = {
            "trial_percent": percent,
            "before_trial": row.heard_by_all,
            "before_number": row.before_number if is_on else last,
        }
    PersonaText.objects.filter(pk=row.pk).update(text=text, changed_at=now, changed_by=by, **trial)
    versions.bump(DataVersion.Kind.PERSONAS)
    return saved


def restore(*, change_id: int, by: User | None, now: datetime, based_on: int | None = None) -> PersonaTextChange:
    """Make an older text the newest. ``based_on`` and what is raised are those of ``change``."""
    old = PersonaTextChange.objects.select_related("prompt").get(pk=change_id)
    note = f"restored number {old.number}"
    return change(name=old.prompt.name, text=old.text, by=by, now=now, note=note, based_on=based_on)


@transaction.atomic
def widen(*, name: str, percent: int, based_on: int | None = None) -> bool:
    """Let another share of players hear a text that is on trial; whoever hears it goes on. False where none is.

    ``based_on`` is that of ``change``, here and below.
    """
    row = _on_trial(name, based_on=based_on)
    if row is None:
        return False
    PersonaText.objects.filter(pk=row.pk).update(trial_percent=percent)
    versions.bump(DataVersion.Kind.PERSONAS)
    return True


@transaction.atomic
def promote(*, name: str, by: User | None, now: datetime, based_on: int | None = None) -> PersonaTextChange | None:
    """Let everybody hear the text that is on trial; None where none is."""
    row = _on_trial(name, based_on=based_on)
    if row is None:
        return None
    return change(name=name, text=row.text, by=by, now=now, note="for everybody after its trial")


@transaction.atomic
def roll_back(*, name: str, by: User | None, now: datetime, based_on: int | None = None) -> PersonaTextChange | None:
    """End the trial: everybody hears what the rest heard. None where there is none."""
    row = _on_trial(name, based_on=based_on)
    if row is None:
        return None
    return change(name=name, text=row.before_trial, by=by, now=now, note="the trial is over: the text before it")


def _on_trial(name: str, *, based_on: int | None) -> PersonaText | None:
    """The row, locked, where a text of it is on trial. A trial that a colleague has ended is a change, too."""
    row = PersonaText.objects.select_for_update().filter(name=name).first()
    if row is None:
        return None
    _last_number(row, based_on=based_on)
    return row if row.trial_percent is not None else None


def _last_number(row: PersonaText, *, based_on: int | None) -> int:
    """Of a locked row. Raises ChangedMeanwhileError where an editor saw another one."""
    last: int = row.changes.order_by("-number").values_list("number", flat=True).first() or 0
    if based_on is not None and based_on != last:
        raise ChangedMeanwhileError(row.name)
    return last


def _require_valid(name: str, text: str) -> None:
    prompt = PromptName.read(name)
    if prompt is None:
        raise InvalidTextError([Problem(1, "the name is persona_level or persona_level_hint, like librarian_easy")])
    if not text:
        if name not in in_use.files():
            raise InvalidTextError([Problem(1, "the project has no file of this name, so the text cannot be empty")])
        return
    if problems := in_use.problems_of(text, prompt):
        raise InvalidTextError(problems)
