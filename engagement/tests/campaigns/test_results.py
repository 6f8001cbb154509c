"""What came of it: Meta's limit is no failure, replies and picks count in time, and the held out say what it brought."""

from __future__ import annotations

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest

from conversations.models import ConsentChange, Message
from engagement import campaign_costs, campaign_progress, outcomes, pace, stopping
from engagement.campaigns import live_copy
from engagement.models import Attention, MessagePrice, Touch
from engagement.statistics import always_valid
from engagement.statistics.arms import Interval
from engagement.tests.campaigns.conftest import NOW, PICK, deliver, play, touches_of, wrote
from games.interactions.recording import record_interaction
from games.models import Impression

pytestmark = pytest.mark.django_db
WINDOW = timedelta(hours=72)
DAY = timedelta(days=1)


def test_metas_limit_a_person_is_tried_again_a_day_later_and_costs_nothing(mia, launched):
    campaign = launched()
    play(campaign)
    deliver(campaign, at=NOW, status="failed", error_code="63049")
    touch = Touch.objects.get()
    assert (touch.state, touch.reason, touch.due_at) == ("refused", "meta_limit", NOW + DAY)
    assert not Attention.objects.exists()
    assert stopping.tally_of(campaign, live_copy(campaign.version), now=NOW).failed == 0
    mia.windows.update(last_inbound_at=NOW + DAY - timedelta(hours=1))
    mia.refresh_from_db()
    play(campaign, now=NOW + DAY)
    deliver(campaign, at=NOW + DAY)
    assert touches_of(campaign) == [("sent", "")]
    assert Message.objects.filter(origin="proactive").count() == 2


def test_an_american_number_is_not_tried_again(mia, launched):
    mia.addresses.update(value="+12125550123")
    campaign = launched()
    play(campaign)
    deliver(campaign, at=NOW, status="failed", error_code="63049")
    assert Touch.objects.get().due_at is None


def test_any_other_failure_is_final_and_counts(mia, launched):
    campaign = launched()
    play(campaign)
    deliver(campaign, at=NOW, status="failed", error_code="63024")
    assert touches_of(campaign) == [("failed", "failed")]
    assert stopping.tally_of(campaign, live_copy(campaign.version), now=NOW).failed == 1


def test_what_the_outbox_withholds_is_a_refusal_with_its_reason(mia, launched):
    campaign = launched()
    play(campaign)
    deliver(campaign, at=NOW, status="withheld", withheld_because="held_by_human")
    assert touches_of(campaign) == [("refused", "held_by_human")]
    assert not Attention.objects.exists()


def test_the_funnel_counts_what_came_in_time(make_person, games, launched):
    people = [make_person(name) for name in ("Replies", "Late", "Takes it", "Says no", "Quiet")]
    replies, late, takes, says_no, _ = people
    campaign = launched(PICK)
    play(campaign)
    deliver(campaign, at=NOW, status="read")
    wrote(replies, at=NOW + DAY)
    wrote(late, at=NOW + 4 * DAY)
    Impression.objects.update(shown_at=NOW)
    pick = Impression.objects.get(player=takes.player)
    record_interaction(
        player=takes.player, game=pick.game, kind="like", source="chat", key="like:9", at=NOW + timedelta(hours=3)
    )
    ConsentChange.objects.create(contact=says_no, topic="proactive", granted=False, source="chat", at=NOW + DAY)
    funnel = outcomes.funnel_of(Touch.objects.filter(campaign=campaign), window=WINDOW)
    assert (funnel.sent, funnel.delivered, funnel.read) == (5, 5, 5)
    assert (funnel.replied, funnel.accepted, funnel.opted_out) == (1, 1, 1)
    (line,) = outcomes.by_version(campaign, window=WINDOW)
    assert (line.what, line.funnel.sent) == ("version 1", 5)
    assert [line.what for line in outcomes.by_hour(campaign, window=WINDOW)] == ["10:00"]
    assert not outcomes.is_settled(campaign, window=WINDOW, now=NOW + DAY)


def test_the_lift_compares_everybody_let_through_with_everybody_held_out(make_person, launched):
    people = [make_person(f"Person {number}") for number in range(40)]
    make_person("Child", player={"age_band": "under_13"})
    campaign = launched(holdout_percent=50)
    play(campaign)
    deliver(campaign, at=NOW)
    out = set(Touch.objects.filter(reason="holdout").values_list("contact", flat=True))
    assert 8 < len(out) < 32
    for contact in people:
        if contact.pk not in out:
            wrote(contact, at=NOW + DAY)
    came_back, *_ = outcomes.lifts(campaign, window=WINDOW)
    assert (came_back.treated, came_back.held_out) == (40 - len(out), len(out))
    assert (came_back.treated_did, came_back.held_out_did) == (40 - len(out), 0)
    assert came_back.difference.estimate == 1
    assert "It brings more" in came_back.in_words
    play(campaign, now=NOW + 40 * DAY)
    assert Touch.objects.filter(reason="holdout").count() == len(out)


def test_who_is_busy_or_was_written_to_is_told_apart_like_everybody_so_that_neither_side_loses_them(
    make_person, launched
):
    for number in range(20):
        make_person(f"Busy {number}", ago=timedelta(minutes=5))
    for number in range(20):
        Attention.objects.create(
            contact=make_person(f"Written to {number}"), kind="campaign", topic="deals", at=NOW - timedelta(hours=2)
        )
    make_person("Busy child", ago=timedelta(minutes=5), player={"age_band": "under_13"})
    campaign = launched(holdout_percent=50)
    play(campaign)
    out = Touch.objects.filter(reason="holdout").count()
    assert 8 < out < 32
    assert Touch.objects.get(contact__display_name="Busy child").reason == "child"
    came_back, *_ = outcomes.lifts(campaign, window=WINDOW)
    assert (came_back.treated, came_back.held_out) == (40 - out, out)
    play(campaign, now=NOW + timedelta(minutes=40))
    came_back, *_ = outcomes.lifts(campaign, window=WINDOW)
    assert (came_back.treated, came_back.held_out) == (40 - out, out)


def test_without_anybody_held_out_nothing_is_claimed(mia, launched):
    campaign = launched()
    play(campaign)
    assert all("nobody can say" in lift.in_words for lift in outcomes.lifts(campaign, window=WINDOW))


def test_progress_says_when_it_is_through(make_person, launched, settings):
    settings.CAMPAIGN_MESSAGES_PER_SECOND = 2
    for number in range(10):
        make_person(f"Person {number}")
    campaign = launched()
    progress = campaign_progress.progress_of(campaign, now=NOW)
    assert (progress.not_in_yet, progress.came_in) == (10, 0)
    assert progress.eta == NOW + timedelta(seconds=5)
    play(campaign, limit=4)
    progress = campaign_progress.progress_of(campaign, now=NOW)
    assert (progress.waiting, progress.on_its_way, progress.came_in) == (6, 4, 10)
    assert progress.eta == NOW + timedelta(seconds=3)


def test_it_never_hands_over_faster_than_campaigns_may_send(make_person, launched, settings, rng):
    from engagement import pacer

    settings.CAMPAIGN_MESSAGES_PER_SECOND = 10
    for number in range(12):
        make_person(f"Person {number}")
    launched()
    waited: list[float] = []
    count = pacer.run(clock=lambda: NOW, rng=rng, run_seconds=0.0, pause=waited.append)
    assert 0 < count <= 6  # half a second's worth, and a little for the time that it took


def test_the_cost_is_told_by_country_and_kind_and_for_each_who_was_won_over(make_person, launched, template):
    from engagement import segment_facts

    people = [make_person("Window"), make_person("Template", ago=timedelta(days=3))]
    MessagePrice.objects.all().delete()
    for category, amount in (("marketing", "0.10"), ("free_text", "0"), ("every", "0.005")):
        MessagePrice.objects.create(category=category, amount=amount, as_of=NOW.date())
    segment_facts.refresh("TRUE", [], now=NOW)
    campaign = launched(steps=[{"text": "Hi", "template": template, "template_variables": {"1": "{name}"}}])
    play(campaign)
    deliver(campaign, at=NOW)
    spent = campaign_costs.spent(campaign, live_copy(campaign.version), lift=None)
    assert (len(people), spent.total, spent.without_price, spent.per_extra) == (2, Decimal("0.11"), 0, None)
    lift = outcomes.Lift("took a recommendation", 2, 2, 2, 0, Interval(1.0, 0.5, 1.5))
    assert campaign_costs.spent(campaign, live_copy(campaign.version), lift=lift).per_extra == Decimal("0.06")


def test_the_interval_of_the_lift_is_made_for_a_number_of_people_that_no_look_changes(make_person, launched):
    for number in range(30):
        make_person(f"Person {number}")
    campaign = launched(holdout_percent=50)
    type(campaign.version).objects.update(audience_size=5_000)
    errors = []
    for moment, limit in ((NOW, 10), (NOW + timedelta(minutes=5), 30)):
        play(campaign, now=moment, limit=limit)
        came_back, *_ = outcomes.lifts(campaign, window=WINDOW)
        interval = came_back.difference
        people = came_back.treated + came_back.held_out
        spread = sum(
            outcomes._arm(*side).squared_error
            for side in (
                (came_back.treated, came_back.treated_did), (came_back.held_out, came_back.held_out_did),
            )
        )  # fmt: skip
        reach = (interval.high - interval.estimate) / spread**0.5
        rho2 = always_valid.tuning_for(5_000, alpha=0.05)
        errors.append(reach - always_valid.standard_errors(people, rho2=rho2, alpha=0.05))
    assert errors == pytest.approx([0, 0])


def test_none_of_few_is_not_taken_for_never():
    lift = outcomes.lift("said no to messages", 68, 0, 19, 0, expected=200)
    assert lift.difference.low < -0.02 < 0.02 < lift.difference.high
    assert "Not sure yet" in lift.in_words


def test_one_campaign_that_breaks_holds_up_no_other(mia, launched, rng):
    from engagement import pacer
    from engagement.models import CampaignVersion

    broken, sound = launched(), launched()
    CampaignVersion.objects.filter(campaign=broken).update(frozen={"steps": []})
    pacer.prepare(now=NOW)
    assert Touch.objects.get().campaign == sound


def test_nothing_is_released_while_the_sender_is_far_behind(mia, make_person, launched, settings, rng):
    from engagement import pacer

    settings.CAMPAIGN_MESSAGES_PER_SECOND = 1
    first = launched()
    play(first)
    message = Message.objects.get(origin="proactive")
    for _ in range(30):
        message.pk, message.public_id = None, uuid.uuid4()
        message.save()
    make_person("Noor")
    launched()
    assert pacer.run(clock=lambda: NOW, rng=rng, run_seconds=5, pause=lambda seconds: None) == 0


def test_how_long_it_takes_is_said_by_what_was_reached_and_never_by_more_than_is_allowed(db, settings):
    settings.CAMPAIGN_MESSAGES_PER_SECOND = 40
    assert campaign_progress.time_to_send(1_000) == timedelta(seconds=25)
    pace.note(handed_over=10, seconds=9)  # too few to tell
    pace.note(handed_over=100, seconds=4)
    assert campaign_progress.time_to_send(1_000) == timedelta(seconds=40)
    for _ in range(20):
        pace.note(handed_over=1_000, seconds=1)
    assert campaign_progress.time_to_send(1_000) == timedelta(seconds=25)
