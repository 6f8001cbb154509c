"""A segment's rule: a tree of all, any and none over facts about a person. Pure: read, checked, said in words,
asked of one person.

    {"match": "all", "rules": [
        {"fact": "platforms", "is": "any_of", "value": ["switch"]},
        {"match": "none", "rules": [{"fact": "last_seen", "is": "within", "value": {"amount": 3, "unit": "days"}}]}]}

What is not known is never true: "longer ago than 3 days" leaves out who never wrote, and "none of" holds for who
told nothing. So each condition is either true or false, and a group of none is the exact rest.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from engagement.segment_fields import FIELDS, OF_LIST, OF_NUMBER, OF_SPAN, Field, Kind

MATCHES = {"all": "all of these", "any": "any of these", "none": "none of these"}
UNITS = {"minutes": timedelta(minutes=1), "hours": timedelta(hours=1), "days": timedelta(days=1)}
DEEPEST, MOST_CONDITIONS, MOST_VALUES, LONGEST_VALUE = 4, 40, 60, 100
_LONGEST_SPAN = timedelta(days=3650)

Facts = Mapping[str, Any]
Known = Callable[[Field], Collection[str] | None]


@dataclass(frozen=True)
class Span:
    amount: int
    unit: str

    @property
    def length(self) -> timedelta:
        return self.amount * UNITS[self.unit]

    def __str__(self) -> str:
        return f"{self.amount} {self.unit if self.amount != 1 else self.unit[:-1]}"


Value = tuple[str, ...] | float | Span | None


@dataclass(frozen=True)
class Condition:
    fact: str
    op: str
    value: Value = None

    @property
    def field(self) -> Field:
        return FIELDS[self.fact]


@dataclass(frozen=True)
class Group:
    match: str
    rules: tuple[Group | Condition, ...]


EVERYBODY = Group("all", ())


class RuleError(ValueError):
    """What is wrong with a rule, each with the place ("1.2": the second of the first) and words for people."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{place}: {words}" if place else words for place, words in problems))
        self.problems = problems


def _of_vocabulary(field: Field) -> Collection[str] | None:
    return {key for key, _ in field.choices} or None


class _Wrong(Exception):
    """One problem; what stands beside it is still read."""


def parse(raw: object, *, known: Known = _of_vocabulary) -> Group:
    """The rule that this JSON says; ``known`` gives the keys that a fact can have, None where any will do.

    Raises RuleError, with all that is wrong in it.
    """
    problems: list[tuple[str, str]] = []
    try:
        rule = _group(raw, "", 1, known, problems)
        if not problems and _count(rule) > MOST_CONDITIONS:
            raise _Wrong(f"more than {MOST_CONDITIONS} conditions")
    except _Wrong as wrong:
        problems.append(("", str(wrong)))
    if problems:
        raise RuleError(problems)
    return rule


def _group(raw: object, place: str, depth: int, known: Known, problems: list[tuple[str, str]]) -> Group:
    if not isinstance(raw, dict) or raw.keys() - {"match", "rules"} or not isinstance(raw.get("rules"), list):
        raise _Wrong("is no group of conditions")
    if not isinstance(raw.get("match"), str) or raw["match"] not in MATCHES:
        raise _Wrong(f"a group is one of {', '.join(MATCHES)}")
    if depth > DEEPEST:
        raise _Wrong(f"groups go {DEEPEST} deep")
    if len(raw["rules"]) > MOST_CONDITIONS:
        raise _Wrong(f"more than {MOST_CONDITIONS} conditions")
    if not raw["rules"] and (depth > 1 or raw["match"] != "all"):
        raise _Wrong("this group is empty")
    rules: list[Group | Condition] = []
    for number, one in enumerate(raw["rules"], 1):
        here = f"{place}.{number}".lstrip(".")
        try:
            is_group = isinstance(one, dict) and "match" in one
            rules.append(_group(one, here, depth + 1, known, problems) if is_group else _condition(one, known))
        except _Wrong as wrong:
            problems.append((here, str(wrong)))
    return Group(raw["match"], tuple(rules))


def _condition(raw: object, known: Known) -> Condition:
    if not isinstance(raw, dict) or raw.keys() - {"fact", "is", "value"}:
        raise _Wrong("is no condition")
    field = FIELDS.get(raw["fact"]) if isinstance(raw.get("fact"), str) else None
    if field is None:
        raise _Wrong("choose a fact")
    op, value = raw.get("is"), raw.get("value")
    if not isinstance(op, str) or op not in field.operators:
        raise _Wrong(f"choose what to ask of {field.label}")
    if op in OF_LIST:
        return Condition(field.key, op, _listed(field, value, known(field)))
    if op in OF_SPAN:
        return Condition(field.key, op, _spanned(field, value))
    if op in OF_NUMBER:
        return Condition(field.key, op, _numbered(field, value))
    return Condition(field.key, op)


def _listed(field: Field, value: object, keys: Collection[str] | None) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise _Wrong(f"choose values of {field.label}")
    given = [" ".join(one.replace("\x00", "").split()) for one in value]
    given = [one.lower() for one in given] if field.kind is Kind.TEXT else given
    told = tuple(dict.fromkeys(one for one in given if one))
    if not told:
        raise _Wrong(f"choose at least one value of {field.label}")
    if len(told) > MOST_VALUES or any(len(one) > LONGEST_VALUE for one in told):
        raise _Wrong(f"at most {MOST_VALUES} values of {LONGEST_VALUE} characters")
    if keys is not None and (strange := [one for one in told if one not in keys]):
        raise _Wrong(f"{field.label}: {', '.join(strange[:5])} is not known")
    return told


def _spanned(field: Field, value: object) -> Span:
    if isinstance(value, dict) and value.keys() == {"amount", "unit"} and value["unit"] in tuple(UNITS):
        amount, unit = _number(value["amount"]), value["unit"]
        if amount is not None and amount == int(amount) and 1 <= amount <= _LONGEST_SPAN / UNITS[unit]:
            return Span(int(amount), unit)
    raise _Wrong(f"{field.label}: how many minutes, hours or days, up to ten years")


def _numbered(field: Field, value: object) -> float:
    number = _number(value)
    if number is None or not field.least <= number <= field.most:
        raise _Wrong(f"{field.label}: a number from {field.least:g} to {field.most:g}")
    return number


def _number(value: object) -> float | None:
    """A form gives words, a script gives numbers."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _count(rule: Group | Condition) -> int:
    return sum(_count(one) for one in rule.rules) if isinstance(rule, Group) else 1


def as_json(rule: Group | Condition) -> dict[str, Any]:
    """What ``parse`` reads."""
    if isinstance(rule, Group):
        return {"match": rule.match, "rules": [as_json(one) for one in rule.rules]}
    told: dict[str, Any] = {"fact": rule.fact, "is": rule.op}
    if isinstance(rule.value, Span):
        told["value"] = {"amount": rule.value.amount, "unit": rule.value.unit}
    elif rule.value is not None:
        told["value"] = list(rule.value) if isinstance(rule.value, tuple) else rule.value
    return told


def facts_in(rule: Group | Condition) -> set[str]:
    if isinstance(rule, Condition):
        return {rule.fact}
    return set().union(*(facts_in(one) for one in rule.rules))


def matches(rule: Group | Condition, facts: Facts, *, now: datetime) -> bool:
    """Whether this person is in; the SQL of ``segment_sql`` says the same of everybody."""
    if isinstance(rule, Group):
        verdicts = (matches(one, facts, now=now) for one in rule.rules)
        return all(verdicts) if rule.match == "all" else any(verdicts) is (rule.match == "any")
    return _holds(rule, facts.get(rule.fact), now)


def _holds(rule: Condition, found: Any, now: datetime) -> bool:
    value = rule.value
    match rule.op:
        case "known":
            return found not in (None, "", (), [])
        case "unknown":
            return found in (None, "", (), [])
        case "yes" | "no":
            return bool(found) is (rule.op == "yes")
        case "any_of" | "none_of" | "all_of":
            assert isinstance(value, tuple)
            has = set(found) if rule.field.kind is Kind.SEVERAL else {found}
            if rule.op == "all_of":
                return has >= set(value)
            return bool(has & set(value)) is (rule.op == "any_of")
        case "within" | "longer_ago":
            assert isinstance(value, Span)
            return found is not None and (found > now - value.length) is (rule.op == "within")
        case _:
            assert isinstance(value, float)
            return found is not None and (found >= value if rule.op == "at_least" else found <= value)
