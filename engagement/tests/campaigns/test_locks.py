"""People and the pacer at the same rows in the same moment: nobody waits for somebody who waits for them."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from django.db import connection, transaction

from conversations import consent
from conversations.models import Contact, ErasureReceipt, Message
from conversations.privacy import own_data
from engagement import advancing, campaigns, enrolling, rehearsal
from engagement.models import Campaign, Enrolment, Touch
from engagement.tests.campaigns.conftest import NOW, play

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object], meet_at: str) -> list[BaseException]:
    """Each in a thread with a connection of its own; each waits a moment for the others after its first statement in
    which these words stand. Returns what went wrong."""
    barrier = threading.Barrier(len(acts))
    wrong: list[BaseException] = []

    def run(act: Callable[[], object]) -> None:
        has_met = False

        def meet(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
            nonlocal has_met
            result = execute(sql, *rest)
            if meet_at in sql and not has_met:
                has_met = True
                with contextlib.suppress(threading.BrokenBarrierError):  # who waits for what is held here comes later
                    barrier.wait(timeout=0.4)
            return result

        try:
            with connection.execute_wrapper(meet):
                act()
        except BaseException as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return wrong


def test_a_stop_and_a_cancel_at_once_drop_the_same_message_without_a_deadlock(mia, launched):
    campaign = launched("Hey {name}!", "And again!")
    enrolling.enrol(campaign, campaigns.live_copy(campaign.version), now=NOW)
    advancing.advance(now=NOW)
    wrong = at_once(
        lambda: consent.stop(contact=mia, evidence=None, source="chat", now=NOW),
        lambda: campaigns.cancel(campaign=campaign, by=None, why="", now=NOW),
        meet_at="UPDATE engagement_",
    )
    assert wrong == []
    assert list(Touch.objects.values_list("state", flat=True)) == ["dropped"]
    assert list(Enrolment.objects.values_list("state", flat=True)) == ["left"]


def test_a_campaign_that_is_cancelled_while_people_are_moved_on_in_it_is_no_deadlock(mia, launched):
    campaign = launched()
    enrolling.enrol(campaign, campaigns.live_copy(campaign.version), now=NOW)
    wrong = at_once(
        lambda: advancing.advance(now=NOW),
        lambda: campaigns.cancel(campaign=campaign, by=None, why="", now=NOW),
        meet_at="FOR ",
    )
    assert wrong == []
    assert Campaign.objects.get().state == "cancelled"
    assert not Touch.objects.waiting().exists()
    assert not Enrolment.objects.under_way().exists()


def test_somebody_is_erased_while_a_campaign_is_cancelled_without_a_deadlock(mia, launched):
    campaign = launched("Hey {name}!", "And again!")
    play(campaign)
    assert Touch.objects.get().state == "queued"
    wrong = at_once(
        lambda: own_data.erase(contact=mia, now=NOW),
        lambda: campaigns.cancel(campaign=campaign, by=None, why="", now=NOW),
        meet_at="UPDATE engagement_",
    )
    assert wrong == []
    assert not Contact.objects.exists()
    assert not Touch.objects.exists()


def test_somebody_is_erased_while_they_are_moved_on_in_a_campaign(mia, launched):
    campaign = launched()
    enrolling.enrol(campaign, campaigns.live_copy(campaign.version), now=NOW)
    wrong = at_once(
        lambda: own_data.erase(contact=mia, now=NOW, asked="api"), lambda: advancing.advance(now=NOW), meet_at="FOR "
    )
    assert wrong == []
    assert not Contact.objects.exists()
    assert not Enrolment.objects.exists()
    removed = ErasureReceipt.objects.get().removed
    assert removed["engagement.Enrolment"] == 1


def test_a_dry_run_waits_for_nobody_holds_nothing_and_stores_nothing(make_person, games, draft):
    people = [make_person(f"Person {number}") for number in range(3)]
    campaign = draft("Hey {name}, {game}: {reason}.", "Still there?")
    told: list[rehearsal.Rehearsal] = []

    def play() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '300ms'")
        told.append(rehearsal.rehearse(campaign, now=NOW, rng=np.random.default_rng(0)))

    with transaction.atomic():  # somebody has hold of all of it
        list(Contact.objects.select_for_update())
        list(Campaign.objects.select_for_update())
        assert at_once(play, meet_at="never") == []
    assert (told[0].people, told[0].sent, told[0].by_step) == (len(people), 3, {1: 3})
    assert told[0].refused == {"window_closed": 3}
    assert not Enrolment.objects.exists()
    assert not Touch.objects.exists()
    assert not Message.objects.filter(direction="outbound").exists()


def test_a_stop_in_the_middle_of_a_dry_run_goes_through_and_is_seen_by_it(mia, draft):
    stopped: list[list[BaseException]] = []

    def stop_first(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if "engagement_attention" in sql and not stopped:
            stopped.append(
                at_once(lambda: consent.stop(contact=mia, evidence=None, source="chat", now=NOW), meet_at="never")
            )
        return execute(sql, *rest)

    with connection.execute_wrapper(stop_first):
        played = rehearsal.rehearse(draft(), now=NOW, rng=np.random.default_rng(0))
    assert stopped == [[]]
    assert played.refused == {"stopped": 1}
