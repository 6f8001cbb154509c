"""The one ear of a process: LISTEN on a connection of its own, or a subscription where Redis is set.

connecting -> listening -> lost
     ^                       |
     +-----------------------+   after a moment, ever longer; then everybody looks again
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from typing import Any

import psycopg
import redis.asyncio
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connection
from django.db.utils import Error as DatabaseError
from redis.exceptions import RedisError

from conversations.realtime.bell import CHANNEL, LISTENER
from conversations.realtime.hub import Hub

logger = logging.getLogger(__name__)

_FIRST_WAIT, _LONGEST_WAIT = 0.2, 10.0
# A connection that was lost without a word is found out by asking it something.
_QUIET_SECONDS = 20.0
# Yields None when it has begun to listen, also when it has begun anew, and then each id that is rung.
Source = Callable[[], AsyncIterator[int | None]]


async def keep_listening(hub: Hub, source: Source | None = None) -> None:
    """Wake the hub's seats for ever; cancelled at the end of the process."""
    source = source or (of_redis if settings.REDIS_URL else of_postgres)
    wait = _FIRST_WAIT
    while True:
        try:
            async for contact_id in source():
                if contact_id is not None:
                    hub.ring(contact_id)
                    continue
                hub.is_listening, wait = True, _FIRST_WAIT
                hub.ring_all()
        except (psycopg.Error, DatabaseError, RedisError, OSError) as error:
            logger.warning("the bell cannot be heard, trying again in %.1f s: %s", wait, type(error).__name__)
        except Exception:
            # A fault of ours must not make every page of this process deaf for good.
            logger.exception("the bell broke, trying again in %.1f s", wait)
        finally:
            hub.is_listening = False
        await asyncio.sleep(wait)
        wait = min(wait * 2, _LONGEST_WAIT)


async def of_postgres() -> AsyncIterator[int | None]:
    async with await psycopg.AsyncConnection.connect(**await sync_to_async(_parameters)()) as listening:
        await listening.execute(f"LISTEN {CHANNEL}")
        yield None
        while True:
            async for note in listening.notifies(timeout=_QUIET_SECONDS):
                yield int(note.payload)
            await listening.execute("SELECT 1")


def _parameters() -> dict[str, Any]:
    """Those of Django's own connection, which also starts the database of a clone."""
    connection.ensure_connection()
    told = connection.get_connection_params()
    kept = {name: value for name, value in told.items() if name not in ("cursor_factory", "context")}
    return {**kept, "autocommit": True, "application_name": LISTENER}


async def of_redis() -> AsyncIterator[int | None]:
    client = redis.asyncio.Redis.from_url(settings.REDIS_URL, health_check_interval=_QUIET_SECONDS)
    async with client, client.pubsub() as subscription:
        await subscription.subscribe(CHANNEL)
        async for said in subscription.listen():
            if said["type"] == "subscribe":
                yield None
            elif said["type"] == "message":
                yield int(said["data"])
