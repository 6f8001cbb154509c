"""Says to every process that there is something new in somebody's talk. Only the contact's id travels.

It rings when the caller's transaction commits and never otherwise, for PostgreSQL keeps a NOTIFY until then
(docs/decisions/0006). Nobody may depend on having heard it: who listens looks again when it comes back.
"""

from __future__ import annotations

import functools
import logging

import redis
from django.conf import settings
from django.db import connection, transaction

logger = logging.getLogger(__name__)

CHANNEL = "thrum_talks"
# By this name the database knows who listens.
LISTENER = "thrum realtime"


def ring(contact_id: int) -> None:
    """Rung twice in a transaction it is heard once."""
    if not settings.REDIS_URL:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, str(contact_id)])
    ring_redis(contact_id)


def ring_redis(contact_id: int) -> None:
    """For who has put the NOTIFY into a statement of their own; without Redis there is nothing left to do."""
    if settings.REDIS_URL:
        transaction.on_commit(functools.partial(publish, contact_id))


def publish(contact_id: int) -> None:
    """To Redis, at once. What was stored is stored; pages that did not hear of it ask within the minute."""
    try:
        _redis(settings.REDIS_URL).publish(CHANNEL, str(contact_id))
    except redis.RedisError as error:
        logger.warning("nobody can be told what is new: %s", type(error).__name__)


@functools.cache
def _redis(url: str) -> redis.Redis:
    """One for a process. Who stores a message waits for it no longer than for a moment."""
    return redis.Redis.from_url(url, socket_connect_timeout=1, socket_timeout=1)


def count_listeners() -> int:
    """How many processes hear the bell at this moment."""
    if settings.REDIS_URL:
        try:
            ((_, count),) = _redis(settings.REDIS_URL).pubsub_numsub(CHANNEL)
        except redis.RedisError:
            return 0
        return int(count)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = %s",
            [LISTENER],
        )
        (count,) = cursor.fetchone()
    return int(count)
