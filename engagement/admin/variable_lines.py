"""What fills the variables of a template, one a line: nobody has to write JSON for it."""

from __future__ import annotations

import json
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from unfold.widgets import UnfoldAdminTextareaWidget

_LINE = re.compile(r"\s*(?:\{\{\s*)?(\w{1,64})(?:\s*\}\})?\s*[:=](.*)")


class VariableLines(forms.CharField):
    """``1: Mara`` and so on, as a dictionary. An object in JSON is understood as well."""

    def __init__(self, *, example: str, **kwargs: Any) -> None:
        self._example = example
        kwargs.setdefault("help_text", f"One a line, such as “{example}”.")
        super().__init__(required=False, widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(f"{name}: {text}" for name, text in value.items()) if isinstance(value, dict) else value

    def clean(self, value: Any) -> dict[str, str]:
        return self._read(super().clean(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return (initial or {}) != self._read(str(data or ""))
        except ValidationError:
            return True

    def _read(self, text: str) -> dict[str, str]:
        if (found := _from_json(text)) is not None:
            return found
        told: dict[str, str] = {}
        for line in filter(str.strip, text.splitlines()):
            found_in_line = _LINE.fullmatch(line)
            if found_in_line is None or found_in_line[1] in told:
                raise ValidationError(f"Write each once, one a line, such as “{self._example}”.")
            told[found_in_line[1]] = found_in_line[2].strip()
        return told


def _from_json(text: str) -> dict[str, str] | None:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return None
    is_one = isinstance(told, dict) and all(_LINE.fullmatch(f"{name}:") for name in told)
    return {str(name): str(value) for name, value in told.items()} if is_one else None
