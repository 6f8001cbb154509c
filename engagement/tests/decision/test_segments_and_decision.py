"""Who is new, who has gone quiet, and what is decided about them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from engagement.decision import (
    check_message_frequency,
    evaluate_user_for_engagement,
    get_engagement_stats,
    is_user_inactive,
    judge,
    stats_of,
)
from engagement.facts import NEVER, PersonFacts, Rules
from engagement.segments import (
    SEGMENTS,
    calculate_account_age_days,
    calculate_days_since_activity,
    determine_user_segment,
    get_tone_for_segment,
)

NOW = datetime(2026, 5, 4, 15, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PRODUCTION = Rules(
    inactivity=settings.INACTIVITY_THRESHOLD_SECONDS, templated_tones=frozenset({"playful", "warm", "neutral"})
)
# Said yes, lives in Lisbon where it is four in the afternoon, wrote two days ago.
NUNO = PersonFacts(
    contact_id=1, created_at=NOW - 60 * DAY, last_active_at=NOW - 2 * DAY, topics=frozenset({"check_ins"}),
    window_closes_at=NOW - DAY, zones=("Europe/Lisbon",),
)  # fmt: skip


@pytest.mark.parametrize(
    ("silent", "age", "segment"),
    [
        (3.0, 60, "dormant"), (2.999, 60, "normal"), (0.5, 0.5, "new_user"), (0.5, 1.0, "normal"),
        (3.0, 0.5, "dormant"), (100, 100, "dormant"), (0, 0, "new_user"),
    ],
)  # fmt: skip
def test_dormant_is_tested_first_then_new_then_normal(silent, age, segment):
    assert determine_user_segment(silent, age) == segment


def test_the_thresholds_of_segments_can_be_set():
    assert determine_user_segment(0.01, 60, dormant_threshold_days=0.01) == "dormant"
    assert determine_user_segment(0, 6, new_user_threshold_days=7) == "new_user"


@pytest.mark.parametrize(("segment", "tone"), [("dormant", "playful"), ("new_user", "warm"), ("normal", "neutral")])
def test_each_segment_has_its_tone(segment, tone):
    assert get_tone_for_segment(segment) == tone


def test_days_are_counted_with_their_hours():
    assert calculate_days_since_activity(NOW - 36 * HOUR, NOW) == 1.5
    assert calculate_account_age_days(NOW - 6 * HOUR, NOW) == 0.25


def test_silence_begins_at_the_very_threshold():
    assert is_user_inactive(NOW - DAY, NOW, DAY)
    assert not is_user_inactive(NOW - DAY + timedelta(microseconds=1), NOW, DAY)


def test_who_was_never_written_to_was_not_written_to_lately():
    assert check_message_frequency(None, NOW, DAY)
    assert check_message_frequency(NOW - DAY, NOW, DAY)
    assert not check_message_frequency(NOW - 23 * HOUR, NOW, DAY)


@pytest.mark.parametrize(
    ("facts", "segment"),
    [
        (replace(NUNO, last_active_at=NOW - 4 * DAY), "dormant"),
        (replace(NUNO, created_at=NOW - 6 * HOUR, last_active_at=NOW - 5 * HOUR), "new_user"),
        (NUNO, "normal"),
    ],
)
def test_each_segment_can_be_reached_under_production_settings(facts, segment):
    assert evaluate_user_for_engagement(facts, PRODUCTION, NOW) == {
        "eligible": True, "segment": segment, "tone": get_tone_for_segment(segment), "reason": "",
    }  # fmt: skip


def test_in_production_a_new_user_is_left_alone_for_four_hours_and_others_for_a_day():
    newcomer = replace(NUNO, created_at=NOW - 5 * HOUR, last_active_at=NOW - 3 * HOUR)

    assert evaluate_user_for_engagement(newcomer, PRODUCTION, NOW)["reason"] == "active"
    assert judge(newcomer, PRODUCTION, NOW).earliest == NOW + HOUR
    assert (
        evaluate_user_for_engagement(replace(NUNO, last_active_at=NOW - 23 * HOUR), PRODUCTION, NOW)["reason"]
        == "active"
    )


def test_inactivity_is_asked_before_frequency_and_frequency_before_policy():
    busy = replace(NUNO, last_active_at=NOW - HOUR, last_written_at=NOW - HOUR, proactive_allowed=False)

    verdict = judge(busy, PRODUCTION, NOW)

    assert [stop.reason for stop in verdict.stops] == ["active", "recently_messaged", "no_consent"]
    assert (verdict.reason, verdict.earliest) == ("active", NOW + 23 * HOUR)
    quiet = replace(busy, last_active_at=NOW - 2 * DAY)
    assert evaluate_user_for_engagement(quiet, PRODUCTION, NOW)["reason"] == "recently_messaged"
    assert evaluate_user_for_engagement(replace(quiet, last_written_at=None), PRODUCTION, NOW)["reason"] == "no_consent"


def test_who_never_wrote_counts_from_when_we_got_to_know_them():
    silent = replace(NUNO, last_active_at=None, created_at=NOW - 4 * DAY)

    assert evaluate_user_for_engagement(silent, PRODUCTION, NOW)["segment"] == "dormant"


def test_a_template_counts_only_for_the_tone_that_it_is_of():
    rules = replace(PRODUCTION, templated_tones=frozenset({"playful"}))

    assert judge(NUNO, rules, NOW).stops[0].reason == "window_closed"
    assert judge(NUNO, rules, NOW).earliest == NEVER
    assert not judge(replace(NUNO, last_active_at=NOW - 4 * DAY), rules, NOW).stops


def test_a_person_without_an_address_to_write_to_is_never_eligible():
    visitor = replace(NUNO, has_pushed_address=False)

    assert evaluate_user_for_engagement(visitor, PRODUCTION, NOW) == {
        "eligible": False, "segment": "normal", "tone": "neutral", "reason": "no_pushed_address",
    }  # fmt: skip


def test_the_stats_count_everybody_once_and_name_every_reason():
    people = [NUNO, replace(NUNO, last_active_at=NOW - HOUR), replace(NUNO, replies_allowed=False)]
    stats = get_engagement_stats(evaluate_user_for_engagement(person, PRODUCTION, NOW) for person in people)

    assert (stats["total_users"], stats["eligible"], stats["skipped"]) == (3, 1, 2)
    assert stats["by_segment"] == {"dormant": 0, "new_user": 0, "normal": 3}
    assert list(stats["skip_reasons"])[:2] == ["active", "recently_messaged"]
    assert {reason: number for reason, number in stats["skip_reasons"].items() if number} == {"active": 1, "stopped": 1}


def test_a_cycle_over_nobody_has_stats_too():
    stats = stats_of(Counter())

    assert (stats["total_users"], stats["eligible"], set(stats["by_segment"])) == (0, 0, set(SEGMENTS))
