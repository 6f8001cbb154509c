"""One message a person, campaign, step and occasion, ever: over kill -9 in the middle, and with many at it at once."""

from __future__ import annotations

import multiprocessing
import os
import signal
from typing import Any

import numpy as np
import pytest
from django.db import IntegrityError, connection, transaction

from conversations.models import Message
from engagement import advancing, enrolling, pacer, releasing
from engagement.campaigns import live_copy
from engagement.models import Attention, Campaign, Enrolment, Touch
from engagement.tests.campaigns.conftest import NOW

pytestmark = pytest.mark.django_db(transaction=True)
_PEOPLE = 12
_INHERITED: list[Any] = []


@pytest.fixture
def planned(make_person, launched) -> Campaign:
    """Twelve people, and a message planned for each."""
    for number in range(_PEOPLE):
        make_person(f"Person {number}")
    campaign = launched()
    enrolling.enrol(campaign, live_copy(campaign.version), now=NOW)
    advancing.advance(now=NOW)
    return campaign


def _release(barrier: Any, die_at: int) -> None:
    """In a process of its own: release piece by piece until nothing is left, or die in the middle of a piece."""
    _INHERITED.append(connection.connection)  # the parent's: neither used nor closed here
    connection.connection = None
    written = 0
    really_mark = releasing._mark_queued

    def mark_and_die(*args: Any, **kwargs: Any) -> None:
        nonlocal written
        really_mark(*args, **kwargs)
        written += 1
        if written == die_at:  # everything of this piece is written, and nothing of it committed
            os.kill(os.getpid(), signal.SIGKILL)

    releasing._mark_queued = mark_and_die
    barrier.wait(timeout=30)
    while pacer.release(now=NOW, rng=np.random.default_rng(), limit=5).looked_at:
        pass


def run_at_once(*die_at: int) -> list[int | None]:
    """So many pacers begin together; returns how each of them ended."""
    forking = multiprocessing.get_context("fork")
    barrier = forking.Barrier(len(die_at))
    processes = [forking.Process(target=_release, args=(barrier, number)) for number in die_at]
    for process in processes:
        process.start()
    for process in processes:
        process.join(timeout=60)
        if process.is_alive():
            process.kill()
    return [process.exitcode for process in processes]


def everybody_has_one() -> None:
    messages = Message.objects.filter(origin="proactive")
    assert messages.count() == messages.values("contact").distinct().count() == _PEOPLE
    assert set(Touch.objects.values_list("state", flat=True)) == {"queued"}
    assert Attention.objects.count() == _PEOPLE


def test_a_pacer_killed_in_the_middle_and_three_at_once_after_it_write_to_each_once(planned):
    assert run_at_once(2) == [-signal.SIGKILL]
    assert Message.objects.filter(origin="proactive").count() == 5
    assert Touch.objects.filter(state="planned").count() == _PEOPLE - 5

    assert run_at_once(0, 0, 2)[:2] == [0, 0]  # the third dies as well, if it gets that far
    assert run_at_once(0) == [0]
    everybody_has_one()


def test_the_database_refuses_a_second_row_for_the_same_person_step_and_occasion(planned):
    touch = Touch.objects.first()
    touch.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        touch.save()
    enrolment = Enrolment.objects.first()
    enrolment.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        enrolment.save()
