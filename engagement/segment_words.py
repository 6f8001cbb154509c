"""A segment's rule in words, and for one person which of its lines hold and what was found. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from engagement.segment_fields import Field, Kind
from engagement.segment_rules import EVERYBODY, Condition, Facts, Group, Span, matches

# The labels of keys that are rows, by fact and key ("cluster", "7").
Names = Mapping[str, Mapping[str, str]]

_JOINTS = {"all": " and ", "any": " or ", "none": " or "}
_HEADS = {"all": "all of these", "any": "at least one of these", "none": "none of these"}


@dataclass(frozen=True)
class Line:
    """One line of a rule for one person. ``found`` is what we know of them, empty for a group.

    ``helps`` says that it speaks for their being in: in a group of none that is a line that does not hold.
    """

    depth: int
    words: str
    holds: bool
    helps: bool
    found: str = ""
    is_group: bool = False


def in_words(rule: Group | Condition, names: Names | None = None) -> str:
    """One sentence: "platforms include any of switch, and last message from them is longer ago than 3 days"."""
    if rule == EVERYBODY:
        return "everybody"
    return _told(rule, names or {}, is_inner=False)


def _told(rule: Group | Condition, names: Names, *, is_inner: bool) -> str:
    if isinstance(rule, Condition):
        return condition_in_words(rule, names)
    told = _JOINTS[rule.match].join(_told(one, names, is_inner=True) for one in rule.rules)
    if rule.match == "none":
        return f"not ({told})"
    return f"({told})" if is_inner and len(rule.rules) > 1 else told


def condition_in_words(rule: Condition, names: Names) -> str:
    field, value = rule.field, rule.value
    if field.kind is Kind.YES_NO:
        return f"{field.label}: {rule.op}"
    words = f"{field.label} {field.operators[rule.op]}"
    if isinstance(value, tuple):
        return f"{words} {', '.join(name_of(field, one, names) for one in value)}"
    if isinstance(value, Span):
        return f"{words} {value}"
    if value is not None:
        return f"{words} {value:g} {field.unit}".rstrip()
    return words


def name_of(field: Field, key: str, names: Names) -> str:
    return names.get(field.offered_by, {}).get(key) or dict(field.choices).get(key, key)


def explain(rule: Group, facts: Facts, *, now: datetime, names: Names | None = None) -> list[Line]:
    """Line by line why a person is in or out; the first line is the whole rule."""
    return list(_lines(rule, facts, now, names or {}, 0, True))


def _lines(
    rule: Group | Condition, facts: Facts, now: datetime, names: Names, depth: int, is_wanted: bool
) -> Iterator[Line]:
    holds = matches(rule, facts, now=now)
    helps = holds is is_wanted
    if isinstance(rule, Condition):
        found = found_in_words(rule.field, facts.get(rule.fact), now=now, names=names)
        yield Line(depth, condition_in_words(rule, names), holds, helps, found)
        return
    yield Line(depth, _HEADS[rule.match] if rule.rules else "everybody", holds, helps, is_group=True)
    for one in rule.rules:
        yield from _lines(one, facts, now, names, depth + 1, is_wanted is (rule.match != "none"))


def found_in_words(field: Field, found: Any, *, now: datetime, names: Names) -> str:
    if field.kind is Kind.YES_NO:
        return "yes" if found else "no"
    if found in (None, "", (), []):
        return "never" if field.kind is Kind.WHEN else "not known"
    if field.kind is Kind.SEVERAL:
        return ", ".join(name_of(field, one, names) for one in found)
    if field.kind is Kind.WHEN:
        return f"{_ago(now - found)} ago"
    if field.kind is Kind.NUMBER:
        return f"{found:g} {field.unit}".rstrip()
    return name_of(field, str(found), names)


def _ago(gone: timedelta) -> str:
    minutes = max(int(gone.total_seconds() // 60), 0)
    for unit, size in (("day", 1440), ("hour", 60)):
        if minutes >= 2 * size:
            return f"{minutes // size} {unit}s"
    return f"{minutes} minute{'' if minutes == 1 else 's'}"
