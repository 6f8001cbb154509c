"""What came back: read, held to its shape, and searched for what must never get out. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from typing import Any, Final

from conversations.llm.shapes import Schema, free_texts, problem_with
from conversations.llm.wrapping import Question

_LINK: Final = re.compile(
    r"https?:|\bwww\.|\b[a-z0-9-]{2,}\.(?:com|net|org|io|gg|ru|xyz"
    r"|info|biz|co|me|app|dev|link|shop|site|top|tk)\b(?:/|\b)",
    re.IGNORECASE,
)
_MAIL: Final = re.compile(r"\S@\S+\.\w")
_NUMBER: Final = re.compile(r"\d(?:[\s().\-/]{0,2}\d){6,}")
_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# Nobody says so much of our wording by chance; authored scenes stand in instructions too, so fewer would be too few.
_SHINGLE: Final = 8
# Longer than any word people use: hex, base64 and other ways to carry something out.
_LONGEST_WORD: Final = 45
_OURS: Final = re.compile(
    r"\b(?:system prompt|my instructions|these instructions|my prompt|as an ai"
    r"|language model|i was told to|json schema)\b",
    re.IGNORECASE,
)


class UnreadableError(ValueError):
    """No JSON object of the shape that was asked for. Its text names a place in it, never what stands there."""


def read(content: str, schema: Schema) -> dict[str, Any]:
    """Raises UnreadableError."""
    try:
        told = json.loads(_without_fence(content), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise UnreadableError("no JSON") from error
    if not isinstance(told, dict):
        raise UnreadableError("no object")
    try:
        problem = problem_with(told, schema)
    except RecursionError as error:
        raise UnreadableError("too deep") from error
    if problem:
        raise UnreadableError(problem)
    return told


def unsafe_because(told: dict[str, Any], schema: Schema, question: Question, *, secrets: Collection[str]) -> str:
    """Why nobody may see what the model wrote, or empty. Choices out of a list of ours are ours."""
    texts = list(free_texts(told, schema))
    for pattern, why in ((_LINK, "a link"), (_MAIL, "an address"), (_NUMBER, "a number"), (_OURS, "itself")):
        if any(pattern.search(text) for text in texts):
            return why
    whole = " ".join(texts)
    if question.mark.strip("=") in whole or any(secret and secret in whole for secret in secrets):
        return "a secret"
    if any(len(word) > _LONGEST_WORD for word in whole.split()):
        return "no words"
    if _shingles([question.instructions]) & _shingles(texts):
        return "our instructions"
    return ""


def _shingles(texts: Iterable[str]) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for text in texts:
        words = [word.lower() for word in _WORD.findall(text)]
        found |= {tuple(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1)}
    return found


def _without_fence(content: str) -> str:
    """Many models cannot help but fence their JSON."""
    text = content.strip()
    if text.startswith("```"):
        text = text.removeprefix("```json").removeprefix("```").removesuffix("```")
    return text


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")
