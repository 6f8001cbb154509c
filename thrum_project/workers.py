"""What a worker process does before it takes its first task."""

from __future__ import annotations

import logging
from typing import Any

logger = logging.getLogger(__name__)


def load_what_answers_need(**_: Any) -> None:
    """Read what understanding knows, in workers that answer people.

    Loading counts against nobody's time here. In the first answer it did: on a busy machine it took as long as a task
    may take, so that the worker was stopped over it and its successor began again. A worker that cannot load must
    live all the same: each task then says for itself what it misses.
    """
    from django_q.conf import Conf

    if Conf.CLUSTER_NAME != "talk":
        return
    from conversations import knowledge

    try:
        knowledge.current()
    except Exception:
        logger.exception("what answers need could not be loaded ahead")
