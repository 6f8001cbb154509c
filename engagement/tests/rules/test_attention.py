"""One budget a person for all that we start: however many workers want it, by the clock and by the calendar."""

from __future__ import annotations

import functools
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User

from conversations.between_turns import unasked
from conversations.models import Contact
from conversations.privacy import own_data
from conversations.tests.conftest import NOW, amina, make_contact, queued  # noqa: F401
from engagement import attention, policy, standing_rules
from engagement.attention import Refused, take
from engagement.facts import NEVER, Caps, Holdout, PersonFacts, QuietHours, Rules
from engagement.held_out import in_holdout, of_period
from engagement.models import Attention, Experiment, HoldoutRule, SegmentFacts, SendingRules
from thrum_project.tests.at_once import at_once

_WORKERS = 50
BERLIN = ("Europe/Berlin",)


def rules(**changes) -> Rules:
    return Rules(inactivity={}, topic="deals", **changes)


def person(**changes) -> PersonFacts:
    """In Berlin, said yes to deals, wrote an hour ago."""
    facts = {
        "contact_id": 1, "created_at": NOW - timedelta(days=30), "topics": frozenset({"deals"}), "zones": BERLIN,
        "window_closes_at": NOW + timedelta(hours=23),
    }  # fmt: skip
    return PersonFacts(**{**facts, **changes})


def caps(day: int = 9, week: int = 9, calendar: int = 9, calendar_week: int = 9) -> Rules:
    return rules(caps=Caps(day, week, calendar, calendar_week))


@pytest.mark.django_db(transaction=True)
def test_fifty_workers_take_no_more_than_there_is(make_contact):  # noqa: F811
    contact = make_contact("+4915112345678", time_zone="Europe/Berlin")

    def want(number: int) -> bool:
        kind = ("campaign", "trigger", "follow_up")[number % 3]
        taken = take(contact_id=contact.pk, kind=kind, topic="deals", now=NOW, rules=caps(day=3))
        return isinstance(taken, Attention)

    got = at_once(*(functools.partial(want, number) for number in range(_WORKERS)))
    assert sum(got) == Attention.objects.count() == 3


def test_a_rolling_cap_frees_the_place_of_the_oldest(amina):  # noqa: F811
    for hours in (20, 5):
        Attention.objects.create(contact=amina, kind="campaign", at=NOW - timedelta(hours=hours))
    refused = take(contact_id=amina.pk, kind="trigger", topic="deals", now=NOW, rules=caps(day=2))
    assert refused == Refused(NOW + timedelta(hours=4))
    assert isinstance(
        take(contact_id=amina.pk, kind="x", topic="", now=NOW + timedelta(hours=4), rules=caps(day=2)), Attention
    )


@pytest.mark.parametrize(
    ("spent", "wanted", "earliest"),
    [
        # 23:00 in Berlin, and an hour later it is another day.
        ([datetime(2026, 5, 4, 7, tzinfo=UTC)], datetime(2026, 5, 4, 21, tzinfo=UTC), datetime(2026, 5, 4, 22, tzinfo=UTC)),
        ([datetime(2026, 5, 4, 21, 59, tzinfo=UTC)], datetime(2026, 5, 4, 22, 1, tzinfo=UTC), None),
        # The day on which clocks go back has 25 hours.
        ([datetime(2026, 10, 24, 22, 30, tzinfo=UTC)], datetime(2026, 10, 25, 22, 45, tzinfo=UTC), datetime(2026, 10, 25, 23, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_a_calendar_cap_counts_the_days_of_the_person(spent, wanted, earliest):
    assert policy.capped(person(spent_at=tuple(spent)), caps(calendar=1), wanted) == earliest


@pytest.mark.parametrize(
    ("wanted", "earliest"),
    [
        # Sunday 23:30 in Berlin is the same week, half an hour later is another; clocks went back that day.
        (datetime(2026, 10, 25, 22, 30, tzinfo=UTC), datetime(2026, 10, 25, 23, tzinfo=UTC)),
        (datetime(2026, 10, 25, 23, 1, tzinfo=UTC), None),
    ],
)
def test_a_calendar_cap_counts_the_weeks_of_the_person_from_monday(wanted, earliest):
    on_monday_and_saturday = (datetime(2026, 10, 18, 22, 5, tzinfo=UTC), datetime(2026, 10, 24, 12, tzinfo=UTC))
    assert policy.capped(person(spent_at=on_monday_and_saturday), caps(calendar_week=2), wanted) == earliest
    assert policy.capped(person(), caps(calendar_week=0), wanted) == NEVER


def test_the_week_and_the_day_hold_together():
    spent = tuple(NOW - timedelta(days=days) for days in (6, 4, 2))
    assert policy.capped(person(spent_at=spent), caps(day=1, week=3), NOW) == NOW + timedelta(days=1)
    assert policy.capped(person(spent_at=spent), caps(day=0), NOW) == NEVER


def test_a_critical_message_goes_over_the_caps_and_says_who_let_it(amina, db):  # noqa: F811
    sam = User.objects.create_user("sam")
    take(contact_id=amina.pk, kind="campaign", topic="deals", now=NOW)
    assert isinstance(take(contact_id=amina.pk, kind="campaign", topic="deals", now=NOW), Refused)
    let = take(
        contact_id=amina.pk, kind="campaign", topic="deals", now=NOW, critical_because="a recall", critical_by=sam
    )
    assert isinstance(let, Attention)
    assert (let.critical_because, let.critical_by) == ("a recall", sam)


def test_what_was_withheld_costs_nobody_anything(amina):  # noqa: F811
    message = queued(amina, origin="proactive")
    take(contact_id=amina.pk, kind="campaign", topic="deals", now=NOW, message=message)
    assert isinstance(take(contact_id=amina.pk, kind="campaign", topic="deals", now=NOW), Refused)
    type(message).objects.filter(pk=message.pk).update(status="withheld", withheld_because="no_consent")
    assert isinstance(take(contact_id=amina.pk, kind="campaign", topic="deals", now=NOW), Attention)


def test_the_export_and_the_erasure_of_a_person_know_what_was_taken_of_them(amina):  # noqa: F811
    take(contact_id=amina.pk, kind="campaign", topic="deals", now=NOW)
    SegmentFacts.objects.create(contact=amina, first_seen=NOW, refreshed_at=NOW, city="lagos")
    asked = Experiment.objects.create(name="tone", kind="tone", salt="s")
    side = asked.variants.create(key="a")
    part = asked.assignments.create(variant=side, player=amina.player, assigned_at=NOW)
    part.outcomes.create(metric="replied", at=NOW)
    told = own_data.export(amina)
    assert [row["city"] for row in told["facts_for_segments"]] == ["lagos"]
    assert [row["metric"] for row in told["what_counted_in_experiments"]] == ["replied"]
    assert [row["topic"] for row in told["attention_taken"]] == ["deals"]
    assert {"campaigns", "messages_planned", "decision_to_write_first", "experiments"} <= told.keys()
    own_data.erase(contact=amina, now=NOW)
    assert not Attention.objects.exists()


def test_what_is_old_is_forgotten(amina):  # noqa: F811
    for days in (100, 50):
        Attention.objects.create(contact=amina, kind="campaign", at=NOW - timedelta(days=days))
    assert attention.forget_old(now=NOW) == 1


def test_questions_of_our_own_come_out_of_the_same_budget(amina):  # noqa: F811
    amina.time_zone = "Europe/Berlin"
    spent = unasked.take_attention(contact=amina, kind="follow_up", topic="check_ins", now=NOW)
    assert spent is not None
    message = queued(amina, origin="follow_up")
    for note in spent:
        note(message)
    assert Attention.objects.get().message == message
    assert unasked.take_attention(contact=amina, kind="follow_up", topic="check_ins", now=NOW) is None


def test_questions_of_our_own_keep_to_the_holdout_and_to_the_night_that_marketers_set(amina):  # noqa: F811
    amina.time_zone = "Europe/Berlin"
    asked = {"contact": amina, "kind": "follow_up", "topic": "check_ins", "now": NOW}
    rule = HoldoutRule.objects.create(key="global", percent=50, rotates_every_weeks=1)
    while not in_holdout(amina.pk, standing_rules.as_it_stands(rule, now=asked["now"])):
        asked["now"] += timedelta(weeks=1)
    assert unasked.take_attention(**asked) is None
    rule.delete()
    evening = SendingRules.objects.create(pk=1, quiet_from="00:00", quiet_until="23:59")
    assert unasked.take_attention(**asked) is None
    evening.delete()
    assert unasked.take_attention(**asked) is not None


def test_marketers_set_the_caps(amina):  # noqa: F811
    SendingRules.objects.create(pk=1, per_day=2, per_calendar_day=2)
    results = [take(contact_id=amina.pk, kind="campaign", topic="deals", now=NOW) for _ in range(3)]
    assert [isinstance(one, Attention) for one in results] == [True, True, False]


def test_a_contact_of_before_gets_its_zones_guessed_from_the_number(make_contact):  # noqa: F811
    from engagement import time_zones

    contact = make_contact("+4915112345678")
    assert time_zones.guess_missing() == 1
    contact.refresh_from_db()
    assert time_zones.zones_of(contact) == ("Europe/Berlin",)
    Contact.objects.filter(pk=contact.pk).update(time_zone="Asia/Tokyo")
    contact.refresh_from_db()
    assert time_zones.zones_of(contact) == ("Asia/Tokyo",), "what they told counts"


ALWAYS = {"quiet": QuietHours(0, 0)}


@pytest.mark.parametrize(
    ("facts", "changes", "reason", "earliest"),
    [
        ({}, {}, None, None),
        ({"replies_allowed": False}, {}, "stopped", NEVER),
        ({"topics": frozenset({"new_games"})}, {}, "no_consent", NEVER),
        ({"proactive_allowed": False}, {}, "no_consent", NEVER),
        ({"is_child": True}, {}, "child", NEVER),
        ({"has_pushed_address": False}, {}, "no_pushed_address", NEVER),
        ({"is_held": True}, {}, "held_by_human", NEVER),
        ({"distress_at": NOW - timedelta(days=13)}, {}, "in_distress", NOW + timedelta(days=1)),
        ({"distress_at": NOW - timedelta(days=15)}, {}, None, None),
        ({}, {"holdouts": (Holdout("a", 100, NOW + timedelta(days=9)),)}, "holdout", NOW + timedelta(days=9)),
        ({"window_closes_at": NOW}, {}, "window_closed", NEVER),
        ({"window_closes_at": None}, {"has_template": True}, None, None),
        ({"spent_at": (NOW - timedelta(hours=3),)}, {}, "capped", NOW + timedelta(hours=21)),
        ({}, {"quiet": QuietHours(19 * 60, 21 * 60)}, "quiet_hours", NOW + timedelta(hours=1)),  # 20:00 in Berlin
        ({"zones": ()}, {}, "quiet_hours", NEVER),
        ({"zones": ()}, {"usual_zones": BERLIN}, None, None),
    ],
)  # fmt: skip
def test_each_check_stops_what_it_is_for_and_says_until_when(facts, changes, reason, earliest):
    found = policy.refusals(person(**facts), rules(**{**ALWAYS, **changes}), NOW)
    assert [(check.key, until) for check, until in found][:1] == ([(reason, earliest)] if reason else [])


def test_the_earliest_moment_holds_against_every_check_at_once():
    """Capped until 3 in the night: it goes in the morning. Nobody knows when somebody writes again."""
    told = person(spent_at=(NOW - timedelta(hours=17),), window_closes_at=None)
    night = rules(quiet=QuietHours(22 * 60, 9 * 60), has_template=True)
    assert policy.earliest(told, night, NOW) == datetime(2026, 5, 5, 7, tzinfo=UTC)
    assert policy.earliest(told, rules(), NOW) == NEVER
    assert policy.earliest(person(), rules(**ALWAYS), NOW) == NOW


def test_a_holdout_keeps_its_share_and_passes_on_with_the_rotation():
    four_weeks = timedelta(weeks=4)
    first = of_period("global", percent=10, rotates_every=four_weeks, now=NOW)
    same = of_period("global", percent=10, rotates_every=four_weeks, now=first.until - timedelta(seconds=1))
    after = of_period("global", percent=10, rotates_every=four_weeks, now=first.until)
    assert first == same
    assert after.until - first.until == four_weeks
    held = {pk for pk in range(20_000) if in_holdout(pk, first)}
    then = {pk for pk in range(20_000) if in_holdout(pk, after)}
    assert 1_850 < len(held) < 2_150
    assert 120 < len(held & then) < 280, "independent: a tenth of a tenth, not the same people again"
    assert not any(in_holdout(pk, Holdout("a", 0)) for pk in range(1_000))
