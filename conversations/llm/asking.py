"""Asking a language model in words: wrapped, awaited for so long, and believed only as far as it can be checked.

Nothing here raises: who asks gets an answer or the reason why there is none, and goes on without.
"""

from __future__ import annotations

import hashlib
import json
import logging
import math
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any, Final

from django.conf import settings

from conversations.dialogue.care import distress
from conversations.llm import answers, spending
from conversations.llm.calls import Heard, UnusableError, pay_and_fetch
from conversations.llm.desks import desk
from conversations.llm.shapes import Schema, Shape, fitted, free_texts, schema_of
from conversations.llm.types import Answer, NoAnswer, Reason, Usage
from conversations.llm.wrapping import Question, wrapped
from conversations.moderation import stage_one

logger = logging.getLogger(__name__)

_MOST_TOKENS: Final = 800
_LETTERS_A_TOKEN: Final = 3  # fewer than in any language we speak: what is put aside should rather be too much
_ABSURD: Final = 10_000_000
_is_left_alone: ContextVar[bool] = ContextVar("no model is asked", default=False)


def is_configured() -> bool:
    return bool(settings.LLM_BASE_URL and settings.LLM_MODEL) and not _is_left_alone.get()


@contextmanager
def nobody_asked() -> Iterator[None]:
    """For as long as it lasts no model is asked by this thread: a chat that is only played costs and sends nothing."""
    token = _is_left_alone.set(True)
    try:
        yield
    finally:
        _is_left_alone.reset(token)


def ask(
    *, purpose: str, instructions: str, player_text: str, shape: Shape, session_id: int | None, seconds: float,
    now: datetime,
) -> Answer | NoAnswer:  # fmt: skip
    """An answer of ``shape`` (a JSON schema or a dataclass) within ``seconds``, or why there is none. Never raises.

    ``instructions`` are ours; what a player wrote goes into ``player_text`` and nowhere else. Everything that the
    model could word freely has passed the first stage of moderation and holds no link, number or address. What it
    means is the caller's to doubt. Without a session the budget of the day alone holds, and no words are logged.
    Ask outside of transactions: nothing should be locked while somebody far away thinks.
    """
    if not is_configured() or purpose in settings.LLM_NOT_FOR:
        return NoAnswer(Reason.OFF)
    try:
        schema = schema_of(shape)
        question = wrapped(
            model=settings.LLM_MODEL, purpose=purpose, instructions=instructions, player_text=player_text,
            schema=schema, secret=settings.SECRET_KEY,
        )  # fmt: skip
        return _ask(question, purpose, shape, schema, session_id=session_id, seconds=seconds, now=now)
    except Exception:
        logger.exception("the question %s could not be asked", purpose)
        return NoAnswer(Reason.BROKEN)


def _ask(
    question: Question, purpose: str, shape: Shape, schema: Schema, *, session_id: int | None, seconds: float,
    now: datetime,
) -> Answer | NoAnswer:  # fmt: skip
    version = hashlib.sha256(question.instructions.encode()).hexdigest()[:12]
    kept = desk().kept.get(question.key, at=now.timestamp())
    if kept is not None:
        spending.note(purpose=purpose, session_id=session_id, outcome="kept", version=version, now=now)
        return Answer(fitted(shape, json.loads(kept)), is_kept=True)

    def send(client: Any) -> Any:
        return client.chat.completions.with_streaming_response.create(
            model=settings.LLM_MODEL, messages=list(question.messages), temperature=0, max_tokens=_MOST_TOKENS,
            response_format={"type": "json_object"},
        )  # fmt: skip

    asked = sum(len(message["content"]) for message in question.messages)
    expected = Usage(math.ceil(asked / _LETTERS_A_TOKEN), _MOST_TOKENS)
    heard = pay_and_fetch(
        send, purpose, expected, version=version, session_id=session_id, seconds=seconds, now=now,
        read=lambda body, expected: _read_answer(body, expected, question, schema),
        prompt=f"{question.instructions}\n---\n{question.player_text}",
    )  # fmt: skip
    if isinstance(heard, Reason):
        return NoAnswer(heard)
    desk().kept.put(question.key, json.dumps(heard.body), at=now.timestamp())
    return Answer(fitted(shape, heard.body))


def _read_answer(body: Any, expected: Usage, question: Question, schema: Schema) -> Heard:
    choice = body["choices"][0]
    content = choice["message"]["content"]
    usage = _usage_of(body, Usage(expected.tokens_in, math.ceil(len(str(content)) / _LETTERS_A_TOKEN)))
    if choice.get("finish_reason") == "length" or not isinstance(content, str):
        raise UnusableError(Reason.UNREADABLE, "cut short", usage)
    try:
        told = answers.read(content, schema)
    except answers.UnreadableError as error:
        raise UnusableError(Reason.UNREADABLE, str(error), usage) from None
    why = answers.unsafe_because(told, schema, question, secrets=(settings.LLM_API_KEY, settings.SECRET_KEY))
    if not why and (findings := [found for text in free_texts(told, schema) for found in stage_one.look(text)]):
        why = f"moderation: {findings[0].category}"
    if not why and any(distress.is_serious(text) for text in free_texts(told, schema)):
        why = "words of distress"
    if why:
        raise UnusableError(Reason.UNSAFE, why, usage)
    return Heard(told, usage)


def _usage_of(body: Any, otherwise: Usage) -> Usage:
    told = body.get("usage") or {}
    asked, answered = told.get("prompt_tokens"), told.get("completion_tokens")
    if isinstance(asked, int) and isinstance(answered, int) and 0 <= asked < _ABSURD and 0 <= answered < _ABSURD:
        return Usage(asked, answered)
    return otherwise
