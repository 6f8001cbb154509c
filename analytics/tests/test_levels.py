"""The catalogue is told of as it stands; only made-up people were shown games before anybody watched it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from analytics import reading, rollups
from analytics.models import DailyMetric
from analytics.reading import Filters, Period
from analytics.tests.history import at, person, pick
from games.tests.factories import GameFactory

pytestmark = pytest.mark.django_db

FIRST = date(2026, 6, 1)
WEEK = Period(FIRST, FIRST + timedelta(days=6))


def coverage(*, is_demo: bool) -> tuple[float | None, ...]:
    return reading.series("coverage", period=WEEK, only=Filters(is_demo=is_demo)).groups[0].values


@pytest.fixture
def four_games():
    return [GameFactory() for _ in range(4)]


def test_days_of_made_up_people_are_told_as_if_the_catalogue_had_been_watched(four_games):
    doll = person("Doll", came=at(0, 9), origin="demo")
    for day, game in enumerate(four_games[:3]):
        pick(doll, game, at(day, 10))
    rollups.refresh(now=at(3, 12))
    assert coverage(is_demo=True)[:4] == (0.25, 0.5, 0.75, 0.75)
    assert reading.series("starving", period=WEEK, only=Filters(is_demo=True)).groups[0].values[:4] == (3, 2, 1, 1)


def test_a_day_looks_back_at_days_that_are_counted_after_it(four_games):
    doll = person("Doll", came=at(0, 9), origin="demo")
    for day, game in enumerate(four_games[:3]):
        pick(doll, game, at(day, 10))
    for day in (FIRST + timedelta(days=2), FIRST + timedelta(days=1), FIRST):
        rollups.rebuild(day, day, now=at(3, 12))
    assert coverage(is_demo=True)[:3] == (0.25, 0.5, 0.75)


def test_made_up_people_who_come_again_have_their_curve_again(four_games):
    doll = person("Doll", came=at(0, 9), origin="demo")
    pick(doll, four_games[0], at(0, 10))
    rollups.refresh(now=at(0, 12))  # the catalogue was watched on that day
    DailyMetric.objects.filter(is_demo=True).delete()
    rollups.rebuild(FIRST, FIRST, now=at(1, 12))
    assert coverage(is_demo=True)[0] == 0.25


def test_real_days_on_which_nobody_watched_stay_untold(four_games):
    ada = person("Ada", came=at(0, 9))
    pick(ada, four_games[0], at(0, 10))
    rollups.refresh(now=at(3, 12))
    assert coverage(is_demo=False)[:4] == (None, None, None, 0.25)


def test_a_day_that_was_watched_stays_as_it_was_noted(four_games):
    doll = person("Doll", came=at(0, 9), origin="demo")
    pick(doll, four_games[0], at(0, 10))
    rollups.refresh(now=at(0, 12))
    GameFactory()
    rollups.refresh(now=at(3, 12))
    assert coverage(is_demo=True)[:4] == (0.25, None, None, 0.2)
