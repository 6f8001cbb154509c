"""Processes load before they are asked, for a task has seconds and loading takes some of them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_q.signals import post_spawn

from conversations.knowledge import in_use as knowledge
from thrum_project import read_ahead


@pytest.fixture
def forgetful():
    knowledge.forget()
    yield
    knowledge.forget()


@pytest.mark.django_db
def test_a_new_worker_knows_all_that_answers_need_before_its_first_task(forgetful):
    with CaptureQueriesContext(connection) as before_tasks:
        post_spawn.send(sender="django_q", proc_name="worker")
    with CaptureQueriesContext(connection) as in_the_first_task:
        knowledge.current()

    assert _reads_examples(before_tasks)
    assert not _reads_examples(in_the_first_task)


@pytest.mark.django_db(transaction=True)
def test_a_web_process_reads_it_beside_its_first_pages(forgetful):
    read_ahead.beside_requests().join()
    with CaptureQueriesContext(connection) as for_the_first_message:
        knowledge.current()

    assert not _reads_examples(for_the_first_message)


def test_a_worker_lives_on_without_a_database(forgetful, caplog):
    post_spawn.send(sender="django_q", proc_name="worker")  # this test has none

    assert "could not be loaded ahead" in caplog.text


def _reads_examples(asked: CaptureQueriesContext) -> bool:
    return any('"conversations_taughtexample"."text"' in query["sql"] for query in asked.captured_queries)
