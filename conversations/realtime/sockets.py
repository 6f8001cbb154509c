"""The two sockets: the web chat's and the operators' inbox's.

Either way a page says ``{"after": N}``, the newest message that it has, when it opens, every while and whenever it
wants to know; that makes up for all that was missed. What is sent is read from the database, never taken from the bell.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.http import HttpRequest

from conversations.channels.web import visitors
from conversations.channels.web.conversation import Heard, read_on
from conversations.realtime import gate
from conversations.realtime.hub import EVERYBODY, Hub, News, Seat

logger = logging.getLogger(__name__)

NOT_UNDERSTOOD, FORBIDDEN, TOO_FAST, BROKEN = 4400, 4403, 4429, 1011
# Who has not taken a frame for so long is let go, and comes back when they can read.
SEND_SECONDS = 10.0
_MOST_ASKED, _IN_SECONDS = 20, 10.0
_LONGEST_ID = 2**63


class LiveSocket(AsyncWebsocketConsumer, ABC):
    """A seat in the hub and one task that tells its page what is new, one thing after the other."""

    # A socket is looked at anew after so long without news; None: never.
    look_seconds: float | None = None

    def __init__(self, *, hub: Hub) -> None:
        super().__init__()
        self.hub = hub
        self.seat: Seat | None = None
        self.after = 0
        self._pace = gate.Pace(most=_MOST_ASKED, seconds=_IN_SECONDS)
        self._telling: asyncio.Task[None] | None = None
        self._is_let_go = False

    @abstractmethod
    async def owner(self) -> str:
        """Who looks, by a name of our own; nothing: nobody who may."""

    @abstractmethod
    async def frame_for(self, news: News | None, seat: Seat) -> dict[str, Any] | None:
        """What the page is told; None: nothing. ``news`` is None where merely time has passed."""

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        self._main = asyncio.current_task()
        try:
            await super().__call__(scope, receive, send)
        except asyncio.CancelledError:
            if not self._is_let_go:
                raise
        finally:
            if self._telling:
                self._telling.cancel()
            if self.seat:
                self.hub.leave(self.seat)

    async def connect(self) -> None:
        owner = await self.owner() if gate.is_own_page(self.scope) else ""
        if not owner:
            await self.close()
            return
        seat = Seat(owner=owner, address=gate.address_of(self.scope))
        if not self.hub.sit(seat):
            await self.close()
            return
        self.seat = seat
        await self.accept()
        self._telling = asyncio.create_task(self._tell(seat))

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        seat = self.seat
        if seat is None:
            return
        if not self._pace.allows(now=asyncio.get_running_loop().time()):
            seat.end(TOO_FAST)
        elif (after := _after_in(text_data)) is None:
            seat.end(NOT_UNDERSTOOD)
        else:
            self.after = after
            seat.ask()

    async def _tell(self, seat: Seat) -> None:
        try:
            while True:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(self.look_seconds):
                        await seat.woken.wait()
                news = seat.take()
                frame = await self.frame_for(news, seat) if seat.close_code is None else None
                if seat.close_code is not None:
                    async with asyncio.timeout(SEND_SECONDS):
                        await self.close(seat.close_code)
                    return
                if frame is not None:
                    async with asyncio.timeout(SEND_SECONDS):
                        await self.send(text_data=json.dumps(frame, ensure_ascii=False))
        except TimeoutError:
            logger.info("a page that does not read was let go")
            self._let_go()
        except OSError:
            return  # it has just left
        except Exception:
            # Told that it is the end, the page asks by itself; told nothing, it would wait for ever.
            logger.exception("a page cannot be told what is new")
            await self.close(BROKEN)

    def _let_go(self) -> None:
        """Nothing can be said to who does not read, also not that this is the end."""
        self._is_let_go = True
        if self._main is not None:
            self._main.cancel()


class ChatSocket(LiveSocket):
    """A visitor's own talk, known by the cookie of the page; nothing that is sent names another."""

    async def owner(self) -> str:
        self._token = visitors.read_visitor(gate.request_of(self.scope)) or ""
        self._told: tuple[bool, bool] | None = None
        return self._token

    async def frame_for(self, news: News | None, seat: Seat) -> dict[str, Any] | None:
        if news is None:
            return None
        heard = await self._read()
        if heard.contact_id != seat.room:
            # Read again from the new room: in between something may have been said that nobody rang here for.
            is_gone = heard.contact_id is None
            self.hub.move(seat, heard.contact_id)
            heard = await self._read()
            if is_gone:
                self.after = 0
                return {**heard.as_json(), "erased": True}
        state = (heard.is_waiting, heard.is_held)
        if not (news.is_asked or heard.messages or state != self._told):
            return None
        self._told = state
        self.after = max([self.after, *(message["id"] for message in heard.messages)])
        return heard.as_json()

    async def _read(self) -> Heard:
        heard: Heard = await database_sync_to_async(read_on)(self._token, after=self.after)
        return heard


class InboxSocket(LiveSocket):
    """Tells an operator's page whose talk has changed; what has, the page asks for with the rights that it has then."""

    look_seconds = 30.0
    # A busy minute is told in a few words, not in hundreds.
    _PAUSE_SECONDS = 0.25
    _CHECKED_FOR = 10.0

    def __init__(self, *, hub: Hub, operator_of: Callable[[HttpRequest], int | None]) -> None:
        super().__init__(hub=hub)
        self._operator_of = operator_of

    async def owner(self) -> str:
        who = await self._who()
        self._checked = asyncio.get_running_loop().time()
        return f"operator {who}" if who else ""

    async def frame_for(self, news: News | None, seat: Seat) -> dict[str, Any] | None:
        if seat.room is None:
            self.hub.move(seat, EVERYBODY)
        now = asyncio.get_running_loop().time()
        if now - self._checked > self._CHECKED_FOR:
            # Signed out, idle for too long or without the permission by now.
            if f"operator {await self._who()}" != seat.owner:
                seat.end(FORBIDDEN)
                return None
            self._checked = now
        if news is None:
            return None
        if not news.is_asked:
            # What rings meanwhile is told with it.
            await asyncio.sleep(self._PAUSE_SECONDS)
            later = seat.take() or news
            news = News(
                news.contacts | later.contacts, news.is_everything or later.is_everything, is_asked=later.is_asked
            )
        return {"contacts": sorted(news.contacts), "everything": news.is_everything}

    async def _who(self) -> int | None:
        who: int | None = await database_sync_to_async(self._operator_of)(gate.request_of(self.scope))
        return who


class Nowhere(AsyncWebsocketConsumer):
    """For every address that is none."""

    async def connect(self) -> None:
        await self.close()


def _after_in(text: str | None) -> int | None:
    try:
        said = json.loads(text or "")
    except (ValueError, RecursionError):
        return None
    after = said.get("after") if isinstance(said, dict) else None
    return after if type(after) is int and 0 <= after < _LONGEST_ID else None
