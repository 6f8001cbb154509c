"""The one step before a version's processes: repeatable, and loud about what would hurt later."""

from __future__ import annotations

from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django_q.models import Schedule

from games.models import Game, Job, Mood
from thrum_project import schedules
from thrum_project.roles import ROLES

pytestmark = pytest.mark.django_db


def _release() -> str:
    said = StringIO()
    call_command("release", stdout=said, stderr=said)
    return said.getvalue()


def test_it_brings_schedules_vocabulary_and_roles():
    Schedule.objects.all().delete()
    Group.objects.all().delete()
    assert "ready" in _release()
    assert set(Schedule.objects.values_list("name", flat=True)) >= {schedules.OURS + job.name for job in schedules.JOBS}
    assert set(Group.objects.values_list("name", flat=True)) >= set(ROLES)
    assert Mood.objects.count() == 16


def test_a_second_time_changes_nothing():
    _release()
    before = (Schedule.objects.count(), Group.objects.count(), Mood.objects.count(), Job.objects.count())
    _release()
    assert (Schedule.objects.count(), Group.objects.count(), Mood.objects.count(), Job.objects.count()) == before


def test_games_without_a_current_vector_are_queued_for_one():
    Game.objects.create(title="No Hat", slug="no-hat")
    _release()
    assert list(Job.objects.values_list("kind", flat=True)) == ["embed"]


def test_what_the_checks_refuse_stops_the_release(settings):
    settings.PUBLIC_BASE_URL, settings.DEBUG = "https://thrum.example", True
    with pytest.raises(CommandError, match=r"thrum\.E008"):
        _release()
