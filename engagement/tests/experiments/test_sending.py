"""Each side reads its own words, on every occasion the same, and what is stopped is said no more."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from conversations.models import Contact, Message
from engagement import (
    advancing,
    check_in_sending,
    cycle,
    enrolling,
    experiment_collecting,
    experiment_traffic,
    experiments,
    pacer,
)
from engagement.campaign_copy import FrozenCampaign, FrozenStep
from engagement.campaigns import live_copy
from engagement.experiment_copy import InForce, configs_of, labels, timed, worded
from engagement.models import Assignment, MessageTemplate, MessageText, Touch
from engagement.tests.campaigns.conftest import NOW, deliver, play
from engagement.tests.experiments.conftest import ON_A, ON_B
from games.models import Player

TEXTS = {"a": {}, "b": {"text": "Hi {name}, remember us?"}}


@pytest.fixture
def on_both_sides(make_person):
    return [make_person(name, player={"public_id": side[0]}) for name, side in (("Ada", ON_A), ("Ben", ON_B))]


def bodies() -> dict[str, str]:
    sent = Message.objects.filter(direction="outbound").order_by("pk")
    return dict(sent.values_list("contact__display_name", "body"))


def test_a_campaign_says_to_each_what_their_side_says(on_both_sides, launched, running):
    campaign = launched("Hey {name}!")
    experiment = running("campaign", a=TEXTS["a"], b=TEXTS["b"], campaign=campaign)
    play(campaign)
    assert bodies() == {"Ada": "Hey Ada!", "Ben": "Hi Ben, remember us?"}
    kept = dict(Touch.objects.values_list("contact__display_name", "variant"))
    assert kept == {"Ada": f"x{experiment.pk}.a", "Ben": f"x{experiment.pk}.b"}
    deliver(campaign, at=NOW)
    experiment.refresh_from_db()
    experiment_collecting.collect(experiment=experiment, now=NOW + timedelta(hours=1))
    rows = Assignment.objects.order_by("variant__key")
    assert [row.variant.key for row in rows] == ["a", "b"]
    assert all(row.eligible_at and row.sent_at for row in rows)


def test_what_was_planned_for_a_side_is_not_said_once_it_was_stopped(on_both_sides, launched, running):
    campaign = launched("Hey {name}!")
    experiment = running("campaign", b=TEXTS["b"], campaign=campaign)
    enrolling.enrol(campaign, live_copy(campaign.version), now=NOW)
    advancing.advance(now=NOW)
    experiments.stop(experiment=experiment, by=None, why="", now=NOW)
    pacer.release(now=NOW, rng=np.random.default_rng(1), limit=10)
    assert set(bodies().values()) == {"Hey Ada!", "Hey Ben!"}


def test_a_campaigns_winner_is_said_to_everybody(on_both_sides, launched, running):
    campaign = launched("Hey {name}!")
    experiment = running("campaign", b=TEXTS["b"], campaign=campaign)
    experiments.ship(experiment=experiment, key="b", may_ship="b", by=None, now=NOW)
    play(campaign)
    assert bodies() == {"Ada": "Hi Ada, remember us?", "Ben": "Hi Ben, remember us?"}


def test_what_won_is_what_the_next_question_begins_with_until_something_else_wins(on_both_sides, launched, running):
    campaign = launched("Hey {name}!", kind="triggered", trigger="idle", re_entry="each_time")
    first = running("campaign", b=TEXTS["b"], campaign=campaign)
    experiments.ship(experiment=first, key="b", may_ship="b", by=None, now=NOW)
    second = running("campaign", b={"text": "Yo {name}"}, campaign=campaign, salt="2", at=NOW + timedelta(hours=1))
    in_force, said = InForce(), set()
    for one in ON_A[:40]:
        sides = in_force.on_step(Player(public_id=one), campaign_id=campaign.pk, step=1)
        said.add(worded(FrozenStep(position=1, text="Hey"), configs_of(labels(sides))).text)
    assert said == {"Hi {name}, remember us?", "Yo {name}"}
    experiments.ship(experiment=second, key="b", may_ship="b", by=None, now=NOW + timedelta(hours=2))
    (only,) = InForce().on_step(Player(public_id=ON_A[0]), campaign_id=campaign.pk, step=1)
    assert only.config == {"text": "Yo {name}"}


def test_after_a_question_about_check_ins_is_answered_the_next_one_can_be_asked(running):
    first = running("check_in", a={"texts": {"neutral": "Hi"}}, b={"texts": {"neutral": "Hey"}}, salt="1")
    experiments.ship(experiment=first, key="b", may_ship="b", by=None, now=NOW)
    second = running("check_in", a={"texts": {"neutral": "Hey"}}, b={"texts": {"neutral": "Yo"}}, salt="2")
    assert second.state == "running"


def test_a_check_in_says_to_each_what_their_side_says(make_person, running):
    """They came six hours ago and fell silent five hours ago: new, and inside the reply window."""
    for name, side in (("Ada", ON_A), ("Ben", ON_B)):
        contact = make_person(name, ago=timedelta(hours=5), player={"public_id": side[0]})
        Contact.objects.filter(pk=contact.pk).update(created_at=NOW - timedelta(hours=6))
    experiment = running("check_in", a={"texts": {"warm": "Hi {name}"}}, b={"texts": {"warm": "Yo {name}"}})
    cycle.run(by="command", now=NOW, clock=lambda: NOW)
    assert bodies() == {"Ada": "Hi Ada", "Ben": "Yo Ben"}
    experiment.refresh_from_db()
    experiment_collecting.collect(experiment=experiment, now=NOW + timedelta(hours=1))
    assert sorted(Assignment.objects.values_list("variant__key", flat=True)) == ["a", "b"]


def test_outside_the_reply_window_the_sides_differ_by_their_templates(make_person, running):
    for name, side in (("Ada", ON_A), ("Ben", ON_B)):
        make_person(name, ago=timedelta(days=2), player={"public_id": side[0]})
    usual, other = (
        MessageTemplate.objects.create(
            name=name, body=body, samples={"1": "Mia"}, content_sid="HX" + name[0] * 32, status="approved"
        )
        for name, body in (("usual", "Hello {{1}}, how are you?"), ("other", "Well {{1}}, what now?"))
    )
    MessageText.objects.update_or_create(
        tone="neutral", defaults={"text": "Hi", "template": usual, "template_variables": {"1": "{name}"}}
    )
    running(
        "check_in",
        a={"texts": {"neutral": "Hi {name}"}},
        b={"texts": {"neutral": "Yo {name}"}, "templates": {"neutral": other.pk}},
    )
    cycle.run(by="command", now=NOW, clock=lambda: NOW)
    assert bodies() == {"Ada": "Hello Ada, how are you?", "Ben": "Well Ben, what now?"}
    assert Touch.objects.exclude(variant="").count() == 2


def test_children_get_what_there_always_was(launched, running):
    campaign = launched("Hey {name}!")
    running("campaign", b=TEXTS["b"], campaign=campaign)
    in_force = InForce()
    grown, teen = Player(public_id=ON_B[0]), Player(public_id=ON_B[0], age_band="13_17")
    assert [side.key for side in in_force.on_step(grown, campaign_id=campaign.pk, step=1)] == ["b"]
    assert in_force.on_step(teen, campaign_id=campaign.pk, step=1) == ()
    assert in_force.on_step(grown, campaign_id=campaign.pk, step=2) == ()


def test_a_side_may_have_its_own_template_and_hour(db):
    template = MessageTemplate.objects.create(
        name="softer", body="Hey {{1}}, still there?", samples={"1": "Mia"}, content_sid="HX" + "b" * 32,
        status="approved",
    )  # fmt: skip
    step = worded(FrozenStep(position=1, text="Hi", template_variables={"1": "{name}"}), [{"template": template.pk}])
    assert (step.template_sid, step.text) == (template.content_sid, "Hi")
    copy = timed(FrozenCampaign(kind="one_off", topic="deals", steps=()), [{"send_time": "own_hours"}])
    assert copy.send_time == "own_hours"


def test_a_forecast_goes_by_what_happens_without_an_experiment(on_both_sides, launched, asked):
    campaign = launched("Hey {name}!")
    experiment = asked("campaign", b=TEXTS["b"], campaign=campaign)
    assert experiment_traffic.people_per_day(experiment, now=NOW) == campaign.version.audience_size == 2
    assert experiment_traffic.most_people(experiment) == 2
    play(campaign)
    assert experiment_traffic.people_per_day(experiment, now=NOW + timedelta(days=4)) == pytest.approx(0.5)
    assert experiment_traffic.usual_share(experiment, metric="replied", now=NOW + timedelta(days=4)) == 0.1


@pytest.mark.parametrize("kind", ["check_in", "tone", "recommender"])
def test_a_forecast_is_there_for_whatever_is_tried(asked, on_both_sides, kind):
    experiment = asked(kind, b={"x": 1})
    later = NOW + timedelta(hours=3)
    expected = 2 if kind == "tone" else 0
    assert experiment_traffic.people_per_day(experiment, now=later) == expected
    assert experiment_traffic.most_people(experiment) == 2


def test_a_share_is_counted_where_enough_people_are_known(asked, on_both_sides, monkeypatch):
    monkeypatch.setattr(experiment_traffic, "_LEAST_PEOPLE", 1)
    experiment = asked("tone", b={"tone": "warm"})
    assert experiment_traffic.usual_share(experiment, metric="replied", now=NOW + timedelta(days=4)) == 0.005


def test_a_check_in_planned_before_the_launch_and_released_after_it_counts(make_person, running):
    for name, side in (("Ada", ON_A), ("Ben", ON_B)):
        contact = make_person(name, ago=timedelta(hours=5), player={"public_id": side[0]})
        Contact.objects.filter(pk=contact.pk).update(created_at=NOW - timedelta(hours=6))
        Touch.objects.create(
            contact=contact, kind="cycle", occasion="after-0", topic="check_ins", due_at=NOW, planned_at=NOW
        )
    launched_at = NOW + timedelta(minutes=20)
    experiment = running(
        "check_in", a={"texts": {"warm": "Hi {name}"}}, b={"texts": {"warm": "Yo {name}"}}, at=launched_at
    )
    left_at = launched_at + timedelta(minutes=5)
    check_in_sending.release(now=left_at, limit=10)
    assert bodies() == {"Ada": "Hi Ada", "Ben": "Yo Ben"}
    experiment_collecting.collect(experiment=experiment, now=left_at + timedelta(minutes=1))
    assert sorted(Assignment.objects.values_list("variant__key", "assigned_at")) == [("a", left_at), ("b", left_at)]


def test_what_is_released_while_it_is_counted_is_read_the_next_time(make_person, running):
    """Between the statement that assigns and the one that notes how far was read somebody may be given a side."""
    experiment = running("check_in", a={"texts": {"warm": "Hi {name}"}}, b={"texts": {"warm": "Yo {name}"}})
    contact = make_person("Ada", player={"public_id": ON_A[0]})
    now = NOW + timedelta(hours=1)
    Touch.objects.create(
        contact=contact, kind="cycle", occasion="after-0", state="queued", planned_at=NOW, decided_at=now,
        variant=f"x{experiment.pk}.a",
    )  # fmt: skip
    later = Touch.objects.create(contact=contact, kind="cycle", occasion="after-1", state="sent", planned_at=NOW)
    experiment_collecting.collect(experiment=experiment, now=now)
    experiment.refresh_from_db()
    assert experiment.read_to < later.pk - 1
