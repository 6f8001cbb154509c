from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import CommandError, call_command
from django.urls import reverse

from games import artefacts
from games.models import Impression, Slate
from games.policy import replay, reports, training
from games.tests.policy import worlds
from games.tests.recommender.making import TONIGHT

A_MONTH_AGO = TONIGHT - timedelta(days=30)


@pytest.fixture
def world(db):
    worlds.log(slates=600, players=40, until=TONIGHT, chance_of_good=lambda parts: 0.05 + 0.8 * parts["taste"])


def test_the_share_of_chance_is_audited_with_its_interval(world):
    told = reports.exploration_audit(since=A_MONTH_AGO, until=TONIGHT)
    assert told.shown == told.drawn == 600
    assert told.of_drawn.holds(0.15)
    assert told.verdict == "as agreed"
    assert told.by_strategy["discovery"] == told.explored

    Impression.objects.filter(strategy="best_fit").update(propensity=1.0)
    assert reports.exploration_audit(since=A_MONTH_AGO, until=TONIGHT).verdict == "too much"


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("feels low", {"mood": "sad"}),
        ("feels low", {"mood": "bored", "secondary_mood": "angry"}),
        ("needs care", {"needs_care": True}),
        ("after a dislike", {"after_dislike": True}),
        ("first slot of a first session", {"is_first_session": True}),
        ("nothing left to chance", {"explored_share": 0.0, "spared_because": "held back"}),
        ("more than the budget", {"explored_share": 0.2}),
        ("held back", "held back: blend-1"),
    ],
)
def test_trying_something_on_whom_nothing_may_be_tried_is_noticed(world, rule, told):
    tried = Impression.objects.exclude(strategy="best_fit").order_by("pk")[:3].values("slate")
    if isinstance(told, str):
        Slate.objects.filter(pk__in=tried).update(policy_version=told)
    else:
        Slate.objects.filter(pk__in=tried).update(context=told)
    audit = reports.exploration_audit(since=A_MONTH_AGO, until=TONIGHT)
    assert audit.breaches == audit.by_rule[rule] == 3
    assert sum(audit.by_rule.values()) == 3
    assert "should not" in audit.verdict


def test_lower_slots_of_a_first_session_may_be_tried_upon(world):
    Slate.objects.update(context={"is_first_session": True, "explored_share": 0.15})
    Impression.objects.update(slot=1)
    audit = reports.exploration_audit(since=A_MONTH_AGO, until=TONIGHT)
    assert (audit.breaches, audit.verdict) == (0, "as agreed")


def test_where_an_experiment_leaves_less_to_chance_less_is_agreed(world):
    Slate.objects.update(context={"explored_share": 0.05})
    audit = reports.exploration_audit(since=A_MONTH_AGO, until=TONIGHT)
    assert audit.budget == pytest.approx(0.05)
    assert audit.verdict == "too much"


def test_nothing_shown_is_no_share_at_all(db):
    assert reports.exploration_audit(since=A_MONTH_AGO, until=TONIGHT).verdict == "nothing was drawn"
    assert reports.lift(since=A_MONTH_AGO, until=TONIGHT).verdict == "not enough data"
    assert reports.confidence_reliability(since=A_MONTH_AGO, until=TONIGHT) is None


def test_the_lift_is_what_the_learnt_have_over_the_held_back(world):
    players = sorted(set(Slate.objects.values_list("player_id", flat=True)))
    Slate.objects.filter(player__in=players[:20]).update(policy_version="held back: blend-1")
    Slate.objects.filter(player__in=players[20:]).update(policy_version="learnt-aaaaaaaaaaaa")
    Impression.objects.filter(slate__player__in=players[:20]).update(outcome="ignored")
    Impression.objects.filter(slate__player__in=players[:4]).update(outcome="accepted")
    Impression.objects.filter(slate__player__in=players[20:]).update(outcome="accepted")
    told = reports.lift(since=A_MONTH_AGO, until=TONIGHT)
    assert (
        570 < told.learnt_slots + told.held_back_slots <= 600
    )  # what was shown before the first learnt does not count
    assert told.learnt.value == 1
    assert told.held_back.value == pytest.approx(0.2, abs=0.02)
    assert told.lift.value == pytest.approx(0.8, abs=0.02)
    assert told.verdict == "learning helps"


def test_days_before_anything_was_learnt_do_not_count(world):
    newest = Slate.objects.order_by("-created_at").first()
    Slate.objects.update(policy_version="held back: blend-1")
    Slate.objects.filter(pk=newest.pk).update(policy_version="learnt-aaaaaaaaaaaa")
    told = reports.lift(since=A_MONTH_AGO, until=TONIGHT)
    assert (told.learnt_slots, told.held_back_slots) == (1, 0)
    assert told.verdict == "not enough data"


def test_confidence_is_held_against_what_came(world):
    told = reports.confidence_reliability(since=A_MONTH_AGO, until=TONIGHT)
    (only,) = told.bins
    assert only.told == 0.5
    assert told.error == pytest.approx(abs(only.came.value - 0.5))


def test_more_of_the_same_is_no_change_and_the_wanted_is_one(world):
    same = reports.off_policy(replay.by_fixed_weights, since=A_MONTH_AGO, until=TONIGHT)
    assert (same.change.low, same.change.high) == pytest.approx((0, 0))
    by_taste = reports.off_policy(
        lambda slot: [option.parts["taste"] for option in slot.options], since=A_MONTH_AGO, until=TONIGHT
    )
    assert by_taste.change.value > 0.05


def test_the_report_is_printed_for_people_and_for_machines(world, capsys, settings, time_machine_now):
    training.learn(now=TONIGHT)
    call_command("off_policy_report", days=30)
    told = capsys.readouterr().out
    for word in ("IPS", "SNIPS", "DR", "effective sample size", "Holdback", "Chance", "calibration error"):
        assert word in told

    version = artefacts.active("policy").version
    call_command("off_policy_report", policy=version[:8], json=True)
    told = json.loads(capsys.readouterr().out)
    assert told["exploration"]["verdict"] == "as agreed"
    assert told["estimate"]["slots"] == 120  # of players from whom it learnt nothing
    call_command("off_policy_report", policy="fixed", json=True)
    assert json.loads(capsys.readouterr().out)["estimate"]["change"]["value"] == pytest.approx(0)


def test_an_unknown_version_is_refused(db):
    with pytest.raises(CommandError, match="no version"):
        call_command("off_policy_report", policy="nope")


@pytest.fixture
def time_machine_now(time_machine):
    time_machine.move_to(TONIGHT, tick=False)


def test_the_admin_shows_how_ranking_is_doing_to_who_may_see_what_was_learnt(world, client, time_machine_now):
    training.learn(now=TONIGHT)
    user = User.objects.create_user("olga", is_staff=True)
    client.force_login(user)
    address = reverse("admin:games_modelartefact_ranking")
    assert client.get(address).status_code == 403

    user.user_permissions.set(Permission.objects.filter(codename="view_modelartefact"))
    page = client.get(address).content.decode()
    for words in ("fixed weights", "learnt", "As agreed", "Not enough data", "calibration error"):
        assert words in page
    assert address in client.get(reverse("admin:games_modelartefact_changelist")).content.decode()


def test_the_admin_page_stands_before_anything_is_known(db, admin_client):
    page = admin_client.get(reverse("admin:games_modelartefact_ranking")).content.decode()
    assert "Nothing has settled yet" in page
