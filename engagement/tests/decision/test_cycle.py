"""A whole cycle, from who is looked at to what lies in the outbox."""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from conversations import consent, switches
from conversations.models import Message
from conversations.receiving import identity
from engagement import check_in_sending, cycle, touch_results
from engagement.models import Attention, CycleRun, Decision, Touch
from engagement.tests.decision.conftest import NOW, SID

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def run(now=NOW, **changes):
    return cycle.run(by="command", now=now, clock=lambda: now, **changes)


def decided() -> dict[str, tuple[str, str]]:
    return {row.contact.display_name: (row.segment, row.reason) for row in Decision.objects.select_related("contact")}


def test_a_cycle_writes_to_each_in_the_tone_of_their_segment(make_person, templates):
    make_person("Dora", ago=timedelta(days=5))
    make_person("Nils", ago=timedelta(hours=5), known_for=timedelta(hours=6))
    make_person("Norma")

    report = run()

    sent = {message.contact.display_name: message for message in Message.objects.filter(direction="outbound")}
    assert {name: message.body for name, message in sent.items()} == {
        "Dora": "Hello Dora, shall we find you a game?",
        "Nils": "Hello Nils!",  # inside the reply window: free text
        "Norma": "Hello Norma, shall we find you a game?",
    }
    assert sent["Dora"].content["template_sid"] == SID
    assert {message.content["type"] for message in sent.values()} == {"client_engagement_brand"}
    assert {(message.origin, message.status, message.content["topic"]) for message in sent.values()} == {
        ("proactive", "queued", "check_ins")
    }
    assert report.stats["by_segment"] == {"dormant": 1, "new_user": 1, "normal": 1}


def test_the_report_says_what_became_of_everybody(make_person, ana):
    make_person("Here", ago=HOUR)
    make_person("Web", kind="web")
    make_person("No", proactive_allowed=False)

    report = run().as_json()

    assert {key: report[key] for key in ("status", "total_users", "messages_sent", "users_skipped")} == {
        "status": "Cycle complete", "total_users": 4, "messages_sent": 1, "users_skipped": 3,
    }  # fmt: skip
    assert report["segment_breakdown"] == {"dormant": 0, "new_user": 0, "normal": 4}
    stats = report["detailed_stats"]
    assert (stats["total_users"], stats["eligible"], stats["skipped"]) == (4, 1, 3)
    assert {reason: number for reason, number in stats["skip_reasons"].items() if number} == {
        "active": 1, "no_pushed_address": 1, "no_consent": 1,
    }  # fmt: skip
    kept = CycleRun.objects.get()
    assert (kept.looked_at, kept.planned, kept.rewritten, kept.stats) == (4, 1, 4, stats)
    assert decided() == {
        "Ana Reis": ("normal", "recently_messaged"), "Here": ("normal", "active"),
        "Web": ("normal", "no_pushed_address"), "No": ("normal", "no_consent"),
    }  # fmt: skip


def test_a_second_cycle_writes_to_nobody_again_and_rewrites_nothing(ana):
    run()
    again = run(NOW + timedelta(minutes=5))

    assert again.messages_sent == 0
    assert again.stats["skip_reasons"]["recently_messaged"] == 1
    assert CycleRun.objects.first().rewritten == 0
    assert Message.objects.filter(direction="outbound").count() == Touch.objects.count() == 1


def test_a_day_later_who_is_still_silent_may_be_written_to_again_and_the_decision_follows(ana):
    run()
    Message.objects.filter(direction="outbound").update(status="delivered", sent_at=NOW)
    Decision.objects.update(reason="active")

    later = run(NOW + timedelta(hours=25))

    assert later.messages_sent == 1
    assert CycleRun.objects.first().rewritten == 1
    assert Touch.objects.filter(kind="cycle").values("occasion").distinct().count() == 2


def test_a_check_in_that_meta_held_back_is_tried_again_a_day_later_and_not_by_the_next_cycle(ana):
    run()
    Message.objects.filter(direction="outbound").update(status="failed", error_code="63049")
    touch_results.note(now=NOW + HOUR)

    assert not Attention.objects.exists()
    assert [run(NOW + hours * HOUR).messages_sent for hours in (2, 24, 25)] == [0, 0, 1]


def test_somebody_who_becomes_dormant_gets_a_new_decision(make_person):
    make_person("Dora", proactive_allowed=False)
    run()
    run(NOW + timedelta(days=2))

    assert decided() == {"Dora": ("dormant", "no_consent")}
    assert list(CycleRun.objects.values_list("rewritten", flat=True)) == [1, 1]


def test_a_decision_says_when_the_reason_may_be_over(make_person):
    here = make_person("Here", ago=HOUR)
    no = make_person("No", proactive_allowed=False)
    run()

    assert here.decision.earliest_at == NOW + 23 * HOUR
    assert no.decision.earliest_at is None


def test_a_dry_run_decides_the_same_and_writes_nothing(ana):
    report = run(is_dry=True)

    assert (report.status, report.messages_sent, report.stats["eligible"]) == ("Dry run complete", 0, 1)
    written = Touch.objects.all(), Decision.objects.all(), CycleRun.objects.all(), Attention.objects.all()
    assert [list(rows) for rows in written] == [[], [], [], []]


def test_the_population_is_gone_over_piece_by_piece_with_nobody_left_out(make_person, templates, monkeypatch):
    monkeypatch.setattr(cycle, "PIECE", 2)
    people = [make_person(f"Person {number}") for number in range(5)]
    people[2].delete()

    assert run().messages_sent == 4
    assert len(decided()) == 4


def test_a_decision_goes_with_its_contact_even_if_the_contact_went_meanwhile(ana):
    Decision.objects.create(contact_id=ana.pk + 1000, segment="normal", reason="active", decided_at=NOW)
    run()

    assert list(Decision.objects.values_list("contact_id", flat=True)) == [ana.pk]


def test_while_writing_first_is_switched_off_messages_wait_and_are_planned_once(ana):
    switches.turn(key="silence", on=True, by=None, because="a fault", now=NOW)
    run()
    run(NOW + timedelta(days=2))

    assert list(Touch.objects.values_list("state", flat=True)) == ["planned"]
    switches.turn(key="silence", on=False, by=None, because="", now=NOW)
    assert check_in_sending.release(now=NOW + timedelta(days=2), limit=10) == 1


def test_what_changed_between_planning_and_leaving_is_a_refusal_with_its_reason_and_time(make_person, templates):
    stopped, busy, written = (make_person(name) for name in ("Stopped", "Busy", "Written"))
    switches.turn(key="silence", on=True, by=None, because="a fault", now=NOW)
    run()
    switches.turn(key="silence", on=False, by=None, because="", now=NOW)
    type(stopped).objects.filter(pk=stopped.pk).update(replies_allowed=False)
    type(busy).objects.filter(pk=busy.pk).update(last_inbound_at=NOW)
    Attention.objects.create(contact=written, kind="campaign", at=NOW)

    assert check_in_sending.release(now=NOW, limit=10) == 0

    refused = {
        touch.contact.display_name: (touch.reason, touch.earliest_at, touch.due_at) for touch in Touch.objects.all()
    }
    assert refused == {
        "Stopped": ("stopped", None, None),
        "Busy": ("active", NOW + timedelta(days=1), None),
        "Written": ("recently_messaged", NOW + timedelta(days=1), None),
    }


def test_a_stop_takes_the_check_in_that_waits_along(ana):
    switches.turn(key="silence", on=True, by=None, because="a fault", now=NOW)
    run()
    consent.stop(contact=ana, evidence=None, source="chat", now=NOW)

    touch = Touch.objects.get()
    assert (touch.state, touch.due_at) == ("dropped", None)


def test_attention_is_taken_and_given_to_the_message_that_took_it(ana):
    run()

    taken = Attention.objects.get()
    assert (taken.contact_id, taken.kind, taken.topic) == (ana.pk, "cycle", "check_ins")
    assert taken.message == Touch.objects.get().message


def test_more_than_one_batch_leaves_in_order(make_person, templates, monkeypatch):
    monkeypatch.setattr(check_in_sending, "BATCH", 2)
    for number in range(5):
        make_person(f"Person {number}")

    assert run().messages_sent == 5
    assert Message.objects.filter(direction="outbound").count() == 5


def test_the_log_has_a_line_a_decision_and_no_number_in_it(ana, make_person, caplog):
    make_person("Here", ago=HOUR)
    caplog.set_level(logging.DEBUG, logger="engagement")
    run()

    lines = [(record.levelname, record.getMessage()) for record in caplog.records]
    assert ("INFO", f"contact {ana.pk} is written to: normal, neutral, type client_engagement_brand") in lines
    assert [line for level, line in lines if level == "DEBUG" and "is skipped: normal, active" in line]
    assert "+351" not in caplog.text
    assert "Ana" not in caplog.text


def test_nobody_is_skipped_aloud_in_the_usual_log(make_person, caplog):
    make_person("Here", ago=HOUR)
    caplog.set_level(logging.INFO, logger="engagement")
    run()

    assert "skipped" not in caplog.text


def test_who_has_never_written_on_whatsapp_is_refused_where_it_would_leave(ana):
    Message.objects.all().delete()

    assert run().messages_sent == 1
    assert Touch.objects.values_list("state", "reason").get() == ("refused", "no_pushed_address")


def test_the_clock_runs_one_cycle_however_often_its_task_is_delivered(ana):
    cycle.run_by_the_clock(now=NOW)
    cycle.run_by_the_clock(now=NOW + timedelta(minutes=1))
    cycle.run_by_the_clock(now=NOW + HOUR)

    assert CycleRun.objects.filter(by="schedule").count() == 2


def test_the_command_tells_in_words_and_as_json(ana, make_person, time_machine):
    time_machine.move_to(NOW, tick=False)
    make_person("No", proactive_allowed=False)
    out, dry = StringIO(), StringIO()

    call_command("run_engagement_cycle", "--dry-run", stdout=dry)
    call_command("run_engagement_cycle", "--json", stdout=out)

    assert "1  would be written to" in dry.getvalue()
    assert "1  skipped: no_consent" in dry.getvalue()
    assert json.loads(out.getvalue())["messages_sent"] == 1


def test_one_that_cannot_be_written_holds_up_nobody_and_is_shown_after_three_tries(ana, make_person, monkeypatch):
    make_person("Broken")
    make_person("Carla")
    really = check_in_sending.enqueue_all

    def break_for_one(proposed, **more):
        if any("Broken" in one.body for one in proposed):
            raise ValueError("no words for this one")
        return really(proposed, **more)

    monkeypatch.setattr(check_in_sending, "enqueue_all", break_for_one)
    run()
    assert Message.objects.filter(direction="outbound").count() == 2
    for minutes in (10, 20):
        check_in_sending.release(now=NOW + timedelta(minutes=minutes), limit=10)

    broken = Touch.objects.get(contact__display_name="Broken")
    assert (broken.state, broken.reason, broken.tries) == ("failed", "broken", 3)
    assert Attention.objects.count() == 2


def test_whoever_turns_out_to_be_two_contacts_is_written_to_once(ana, make_person):
    twin = make_person("Ana again")
    Attention.objects.create(contact=twin, kind="campaign", at=NOW - HOUR)
    identity.merge(keep_id=ana.pk, gone_id=twin.pk, now=NOW)

    assert run().stats["skip_reasons"]["recently_messaged"] == 1


def test_no_more_is_planned_than_can_leave_before_the_next_cycle_which_goes_on_with_the_others(
    make_person, templates, settings, monkeypatch
):
    settings.CAMPAIGN_MESSAGES_PER_SECOND = 1
    monkeypatch.setattr(cycle, "_UNTIL_THE_NEXT", timedelta(seconds=2))
    for number in range(5):
        make_person(f"Person {number}")

    first = run()

    assert (first.messages_sent, first.stats["eligible"]) == (2, 5)
    assert [reason for _, reason in decided().values()].count("") == 3
    assert [run(NOW + number * HOUR).messages_sent for number in (1, 2, 3)] == [2, 1, 0]
    assert set(decided().values()) == {("normal", "recently_messaged")}
