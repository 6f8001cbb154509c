"""What stands in the way of a start, in one line instead of a traceback."""

from __future__ import annotations

import re

import psycopg
from django.core.exceptions import ImproperlyConfigured
from django.db import Error as DatabaseError
from django.db.migrations.exceptions import MigrationSchemaMissing
from environs import EnvError

from thrum_project.embedded_postgres import EmbeddedPostgresError

_EXTENSION = re.compile(r'extension "(\w+)"')


def explain(error: BaseException) -> str | None:
    """One line about a mistake in the set-up; None for whatever else went wrong, which deserves its traceback."""
    if isinstance(error, EmbeddedPostgresError):
        return f"the embedded database does not start: {_one_line(str(error))}"
    if isinstance(error, ImproperlyConfigured | EnvError):
        return _one_line(str(error))
    if isinstance(error, MigrationSchemaMissing):
        return "the database user may not make tables; let its owner run once: GRANT ALL ON SCHEMA public TO that user"
    if isinstance(error, DatabaseError) and isinstance(error.__cause__, psycopg.Error):
        return _explain_database(error.__cause__)
    return None


def _explain_database(error: psycopg.Error) -> str | None:
    said = str(error).strip()
    if isinstance(error, psycopg.OperationalError) and error.sqlstate is None:
        return f"the database cannot be reached (DATABASE_URL): {_reason(said)}"
    if extension := _EXTENSION.search(said):
        name = extension[1]
        if isinstance(error, psycopg.errors.FeatureNotSupported | psycopg.errors.UndefinedFile):
            return f"the database server has no extension {name}: install pgvector 0.8 or newer for its version"
        if isinstance(error, psycopg.errors.InsufficientPrivilege):
            return f'the database user may not add extensions; let its owner run once: CREATE EXTENSION "{name}"'
    return None


def _reason(said: str) -> str:
    """libpq tells of each address that it tried, with hints on further lines; the first reason is enough."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    first = next((line for line in lines if not line.endswith(":")), "no reason given")
    return re.sub(r"^(- host: .*?, hostaddr: '[^']*': )?(connection failed: )?", "", first)


def _one_line(text: str) -> str:
    return " ".join(text.split())
