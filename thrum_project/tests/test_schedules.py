"""Schedules come from the code; an operator's own stay."""

from __future__ import annotations

from importlib import import_module

import pytest
from django_q.models import Schedule

from thrum_project import schedules

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("job", schedules.JOBS, ids=lambda job: job.name)
def test_each_schedule_names_a_task_that_exists(job):
    module, _, name = job.path.rpartition(".")
    assert callable(getattr(import_module(module), name))


def test_every_job_is_declared_once():
    assert len({job.name for job in schedules.JOBS}) == len({job.path for job in schedules.JOBS}) == len(schedules.JOBS)


def test_applying_twice_changes_nothing():
    schedules.sync()
    before = list(Schedule.objects.values("name", "func", "cron", "minutes", "cluster"))
    schedules.sync()
    assert list(Schedule.objects.values("name", "func", "cron", "minutes", "cluster")) == before


def test_what_the_code_no_longer_declares_goes_and_others_stay():
    Schedule.objects.create(name="thrum: long gone", func="x.y")
    Schedule.objects.create(name="my own report", func="x.y")
    schedules.sync()
    names = set(Schedule.objects.values_list("name", flat=True))
    assert "thrum: long gone" not in names
    assert "my own report" in names
