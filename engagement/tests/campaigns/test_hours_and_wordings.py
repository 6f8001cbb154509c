"""One in ten gets a random hour, and each text and template is counted by what people read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.models import Contact, Message
from engagement import hour_results, send_moments, wording_results
from engagement.campaign_copy import FrozenCampaign
from engagement.hour_results import HourLift
from engagement.models import Touch
from engagement.outcomes import lift
from engagement.send_time import drawn_moment
from engagement.tests.campaigns.conftest import NOW, deliver, play
from games.models import Player

DAY, WINDOW = timedelta(days=1), timedelta(days=3)
OWN_HOURS = FrozenCampaign(kind="one_off", topic="deals", steps=(), send_time="own_hours")


@given(st.floats(0, 1, exclude_max=True), st.sampled_from(["Europe/Berlin", "Asia/Kathmandu", ""]))
def test_a_drawn_hour_is_an_allowed_one(draw, zone):
    def awake(moment: datetime) -> bool:
        return 9 <= moment.hour < 22

    moment = drawn_moment(draw=draw, zone=zone, earliest=NOW, latest=NOW + DAY, allowed=awake)
    assert moment is not None
    assert awake(moment)
    assert NOW <= moment <= NOW + DAY
    assert drawn_moment(draw=draw, zone=zone, earliest=NOW, latest=NOW + DAY, allowed=lambda _: False) is None


def people(count: int, **fields) -> list[Contact]:
    told = {"time_zone": "Europe/Berlin", **fields}
    return Contact.objects.bulk_create(
        Contact(player=Player.objects.create(origin="whatsapp"), created_at=NOW, **told) for _ in range(count)
    )


@pytest.mark.django_db
def test_one_in_ten_gets_a_random_hour_by_day_and_everybody_else_their_own():
    contacts = people(60)
    moments = send_moments.find([(one.pk, one, OWN_HOURS) for one in contacts], now=NOW)
    own = {moments[one.pk] for one in contacts if not send_moments.gets_random_hour(one.pk)}
    assert own == {datetime(2026, 5, 4, 18, tzinfo=UTC)}
    for one in contacts:
        if send_moments.gets_random_hour(one.pk):
            again = send_moments.best_from(one, OWN_HOURS, earliest=NOW, now=NOW)
            assert again == moments[one.pk]
            assert 7 <= again.hour < 20


@pytest.mark.django_db
def test_who_may_live_anywhere_has_no_hours_to_compare():
    (one,) = people(1, time_zone="", zones_of_number="America/New_York|America/Los_Angeles")
    same = [replace(OWN_HOURS), OWN_HOURS]
    assert len({send_moments.best_from(one, copy, earliest=NOW, now=NOW) for copy in same}) == 1


@pytest.mark.django_db
def test_the_hours_are_compared_by_who_got_which(launched):
    campaign = launched(send_time="own_hours")
    contacts = people(40)
    Touch.objects.bulk_create(
        Touch(contact=one, kind="cycle", state="sent", planned_at=NOW, sent_at=NOW) for one in contacts
    )
    (read, replied) = hour_results.of_touches(Touch.objects.all(), window=WINDOW)
    at_random = sum(send_moments.gets_random_hour(one.pk) for one in contacts)
    assert (read.lift.held_out, read.lift.treated) == (at_random, 40 - at_random)
    assert "Too few to say" in replied.in_words
    assert len(hour_results.of_campaign(campaign, window=WINDOW)) == 2
    campaign.send_time = "at_once"
    assert hour_results.of_campaign(campaign, window=WINDOW) == []


@pytest.mark.parametrize(
    ("own", "random", "words"),
    [((9_000, 3_600), (1_000, 250), "bring more"), ((9_000, 900), (1_000, 400), "do harm"),
     ((9_000, 900), (1_000, 100), "Not sure yet"), ((900, 300), (100, 10), "Too few to say")],
)  # fmt: skip
def test_the_answer_is_a_sentence(own, random, words):
    assert words in HourLift(lift("reply", *own, *random, expected=10_000)).in_words


@pytest.mark.django_db
def test_what_was_said_is_told_by_text_and_template(make_person, launched, template):
    inside, outside = make_person("Ina"), make_person("Oz", ago=timedelta(days=2))
    campaign = launched(steps=[{"text": "Hey {name}!", "template": template, "template_variables": {"1": "{name}"}}])
    play(campaign)
    deliver(campaign, at=NOW)
    Message.objects.create(
        contact=inside, channel="whatsapp", direction="inbound", origin="player", status="handled", body="hi", seq=2,
        created_at=NOW + DAY, due_at=NOW, provider_id="SMagain",
    )  # fmt: skip
    lines = {line.what: line.funnel for line in wording_results.by_wording(campaign, window=WINDOW)}
    assert {what: (one.sent, one.replied) for what, one in lines.items()} == {
        "Hey {name}!": (1, 1), "template weekend_hello": (1, 0),
    }  # fmt: skip
    assert outside.pk
