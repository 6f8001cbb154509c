"""Two cycles over the same people at the same time, and one that died in the middle."""

from __future__ import annotations

import pytest
from django.db import OperationalError

from conversations.models import Message
from engagement import check_in_sending, cycle, decision_sql, rules_in_use
from engagement.models import Attention, CycleRun, Decision, Touch
from engagement.tests.decision.conftest import NOW
from games.one_at_a_time import only_one
from thrum_project.tests.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_everybody_gets_one_message_whatever_runs_at_once(make_person, templates, monkeypatch):
    """Cycles meet at their lock, statements at the occasion, and those who release at the rows that they hold."""
    monkeypatch.setattr(check_in_sending, "BATCH", 5)
    people = [make_person(f"Person {number}").pk for number in range(30)]
    asked = decision_sql.parameters_for(rules_in_use.rules(now=NOW), NOW)

    def run_cycle():
        return cycle.run(by="command", now=NOW)

    def decide():
        return decision_sql.decide(low=min(people), high=max(people), asked=asked, room=1000)

    def release():
        return check_in_sending.release(now=NOW, limit=50)

    at_once(run_cycle, run_cycle, decide, decide, release, release)
    cycle.run(by="command", now=NOW)

    assert sorted(Touch.objects.values_list("contact_id", flat=True)) == people
    sent = Message.objects.filter(direction="outbound").values_list("contact_id", flat=True)
    assert sorted(sent) == sorted(Attention.objects.values_list("contact_id", flat=True)) == people
    assert set(Touch.objects.values_list("state", flat=True)) == {"queued"}
    assert set(Decision.objects.values_list("reason", flat=True)) == {"recently_messaged"}


def test_a_second_cycle_leaves_while_one_is_under_way(make_person, templates):
    make_person("Ana")
    with only_one(cycle._LOCK) as is_mine:
        assert is_mine
        (report,) = at_once(lambda: cycle.run(by="command", now=NOW))

    assert report.status == "Another cycle is under way"
    assert not Touch.objects.exists()


def test_a_database_that_goes_away_leaves_everything_planned_and_nothing_spent(make_person, templates, monkeypatch):
    people = [make_person(f"Person {number}") for number in range(3)]

    def break_down(*args, **kwargs):
        raise OperationalError("the server closed the connection")

    with monkeypatch.context() as broken:
        broken.setattr(check_in_sending, "enqueue_all", break_down)
        with pytest.raises(OperationalError):
            cycle.run(by="command", now=NOW)

    assert set(Touch.objects.values_list("state", flat=True)) == {"planned"}
    assert not Attention.objects.exists()
    assert check_in_sending.release(now=NOW, limit=10) == len(people)


def test_a_cycle_that_dies_half_way_is_made_good_by_the_next(make_person, templates, monkeypatch):
    monkeypatch.setattr(cycle, "PIECE", 2)
    people = [make_person(f"Person {number}").pk for number in range(5)]
    really, pieces = decision_sql.decide, []

    def die_at_the_second(**more):
        pieces.append(more)
        if len(pieces) == 2:
            raise OperationalError("terminated")
        return really(**more)

    with monkeypatch.context() as dying:
        dying.setattr(decision_sql, "decide", die_at_the_second)
        with pytest.raises(OperationalError):
            cycle.run(by="command", now=NOW)
    assert Touch.objects.count() == 2
    report = cycle.run(by="command", now=NOW)

    assert (report.status, report.messages_sent) == ("Cycle complete", 3)
    assert sorted(Touch.objects.values_list("contact_id", flat=True)) == people
    assert [run.finished_at is not None for run in CycleRun.objects.order_by("pk")] == [False, True]
