"""What check-ins bring is read beside those who would have got one, and told on a page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from conversations.models import Contact, Message
from engagement import coverage_runs, cycle, cycle_results, held_out, message_values, standing_rules
from engagement.decision_sql import HELD_OUT_OCCASION
from engagement.models import CheckInStop, CycleRun, HoldoutRule, Touch
from engagement.tests.decision.conftest import NOW
from games.models import Player

DAY = timedelta(days=1)
PAGE = "admin:engagement_cyclerun_results"


def run(now=NOW) -> cycle.Report:
    return cycle.run(by="command", now=now, clock=lambda: now)


def of_cycle(**which) -> list[tuple[str, str]]:
    return list(Touch.objects.filter(kind="cycle", **which).order_by("pk").values_list("state", "reason"))


@pytest.fixture
def held_back(make_person, templates):
    """Some are held out and some are not; who, the hash says."""
    HoldoutRule.objects.create(key="global", percent=50)
    (holdout,) = standing_rules.holdouts(now=NOW)
    sides: dict[bool, list[Contact]] = {True: [], False: []}
    while min(len(side) for side in sides.values()) < 2:
        contact = make_person("Somebody")
        sides[held_out.in_holdout(contact.pk, holdout)].append(contact)
    return sides[True], sides[False]


def test_whom_the_holdout_alone_keeps_from_a_check_in_is_written_down_once_a_rotation(held_back, make_person):
    out, others = held_back
    make_person("Asleep", time_zone="Pacific/Auckland")
    make_person("Away from all", topics=[])
    assert run().messages_sent == len(others)
    run(NOW + timedelta(hours=1))
    rows = Touch.objects.filter(reason="holdout")
    assert sorted(rows.values_list("contact", flat=True)) == sorted(contact.pk for contact in out)
    assert all(row.state == "refused" and row.earliest_at and not row.due_at for row in rows)


def test_nobody_is_held_out_for_comparison_while_there_is_no_room_for_the_others(held_back, settings):
    settings.CAMPAIGN_MESSAGES_PER_SECOND = 0
    assert run().messages_sent == 0
    assert of_cycle() == []


def test_the_lift_compares_everybody_planned_for_with_everybody_held_out(held_back):
    out, others = held_back
    run()
    came_back = others[0]
    Message.objects.create(
        contact=came_back, channel="whatsapp", direction="inbound", origin="player", status="handled", body="hi",
        seq=2, created_at=NOW + timedelta(hours=5), due_at=NOW, provider_id="SMagain",
    )  # fmt: skip
    cycle_results.count(now=NOW + DAY)
    assert cycle_results.results().lifts[0].treated == 0  # their days are not over
    cycle_results.count(now=NOW + 4 * DAY)
    found = cycle_results.results()
    lift = found.lifts[0]
    assert (lift.treated, lift.treated_did, lift.held_out, lift.held_out_did) == (len(others), 1, len(out), 0)
    assert "Not sure yet" in lift.in_words
    assert found.whole.planned == len(others)
    assert dict(found.breakdowns)["By what they said"][0].what == "template: Hello {{1}}, shall we find you a game?"


def make_up(contact: Contact) -> None:
    Player.objects.filter(pk=contact.player_id).update(origin="demo")


def test_made_up_people_are_shown_until_a_real_one_was_written_to_and_never_beside_them(held_back):
    for side in held_back:
        for contact in side:
            make_up(contact)
    Touch.objects.bulk_create(
        Touch(
            contact=contact, kind="cycle", occasion=f"made up {contact.pk}", planned_at=NOW, sent_at=NOW, state="sent"
        )
        for contact in held_back[1]
    )
    cycle_results.count(now=NOW + 4 * DAY)
    shown = cycle_results.results()
    assert (shown.is_demo, shown.whole.planned) == (True, len(held_back[1]))
    real = held_back[1][0]
    Player.objects.filter(pk=real.player_id).update(origin="whatsapp")
    cycle_results.count(now=NOW + 4 * DAY)
    shown = cycle_results.results()
    assert (shown.is_demo, shown.whole.planned) == (False, 1)


def keep_out(contact: Contact, at) -> None:
    Touch.objects.create(
        contact=contact, kind="cycle", occasion=f"{HELD_OUT_OCCASION}{contact.pk}", planned_at=at, state="refused",
        reason="holdout",
    )  # fmt: skip


def write_to(contact: Contact, at) -> None:
    Touch.objects.create(
        contact=contact, kind="cycle", occasion=f"{contact.pk}", planned_at=at, sent_at=at, state="sent"
    )


def test_real_people_are_compared_from_when_on_a_real_one_is_held_out(held_back, make_person):
    out, others = held_back
    made_up = make_person("Doll")
    make_up(made_up)
    keep_out(made_up, NOW - 20 * DAY)
    write_to(make_person("Early"), NOW - 10 * DAY)
    for contact in out:
        keep_out(contact, NOW)
    for contact in others:
        write_to(contact, NOW)
    cycle_results.count(now=NOW + 4 * DAY)
    lift = cycle_results.results().lifts[0]
    assert (lift.treated, lift.held_out) == (len(others), len(out))


def test_made_up_people_who_are_gone_are_not_shown_any_more(held_back):
    for side in held_back:
        for contact in side:
            make_up(contact)
    write_to(held_back[1][0], NOW)
    cycle_results.count(now=NOW)
    assert cycle_results.results().is_demo
    Player.objects.filter(origin="demo").delete()
    cycle_results.count(now=NOW + DAY)
    assert not cycle_results.results().is_demo


@pytest.fixture
def marketer(client, db):
    lena = User.objects.create_user("lena", is_staff=True)
    names = ("view_cyclerun", "run_cycles", "view_experiment", "launch_experiment")
    lena.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(lena)
    return client


def test_the_page_tells_what_they_bring_and_lets_them_go_on(marketer, held_back):
    assert "Nothing was counted yet" in marketer.get(reverse(PAGE)).content.decode()
    run()
    cycle_results.count(now=NOW + 4 * DAY)
    message_values.count(now=NOW + 4 * DAY)
    CheckInStop.objects.create(stopped_at=NOW, why="9 of 20 messages (45%) were not delivered; the limit is 10%")
    page = marketer.get(reverse(PAGE)).content.decode()
    for words in ("Against those who were held out", "45%", "Let them go on", "shall we find you a game", "trigger"):
        assert words in page
    marketer.post(reverse("admin:engagement_cyclerun_resume"))
    assert CheckInStop.objects.get().resumed_by.username == "lena"
    assert "let go on" in marketer.get(reverse(PAGE)).content.decode()


def test_who_may_only_look_lets_nothing_go_on(client, db):
    omar = User.objects.create_user("omar", is_staff=True)
    omar.user_permissions.set(Permission.objects.filter(codename="view_cyclerun"))
    client.force_login(omar)
    CheckInStop.objects.create(stopped_at=NOW, why="it broke")
    assert "Let them go on" not in client.get(reverse(PAGE)).content.decode()
    assert client.post(reverse("admin:engagement_cyclerun_resume")).status_code == 403
    assert client.get(reverse("admin:engagement_experiment_coverage")).status_code == 403


def test_coverage_is_kept_for_the_release_and_drawn(marketer):
    address = reverse("admin:engagement_experiment_coverage")
    assert "Nothing was measured yet" in marketer.get(address).content.decode()
    marketer.post(address)
    ((release, _, setting, found),) = coverage_runs.kept()
    assert (release, setting["rounds"], len(found)) == (coverage_runs.release(), 4_000, 4)
    page = marketer.get(address).content.decode()
    assert f"Release {release}" in page
    assert "50% more" in page


def test_a_cycle_says_in_words_what_it_counted(admin_client, db):
    stats = {"total_users": 3, "eligible": 1, "skipped": 2, "by_segment": {"dormant": 3}, "skip_reasons": {"capped": 2}}
    run = CycleRun.objects.create(by="schedule", started_at=NOW, finished_at=NOW, looked_at=3, planned=1, stats=stats)
    page = admin_client.get(reverse("admin:engagement_cyclerun_change", args=[run.pk])).content.decode()
    assert "They have heard enough from us for now." in page
    assert "skip_reasons" not in page
