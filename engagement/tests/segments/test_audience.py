"""Who would be written to, and at which step the others are lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from conversations.models import Contact
from engagement import audience, facts_sql, kept_audiences, membership, segment_facts
from engagement.admin.audience_asked import Asked
from engagement.costs import Crowd
from engagement.facts import Holdout
from engagement.policy import refusals
from engagement.segment_rules import EVERYBODY
from engagement.tests.segments.conftest import NOW


@pytest.fixture
def audience_of_all(everybody, make_person):
    """Beside the four: Hana is in distress, Ivo is with an operator, Juno is on the web, Kim would be glad."""
    ready = {"write_first": True, "topics": ("deals",), "age_band": "adult"}
    hana = make_person("Hana", "+491700000001", seen=timedelta(hours=2), **ready)
    ivo = make_person("Ivo", "+491700000002", seen=timedelta(hours=2), **ready)
    make_person("Juno", seen=timedelta(hours=2), **ready)
    make_person("Kim", "+491700000003", seen=timedelta(hours=2), **ready)
    Contact.objects.filter(pk=hana.pk).update(distress_at=NOW - timedelta(days=1))
    Contact.objects.filter(pk=ivo.pk).update(held_by_human_at=NOW)
    Contact.objects.update(time_zone="Europe/Berlin")  # eight in the evening
    segment_facts.refresh("TRUE", [], now=NOW)


def fall(topic="deals", *, has_template=False, now=NOW):
    return audience.waterfall(EVERYBODY, audience.rules_for(topic, has_template=has_template, now=now), now=now)


def lost(found):
    return {loss.reason: loss.people for step in found.steps for loss in step.losses}


def test_everybody_stands_at_the_first_step_that_stops_them(audience_of_all):
    found = fall()
    assert lost(found) == {
        "stopped": 1, "no_consent": 1, "no_pushed_address": 1, "held_by_human": 1, "in_distress": 1, "window_closed": 1,
    }  # fmt: skip
    assert [(step.key, step.left) for step in found.steps] == [
        ("consent", 6), ("reach", 3), ("window", 2), ("silence", 2), ("cap", 2), ("quiet", 2), ("holdout", 2),
    ]  # fmt: skip
    assert (found.matched, found.send) == (8, 2)
    assert found.crowds == (Crowd("DE", True, 2),)


def test_with_a_template_the_window_stops_nobody_and_costs_by_country(audience_of_all):
    found = fall(has_template=True)
    assert found.send == 3
    assert set(found.crowds) == {Crowd("DE", True, 2), Crowd("NG", False, 1)}


def test_at_night_those_who_sleep_are_told_apart_from_those_who_never_would(audience_of_all):
    found = fall(now=NOW + timedelta(hours=5))
    assert lost(found)["quiet_hours"] == 2
    assert (found.steps[5].left, found.send) == (0, 0)


def test_who_is_held_out_is_the_last_to_go(audience_of_all):
    rules = replace(audience.rules_for("deals", has_template=False, now=NOW), holdouts=(Holdout("all", 100),))
    assert lost(audience.waterfall(EVERYBODY, rules, now=NOW))["holdout"] == 2


def test_every_step_lists_its_people(audience_of_all):
    rules = audience.rules_for("deals", has_template=False, now=NOW)

    def names(reason):
        people = Contact.objects.filter(pk__in=audience.stopped_by(reason, EVERYBODY, rules, now=NOW))
        return sorted(people.values_list("display_name", flat=True))

    assert (names("stopped"), names("no_consent"), names("in_distress")) == (["Gus"], ["Fay"], ["Hana"])
    assert (names("window_closed"), names("send")) == (["Emeka"], ["Dora", "Kim"])


def test_the_steps_say_what_the_decision_of_each_person_says(audience_of_all):
    rules = audience.rules_for("deals", has_template=False, now=NOW)
    everybody = facts_sql.facts_of(Contact.objects.values_list("pk", flat=True), now=NOW)
    may_go = [facts.contact_id for facts in everybody.values() if not refusals(facts, rules, NOW)]
    assert len(may_go) == audience.waterfall(EVERYBODY, rules, now=NOW).send


@pytest.mark.parametrize("hours", [0, 5])
@pytest.mark.parametrize("has_template", [True, False])
def test_a_crowd_is_judged_as_a_few_are(audience_of_all, monkeypatch, has_template, hours):
    now = NOW + timedelta(hours=hours)
    rules = audience.rules_for("deals", has_template=has_template, now=now)
    few = audience.waterfall(EVERYBODY, rules, now=now)
    listed = audience.stopped_by("stopped", EVERYBODY, rules, now=now)
    monkeypatch.setattr(audience, "_CROWD", 0)
    crowd = audience.waterfall(EVERYBODY, rules, now=now)
    assert (crowd.steps, crowd.send, set(crowd.crowds)) == (few.steps, few.send, set(few.crowds))
    assert audience.stopped_by("stopped", EVERYBODY, rules, now=now) == listed != []


def test_who_said_no_a_moment_ago_is_in_no_crowd(audience_of_all, monkeypatch):
    monkeypatch.setattr(audience, "_CROWD", 0)
    rules = audience.rules_for("deals", has_template=False, now=NOW)
    Contact.objects.filter(display_name="Kim").update(replies_allowed=False)
    assert audience.waterfall(EVERYBODY, rules, now=NOW).send == 1


def test_by_words_that_no_database_keeps_nobody_is_found(db):
    assert membership.find_person("Ki\0m") is None


def test_a_campaign_waits_until_they_have_been_silent(audience_of_all):
    silent = dict.fromkeys(("dormant", "new_user", "normal"), timedelta(minutes=90))
    rules = replace(audience.rules_for("deals", has_template=False, now=NOW), inactivity=silent)
    found = audience.waterfall(EVERYBODY, rules, now=NOW)
    assert (lost(found)["active"], found.send) == (1, 1)


def test_the_audience_of_a_crowd_is_kept_for_a_while_and_counted_anew_for_who_asks(audience_of_all, monkeypatch):
    monkeypatch.setattr(kept_audiences, "CROWD", 5)
    rules = audience.rules_for("deals", has_template=False, now=NOW)
    assert kept_audiences.find(EVERYBODY, rules, now=NOW)[0].send == 2
    Contact.objects.filter(display_name="Kim").update(replies_allowed=False)
    later = NOW + timedelta(minutes=1)
    kept, counted_at = kept_audiences.find(EVERYBODY, rules, now=later)
    assert (kept.send, counted_at) == (2, NOW)
    assert kept_audiences.find(EVERYBODY, rules, now=later, anew=True)[0].send == 1
    other = audience.rules_for("new_games", has_template=False, now=NOW)
    assert kept_audiences.find(EVERYBODY, other, now=later)[1] == later


@pytest.mark.parametrize(
    "text",
    ["", "x", "1.deals.marketing", "1.deals.fax.send", "1.shoes.marketing.send", "1.deals.marketing.bored",
     "-1.deals.marketing.send", "c.send", "c5.deals.send", "²..send"],
)  # fmt: skip
def test_an_address_that_names_no_step_is_no_filter(text):
    assert Asked.read(text) is None


@pytest.mark.parametrize("text", ["7.new_games.marketing.capped", "7.deals..send", "c5.quiet_hours"])
def test_a_step_is_written_as_it_was_read(text):
    assert str(Asked.read(text)) == text
