"""One call to the provider: allowed by patience, paid out of the budget, awaited, read, written down."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DatabaseError

from conversations.llm import spending
from conversations.llm.desks import desk
from conversations.llm.transport import NoReplyError, Send
from conversations.llm.types import Reason, Usage

logger = logging.getLogger(__name__)


@dataclass
class Heard:
    """A body that came back, as far as it is accounted for."""

    body: Any
    usage: Usage


class UnusableError(Exception):
    """Paid for, and of no use."""

    def __init__(self, reason: Reason, why: str, usage: Usage) -> None:
        super().__init__(why)
        self.reason, self.usage = reason, usage


def pay_and_fetch(
    send: Send, purpose: str, expected: Usage, *, version: str, session_id: int | None, seconds: float, now: datetime,
    read: Callable[[Any, Usage], Heard], prompt: str = "",
) -> Heard | Reason:  # fmt: skip
    """Ask where patience and budget allow it, and write down what became of it.

    ``read`` makes of a body what is wanted; it raises UnusableError, or whatever a body of an unknown form makes it.
    Words are logged where there is a ``prompt``.
    """
    began, place, at = time.monotonic(), desk(), now.timestamp()
    refusal = place.patience.admit(purpose, at=at)
    if refusal is not None:
        spending.note(purpose=purpose, session_id=session_id, outcome=refusal, version=version, now=now)
        return refusal
    failed, wait = None, 0.0
    try:
        aside = spending.put_aside(
            purpose=purpose, session_id=session_id, expected=expected, version=version, now=now
        )  # fmt: skip
        if isinstance(aside, Reason):
            spending.note(purpose=purpose, session_id=session_id, outcome=aside, version=version, now=now)
            return aside
        outcome, usage, answer, heard = "answered", Usage(), "", None
        try:
            body = place.transport.fetch(send, until=began + seconds)
            heard = read(json.loads(body), expected)
            failed, usage = False, heard.usage
            answer = json.dumps(heard.body) if prompt else ""
        except NoReplyError as error:
            outcome, wait = error.reason, error.wait if error.reason == Reason.LIMITED else 0.0
            usage = expected if error.may_cost else usage
            # What never got out of this process says nothing of the provider; nor does "later" say that it is down.
            is_ours = error.reason == Reason.LIMITED or (error.reason == Reason.SLOW and not error.may_cost)
            failed = None if is_ours else True
            logger.warning("the language model did not answer (%s): %s", purpose, error)
        except UnusableError as error:
            outcome, usage, failed = error.reason, error.usage, error.reason == Reason.UNREADABLE
            logger.warning("an answer of the language model is not used (%s): %s", purpose, error)
        except (ValueError, RecursionError, LookupError, TypeError, AttributeError):
            outcome, usage, failed = Reason.UNREADABLE, expected, True
            logger.warning("the language model answered in no form we know (%s)", purpose)
        taken = round((time.monotonic() - began) * 1000)
        spending.settle(aside, outcome=outcome, usage=usage, ms=taken, prompt=prompt, answer=answer)
        return Reason(outcome) if heard is None else heard
    except DatabaseError:
        logger.exception("no question without a place to write down what it costs")
        return Reason.BROKEN
    finally:
        place.patience.done(purpose, at=at + time.monotonic() - began, failed=failed, wait=wait)
