"""What people change by hand, kept with the row before and after, so that it can be read and taken back."""

from __future__ import annotations

import difflib
import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from games.models import Change

Told = dict[str, Any]
_NEVER_KEPT = {"password"}
_LONG = 80
_CONTEXT_LINES = 2


@dataclass(frozen=True)
class Line:
    """One field that differs; ``diff`` in place of the two for a text of several lines."""

    name: str
    old: str = ""
    new: str = ""
    diff: tuple[tuple[str, str], ...] = ()  # kind (added, gone, same, place), text


def kind_of(model: type[models.Model] | models.Model) -> str:
    return str(model._meta.label_lower)


def told_fields(row: models.Model, names: Iterable[str]) -> Told:
    """These alone, as JSON."""
    return _plain({name: getattr(row, name) for name in names})


def told(row: models.Model, *, below: Iterable[str] = ()) -> Told:
    """The row as JSON: what a person may set, and the rows of the named relations below it."""
    fields = {field.attname: getattr(row, field.attname) for field in _settable(row)}
    for relation in row._meta.many_to_many:
        if relation.editable:
            fields[relation.name] = sorted(str(one) for one in getattr(row, relation.name).all())
    for name in below:
        fields[name] = [_without_parent(one, row) for one in getattr(row, name).order_by("pk")]
    return _plain(fields)


def note(*, kind: str, object_id: object, name: str, what: str, by: User | None, now: datetime) -> None:
    """Something that happened to a row and is no change of its fields."""
    Change.objects.create(
        kind=kind, object_id=str(object_id), name=name[:200], did=Change.Did.NOTED, why=what[:300], by=by, at=now
    )


def keep(
    *, row: models.Model, did: Change.Did, before: Told, after: Told, by: User | None, now: datetime, why: str = "",
    request_id: uuid.UUID | None = None,
) -> Change | None:  # fmt: skip
    """Write down what was done in the transaction that did it. None where nothing differs."""
    if before == after and did == Change.Did.CHANGED:
        return None
    return Change.objects.create(
        kind=kind_of(row), object_id=str(row.pk), name=str(row)[:200], did=did, before=before, after=after,
        why=why.strip()[:300], by=by, at=now, request_id=request_id,
    )  # fmt: skip


@transaction.atomic
def put_back(row: models.Model, earlier: Mapping[str, Any], *, below: Sequence[str] = ()) -> None:
    """Give the row the fields that it had, and the rows below it. Raises ValidationError for what cannot be any more.

    Saves the rows below; the row itself is left for the caller to save, who knows what else follows from it.
    """
    for field in _settable(row):
        if field.attname in earlier:
            setattr(row, field.attname, field.to_python(earlier[field.attname]))
    row.full_clean()
    if row.pk is None:
        row.save()
    for name in below:
        _put_back_below(row, name, earlier.get(name, []))


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Line]:
    """Field by field, in words."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return [_line(name, in_words(before.get(name)), in_words(after.get(name))) for name in names]


def in_words(value: Any) -> str:
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and all(isinstance(one, str | int | float) for one in value):
        return ", ".join(map(str, value))
    if isinstance(value, list | dict):
        return json.dumps(value, indent=1, ensure_ascii=False, sort_keys=True)
    return str(value)


def text_difference(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """The changed lines with a little around them."""
    kinds = {"+": "added", "-": "gone", "@": "place"}
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=_CONTEXT_LINES)
    return tuple(
        (kinds.get(line[:1], "same"), line if line.startswith("@") else line[1:])
        for line in lines
        if not line.startswith(("---", "+++"))
    )


def _line(name: str, old: str, new: str) -> Line:
    words = name.removesuffix("_id").replace("_", " ")
    if "\n" in old + new or max(len(old), len(new)) > _LONG:
        return Line(words, diff=text_difference(old, new))
    return Line(words, old, new)


def _settable(row: models.Model) -> list[models.Field[Any, Any]]:
    return [
        field
        for field in row._meta.concrete_fields
        if field.editable and not field.primary_key and field.name not in _NEVER_KEPT
    ]


def _without_parent(one: models.Model, parent: models.Model) -> Told:
    own = {field.attname: getattr(one, field.attname) for field in _settable(one)}
    return {name: value for name, value in own.items() if name not in _ways_to(type(one), parent)}


def _ways_to(model: type[models.Model], parent: models.Model) -> set[str]:
    return {
        field.attname
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is type(parent)
    }


def _put_back_below(row: models.Model, name: str, earlier: list[Told]) -> None:
    rows = getattr(row, name)
    rows.all().delete()
    way = next(iter(_ways_to(rows.model, row)))
    for told_one in earlier:
        one = rows.model(**{way: row.pk})
        for field in _settable(one):
            if field.attname in told_one:
                setattr(one, field.attname, field.to_python(told_one[field.attname]))
        one.full_clean()
        one.save()


def _plain(fields: Told) -> Told:
    plain: Told = json.loads(json.dumps(fields, cls=DjangoJSONEncoder))
    return plain
