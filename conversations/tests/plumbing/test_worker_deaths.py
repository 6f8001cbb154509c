"""kill -9 in the worst moment: the reply still comes, once. Real processes, real locks, Twilio's stand-in."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.utils import timezone
from django_q.tasks import async_task

from conversations import dialogue, sweeps
from conversations.between_turns import reminders
from conversations.dialogue.memory_changes import NewReminder
from conversations.models import Contact, Message, Reminder
from conversations.receiving import inbox
from conversations.sending import send_loop
from conversations.tests.conftest import an_inbound
from conversations.tests.plumbing import counting
from games.tests.factories import GameFactory

pytestmark = pytest.mark.django_db(transaction=True)
BASE = Path(__file__).resolve().parents[3]
_PATIENCE_SECONDS = 60.0

Worker = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def worker(twilio, settings) -> Iterator[Worker]:
    """Starts worker processes that see the test's database and the stand-in."""
    started: list[subprocess.Popen[bytes]] = []
    env = {
        **os.environ,
        "TWILIO_ACCOUNT_SID": settings.TWILIO_ACCOUNT_SID,
        "TWILIO_AUTH_TOKEN": settings.TWILIO_AUTH_TOKENS[0],
        "TWILIO_WHATSAPP_NUMBER": settings.TWILIO_WHATSAPP_NUMBER,
        "TWILIO_API_BASE_URL": twilio.url,
        "PUBLIC_BASE_URL": settings.PUBLIC_BASE_URL,
    }

    def start(*arguments: object) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "conversations.tests.plumbing.worker", connection.settings_dict["NAME"]]
        process = subprocess.Popen([*command, *map(str, arguments)], cwd=BASE, env=env, start_new_session=True)
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, 9)
        process.wait()


@pytest.fixture
def waiting(twilio) -> Contact:
    """Robin has written and nobody has answered yet."""
    GameFactory(platforms=["switch"], mood_fit={"chill": 0.9})
    receipt = inbox.receive(an_inbound("something calm on switch"), now=timezone.now())
    return Contact.objects.get(pk=receipt.contact_id)


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def is_somebody_waiting_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # a transaction sees the state of its first look for ever
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return bool(cursor.fetchone()[0])


def answer_what_is_left(contact: Contact, *, later: timedelta) -> None:
    """What sweep and worker do some time after the death."""
    then = timezone.now() + later
    assert sweeps.bring_back_unanswered(then) == 1
    assert dialogue.answer(contact.pk, clock=lambda: then)


def test_a_worker_killed_in_the_middle_of_a_turn_leaves_nothing_and_the_next_one_answers(waiting, worker):
    doomed = worker("answer", waiting.pk)
    until(lambda: Contact.objects.get(pk=waiting.pk).attempts == 1)
    with transaction.atomic():
        # The worker thinks; when it comes to write, it meets our lock, and dies there.
        Contact.objects.select_for_update().get(pk=waiting.pk)
        until(is_somebody_waiting_for_a_lock)
        doomed.kill()
        doomed.wait()
    assert not Message.objects.filter(direction="outbound").exists()

    answer_what_is_left(waiting, later=timedelta(seconds=40))

    parts = list(Message.objects.filter(direction="outbound").values_list("in_reply_to__status", "part"))
    assert parts == [("handled", part) for part in range(len(parts))]
    assert parts


@pytest.mark.parametrize("was_taken", [True, False], ids=["twilio had taken it", "twilio never got it"])
def test_a_worker_killed_in_the_middle_of_a_send_neither_loses_nor_doubles_the_reply(
    waiting, worker, twilio, was_taken, rng
):
    dialogue.answer(waiting.pk)
    parts = Message.objects.filter(direction="outbound").count()
    twilio.hold, twilio.misbehave = threading.Event(), [] if was_taken else ["lose"]
    doomed = worker("send")
    assert twilio.arrived.wait(_PATIENCE_SECONDS)
    os.killpg(doomed.pid, 9)
    doomed.wait()
    twilio.hold.set()
    if was_taken:
        until(lambda: len(twilio.messages) == 1)
    assert Message.objects.filter(status="sending").count() == 1

    for minutes in (2, 4):
        then = timezone.now() + timedelta(minutes=minutes)
        sweeps.look_up_sending(then, rng=rng)
        send_loop.send_due(clock=lambda then=then: then, rng=rng)

    assert len(twilio.messages) == parts
    sids = {message["sid"] for message in twilio.messages}
    assert set(Message.objects.filter(direction="outbound").values_list("status", flat=True)) == {"accepted"}
    assert set(Message.objects.filter(direction="outbound").values_list("provider_id", flat=True)) == sids


def test_a_worker_killed_in_the_middle_of_a_reminder_leaves_it_to_the_next_one(waiting, worker, twilio, rng):
    now = timezone.now()
    dialogue.answer(waiting.pk)
    send_loop.send_due(rng=rng)
    before = len(twilio.messages)
    reminder = reminders.create(
        contact=waiting, wanted=NewReminder("Moss", now - timedelta(seconds=1), "UTC"), now=now - timedelta(hours=1)
    )
    with transaction.atomic():
        # The message is stored; when the worker comes to say so on the reminder, it meets our lock, and dies there.
        Reminder.objects.select_for_update().get(pk=reminder.pk)
        doomed = worker("remind")
        until(is_somebody_waiting_for_a_lock)
        doomed.kill()
        doomed.wait()
    assert not Message.objects.filter(origin="reminder").exists()

    for minutes in (1, 2):
        then = now + timedelta(minutes=minutes)
        reminders.send_due(now=then, rng=rng)
        send_loop.send_due(clock=lambda then=then: then, rng=rng)

    assert Message.objects.filter(origin="reminder").count() == 1
    assert len(twilio.messages) == before + 1


def test_a_real_cluster_does_200_tasks_once_each(worker):
    """A connection pool inherited by its workers would stall it; so would most mistakes in its settings."""
    counting.make_table()
    with transaction.atomic():
        for number in range(200):
            async_task(counting.count, number)
    worker("qcluster")
    until(lambda: counting.counted() >= 200)
    assert counting.counted() == 200
    assert counting.counted(distinct=True) == 200
