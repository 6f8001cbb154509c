"""Where a process asks from: one connection, one memory and one patience for each address."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from conversations.llm.patience import Kept, Patience
from conversations.llm.transport import Transport


@dataclass
class Desk:
    """One address with its memory and its patience, in one process."""

    transport: Transport
    patience: Patience
    kept: Kept = field(default_factory=Kept)


_desks: dict[tuple[Any, ...], Desk] = {}
_making = threading.Lock()


def desk() -> Desk:
    """One for each process and address; threads share it."""
    key = (os.getpid(), settings.LLM_BASE_URL, settings.LLM_API_KEY)
    with _making:
        if key not in _desks:
            _desks[key] = Desk(
                Transport(base_url=settings.LLM_BASE_URL, key=settings.LLM_API_KEY), Patience(settings.LLM_PER_MINUTE)
            )
        return _desks[key]


def forget() -> None:
    """Ends what this process has begun."""
    with _making:
        for key in [key for key in _desks if key[0] == os.getpid()]:
            _desks.pop(key).transport.close()
