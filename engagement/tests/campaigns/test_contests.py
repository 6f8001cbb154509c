"""A campaign, a check-in and a question want the same person's attention: one gets it, the others hear why and when."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from engagement import advancing, contests, cycle, enrolling, message_values, pacer, weighing
from engagement.campaigns import live_copy
from engagement.models import Campaign, Figures, MessageTemplate, MessageText, Touch
from engagement.tests.campaigns.conftest import NOW

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def silent(make_person):
    """Wrote two days ago: a check-in and a campaign may both be sent, by template."""
    template = MessageTemplate.objects.create(
        name="checking_in", body="Hello {{1}}, shall we find you a game?", samples={"1": "Ana"},
        content_sid="HX" + "c" * 32, status="approved",
    )  # fmt: skip
    for tone in ("neutral", "playful"):
        MessageText.objects.update_or_create(
            tone=tone, defaults={"text": "Hi", "template": template, "template_variables": {"1": "{name}"}}
        )
    return make_person("Sila", ago=2 * DAY)


def plan(campaign: Campaign, *, now=NOW) -> None:
    campaign.refresh_from_db()
    enrolling.enrol(campaign, live_copy(campaign.version), now=now)
    advancing.advance(now=now)


def plan_check_in(contact, *, now=NOW) -> Touch:
    return Touch.objects.create(
        contact=contact, kind="cycle", occasion=f"after-{Touch.objects.count()}", topic="check_ins", due_at=now,
        planned_at=now,
    )  # fmt: skip


def release(now=NOW) -> None:
    pacer.release(now=now, rng=np.random.default_rng(1), limit=10)


def told(**which) -> list[tuple[str, str]]:
    return list(Touch.objects.filter(**which).order_by("pk").values_list("state", "reason"))


@pytest.fixture
def by_template(template):
    return {"template": template, "template_variables": {"1": "{name}"}}


def test_the_campaign_is_worth_more_than_the_check_in_that_was_planned_before_it(silent, launched, by_template):
    check_in = plan_check_in(silent)
    campaign = launched(steps=[{"text": "Hey {name}", **by_template}])
    plan(campaign)
    release()
    assert told(campaign=campaign) == [("queued", "")]
    check_in.refresh_from_db()
    assert (check_in.state, check_in.reason, check_in.due_at) == ("refused", "outweighed", None)
    assert check_in.because.startswith(f"by “{campaign.name}” (0.1")
    assert check_in.earliest_at >= NOW + DAY


def test_of_two_campaigns_the_trigger_goes_first_and_the_other_comes_after_it(silent, launched, by_template):
    step = {"text": "Hey {name}", **by_template}
    news = launched(steps=[step], name="News")
    cold = launched(steps=[step], name="Cold", kind="triggered", trigger="cold", re_entry="each_time")
    plan(news)
    plan(cold)
    Touch.objects.filter(campaign=cold).update(due_at=NOW)
    release()
    assert told(campaign=cold) == [("queued", "")]
    waits = Touch.objects.get(campaign=news)
    assert (waits.state, waits.reason) == ("refused", "outweighed")
    assert "“Cold”" in waits.because
    assert waits.due_at >= NOW + DAY


def test_a_check_in_that_was_outweighed_for_days_goes_before_the_next_campaign(silent, launched, by_template):
    for days in (9, 6, 3):
        Touch.objects.create(
            contact=silent, kind="cycle", occasion=f"old-{days}", state="refused", reason="outweighed",
            planned_at=NOW - days * DAY, decided_at=NOW - days * DAY,
        )  # fmt: skip
    check_in = plan_check_in(silent)
    campaign = launched(steps=[{"text": "Hey {name}", **by_template}])
    plan(campaign)
    release()
    check_in.refresh_from_db()
    assert check_in.state == "queued"
    (state, reason) = told(campaign=campaign)[0]
    assert (state, reason) == ("refused", "outweighed")


def test_what_may_not_go_outweighs_nothing(silent, launched, by_template):
    check_in = plan_check_in(silent)
    silent.topics = ["check_ins"]
    silent.save(update_fields=("topics",))
    campaign = launched(steps=[{"text": "Hey {name}", **by_template}], topic="deals")
    plan(campaign)
    release()
    check_in.refresh_from_db()
    assert (check_in.state, check_in.reason) == ("queued", "")
    assert told(campaign=campaign) == [("refused", "no_consent")]


def test_a_cycle_plans_no_other_check_in_for_a_day_for_whom_one_was_outweighed(silent):
    check_in = plan_check_in(silent)
    Touch.objects.filter(pk=check_in.pk).update(
        state="refused", reason="outweighed", due_at=None, decided_at=NOW, because="by “News”"
    )
    assert cycle.run(by="command", now=NOW + HOUR, clock=lambda: NOW + HOUR).messages_sent == 0
    assert cycle.run(by="command", now=NOW + DAY, clock=lambda: NOW + DAY).messages_sent == 1


def test_a_question_goes_before_a_check_in_and_yields_to_what_has_waited_longer(silent):
    plan_check_in(silent)
    assert contests.lets_through(silent, kind="follow_up", topic="check_ins", now=NOW)
    Touch.objects.filter(contact=silent).update(planned_at=NOW - 4 * DAY)
    for _ in range(2):
        assert contests.budget(contact=silent, kind="follow_up", topic="check_ins", now=NOW) is None
    refused = Touch.objects.get(kind="follow_up")
    assert (refused.reason, refused.because[:16]) == ("outweighed", "by the check-in ")


def test_what_messages_brought_is_counted_by_the_segment_they_were_in_when_they_got_them(silent):
    """She has answered since, so now she is no longer dormant; she was."""
    for number, days in enumerate((20, 10)):
        Touch.objects.create(
            contact=silent, kind="cycle", occasion=f"old-{number}", topic="check_ins", state="sent",
            planned_at=NOW - days * DAY, sent_at=NOW - days * DAY,
        )  # fmt: skip
    silent.messages.update(created_at=NOW - 9 * DAY)
    assert message_values.count(now=NOW) == 2
    assert message_values.seen() == {("cycle", "check_ins", "dormant"): weighing.Counts(2, 1, 0, 0)}
    assert Figures.objects.get().counted_at == NOW
