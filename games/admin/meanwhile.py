"""Two people, or two tabs, at one form: who saves later is told what was saved since they opened it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Model, QuerySet

from games.by_hand import changes
from games.models import Change

FIELD = "opened_as"


def newest(row: Model) -> int:
    """The number of its last change; 0 where none is kept."""
    return _of(row).values_list("pk", flat=True).first() or 0


def watched(form: type[forms.ModelForm[Any]], row: Model, opened_as: int) -> type[forms.ModelForm[Any]]:
    """The form, which refuses once what would go over somebody's change; the page then knows of it, so that saving
    again is a decision."""

    class Watched(form):  # type: ignore[valid-type,misc]
        def clean(self) -> dict[str, Any]:
            told: dict[str, Any] = super().clean() or {}
            if missed := list(_of(row).filter(pk__gt=opened_as).select_related("by")):
                self.add_error(None, _in_words(missed))
            return told

    return Watched


def _of(row: Model) -> QuerySet[Change]:
    return Change.objects.filter(kind=changes.kind_of(row), object_id=str(row.pk)).exclude(did=Change.Did.NOTED)


def _in_words(missed: list[Change]) -> str:
    last = missed[0]
    who = last.by.get_username() if last.by else "Somebody"
    names = dict.fromkeys(line.name for one in missed for line in changes.differences(one.before, one.after))
    what = f": {', '.join(names)}" if names else ""
    return (
        f"{who} saved this at {last.at:%H:%M} UTC, after you had opened it{what}. Open the page anew to see it, or save"
        " again to put yours over it."
    )
