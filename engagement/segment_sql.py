"""A segment's rule as one SQL condition over the table of facts; every value is a parameter.

No condition is ever NULL, so that a group of none is the exact rest, as in ``segment_rules.matches``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engagement.segment_fields import Kind
from engagement.segment_rules import Condition, Group, Span

_NEGATED = {"any_of": "", "all_of": "", "none_of": "NOT "}


@dataclass(frozen=True)
class Sql:
    text: str
    params: tuple[Any, ...] = ()


def condition(rule: Group | Condition, *, now: datetime, table: str = "f") -> Sql:
    """True for the rows of ``table`` that are in."""
    if isinstance(rule, Condition):
        return _one(rule, f"{table}.{rule.field.key}", now)
    if not rule.rules:
        return Sql("TRUE")
    parts = [condition(one, now=now, table=table) for one in rule.rules]
    joint = " AND " if rule.match == "all" else " OR "
    text = joint.join(part.text for part in parts)
    params = tuple(param for part in parts for param in part.params)
    return Sql(f"NOT ({text})" if rule.match == "none" else f"({text})", params)


def _one(rule: Condition, column: str, now: datetime) -> Sql:
    kind, value = rule.field.kind, rule.value
    match rule.op:
        case "known" | "unknown":
            is_known = rule.op == "known"
            if kind in (Kind.NUMBER, Kind.WHEN):
                return Sql(f"{column} IS {'NOT ' if is_known else ''}NULL")
            return Sql(f"{column} {'<>' if is_known else '='} '{'{}' if kind is Kind.SEVERAL else ''}'")
        case "yes":
            return Sql(column)
        case "no":
            return Sql(f"NOT {column}")
        case "any_of" | "none_of" | "all_of":
            assert isinstance(value, tuple)
            if kind is not Kind.SEVERAL:
                return Sql(f"{_NEGATED[rule.op]}{column} = ANY(%s::varchar[])", (list(value),))
            sign = "@>" if rule.op == "all_of" else "&&"
            return Sql(f"{_NEGATED[rule.op]}{column} {sign} %s::varchar[]", (list(value),))
        case "within" | "longer_ago":
            assert isinstance(value, Span)
            # A column that is NULL makes the comparison NULL, which is "no" in a filter but not under NOT.
            sign = ">" if rule.op == "within" else "<="
            return Sql(f"({column} {sign} %s) IS TRUE", (now - value.length,))
        case _:
            sign = ">=" if rule.op == "at_least" else "<="
            return Sql(f"({column} {sign} %s) IS TRUE", (value,))
