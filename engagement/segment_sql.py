"""A segment's rule as one SQL condition over the table of facts; every value is a parameter.

No condition is ever NULL, so that a group of none is the exact rest, as in ``segment_rules.matches``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engagement.segment_fields import Kind
from engagement.segment_rules import Condition, Group, Span

# What is looked at first: numbers and sets of bits stand at the front of a row, words at its end.
_LAST = (Kind.ONE, Kind.TEXT)


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
    parts = [condition(one, now=now, table=table) for one in sorted(rule.rules, key=_effort)]
    joint = " AND " if rule.match == "all" else " OR "
    text = joint.join(part.text for part in parts)
    params = tuple(param for part in parts for param in part.params)
    return Sql(f"NOT ({text})" if rule.match == "none" else f"({text})", params)


def _effort(rule: Group | Condition) -> int:
    return 2 if isinstance(rule, Group) else int(rule.field.kind in _LAST)


def _one(rule: Condition, column: str, now: datetime) -> Sql:
    kind, value = rule.field.kind, rule.value
    match rule.op:
        case "known" | "unknown":
            is_known = rule.op == "known"
            if kind in (Kind.NUMBER, Kind.WHEN):
                return Sql(f"{column} IS {'NOT ' if is_known else ''}NULL")
            return Sql(f"{column} {'<>' if is_known else '='} {'0' if kind is Kind.SEVERAL else chr(39) * 2}")
        case "yes":
            return Sql(column)
        case "no":
            return Sql(f"NOT {column}")
        case "any_of" | "none_of" | "all_of":
            assert isinstance(value, tuple)
            if kind is Kind.SEVERAL:
                return _of_set(rule, column, value)
            return Sql(f"{'NOT ' if rule.op == 'none_of' else ''}{column} = ANY(%s::varchar[])", (list(value),))
        case "within" | "longer_ago":
            assert isinstance(value, Span)
            # A column that is NULL makes the comparison NULL, which is "no" in a filter but not under NOT.
            sign = ">" if rule.op == "within" else "<="
            return Sql(f"({column} {sign} %s) IS TRUE", (now - value.length,))
        case _:
            sign = ">=" if rule.op == "at_least" else "<="
            return Sql(f"({column} {sign} %s) IS TRUE", (value,))


def _of_set(rule: Condition, column: str, keys: tuple[str, ...]) -> Sql:
    bits = rule.field.bits(keys)
    if rule.op == "all_of":
        # A key that is none any more is in nobody's set.
        return Sql(f"({column} & %s) = %s", (bits, bits)) if bits.bit_count() == len(keys) else Sql("FALSE")
    return Sql(f"({column} & %s) {'<>' if rule.op == 'any_of' else '='} 0", (bits,))
