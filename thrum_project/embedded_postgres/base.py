"""Django's PostgreSQL backend, which starts the embedded server before it connects.

Starting here rather than in the settings keeps commands that need no database free of
one, and covers the test runner, forked workers and shells alike.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base
from psycopg import OperationalError

from thrum_project.embedded_postgres import SUPERUSER, EmbeddedPostgres

_server = EmbeddedPostgres(state_dir=settings.STATE_DIR, shared_buffers=settings.EMBEDDED_SHARED_BUFFERS)


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        return {**params, "host": str(_server.place.socket_dir), "user": SUPERUSER}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if not _server.is_joined:
            _server.ensure_running()
        try:
            return super().get_new_connection(conn_params)
        except OperationalError:
            # Somebody stopped the server under us; one more try with a fresh one.
            _server.ensure_running()
            return super().get_new_connection(conn_params)
