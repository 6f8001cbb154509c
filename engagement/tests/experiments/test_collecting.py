"""From the records of the lower apps to who took part, how far it came, and what they did; twice is as good as once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from conversations.models import ConsentChange, Contact, Message
from engagement import experiment_collecting, experiment_counts
from engagement.models import Assignment, AssignmentOutcome, Experiment, Touch
from engagement.tests.campaigns.conftest import NOW
from engagement.tests.experiments.conftest import ON_A, ON_B, take_part
from games.models import Impression, Player, Slate
from games.tests.factories import GameFactory
from thrum_project.tests.at_once import at_once

HOUR = timedelta(hours=1)


@pytest.fixture
def game(db):
    return GameFactory()


def offer(player, label, game, *, at, outcome="pending", shown=True) -> Slate:
    context = {"overrides": [label]} if label else {}
    slate = Slate.objects.create(
        player=player, surface="chat", context=context, policy_version="blend", seed=1, created_at=at
    )
    Impression.objects.create(
        slate=slate, player=player, game=game, slot=0, score=0.5, confidence=0.5, strategy="best_fit", propensity=1,
        reason="", shown_at=at if shown else None, outcome=outcome,
    )  # fmt: skip
    return slate


def player(number=0, *, on=ON_A) -> Player:
    return Player.objects.create(origin="web", public_id=on[number])


def collect(experiment, *, at):
    experiment.refresh_from_db()
    experiment_collecting.collect(experiment=experiment, now=at)


def everything():
    fields = ("variant__key", "player_id", "assigned_at", "eligible_at", "sent_at", "delivered_at", "before", "crossed")
    return [
        list(Assignment.objects.order_by("pk").values_list(*fields)),
        list(AssignmentOutcome.objects.order_by("pk").values_list("assignment__player_id", "metric", "at")),
    ]


def test_a_player_takes_part_from_the_first_answer_on_and_what_they_accept_counts(running, game):
    experiment = running()
    mia = player()
    offer(mia, "", game, at=NOW - HOUR, outcome="accepted")
    offer(mia, f"x{experiment.pk}.a", game, at=NOW + HOUR)
    offer(mia, f"x{experiment.pk}.a", game, at=NOW + 2 * HOUR, outcome="accepted")
    collect(experiment, at=NOW + 5 * HOUR)
    row = Assignment.objects.get()
    assert (row.variant.key, row.player, row.assigned_at) == ("a", mia, NOW + HOUR)
    assert (row.eligible_at, row.sent_at, row.delivered_at) == (NOW + HOUR,) * 3
    assert row.before == 1
    assert list(row.outcomes.values_list("metric", "at")) == [("accepted", NOW + 2 * HOUR)]


def test_collected_twice_is_collected_once(running, game):
    experiment = running()
    for number in range(3):
        offer(player(number), f"x{experiment.pk}.a", game, at=NOW + HOUR, outcome="accepted")
    collect(experiment, at=NOW + 2 * HOUR)
    first = everything()
    collect(experiment, at=NOW + 2 * HOUR)
    collect(experiment, at=NOW + 5 * HOUR)
    assert everything() == first
    offer(player(3), f"x{experiment.pk}.a", game, at=NOW + 6 * HOUR)
    collect(experiment, at=NOW + 7 * HOUR)
    assert Assignment.objects.count() == 4


def test_what_was_not_shown_did_not_reach_them(running, game):
    experiment = running()
    offer(player(), f"x{experiment.pk}.b", game, at=NOW + HOUR, shown=False)
    collect(experiment, at=NOW + 5 * HOUR)
    row = Assignment.objects.get()
    assert row.eligible_at
    assert (row.sent_at, row.delivered_at) == (None, None)


def test_what_comes_after_their_days_does_not_count(running, game):
    experiment = running()
    mia = player()
    offer(mia, f"x{experiment.pk}.a", game, at=NOW + HOUR)
    offer(mia, f"x{experiment.pk}.a", game, at=NOW + timedelta(days=3, hours=2), outcome="accepted")
    collect(experiment, at=NOW + timedelta(days=5))
    assert not AssignmentOutcome.objects.exists()


def test_an_answer_that_is_taken_back_in_time_does_not_count(running, game):
    experiment = running()
    offer(player(), f"x{experiment.pk}.a", game, at=NOW + HOUR, outcome="accepted")
    collect(experiment, at=NOW + 2 * HOUR)
    assert AssignmentOutcome.objects.count() == 1
    Impression.objects.update(outcome="rejected")
    collect(experiment, at=NOW + 3 * HOUR)
    assert not AssignmentOutcome.objects.exists()


def test_who_was_seen_on_both_sides_is_marked_and_stays_where_they_were(running, game):
    experiment = running()
    mia = player()
    offer(mia, f"x{experiment.pk}.a", game, at=NOW + HOUR)
    offer(mia, f"x{experiment.pk}.b", game, at=NOW + 2 * HOUR)
    collect(experiment, at=NOW + 5 * HOUR)
    row = Assignment.objects.get()
    assert (row.variant.key, row.crossed) == ("a", True)


def test_a_tone_is_read_off_what_they_wrote_and_harm_off_the_ledger(running):
    experiment = running("tone", b={"tone": "playful"})
    mia = Contact.objects.create(player=player(on=ON_B))
    heard = Message.objects.create(
        contact=mia, channel="web", direction="inbound", origin="player", status="handled", created_at=NOW + HOUR,
        understanding={"experiments": [f"x{experiment.pk}.b"]},
    )  # fmt: skip
    Message.objects.create(
        contact=mia, channel="web", direction="outbound", origin="reply", status="delivered", created_at=NOW + HOUR,
        due_at=NOW + HOUR, sent_at=NOW + HOUR, delivered_at=NOW + HOUR, in_reply_to=heard,
    )  # fmt: skip
    Message.objects.create(
        contact=mia, channel="web", direction="inbound", origin="player", status="handled", created_at=NOW + 30 * HOUR,
        understanding={"sentiment_score": -0.8},
    )  # fmt: skip
    ConsentChange.objects.create(contact=mia, topic="replies", granted=False, source="chat", at=NOW + 31 * HOUR)
    collect(experiment, at=NOW + timedelta(days=4))
    row = Assignment.objects.get()
    assert (row.variant.key, row.delivered_at) == ("b", NOW + HOUR)
    assert set(row.outcomes.values_list("metric", flat=True)) == {"replied", "returned", "negative", "opt_out"}


def test_what_ended_is_read_no_further_than_its_end(running, game):
    from engagement import experiments

    experiment = running()
    experiments.stop(experiment=experiment, by=None, why="", now=NOW + 2 * HOUR)
    offer(player(), f"x{experiment.pk}.a", game, at=NOW + 3 * HOUR)
    offer(player(1), f"x{experiment.pk}.a", game, at=NOW + HOUR)
    assert experiment_collecting.collect_all(now=NOW + 5 * HOUR) == 1
    assert Assignment.objects.get().player.public_id == ON_A[1]


def test_a_check_in_that_waited_long_takes_part_when_it_leaves(running):
    experiment = running("check_in", a={"texts": {"warm": "Hi"}}, b={"texts": {"warm": "Yo"}})
    first, waiting, third = (
        Touch.objects.create(
            contact=Contact.objects.create(player=player(number)), kind="cycle", occasion="1", due_at=NOW + HOUR,
            planned_at=NOW + HOUR,
        )
        for number in range(3)
    )  # fmt: skip

    def leave(touch):
        Touch.objects.filter(pk=touch.pk).update(state="queued", due_at=None, variant=f"x{experiment.pk}.a")

    leave(first)
    leave(third)
    collect(experiment, at=NOW + 3 * HOUR)
    assert Assignment.objects.count() == 2
    leave(waiting)
    collect(experiment, at=NOW + 4 * HOUR)
    assert Assignment.objects.count() == 3
    experiment.refresh_from_db()
    assert experiment.read_to == third.pk


@pytest.mark.django_db(transaction=True)
def test_several_at_once_write_everybody_down_once(running, game):
    experiment = running()
    for number in range(20):
        offer(player(number), f"x{experiment.pk}.a", game, at=NOW + HOUR, outcome="accepted")

    def work():
        mine = Experiment.objects.get(pk=experiment.pk)
        experiment_collecting.collect(experiment=mine, now=NOW + 2 * HOUR)

    at_once(*[work] * 6)
    assert Assignment.objects.count() == 20
    assert AssignmentOutcome.objects.count() == 20


def test_a_page_reads_what_the_last_collecting_summed_up_until_that_is_old(running):
    experiment = running()
    take_part(experiment, a=(3, 1), b=(3, 2))
    later = NOW + timedelta(days=20)
    live = experiment_counts.reading_of(experiment, now=later)
    experiment_collecting.collect(experiment=experiment, now=later)
    experiment.refresh_from_db()
    Assignment.objects.filter(variant__key="b").delete()
    kept = experiment_counts.reading_of(experiment, now=later + timedelta(minutes=30))
    assert (kept.people, kept.balances["sent"].counts) == (live.people, (3, 3))
    anew = experiment_counts.reading_of(experiment, now=later + timedelta(hours=2))
    assert anew.people == (3, 0)
