"""A mistake in the set-up is told in one line, by the real commands."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.exceptions import MigrationSchemaMissing

from thrum_project.plain_words import explain

BASE = Path(settings.BASE_DIR)


def _say(*arguments: str, **environment: str) -> str:
    """What a command that must fail says."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=BASE, env={**os.environ, **environment}, check=False,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=110,
    )  # fmt: skip
    assert done.returncode == 1
    return done.stderr


@pytest.fixture
def taken_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgers://thrum:geheim@db/thrum", "DATABASE_URL is no address of a database; see .env.example"),
        ("postgres://thrum:geheim@db:port/thrum", "DATABASE_URL is no address of a database; see .env.example"),
        ("sqlite:///thrum.db", "must name a PostgreSQL database: postgres://USER:PASSWORD@HOST/NAME"),
        ("postgres://thrum:geheim@db", "must name a PostgreSQL database: postgres://USER:PASSWORD@HOST/NAME"),
    ],
)
def test_an_address_that_is_none_is_told_without_its_password(url, expected):
    said = _say("release", DATABASE_URL=url)
    assert expected in said
    assert said.count("\n") == 1
    assert "geheim" not in said


def test_a_server_that_does_not_answer_is_told(taken_port):
    said = _say("release", DATABASE_URL="postgres://thrum:geheim@127.0.0.1:1/thrum")
    assert said.startswith("thrum: the database cannot be reached (DATABASE_URL): ")
    assert said.endswith("port 1 failed: Connection refused\n")


@pytest.mark.django_db
def test_a_database_that_does_not_exist_is_told():
    there = quote(str(connection.get_connection_params()["host"]), safe="")
    said = _say("migrate", DATABASE_URL=f"postgres://thrum@{there}/nowhere")
    assert said.endswith('database "nowhere" does not exist\n')
    assert said.count("\n") == 1


def test_a_taken_port_is_told_with_the_next_one(taken_port, tmp_path):
    # The port is looked at before anything is made: the state directory stays empty but for the settings' own.
    said = _say("run", PORT=str(taken_port), THRUM_STATE_DIR=str(tmp_path))
    assert said == f"CommandError: port {taken_port} is taken; try: make run PORT={taken_port + 1}\n"
    assert not (tmp_path / "postgres").exists()


def test_settings_that_cannot_be_read_are_told(tmp_path):
    assert _say("check", PORT="eighty") == 'thrum: Environment variable "PORT" invalid: Not a valid integer.\n'
    missing = tmp_path / "key"
    said = _say("check", SECRET_KEY_FILE=str(missing))
    assert said == f"thrum: SECRET_KEY_FILE cannot be read: {missing}: No such file or directory\n"


def test_of_several_addresses_the_first_reason_is_told():
    said = (
        "Multiple connection attempts failed. All failures were:\n"
        "- host: 'db', port: 5432, hostaddr: '::1': connection failed: connection to server at \"::1\", port 5432"
        " failed: Connection refused\n\tIs the server running on that host?\n"
        "- host: 'db', port: 5432, hostaddr: '127.0.0.1': connection failed: no"
    )
    assert explain(_wrapped(psycopg.OperationalError(said))) == (
        "the database cannot be reached (DATABASE_URL): "
        'connection to server at "::1", port 5432 failed: Connection refused'
    )


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (
            psycopg.errors.FeatureNotSupported('extension "vector" is not available\nDETAIL: no control file'),
            "the database server has no extension vector: install pgvector 0.8 or newer for its version",
        ),
        (
            psycopg.errors.InsufficientPrivilege('permission denied to create extension "vector"\nHINT: ask'),
            'the database user may not add extensions; let its owner run once: CREATE EXTENSION "vector"',
        ),
    ],
)
def test_pgvector_that_cannot_be_had_is_told_with_what_to_do(error, expected):
    assert explain(_wrapped(error)) == expected


def test_a_user_who_may_make_no_tables_is_told():
    told = explain(MigrationSchemaMissing("Unable to create the django_migrations table (permission denied)"))
    assert told is not None
    assert "GRANT" in told


@pytest.mark.django_db
def test_whatever_else_goes_wrong_keeps_its_traceback():
    with pytest.raises(DatabaseError) as failure, connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")
    assert explain(failure.value) is None
    assert explain(KeyError("oops")) is None


def _wrapped(cause: psycopg.Error) -> DatabaseError:
    error = DatabaseError(str(cause))
    error.__cause__ = cause
    return error
