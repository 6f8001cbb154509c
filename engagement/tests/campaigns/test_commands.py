"""The commands: a dry run that keeps nothing, and a demo that is made once."""

from __future__ import annotations

import json
from io import StringIO

import numpy as np
import pytest
import time_machine
from django.core.management import CommandError, call_command

from conversations.models import Message
from engagement import demo_campaigns, outcomes
from engagement.campaigns import live_copy
from engagement.models import Campaign, Enrolment, Touch
from engagement.tests.campaigns.conftest import NOW
from games.models import Interaction

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    with time_machine.travel(NOW, tick=False):
        call_command("pace_campaigns", *arguments, stdout=out)
    return out.getvalue()


def test_a_dry_run_tells_what_would_happen_and_writes_nothing(mia, make_person, launched):
    make_person("Child", player={"age_band": "under_13"})
    campaign = launched()
    (told,) = json.loads(run("--dry-run", "--json"))
    assert (told["campaign"], told["people"], told["sent"], told["refused"]) == (campaign.name, 2, 1, {"child": 1})
    assert not Touch.objects.exists()
    assert not Enrolment.objects.exists()
    assert not Message.objects.filter(origin="proactive").exists()
    assert "1 messages leave" in run("--dry-run", "--campaign", campaign.name)


def test_a_dry_run_says_what_is_wrong_with_a_draft_and_with_a_name(draft):
    draft("Hey {nmae}", name="Slip")
    assert "Unknown: {nmae}" in run("--dry-run", "--campaign", "Slip")
    with pytest.raises(CommandError, match="no campaign"):
        run("--dry-run", "--campaign", "Nobody's")
    with pytest.raises(CommandError, match="--dry-run"):
        run("--campaign", "Slip")
    assert run("--dry-run") == "No campaign is running.\n"


def test_the_demo_is_made_once_has_results_and_teaches_nothing(games, make_person):
    people = [make_person(f"Doll {number}") for number in range(30)]
    for missing in (2, 0):
        assert demo_campaigns.seed(people, now=NOW, rng=np.random.default_rng(3)) == missing
    for campaign in Campaign.objects.all():
        window = live_copy(campaign.version).attribution
        funnel = outcomes.funnel_of(campaign.touches.all(), window=window)
        assert campaign.is_demo
        assert 0 < funnel.accepted <= funnel.read <= funnel.sent < funnel.planned == 30
        assert all(lift.held_out for lift in outcomes.lifts(campaign, window=window))
    assert not Interaction.objects.filter(is_unlearnt=False).exists()
