"""Messages leave: in order, once, under the law of consent and window, whatever Twilio does."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django_q.models import OrmQ

from conversations import sweeps
from conversations.channels.twilio_whatsapp import content
from conversations.channels.types import Button
from conversations.models import ContentTemplate, Message
from conversations.sending import outbox, send_loop
from conversations.tests.conftest import NOW, queued

pytestmark = pytest.mark.django_db(transaction=True)


def send(rng, at=NOW) -> int:
    return send_loop.send_due(clock=lambda: at, rng=rng)


def test_a_reply_leaves_and_knows_its_twilio_id(amina, twilio, rng):
    message = queued(amina)
    assert send(rng) == 1
    message.refresh_from_db()
    assert (message.status, message.provider_id) == ("accepted", twilio.messages[0]["sid"])
    assert twilio.messages[0]["to"] == "whatsapp:+15550100001"
    assert str(message.public_id) in twilio.messages[0]["form"]["StatusCallback"]


def test_parts_of_a_reply_leave_in_order(amina, twilio, rng):
    for number in range(5):
        queued(amina, f"part {number}")
    send(rng)
    assert twilio.bodies == [f"part {number}" for number in range(5)]


def test_a_part_that_is_refused_for_now_holds_back_the_next(amina, twilio, rng):
    queued(amina, "one")
    queued(amina, "two")
    twilio.misbehave = ["429"]
    send(rng)
    assert twilio.bodies == []
    send(rng, NOW + timedelta(minutes=1))
    assert twilio.bodies == ["one", "two"]


@pytest.mark.parametrize("first", [{"due_at": NOW + timedelta(minutes=1)}, {"status": "sending", "claimed_at": NOW}])
def test_a_run_ends_when_all_that_is_left_waits_behind_something(first, amina, twilio, rng):
    queued(amina, "one", **first)
    queued(amina, "two")
    assert not outbox.is_anything_due(NOW)
    assert send_loop.send_due(clock=lambda: NOW, rng=rng, run_seconds=0.2) == 0
    assert not OrmQ.objects.exists(), "it went round in vain and asked for another run"


def test_a_reply_overtakes_campaigns(amina, bilal, make_contact, twilio, rng, settings):
    settings.SEND_THREADS = 1
    for number in range(3):
        queued(make_contact(f"+1555020000{number}", proactive_allowed=True), "news", origin="proactive")
    queued(amina, "your answer")
    send(rng)
    assert twilio.bodies[0] == "your answer"


@pytest.mark.parametrize(
    ("who", "origin", "reason"),
    [
        ("chen", "reply", "stopped"),
        ("chen", "proactive", "no_consent"),
        ("bilal", "reply", "window_closed"),
        ("bilal", "proactive", "window_closed"),
    ],
)
def test_what_the_law_forbids_is_withheld_with_its_reason(request, who, origin, reason, twilio, rng):
    message = queued(request.getfixturevalue(who), origin=origin)
    send(rng)
    message.refresh_from_db()
    assert (message.status, message.withheld_because) == ("withheld", reason)
    assert twilio.messages == []


def test_a_template_may_leave_outside_the_window(bilal, twilio, rng):
    queued(
        bilal, "", origin="proactive",
        content={"topic": "deals", "template_sid": "HX" + "1" * 32, "template_variables": {"1": "Bilal"}},
    )  # fmt: skip
    send(rng)
    assert twilio.messages[0]["form"]["ContentSid"] == "HX" + "1" * 32


def test_the_window_closes_after_exactly_24_hours(amina, twilio, rng):
    queued(amina)
    amina.windows.update(last_inbound_at=NOW - timedelta(hours=24))
    send(rng)
    assert twilio.messages == []


def test_without_credentials_messages_wait(amina, settings, rng):
    settings.TWILIO_ACCOUNT_SID = ""
    message = queued(amina)
    assert send(rng) == 0
    message.refresh_from_db()
    assert message.status == "queued"


def test_a_person_who_unsubscribed_at_twilio_is_stopped_here(amina, twilio, rng):
    queued(amina, "one")
    queued(amina, "two")
    twilio.misbehave = ["21610"]
    send(rng)
    amina.refresh_from_db()
    assert not amina.replies_allowed
    assert sorted(Message.objects.values_list("status", flat=True)) == ["failed", "withheld"]
    assert amina.consent_changes.count() == 2


@pytest.mark.parametrize("mischief", ["drop", "500"])
def test_an_unclear_answer_is_looked_up_before_anything_is_sent_again(mischief, amina, twilio, rng):
    message = queued(amina, "only once")
    twilio.misbehave = [mischief]
    send(rng)
    message.refresh_from_db()
    assert message.status == "sending"
    for minutes in (2, 4, 6):
        at = NOW + timedelta(minutes=minutes)
        sweeps.look_up_sending(at, rng=rng)
        send(rng, at)
    message.refresh_from_db()
    assert message.status == "accepted"
    assert twilio.bodies == ["only once"]


def test_a_campaign_message_that_twilio_does_not_know_goes_to_the_operator(amina, twilio, rng):
    message = queued(amina, origin="proactive", status="sending", claimed_at=NOW)
    for minutes in (2, 4, 6):
        sweeps.look_up_sending(NOW + timedelta(minutes=minutes), rng=rng)
    message.refresh_from_db()
    assert message.status == "unknown"


def test_two_look_alikes_at_twilio_are_for_the_operator(amina, twilio, rng):
    for _ in range(2):
        queued(amina, "same words")
    send(rng)
    Message.objects.update(provider_id=None, status="delivered")
    message = queued(amina, "same words", status="sending", claimed_at=NOW)
    sweeps.look_up_sending(NOW + timedelta(minutes=2), rng=rng)
    message.refresh_from_db()
    assert message.status == "unknown"


def test_buttons_go_as_a_content_resource_and_without_one_as_words(amina, twilio, rng):
    buttons = [{"id": "more", "title": "more"}, {"id": "why", "title": "why?"}]
    queued(amina, "A Short Hike", content={"buttons": buttons})
    send(rng)
    assert twilio.bodies[0].endswith("more · why?")
    ContentTemplate.objects.create(name="thrum_quick_reply_2", sid="HX" + "2" * 32, digest="x")
    queued(amina, "A Short Hike", content={"buttons": buttons})
    send(rng)
    form = twilio.messages[1]["form"]
    assert form["ContentSid"] == "HX" + "2" * 32
    assert "why?" in form["ContentVariables"]


def test_a_message_whose_buttons_are_refused_goes_without_them(amina, twilio, rng):
    ContentTemplate.objects.create(name="thrum_quick_reply_1", sid="HX" + "2" * 32, digest="x")
    queued(amina, "hello", content={"buttons": [{"id": "more", "title": "more"}]})
    twilio.misbehave = ["63013"]
    send(rng)
    assert [message["form"].get("ContentSid") for message in twilio.messages] == [None]


def test_more_than_three_buttons_are_a_list_to_choose_from(twilio, amina, rng):
    four = [{"id": f"topic:{n}", "title": f"yes to {n}"} for n in range(4)]
    queued(amina, "your call:", content={"buttons": four})
    made = content.sync()
    assert made[-1] == "thrum_list_4"
    assert content.is_ours("thrum_list_4")
    definition = next(one for one in twilio.contents if one["friendly_name"] == "thrum_list_4")
    assert definition["types"]["twilio/list-picker"]["items"][3] == {"item": "{{8}}", "id": "{{9}}"}
    send(rng)
    form = twilio.messages[0]["form"]
    assert form["ContentSid"] == definition["sid"]
    assert json.loads(form["ContentVariables"])["8"] == "yes to 3"


@pytest.mark.parametrize(
    ("body", "buttons"),
    [("", ()), ("x" * 1601, ()), ("x", [Button("a", "t" * 21)]), ("x", [Button(str(n), "t") for n in range(11)])],
)
def test_a_message_of_the_wrong_shape_is_never_stored(amina, body, buttons):
    with pytest.raises(outbox.UnsendableMessage):
        outbox.enqueue(contact=amina, origin="reply", body=body, now=NOW, channel="whatsapp", buttons=buttons)
    assert not Message.objects.exists()


def test_an_operator_can_queue_a_failed_message_again(amina, twilio, rng):
    queued(amina, "again", status="failed", error="x")
    assert outbox.requeue(Message.objects.all()) == 1
    assert Message.objects.get().status == "queued"


def test_what_we_started_is_not_queued_again_for_it_could_leave_twice(amina):
    queued(amina, "a sale", origin="proactive", status="unknown")
    assert outbox.requeue(Message.objects.all()) == 0
    assert Message.objects.get().status == "unknown"
