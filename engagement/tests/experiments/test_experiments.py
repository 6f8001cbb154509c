"""Launching, stopping and shipping: what is promised is frozen, what is hopeless refused, what is broken not shipped."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.db import IntegrityError, transaction

from conversations.models import ToneOverride
from engagement import experiment_counts, experiment_words, experiments
from engagement.experiment_plan import Plan
from engagement.experiments import ExperimentError
from engagement.models import Assignment, AssignmentOutcome, CampaignVersion, Experiment, MessageText
from engagement.tests.campaigns.conftest import NOW
from engagement.tests.experiments.conftest import take_part
from games.models import PolicyOverride
from games.policy import overrides as policy_overrides


def test_a_launch_freezes_the_plan_and_hands_the_sides_down(running, omar):
    experiment = running(share_percent=50)
    assert experiment.state == Experiment.State.RUNNING
    plan = Plan.from_json(experiment.plan)
    assert plan.people > 0
    assert plan.variants["b"]["config"] == {"relevance": 0.8}
    rows = {row.label: (row.bucket_from, row.bucket_to) for row in PolicyOverride.objects.all()}
    assert rows == {f"x{experiment.pk}.a": (0, 2500), f"x{experiment.pk}.b": (2500, 5000)}


def test_a_hopeless_question_is_refused_with_advice(asked):
    experiment = asked(least_lift_percent=1)
    with pytest.raises(ExperimentError, match="Nobody came by"):
        experiments.launch(experiment=experiment, by=None, now=NOW)
    assert not PolicyOverride.objects.exists()


def test_a_question_too_fine_for_the_traffic_says_what_would_do(asked, busy):
    with pytest.raises(ExperimentError, match=r"hopeless.*bolder"):
        experiments.launch(experiment=asked(least_lift_percent=1), by=None, now=NOW)


def test_two_sides_that_are_the_same_are_no_question(asked, busy):
    with pytest.raises(ExperimentError, match="Two sides are the same"):
        experiments.launch(experiment=asked(b={}), by=None, now=NOW)


@pytest.mark.parametrize(
    ("kind", "config", "problem"),
    [
        ("recommender", {"exploration_share": 0.4}, "from 0 to 0.15"),
        ("tone", {"tone": "grim"}, "tone is one of"),
        ("check_in", {"texts": {"neutral": "Hi {nickname}"}}, "nickname"),
        ("check_in", {"text": "hi"}, "names a text for"),
    ],
)
def test_what_must_not_be_set_is_refused_in_words(asked, busy, kind, config, problem):
    with pytest.raises(ExperimentError, match=problem):
        experiments.launch(experiment=asked(kind, b=config), by=None, now=NOW)


def test_what_runs_is_not_changed_any_more(running):
    experiment = running()
    with pytest.raises(ExperimentError, match="not changed any more"):
        experiments.draft(experiment=experiment, variants={"a": {}, "b": {"relevance": 0.9}})
    with pytest.raises(ExperimentError, match="launched before"):
        experiments.launch(experiment=experiment, by=None, now=NOW)


def test_a_change_behind_the_back_of_the_plan_is_seen(running):
    experiment = running()
    assert experiments.deviations_from(experiment, now=NOW) == []
    experiment.variants.filter(key="b").update(config={"relevance": 1.0})
    experiment.metric = "replied"
    assert experiments.deviations_from(experiment, now=NOW) == [
        "side B was changed after the launch",
        "“metric” was changed after the launch",
    ]


def test_one_that_runs_much_longer_than_planned_says_so(running):
    experiment = running()
    days = Plan.from_json(experiment.plan).days
    later = NOW + timedelta(days=days * 2)
    assert experiments.deviations_from(experiment, now=later) == [f"it ran for {days * 2} days; {days} were planned"]


def test_words_for_many_need_a_second_person_in_an_experiment_too(asked, busy, draft, launched, omar, settings):
    settings.CAMPAIGN_APPROVAL_SIZE = 1
    with pytest.raises(ExperimentError, match="not been approved yet"):
        experiments.launch(experiment=asked("campaign", b={"text": "Yo"}, campaign=draft()), by=omar, now=NOW)
    settings.CAMPAIGN_APPROVAL_SIZE = 0
    campaign = launched("Hey {name}!")
    CampaignVersion.objects.update(audience_size=50)
    settings.CAMPAIGN_APPROVAL_SIZE = 10
    campaign.refresh_from_db()
    experiment = asked("campaign", b={"text": "Yo {name}"}, campaign=campaign, salt="2")
    with pytest.raises(ExperimentError, match="somebody who approves campaigns"):
        experiments.launch(experiment=experiment, by=omar, now=NOW)
    omar.user_permissions.add(Permission.objects.get(codename="approve_campaign"))
    experiments.launch(experiment=experiment, by=User.objects.get(pk=omar.pk), now=NOW)


def test_two_on_the_same_words_cannot_run_at_once(running):
    running("check_in", a={"texts": {"neutral": "Hi"}}, b={"texts": {"neutral": "Hey"}}, salt="1")
    with pytest.raises(IntegrityError), transaction.atomic():
        running("check_in", a={"texts": {"neutral": "Hi"}}, b={"texts": {"neutral": "Yo"}}, salt="2")


def test_a_stop_gives_everybody_back_what_they_had_and_too_early_is_a_deviation(running, omar):
    experiment = running("tone", b={"tone": "playful"})
    assert ToneOverride.objects.count() == 2
    experiments.stop(experiment=experiment, by=omar, why="changed our minds", now=NOW + timedelta(days=2))
    assert not ToneOverride.objects.exists()
    told = experiment.events.get(what="deviation")
    assert (told.why, told.by) == ("stopped before day 7", omar)


def test_a_winner_becomes_everybodys(running, omar):
    experiment = running()
    take_part(experiment, a=(150, 20), b=(150, 70))
    later = NOW + timedelta(days=14)
    reading = experiment_counts.reading_of(experiment, now=later)
    assert experiment_words.sentence(reading).startswith("B brings ")
    # so few people that nobody can say yet that B does no harm
    with pytest.raises(ExperimentError, match="does not let this side"):
        experiments.ship(experiment=experiment, key="b", may_ship=reading.may_ship, by=omar, now=later)
    experiments.ship(experiment=experiment, key="b", may_ship="b", by=omar, now=later)
    row = PolicyOverride.objects.get()
    assert (row.bucket_from, row.bucket_to, row.config) == (0, 10_000, {"relevance": 0.8})
    assert policy_overrides.policy.ranges()[0].label == f"x{experiment.pk}.b"
    experiment.refresh_from_db()
    assert experiment.winner.key == "b"


def test_a_check_in_that_won_is_what_check_ins_say(running, omar):
    experiment = running("check_in", a={"texts": {"neutral": "Hi {name}"}}, b={"texts": {"neutral": "Yo {name}"}})
    experiments.ship(experiment=experiment, key="b", may_ship="b", by=omar, now=NOW + timedelta(days=9))
    assert MessageText.objects.get(tone="neutral").text == "Yo {name}"


def test_a_read_out_counts_only_those_whose_days_are_over(running):
    experiment = running()
    take_part(experiment, a=(200, 40), b=(200, 60), days=10)
    early = experiment_counts.reading_of(experiment, now=NOW + timedelta(days=8))
    late = experiment_counts.reading_of(experiment, now=NOW + timedelta(days=14))
    assert 190 <= sum(early.people) <= 210
    assert sum(late.people) == 400
    assert late.main.treated.mean == pytest.approx(0.3)
    assert [point.people for point in late.trail] == sorted(point.people for point in late.trail)


def test_history_narrows_the_interval(running):
    experiment = running()
    take_part(experiment, a=(400, 100), b=(400, 100))
    later = NOW + timedelta(days=14)
    plain = experiment_counts.reading_of(experiment, now=later)
    assert plain.variance_left == 1.0
    hit = list(experiment.assignments.filter(outcomes__isnull=False).values_list("pk", flat=True))
    experiment.assignments.filter(pk__in=hit[::2]).update(before=3)
    narrowed = experiment_counts.reading_of(experiment, now=later)
    assert narrowed.variance_left < 0.7
    assert narrowed.days_saved > 3
    assert narrowed.main.difference.high < plain.main.difference.high


def test_those_seen_on_both_sides_are_left_out_and_told_of(running):
    experiment = running()
    take_part(experiment, a=(300, 60), b=(300, 60))
    experiment.assignments.filter(pk__in=list(experiment.assignments.values_list("pk", flat=True)[:12])).update(
        crossed=True
    )
    reading = experiment_counts.reading_of(experiment, now=NOW + timedelta(days=14))
    assert sum(reading.people) == 588
    assert reading.verdict == "unreadable"


def test_two_experiments_on_the_same_people_are_held_against_each_other(running):
    one, other = running(salt="1"), running(salt="2", b={"relevance": 0.9})
    take_part(one, a=(300, 100), b=(300, 100))
    sides = list(other.variants.all())
    mine = list(one.assignments.order_by("pk").select_related("variant"))
    beside = {row.pk: sides[number % 2] for number, row in enumerate(mine)}
    Assignment.objects.bulk_create(
        Assignment(experiment=other, variant=beside[row.pk], player_id=row.player_id, assigned_at=NOW, sent_at=NOW)
        for row in mine
    )
    # where B meets the other's B, nobody accepts
    both = [row.pk for row in mine if (row.variant.key, beside[row.pk].key) == ("b", "b")]
    AssignmentOutcome.objects.filter(assignment__in=both).delete()
    found = experiment_counts.interaction_with(one, other, now=NOW + timedelta(days=14))
    assert found.change < -0.1
    assert found.p < 0.01
