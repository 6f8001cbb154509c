"""The made-up past: believable, marked, refused where somebody real is, gone with one command; and it teaches nobody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO

import numpy as np
import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from analytics import reading, reports, rollups
from analytics.demo import clearing, guard, history, record
from analytics.models import Membership
from analytics.pages import PAGES
from analytics.pages.asking import ask_from, form_of
from analytics.tests.history import MONDAY, at, person, pick, talk
from conversations.models import Contact, Message, Session
from conversations.sending import outbox
from engagement import demo_experiments, facts_sql, segment_facts
from engagement.campaign_audience import _EVERYBODY
from games import trends
from games.models import Game, Impression, Interaction, Player, Slate, Trend
from games.neighbours import training as neighbours_training
from games.policy import reports as policy_reports
from games.policy.log import settled
from games.taste import clustering
from games.tests.factories import GameFactory
from games.vocabulary import MOODS

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 20, 21, tzinfo=UTC)
LISTS = (
    "analytics.Alert", "analytics.AlertRule", "conversations.ErasureReceipt", "conversations.JourneyRun",
    "conversations.Letter", "conversations.ModelCall", "conversations.ModerationFlag", "conversations.Reminder",
    "engagement.Attention", "engagement.CycleRun", "engagement.Decision",
)  # fmt: skip


@pytest.fixture
def shelf(monkeypatch) -> list[Game]:
    monkeypatch.setattr(demo_experiments, "_PEOPLE", 60)
    labels = (["farming"], ["shooter"], ["story-rich"], ["horror"], ["strategy"], ["party"])
    return [
        GameFactory(genres=labels[number % 6], platforms=["pc", "switch", "ps5"], mood_fit={MOODS[number % 16]: 0.8})
        for number in range(36)
    ]


def counts() -> dict[str, int]:
    """Of every table of ours."""
    ours = ("games", "conversations", "engagement", "analytics", "django_q")
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models() if model._meta.app_label in ours and not model._meta.proxy
    }  # fmt: skip


def test_what_is_made_up_is_believable_and_goes_without_a_trace(shelf):
    ada = person(came=NOW - timedelta(days=40))
    talk(ada, NOW - timedelta(days=40))
    pick(ada, shelf[0], NOW - timedelta(days=40), "accepted", reaction="like")
    before = counts()
    history.write_history(now=NOW, rng=np.random.default_rng(4), people=40, days=30)
    assert record.is_there()
    assert Session.objects.filter(contact__player__origin="demo").count() > 60
    assert set(Message.objects.values_list("channel", flat=True)) == {"whatsapp", "web"}
    assert not Message.objects.filter(created_at__gt=NOW).exists()
    made_up = Impression.objects.filter(player__origin="demo").exclude(outcome="pending")
    sure, unsure = made_up.filter(confidence__gt=0.45), made_up.filter(confidence__lt=0.2)
    assert share_accepted(sure) > share_accepted(unsure) + 0.15
    day = (NOW - timedelta(days=5)).date()
    rollups.rebuild(day, day, now=NOW)
    period = reading.Period(day, day)
    assert reading.total("sessions", period=period, only=reading.Filters(is_demo=True)).value > 0
    assert not reading.total("sessions", period=period).value
    ask, _ = ask_from({}, now=NOW, page=PAGES["moods"])
    offered = {field.key: len(field.choices) for field in form_of(PAGES["moods"], ask).fields}
    assert (offered["segment"], offered["cluster"]) == (4, 6)
    assert Membership.objects.filter(kind="segment", player__origin="demo").exists()
    reports.refresh(now=NOW)
    made_up = reports.read("ranking", is_demo=True).told
    assert made_up["estimate"]["slots"] > 30
    assert made_up["chance"]["breaches"] == 0
    assert reports.read("ranking", is_demo=False) is None
    assert_chances_are_whole()
    assert_every_list_has_something()
    gone = clearing.remove_history(now=NOW)
    assert gone["games.Player"] == 40 + 60
    after = counts()
    counted = {label for label in after if label.startswith("analytics.")} | {"engagement.Figures"}
    assert {key: value for key, value in after.items() if key not in counted} == {
        key: value for key, value in before.items() if key not in counted
    }
    assert not apps.get_model("analytics.DailyMetric").objects.filter(is_demo=True).exists()
    assert not record.is_there()
    assert guard.has_any_history()
    assert clearing.remove_history(now=NOW) == {}


def assert_chances_are_whole() -> None:
    """In each slot something was shown: the chances of all that could have been there make one."""
    for slate in Slate.objects.filter(player__origin="demo", created_at__gt=NOW - timedelta(days=30)).exclude(
        surface="campaign"
    ):
        chances = np.array([row["chances"] for row in slate.candidates])
        assert chances.sum(axis=0) == pytest.approx(np.ones(chances.shape[1]), abs=1e-3)


def assert_every_list_has_something() -> None:
    """Lists that are empty on a machine to which nobody has written yet."""
    for label in LISTS:
        assert apps.get_model(label).objects.exists(), label


def share_accepted(rows) -> float:
    return rows.filter(outcome="accepted").count() / rows.count()


def test_the_command_refuses_beside_a_real_database_and_says_when_it_is_done_already(settings, shelf):
    settings.DATABASE_URL, settings.TWILIO_ACCOUNT_SID = "postgres://elsewhere/thrum", ""
    with pytest.raises(CommandError, match="DATABASE_URL is set"):
        call_command("seed_demo")
    settings.DATABASE_URL, settings.TWILIO_ACCOUNT_SID = "", "AC0"
    with pytest.raises(CommandError, match="Twilio is connected"):
        call_command("seed_demo")
    record.write(record.Record(), now=NOW)
    said = StringIO()
    call_command("seed_demo", "--yes-demo", stdout=said)
    assert "there already" in said.getvalue()
    assert not Contact.objects.exists()


def test_every_page_of_the_admin_says_that_there_is_a_demo_for_as_long_as_there_is_one(client):
    client.force_login(User.objects.create_superuser("root"))
    assert b"Made-up people" not in client.get("/admin/").content
    record.write(record.Record(), now=NOW)
    assert b"Made-up people" in client.get("/admin/").content
    assert b"Made-up people" in client.get("/admin/games/game/").content


@pytest.mark.parametrize(("origin", "kind"), [("demo", "phone"), ("web", "demo")])
def test_nothing_leaves_for_somebody_made_up(origin, kind):
    doll = person("Doll", came=MONDAY, origin=origin)
    address = doll.addresses.create(kind=kind, value="15550001111")
    message = Message.objects.create(
        contact=doll, address=address, channel="whatsapp", direction="outbound", origin="reply", status="queued",
        body="hello", created_at=at(0), due_at=at(0),
    )  # fmt: skip
    assert outbox.claim_due(now=at(0), limit=5, kinds=["whatsapp"]) == []
    message.refresh_from_db()
    assert (message.status, message.withheld_because) == ("withheld", "not_connected")


@pytest.fixture
def doll(shelf) -> Contact:
    """One loud made-up player: forty picks, all of them taken up, a strong taste, every consent."""
    doll = person("Doll", came=MONDAY, origin="demo")
    Player.objects.filter(pk=doll.player_id).update(scores={"genre:farming": 1.0}, platforms=["pc"])
    Contact.objects.filter(pk=doll.pk).update(proactive_allowed=True, topics=["check_ins"])
    for number in range(20):
        pick(doll, shelf[number], at(1) + timedelta(minutes=number), "accepted", reaction="like", policy="learnt-1")
    return doll


def test_a_loud_made_up_player_teaches_no_ranking_and_stands_in_no_report_of_it(doll):
    assert not settled(until=at(30)).exists()
    assert policy_reports.exploration_audit(since=at(0), until=at(30)).shown == 0
    assert policy_reports.lift(since=at(0), until=at(30)).since is None
    assert policy_reports.confidence_reliability(since=at(0), until=at(30)) is None


def test_a_loud_made_up_player_makes_no_game_popular_and_no_group_of_taste(doll):
    assert Interaction.objects.filter(player=doll.player).count() == 20
    trends.refresh_trends(now=at(2))
    assert not Trend.objects.exists()
    assert not neighbours_training._events("like").exists()
    assert not clustering._tasteful().exists()


def test_a_loud_made_up_player_is_in_no_audience(doll):
    real = person("Ada", came=MONDAY)
    assert [member.pk for member in Contact.objects.raw(f"SELECT m.contact_id AS id FROM ({_EVERYBODY}) m")] == [
        real.pk
    ]
    assert segment_facts.facts_of(doll.pk, now=at(2)) is None
    assert segment_facts.facts_of(real.pk, now=at(2)) is not None
    assert {*Player.objects.who_count()} == {real.player}
    assert "origin <> 'demo'" in facts_sql.source(facts_sql.BETWEEN)
