"""Statements that are planned once a connection, and what becomes of them where a plan is lost."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from games.statements import rows_of

pytestmark = pytest.mark.django_db(transaction=True)

_SUM = "SELECT %s::int + %s::int AS told_by_this_test"


def _plans() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%told_by_this_test%%'")
        return int(cursor.fetchone()[0])


def test_a_statement_is_planned_once_whatever_it_is_told():
    assert [rows_of(_SUM, [number, 1]) for number in range(3)] == [[(1,)], [(2,)], [(3,)]]
    assert _plans() == 1


def test_where_a_plan_is_lost_the_answer_comes_the_usual_way():
    rows_of(_SUM, [1, 1])
    connection.connection.pgconn.exec_(b"DEALLOCATE ALL")

    assert [rows_of(_SUM, [number, 1]) for number in range(2)] == [[(1,)], [(2,)]]
    assert _plans() == 0
    connection.close()


def test_inside_a_transaction_nothing_is_left_to_a_plan():
    connection.close()
    with transaction.atomic():
        assert rows_of(_SUM, [2, 2]) == [(4,)]
        assert _plans() == 0
