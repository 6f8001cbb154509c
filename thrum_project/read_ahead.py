"""What a process reads before anybody asks: what understanding knows, the columns of the catalogue, neighbours.

Loading counts against nobody's time here. In the first answer it did: on a busy machine it took as long as a task may
take, so that the worker was stopped over it and its successor began again, and whoever wrote first on the web chat
after a start waited for ten seconds.
"""

from __future__ import annotations

import logging
import threading
from typing import Any

from django.db import connection

from games.giving_way import giving_way

logger = logging.getLogger(__name__)


def before_tasks(**_: Any) -> None:
    """In a worker that answers people, before its first task."""
    from django_q.conf import Conf

    if Conf.CLUSTER_NAME == "talk":
        _load()


def beside_requests() -> threading.Thread:
    """In a web process, which serves pages meanwhile; who writes to us waits for it, and for no second loading."""
    loading = threading.Thread(target=_load_and_leave, name="read ahead", daemon=True)
    loading.start()
    return loading


def _load_and_leave() -> None:
    try:
        with giving_way():
            _load()
    finally:
        connection.close()


def _load() -> None:
    """A process that cannot load must live all the same: each answer then says for itself what it misses."""
    from conversations.knowledge import in_use as knowledge
    from games.columns import at_hand
    from games.neighbours import in_use as neighbours_in_use

    try:
        at_hand.current()  # begins to read in a thread of its own
        knowledge.current()
        neighbours_in_use.read_ahead()
    except Exception:
        logger.exception("what answers need could not be loaded ahead")
