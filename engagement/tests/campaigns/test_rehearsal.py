"""A dry run holds nobody up for long, and counts and tells only what is its own."""

from __future__ import annotations

import itertools
import logging
from datetime import timedelta

import numpy as np
import pytest

from conversations.models import Message
from engagement import rehearsal, releasing
from engagement.models import Touch
from engagement.tests.campaigns.conftest import NOW, play, touches_of

pytestmark = pytest.mark.django_db


def rehearse(campaign, **told):
    return rehearsal.rehearse(campaign, now=NOW, rng=np.random.default_rng(0), **told)


def test_a_dry_run_that_takes_too_long_is_cut_short_and_says_so(make_person, draft):
    for number in range(30):
        make_person(f"Person {number}")
    campaign = draft()
    seconds = itertools.count(0, 10)
    cut = rehearse(campaign, elapsed=lambda: float(next(seconds)))
    assert (cut.was_cut, cut.people, cut.sent) == (True, 30, 25)
    whole = rehearse(campaign, elapsed=lambda: 0.0)
    assert (whole.was_cut, whole.sent) == (False, 30)
    assert not Touch.objects.exists()


def test_a_dry_run_does_not_count_what_is_really_on_its_way(make_person, launched):
    make_person("Mia")
    campaign = launched(kind="recurring", recurs="daily", starts_at=NOW, re_entry="each_time")
    play(campaign)
    assert touches_of(campaign) == [("queued", "")]
    campaign.refresh_from_db()
    assert rehearse(campaign, elapsed=lambda: 0.0).sent == 0
    assert touches_of(campaign) == [("queued", "")]


def test_a_dry_run_logs_of_nobody_that_they_are_written_to_and_a_real_one_does(
    make_person, draft, launched, caplog, django_capture_on_commit_callbacks
):
    mia = make_person("Mia")
    caplog.set_level(logging.INFO, logger=releasing.__name__)
    with django_capture_on_commit_callbacks(execute=True):
        assert rehearse(draft(), elapsed=lambda: 0.0).sent == 1
    assert "is written to" not in caplog.text
    campaign = launched()
    with django_capture_on_commit_callbacks(execute=True):
        play(campaign, now=NOW + timedelta(minutes=1))
    assert Message.objects.filter(origin="proactive").count() == 1
    assert f"contact {mia.pk} is written to" in caplog.text
