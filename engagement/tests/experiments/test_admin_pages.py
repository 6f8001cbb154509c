"""A marketer asks with two texts and a share, watches one sentence, and ends it."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.contrib.staticfiles import finders
from django.urls import reverse

from engagement import demo_experiments
from engagement.models import Campaign, Experiment
from engagement.tests.campaigns.conftest import NOW
from engagement.tests.experiments.conftest import take_part
from games.models import Player
from thrum_project.roles import sync_roles

ADD = reverse("admin:engagement_experiment_add")
SMALL = {
    "where": "check_in:neutral", "text_a": "Hi {name}!", "text_b": "Up for something calm?", "share_percent": "100",
    "metric": "accepted", "least_lift_percent": "100", "window_days": "3", "least_days": "7", "alpha": "0.05",
    "power": "0.8", "margin_opt_out": "0.01", "margin_block": "0.01", "margin_negative": "0.03",
}  # fmt: skip
LATER = NOW + timedelta(days=14)


def page(name, experiment):
    return reverse(f"admin:engagement_experiment_{name}", args=[experiment.pk])


@pytest.fixture
def rosa(client, db):
    """A marketer, signed in."""
    sync_roles()
    user = User.objects.create_user("rosa", is_staff=True)
    user.groups.add(Group.objects.get(name="marketer"))
    client.force_login(user)
    return client


def test_two_texts_a_share_and_go(rosa, busy):
    html = rosa.get(ADD).content.decode()
    assert "Hi {name}, just checking in!" in html
    answer = rosa.post(ADD, {**SMALL, "_go": "1"})
    experiment = Experiment.objects.get()
    assert answer["Location"] == page("result", experiment)
    assert experiment.state == "running"
    assert experiment.name.endswith(": Up for something calm?")
    assert [side.config["texts"]["neutral"] for side in experiment.variants.all()] == [SMALL["text_a"], SMALL["text_b"]]
    html = rosa.get(page("result", experiment)).content.decode()
    assert "Too early to tell: 0 of the first 100 people a side" in html
    assert 'id="lift"' not in html


def test_a_hopeless_question_stays_a_draft_and_says_what_would_help(rosa, busy):
    answer = rosa.post(ADD, {**SMALL, "least_lift_percent": "1", "_go": "1"}, follow=True)
    experiment = Experiment.objects.get()
    assert experiment.state == "draft"
    assert answer.content.decode().count("try something bolder") == 2


def test_saving_shows_what_it_takes(rosa, busy):
    answer = rosa.post(ADD, {**SMALL, "_save": "1"}, follow=True)
    assert "days show it in 80 of 100 cases" in answer.content.decode()
    experiment = Experiment.objects.get()
    rosa.post(page("change", experiment), {**SMALL, "text_b": "Other words", "_save": "1"})
    assert experiment.variants.get(key="b").config == {"texts": {"neutral": "Other words"}}


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        ({"text_b": "Hi {nobody}"}, "nobody"),
        ({"where": "recommender", "settings_b": '{"relevance": 3}'}, "relevance is a number from 0.7 to 1"),
        ({"where": "recommender", "settings_b": "{"}, "Enter a valid JSON"),
    ],
)
def test_what_cannot_be_tried_is_said_at_the_field(rosa, told, problem):
    assert problem in rosa.post(ADD, {**SMALL, **told, "_go": "1"}).content.decode()
    assert not Experiment.objects.exists()


def test_the_result_is_a_sentence_a_chart_and_how_we_know(rosa, running):
    experiment = running("tone", b={"tone": "playful"}, hypothesis="jokes help")
    take_part(experiment, a=(150, 20), b=(150, 70))
    with time_machine.travel(LATER, tick=False):
        html = rosa.get(page("result", experiment)).content.decode()
    assert "more accepted picks; stop when ready." in html
    assert "Not to be shipped yet" in html
    assert 'id="lift"' in html
    assert "plotly/plotly.min.js" in html
    assert "Expected: jokes help" in html
    assert "Give everybody" not in html
    assert finders.find("plotly/plotly.min.js")


def test_shipping_past_the_guardrails_is_refused_whatever_is_posted(rosa, running):
    experiment = running()
    take_part(experiment, a=(150, 20), b=(150, 70))
    with time_machine.travel(LATER, tick=False):
        answer = rosa.post(page("do", experiment), {"verb": "ship", "key": "b"}, follow=True)
    assert "does not let this side be shipped" in answer.content.decode()
    experiment.refresh_from_db()
    assert experiment.state == "running"


def test_it_is_rehearsed_with_our_people_and_stopped(rosa, running):
    experiment = running()
    with time_machine.travel(LATER, tick=False):
        answer = rosa.post(page("do", experiment), {"verb": "rehearse"}, follow=True)
        assert "0 people have been counted; it takes 200." in answer.content.decode()
        take_part(experiment, a=(150, 40), b=(150, 40))
        answer = rosa.post(page("do", experiment), {"verb": "rehearse"}, follow=True)
        assert "false alarms in 500 rounds" in answer.content.decode()
        rosa.post(page("do", experiment), {"verb": "stop"})
        experiment.refresh_from_db()
        assert experiment.state == "stopped"
        assert rosa.get(page("change", experiment))["Location"] == page("result", experiment)


def test_who_may_only_look_changes_nothing(client, running):
    experiment = running()
    operator = User.objects.create_user("otto", is_staff=True)
    client.force_login(operator)
    assert client.get(page("result", experiment)).status_code == 403
    assert client.post(page("do", experiment), {"verb": "stop"}).status_code == 403


def test_the_demo_is_put_there_once_and_reaches_nobody(rosa, monkeypatch):
    monkeypatch.setattr(demo_experiments, "_PEOPLE", 1200)
    assert demo_experiments.seed(now=NOW, rng=np.random.default_rng(1)) == 3
    assert demo_experiments.seed(now=NOW, rng=np.random.default_rng(1)) == 0
    assert Player.objects.count() == 1200
    broken = Experiment.objects.get(kind="tone")
    with time_machine.travel(NOW, tick=False):
        html = rosa.get(page("result", broken)).content.decode()
        changelist = rosa.get(reverse("admin:engagement_experiment_changelist")).content.decode()
    assert "made up, for a look around" in html
    assert "By where they came from" in html
    assert 'id="lift"' not in html  # what must not be believed is not drawn
    assert page("result", broken) in changelist


def test_the_list_does_not_slow_down_with_more_experiments(admin_client, asked, queries_stay_flat):
    asked(salt="1")
    page = reverse("admin:engagement_experiment_changelist")
    queries_stay_flat(lambda: admin_client.get(page), lambda: [asked(salt=str(number)) for number in range(2, 5)])


@pytest.mark.parametrize("place", ["{pk}:1", "{pk}:9", "²:1", "9" * 40, "1:", ""])
def test_from_a_campaign_its_text_stands_beside_the_second_one_and_odd_addresses_break_nothing(rosa, place):
    campaign = Campaign.objects.create(name="Weekend", topic="new_games")
    campaign.steps.create(position=1, text="Hi <b>{name}</b>", picks_a_game=False)
    where = "campaign:" + place.format(pk=campaign.pk)
    answer = rosa.get(reverse("admin:engagement_experiment_add"), {"where": where})
    assert answer.status_code == 200
    assert ("A says: “Hi &lt;b&gt;{name}&lt;/b&gt;”" in answer.content.decode()) == (place == "{pk}:1")
