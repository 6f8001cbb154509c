"""The only door to the provider: the ``openai`` package, aimed at any server that speaks its language.

Calls run in an event loop of their own thread, for only there can a deadline be total: a server that sends a byte now
and then keeps every time-out between reads, and a task that is cancelled closes its connection at once. Nothing is
followed elsewhere (a redirect would take the key along), and no more is read than an answer can need.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import logging
import threading
import time
from collections.abc import Callable
from typing import Any, Final

from conversations.llm.types import Reason

logger = logging.getLogger(__name__)

_LARGEST: Final = 256 * 1024
_MOST_TRIES: Final = 3
_FIRST_PAUSE: Final = 0.15
_WORTH_ANOTHER_TRY: Final = frozenset((408, 409, 425, 429, 500, 502, 503, 504))
# Longer than any deadline of ours; the deadline itself is kept outside.
_HIGHEST_TIMEOUT: Final = 120.0

# What is sent: given the package's client, the call whose answer is streamed.
Send = Callable[[Any], Any]


class NoReplyError(Exception):
    """``wait``: the provider asked to be left alone for so many seconds. ``status`` is 0 where nobody answered."""

    def __init__(self, reason: Reason, *, wait: float = 0.0, status: int = 0, may_cost: bool = False) -> None:
        super().__init__(f"{reason} {status or ''}".strip())
        self.reason, self.wait, self.status, self.may_cost = reason, wait, status, may_cost


class _RefusedError(Exception):
    def __init__(self, status: int, wait: float) -> None:
        super().__init__(str(status))
        self.status, self.wait = status, wait


class _TooLargeError(Exception):
    pass


class Transport:
    """One address. Safe to call from many threads; made anew in each process, for threads do not survive a fork."""

    def __init__(self, *, base_url: str, key: str) -> None:
        self._base_url, self._key = base_url, key
        self._client: Any = None
        self._is_read = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._live, name="language model", daemon=True)
        self._thread.start()

    @property
    def is_warm(self) -> bool:
        """The package takes a second or two to be read; until then a short deadline passes without a question asked."""
        return self._is_read.is_set()

    def fetch(self, send: Send, *, until: float) -> bytes:
        """The body of the answer. ``until`` by the monotonic clock. Raises NoReplyError and nothing else."""
        asked = asyncio.run_coroutine_threadsafe(self._try_until(send, until), self._loop)
        try:
            return asked.result(timeout=max(0.0, until - time.monotonic()))
        except (concurrent.futures.TimeoutError, concurrent.futures.CancelledError):
            asked.cancel()
            raise NoReplyError(Reason.SLOW, may_cost=self.is_warm) from None

    def close(self) -> None:
        """Ends the thread; whoever still waits gets no answer."""

        async def end() -> None:
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()
            await asyncio.sleep(0)
            if self._client is not None:
                await self._client.close()

        with contextlib.suppress(concurrent.futures.TimeoutError):
            asyncio.run_coroutine_threadsafe(end(), self._loop).result(timeout=10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=10)
        self._loop.close()

    def _live(self) -> None:
        # Read here, so that who never asks does not pay for it, and who does waits no longer than they said.
        import openai

        asyncio.set_event_loop(self._loop)
        self._client = openai.AsyncOpenAI(
            base_url=self._base_url,
            api_key=self._key or "none",
            max_retries=0,  # ours know the deadline
            timeout=_HIGHEST_TIMEOUT,
            default_headers={"Accept-Encoding": "identity"},  # so that what is counted is what is kept
            http_client=openai.DefaultAsyncHttpxClient(
                follow_redirects=False, timeout=_HIGHEST_TIMEOUT, event_hooks={"response": [_refuse]}
            ),
        )
        self._is_read.set()
        self._loop.run_forever()

    async def _try_until(self, send: Send, until: float) -> bytes:
        for tries_left in reversed(range(_MOST_TRIES)):
            pause = _FIRST_PAUSE * 4.0 ** (_MOST_TRIES - 1 - tries_left)
            try:
                return await self._once(send)
            except _TooLargeError:
                raise NoReplyError(Reason.UNREADABLE, may_cost=True) from None
            except _RefusedError as refusal:
                reason = Reason.LIMITED if refusal.status == 429 else Reason.BROKEN
                failure = NoReplyError(reason, wait=refusal.wait, status=refusal.status)
                if refusal.status not in _WORTH_ANOTHER_TRY:
                    raise failure from None
                pause = max(pause, refusal.wait)
            except Exception as error:
                logger.info("the language model could not be reached: %s", type(error).__name__)
                failure = NoReplyError(Reason.BROKEN, may_cost=True)
            if not tries_left or time.monotonic() + pause >= until:
                raise failure
            await asyncio.sleep(pause)
        raise AssertionError("unreachable")

    async def _once(self, send: Send) -> bytes:
        async with send(self._client) as answer:
            response = answer.http_response
            if response.headers.get("content-encoding", "identity") != "identity":
                raise _TooLargeError  # nobody asked for it, and a little of it can be a lot
            body = bytearray()
            async for part in response.aiter_raw():
                body += part
                if len(body) > _LARGEST:
                    raise _TooLargeError
            return bytes(body)


async def _refuse(response: Any) -> None:
    """Before anything of the body is read: what an error says is of no use to us, and may be of any length."""
    if response.status_code != 200 and response.status_code != 201:
        raise _RefusedError(response.status_code, _wait_of(response.headers))


def _wait_of(headers: Any) -> float:
    """Seconds; a date, which hardly anybody sends, counts as half a minute."""
    told = headers.get("retry-after", "")
    try:
        wait = float(told or 0)
    except ValueError:
        return 30.0
    return wait if 0 <= wait < 86_400 else 30.0
