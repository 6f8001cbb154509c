"""A provider that plays on this machine, with a connection to it that stands: to read the package takes seconds."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from django.test import override_settings

from conversations.llm import desks
from conversations.llm.standin import KEY, Standin
from conversations.tests.waiting import wait_until


@contextlib.contextmanager
def warm_model() -> Iterator[Standin]:
    """Whoever asks it sets ``LLM_BASE_URL`` to its ``url`` and ``LLM_API_KEY`` to its key for each test."""
    standin = Standin()
    standin.start()
    try:
        with override_settings(LLM_BASE_URL=standin.url, LLM_API_KEY=KEY):
            wait_until(lambda: desks.desk().transport.is_warm)
        yield standin
    finally:
        desks.forget()
        standin.stop()
