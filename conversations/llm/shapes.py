"""What an answer must look like, and whether it does. Pure.

A shape is a JSON schema, of which the part below is understood, or a dataclass of plain fields. Nothing is mended:
an answer of another shape is none.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal, Union

Schema = Mapping[str, Any]
Shape = type | Schema

_KINDS: Final[dict[str, tuple[type, ...]]] = {
    "object": (dict,), "array": (list,), "string": (str,), "integer": (int,), "number": (int, float),
    "boolean": (bool,), "null": (type(None),),
}  # fmt: skip
_PLAIN: Final[dict[type, str]] = {str: "string", int: "integer", float: "number", bool: "boolean"}
# What the check below knows. Any other word in a schema would be a promise that nobody keeps.
_KNOWN: Final = frozenset(
    ("type", "properties", "required", "additionalProperties", "items", "enum", "minimum", "maximum", "minLength",
     "maxLength", "minItems", "maxItems", "description", "title")
)  # fmt: skip
LONGEST_TEXT: Final = 2_000
MOST_ITEMS: Final = 50


class UnfitShapeError(ValueError):
    """The shape itself is wrong; a fault of ours."""


def schema_of(shape: Shape) -> Schema:
    """Raises UnfitShapeError."""
    if isinstance(shape, Mapping):
        _check_schema(shape)
        if shape.get("type") != "object":
            raise UnfitShapeError("an answer is an object")
        return shape
    if not dataclasses.is_dataclass(shape):
        raise UnfitShapeError(f"{shape!r} is neither a schema nor a dataclass")
    hints = typing.get_type_hints(shape)
    fields = dataclasses.fields(shape)
    needed = [
        field.name
        for field in fields
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    ]
    return {
        "type": "object",
        "properties": {field.name: _of_hint(hints[field.name]) for field in fields},
        "required": needed,
        "additionalProperties": False,
    }


def fitted(shape: Shape, told: Mapping[str, Any]) -> Any:
    """``told`` fits: as it is for a schema, as an instance for a dataclass."""
    if isinstance(shape, Mapping):
        return dict(told)
    hints = typing.get_type_hints(shape)
    lists = {name for name, hint in hints.items() if typing.get_origin(hint) is tuple}
    return shape(**{name: tuple(value) if name in lists else value for name, value in told.items()})


def problem_with(value: Any, schema: Schema, *, at: str = "answer") -> str:
    """Where ``value`` breaks the schema, in words; empty where it fits."""
    if "enum" in schema and value not in schema["enum"]:
        return f"{at} is none of the choices"
    kinds = _kinds_of(schema)
    if kinds and not any(_is_a(value, kind) for kind in kinds):
        return f"{at} is no {' or '.join(kinds)}"
    if isinstance(value, str):
        if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", LONGEST_TEXT):
            return f"{at} is too short or too long"
    elif isinstance(value, bool) or value is None:
        return ""
    elif isinstance(value, int | float):
        # Written so that NaN, of which nothing is true, is outside.
        if not schema.get("minimum", -1e12) <= value <= schema.get("maximum", 1e12):
            return f"{at} is out of bounds"
    elif isinstance(value, list):
        return _problem_with_items(value, schema, at)
    elif isinstance(value, dict):
        return _problem_with_keys(value, schema, at)
    return ""


def free_texts(value: Any, schema: Schema) -> Iterator[str]:
    """Every text that the model could word as it liked; choices out of a list of ours are left out."""
    if "enum" in schema:
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from free_texts(item, schema.get("items", {}))
    elif isinstance(value, dict):
        properties = schema.get("properties", {})
        for name, item in value.items():
            if name not in properties:
                yield name
            yield from free_texts(item, properties.get(name, {}))


def _problem_with_items(value: list[Any], schema: Schema, at: str) -> str:
    if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", MOST_ITEMS):
        return f"{at} has too few or too many items"
    problems = (problem_with(item, schema.get("items", {}), at=f"{at}[{n}]") for n, item in enumerate(value))
    return next((problem for problem in problems if problem), "")


def _problem_with_keys(value: dict[str, Any], schema: Schema, at: str) -> str:
    properties: Mapping[str, Schema] = schema.get("properties", {})
    if missing := [name for name in schema.get("required", ()) if name not in value]:
        return f"{at} lacks {missing[0]}"
    if schema.get("additionalProperties") is False and not value.keys() <= properties.keys():
        return f"{at} has a key that nobody asked for"
    if len(value) > MOST_ITEMS:
        return f"{at} has too many keys"
    problems = (problem_with(item, properties.get(name, {}), at=f"{at}.{name}") for name, item in value.items())
    return next((problem for problem in problems if problem), "")


def _kinds_of(schema: Schema) -> list[str]:
    told = schema.get("type", [])
    return [told] if isinstance(told, str) else list(told)


def _is_a(value: Any, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, _KINDS[kind])


def _check_schema(schema: Schema) -> None:
    if unknown := schema.keys() - _KNOWN:
        raise UnfitShapeError(f"a schema with {', '.join(sorted(unknown))} is not understood")
    if not {*_kinds_of(schema)} <= _KINDS.keys():
        raise UnfitShapeError(f"{schema['type']} is no type")
    for below in (*schema.get("properties", {}).values(), *([schema["items"]] if "items" in schema else [])):
        _check_schema(below)


def _of_hint(hint: Any) -> Schema:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin in (Union, types.UnionType):
        return _or_nothing(arguments)
    if origin in (list, tuple) and arguments:
        return {"type": "array", "items": _of_hint(arguments[0])}
    if hint in _PLAIN:
        return {"type": _PLAIN[hint]}
    raise UnfitShapeError(f"{hint!r} is no plain field")


def _or_nothing(arguments: tuple[Any, ...]) -> Schema:
    inner = [argument for argument in arguments if argument is not type(None)]
    if len(inner) != 1:
        raise UnfitShapeError("one type or None")
    schema = dict(_of_hint(inner[0]))
    if "enum" in schema:
        return {"enum": [*schema["enum"], None]}
    return {**schema, "type": [schema["type"], "null"]}
