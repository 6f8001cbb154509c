"""A database of its own for the measurements, made and dropped like a test's."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from urllib.parse import quote

from django.db import connection
from django.test.utils import get_unique_databases_and_mirrors

from games.seeds import seed

NAME = "bench_thrum"


@contextmanager
def own_database() -> Iterator[str]:
    """Yields its DATABASE_URL for other processes. What an interrupted run left behind is overwritten."""
    usual = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = NAME
    get_unique_databases_and_mirrors({"default"})
    with redirect_stdout(sys.stderr):  # createcachetable speaks up whatever the verbosity; stdout is for the answers
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        seed()
        yield _url()
    finally:
        connection.creation.destroy_test_db(usual, verbosity=0)


def _url() -> str:
    parameters = connection.get_connection_params()
    host = quote(str(parameters.get("host", "")), safe="")
    login = quote(str(parameters.get("user", "")))
    if password := parameters.get("password"):
        login += f":{quote(str(password))}"
    port = f":{parameters['port']}" if parameters.get("port") else ""
    return f"postgres://{login}@{host}{port}/{NAME}"
