"""Few people, exact numbers."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from functools import partial

import pytest

from analytics import late_rows, reading, rollups, tasks
from analytics.models import DailyMetric, DayState, GameDay, PlayerDay
from analytics.reading import Filters, NotOffered, Period
from analytics.tests.history import MONDAY, at, person, pick, talk
from conversations.models import Message, Session
from conversations.privacy import own_data
from conversations.receiving import identity
from games.models import Interaction, Player
from games.tests.factories import GameFactory

pytestmark = pytest.mark.django_db

FIRST = date(2026, 6, 1)
WEEK = Period(FIRST, FIRST + timedelta(days=6))
NOW = at(2, 23)


@pytest.fixture
def two_people():
    """Ada writes on Monday and Wednesday and takes a pick up; Ben comes by the web on Monday and says little."""
    ada = person("Ada", came=at(0, 9))
    ben = person("Ben", came=at(0, 10))
    tale, other = GameFactory(genres=["rpg", "puzzle"]), GameFactory(genres=["puzzle"])
    talk(ada, at(0, 9), [{"mood": "sad", "tone": -0.5}, {"mood": "happy", "secondary": "silly", "tone": 0.6}])
    talk(ada, at(2, 21), [{"mood": "sad"}], kind="idle_return")
    talk(ben, at(0, 10), [{"unsure": True, "status": "failed", "error": "63016"}], channel="web", kind="onboarding")
    pick(ada, tale, at(0, 9, 1), "accepted", reaction="like", mood="sad", confidence=0.83)
    pick(ada, other, at(0, 9, 2), "rejected", reaction="dislike", mood="sad", confidence=0.81, strategy="discovery",
         propensity=0.1, slot=1)  # fmt: skip
    pick(ben, tale, at(0, 10, 1), "ignored", confidence=0.42)
    pick(ada, tale, at(2, 21, 1))
    rollups.rebuild(FIRST, NOW.date(), now=NOW)


def whole(metric, **only):
    return reading.total(metric, period=WEEK, only=Filters(**only)).value


def lines(metric, by, **only):
    series = reading.series(metric, period=WEEK, by=by, only=Filters(**only))
    return {group.value: group.total for group in series.groups}


def test_people_sessions_and_turns_are_counted_by_day(two_people):
    days = reading.series("active_players", period=WEEK).groups[0].values
    assert days == (2, 0, 1, 0, 0, 0, 0)
    assert reading.series("active_players_7d", period=WEEK).groups[0].values[:3] == (2, 2, 2)
    assert whole("new_players") == 2
    assert whole("sessions") == 3
    assert whole("turns_a_session") == pytest.approx(4 / 3)
    assert lines("sessions", "session_kind") == {"onboarding": 1, "returning": 1, "idle_return": 1}
    assert lines(
        "sessions",
        "channel",
    ) == {"whatsapp": 2, "web": 1}
    assert whole("returns") == 1
    assert whole("won_back") == 0


def test_answers_are_timed_and_deliveries_counted(two_people):
    assert 2 <= whole("answer_time") <= 3  # two seconds, in a bucket that begins there
    assert whole("delivered") == 0.75
    assert whole("failed") == 0.25
    assert lines("delivery_errors", "error")["63016"] == 1
    labels = {group.label for group in reading.series("delivery_errors", period=WEEK, by="error").groups}
    assert any("reply window" in label for label in labels)


def test_moods_are_counted_by_hour_and_from_one_to_the_next(two_people):
    assert lines("mood_readings", "mood") == {"sad": 2, "happy": 1}
    hours = reading.matrix("mood_readings", rows="weekday", columns="hour", period=WEEK)
    assert hours.counted["1", "09"].numerator == 2
    assert hours.counted["3", "21"].numerator == 1
    moves = reading.matrix("mood_moves", rows="mood", columns="mood_after", period=WEEK)
    assert {key: cell.numerator for key, cell in moves.counted.items()} == {("sad", "happy"): 1}
    assert whole("second_moods") == pytest.approx(1 / 3)
    genres = reading.matrix("genre_accepted", rows="mood", columns="genre", period=WEEK)
    assert {key: cell.numerator for key, cell in genres.counted.items()} == {("sad", "rpg"): 1, ("sad", "puzzle"): 1}


def test_acceptance_is_of_picks_whose_outcome_is_final(two_people):
    assert whole("picks_shown") == 4
    assert whole("acceptance") == pytest.approx(1 / 3)
    assert lines("acceptance", "confidence") == {"4": 0, "8": 0.5}
    assert lines("confidence", "confidence")["8"] == pytest.approx(0.82)
    assert whole("discovery") == 1
    assert whole("repeats") == 0.25
    assert lines("reactions", "reaction") == {"like": 1, "dislike": 1}
    total = reading.total("acceptance", period=WEEK)
    assert total.interval is not None
    assert total.interval.low < 1 / 3 < total.interval.high


def test_tone_and_doubt_are_shares_of_what_was_read(two_people):
    assert whole("messages_in") == 4
    assert whole("positive") == 0.25
    assert whole("unsure") == 0.25
    assert lines("cheered", "after") == {"recommend": 1}


def test_newcomers_are_followed_for_a_week(two_people):
    assert whole("newcomers") == 2
    assert whole("newcomers_told_mood") == 0.5
    assert whole("newcomers_took_one") == 0.5
    assert whole("newcomers_came_back") == 0.5
    cohort = lines("cohort_active", "cohort")
    assert cohort == {"2026-06-01": 2}


def test_a_game_has_its_own_days(two_people):
    rows = GameDay.objects.filter(day=FIRST).order_by("game").values_list("shown", "accepted", "likes", "dislikes")
    assert list(rows) == [(2, 1, 1, 0), (1, 0, 0, 1)]


def test_a_breakdown_that_is_not_counted_is_refused_in_words(two_people):
    with pytest.raises(NotOffered, match=r"moods told.*campaign"):
        reading.series("mood_readings", period=WEEK, by="campaign")
    assert reading.offers("acceptance", by=["strategy"], only=Filters(channel="web"))
    assert not reading.offers("acceptance", by=["strategy", "mood"], only=Filters(channel="web"))
    assert lines("acceptance", "strategy", channel="chat") == {"best_fit": 0.5, "discovery": 0.0}


def test_demo_people_are_counted_apart():
    demo, real = person(came=at(0), origin="demo"), person(came=at(0))
    talk(demo, at(0), [{"mood": "sad"}, {}])
    rollups.rebuild(FIRST, FIRST, now=NOW)
    assert reading.shows_demo()
    assert whole("turns") == 0
    assert whole("turns", is_demo=True) == 2
    talk(real, at(0))
    rollups.rebuild(FIRST, FIRST, now=NOW)
    assert not reading.shows_demo()
    assert whole("turns") == 1


def everything():
    columns = ("metric", "is_demo", "dim1", "value1", "dim2", "value2", "day", "numerator", "denominator", "buckets")
    levels = ("database_bytes", "games_published", "catalogue_gaps", "starving", "coverage")
    rows = DailyMetric.objects.exclude(metric__in=levels).order_by(*columns[:7]).values_list(*columns)
    return list(rows), list(
        PlayerDay.objects.order_by("day", "player").values_list("day", "player", "turns", "channel")
    )


def test_counted_bit_by_bit_is_the_same_as_counted_anew(two_people):
    at_once = everything()
    DailyMetric.objects.all().delete()
    PlayerDay.objects.all().delete()
    GameDay.objects.all().delete()
    DayState.objects.all().delete()
    for hours in (10, 34, 70):
        rollups.refresh(now=MONDAY + timedelta(hours=hours))
    rollups.refresh(now=NOW + timedelta(minutes=30))
    assert everything() == at_once
    rollups.rebuild(FIRST, NOW.date(), now=NOW)
    assert everything() == at_once


def test_days_that_were_never_counted_are_counted_one_task_after_the_other(two_people, run_queue, monkeypatch):
    DayState.objects.all().delete()
    monkeypatch.setattr(tasks.timezone, "now", lambda: NOW)
    two_at_once = partial(rollups.refresh, seconds=1.5, clock=itertools.count().__next__)
    monkeypatch.setattr(rollups, "refresh", two_at_once)  # the first of them is always today

    tasks.count_back()

    assert rollups.never_counted(now=NOW) == [FIRST]
    assert run_queue() == 1
    assert rollups.never_counted(now=NOW) == []


def test_windows_hold_whatever_day_was_counted_last(two_people):
    at_once = everything()
    for metrics in (DailyMetric, PlayerDay, GameDay, DayState):
        metrics.objects.all().delete()
    ticks = itertools.count().__next__

    # Today first, and then a day more each time, within the hour.
    for minutes in range(3):
        rollups.refresh(now=NOW + timedelta(minutes=minutes), seconds=1.5, clock=ticks)

    assert everything() == at_once


def test_a_day_that_is_counted_anew_moves_the_windows_after_it_with_the_next_hour(two_people):
    rollups.refresh(now=NOW)
    cleo = person("Cleo", came=at(0, 11))
    talk(cleo, at(1, 11))
    DayState.objects.filter(day=FIRST + timedelta(days=1)).update(dirty_since=NOW)

    rollups.refresh(now=NOW + timedelta(minutes=30))
    rollups.refresh(now=NOW + timedelta(minutes=90))

    assert reading.series("active_players_7d", period=WEEK).groups[0].values[:3] == (2, 3, 3)


def test_who_gets_nothing_counted_leaves_it_to_the_clock(two_people, run_queue, monkeypatch):
    DayState.objects.all().delete()
    monkeypatch.setattr(rollups, "_count", lambda *args, **kwargs: False)

    tasks.count_back()

    assert run_queue() == 0


def test_what_comes_late_has_its_day_counted_anew():
    ada, game = person(came=at(0)), GameFactory()
    rollups.rebuild(FIRST, FIRST, now=at(20))
    for _ in range(2):  # so long a transaction may still have been under way
        late_rows.mark_late(before=FIRST + timedelta(days=20), now=at(20))
    DayState.objects.update(dirty_since=None)
    assert late_rows.mark_late(before=FIRST + timedelta(days=20), now=at(20)) == 0
    talk(ada, at(0))
    Interaction.objects.create(player=ada.player, game=game, kind="save", source="link", at=at(7))
    late_rows.mark_late(before=FIRST + timedelta(days=20), now=at(20))
    marked = DayState.objects.filter(dirty_since__isnull=False).order_by("day").values_list("day", flat=True)
    # A reaction may answer what was shown three days before it.
    assert [day.day for day in marked] == [1, 5, 6, 7, 8]
    assert FIRST in rollups.refresh(now=at(20))
    assert whole("sessions") == 1
    assert not DayState.objects.filter(dirty_since__isnull=False).exists()


def test_a_day_begins_at_midnight_of_the_reporting_zone(settings):
    settings.ANALYTICS_TIME_ZONE = "Europe/Berlin"
    ada = person(came=at(0))
    talk(ada, at(0, 21, 59))  # 23:59 there
    talk(ada, at(0, 22, 1))  # a minute after midnight
    rollups.rebuild(FIRST, FIRST + timedelta(days=1), now=NOW)
    assert reading.series("sessions", period=WEEK).groups[0].values[:3] == (1, 1, 0)
    assert lines("sessions", "hour") == {"23": 1, "00": 1}


def test_a_talk_over_midnight_carries_its_mood_along():
    ada = person(came=at(0))
    talk(ada, at(0, 23, 59), [{"mood": "sad"}, {"mood": "chill"}])
    rollups.rebuild(FIRST, FIRST + timedelta(days=1), now=NOW)
    assert reading.series("mood_moves", period=WEEK).groups[0].values[:2] == (0, 1)


def test_what_was_counted_stays_when_its_words_are_forgotten(settings):
    ada = person(came=at(0))
    talk(ada, at(0), [{"tone": 0.9}])
    rollups.rebuild(FIRST, FIRST, now=NOW)
    Message.objects.update(understanding=None, body="")
    later = at(settings.MESSAGE_BODY_DAYS + 2)
    rollups.rebuild(FIRST, FIRST, now=later)
    assert whole("positive") == 1
    assert whole("engagement_score") == pytest.approx(0.30 * 2 / 3 + 0.25 * 0.25, abs=1e-4)
    assert whole("sessions") == 1


def test_who_is_erased_leaves_the_days_of_players():
    ada = person(came=at(0))
    talk(ada, at(0))
    rollups.rebuild(FIRST, FIRST, now=NOW)
    Player.objects.filter(pk=ada.player_id).delete()
    assert not PlayerDay.objects.exists()
    assert whole("sessions") == 1


def test_two_contacts_that_become_one_have_their_days_counted_anew():
    ada, twin = person("Ada", came=at(0)), person("A.", came=at(0))
    talk(ada, at(0))
    talk(twin, at(0, 18))
    rollups.rebuild(FIRST, FIRST, now=NOW)
    assert whole("active_players") == pytest.approx(2 / 7)  # on a day, of the week
    identity.merging[-1](keep_id=ada.pk, gone_id=twin.pk)
    Session.objects.filter(contact=twin).update(contact=ada)
    Message.objects.filter(contact=twin).update(contact=ada)
    twin.player.delete()
    assert FIRST in rollups.refresh(now=NOW)
    assert PlayerDay.objects.get(day=FIRST).sessions == 2


def test_what_is_counted_of_somebody_is_in_their_export():
    ada = person("Ada", came=at(0))
    talk(ada, at(0))
    rollups.rebuild(FIRST, FIRST, now=NOW)
    told = own_data.export(contact=ada)
    assert [day["turns"] for day in told["days_counted"]] == [1]
    assert len(told["talks_scored"]) == 1
