"""A task that leaves a trace each time it runs."""

from __future__ import annotations

from django.db import connection


def make_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS tasks_counted; CREATE TABLE tasks_counted (number int)")


def count(number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO tasks_counted VALUES (%s)", [number])


def counted(*, distinct: bool = False) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count({'DISTINCT ' if distinct else ''}number) FROM tasks_counted")
        row = cursor.fetchone()
    return int(row[0])
