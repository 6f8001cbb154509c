"""A bound is held against what was counted: it fires once, is mailed once, and is over when it is over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, transaction
from django.urls import reverse

from analytics import alerts
from analytics.models import Alert, AlertRule, DailyMetric
from analytics.tests.pages.days import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def rule(settings):
    settings.EMAIL_HOST = "mail.example.org"
    return AlertRule.objects.create(
        name="Too much fails", metric="failed", comparison="above", threshold=5, least_behind=20,
        mail_to="olga@example.org, rosa@example.org",
    )  # fmt: skip


def failed(count: int, of: int, *, day=TODAY) -> None:
    DailyMetric.objects.update_or_create(
        metric="failed", is_demo=False, day=day, dim1="", dim2="", value1="", value2="",
        defaults={"numerator": count, "denominator": of},
    )  # fmt: skip


def look(minutes: int = 0) -> tuple[int, int]:
    now = NOW + timedelta(minutes=minutes)
    return alerts.evaluate(now=now), alerts.mail(now=now)


def test_a_breach_fires_once_is_mailed_once_and_is_over_once_it_is_over(rule):
    failed(2, 100)
    assert look() == (0, 0)
    failed(12, 100)
    assert look(5) == (1, 1)
    assert look(10) == (0, 0)
    alert = Alert.objects.get()
    assert (alert.value, alert.opened_at, alert.mailed_at) == (
        12,
        NOW + timedelta(minutes=5),
        NOW + timedelta(minutes=5),
    )
    assert mail.outbox[0].to == ["olga@example.org", "rosa@example.org"]
    assert "Failed: 12 %, above 5 % today." in mail.outbox[0].body
    assert "/admin/dashboards/overview/" in mail.outbox[0].body

    failed(3, 100)
    look(15)
    alert.refresh_from_db()
    assert (alert.last_value, alert.resolved_at) == (3, NOW + timedelta(minutes=15))
    failed(30, 100)
    assert look(20) == (1, 1)
    assert Alert.objects.count() == 2


def test_too_few_cases_or_none_at_all_neither_fire_nor_end_anything(rule):
    failed(10, 10)
    assert look() == (0, 0)
    failed(10, 100)
    look(5)
    DailyMetric.objects.all().delete()
    look(10)
    assert Alert.objects.get().resolved_at is None


def test_a_rule_that_is_put_out_of_force_ends_its_alert(rule):
    failed(10, 100)
    look()
    AlertRule.objects.update(is_active=False)
    look(5)
    assert Alert.objects.get().resolved_at == NOW + timedelta(minutes=5)


def test_several_days_count_together_and_below_is_the_other_way_round(rule):
    AlertRule.objects.update(window_days=2, comparison="below", threshold=50, metric="repeats", mail_to="")
    for back, count in ((0, 90), (1, 0), (2, 0)):
        DailyMetric.objects.create(metric="repeats", day=TODAY - timedelta(days=back), numerator=count, denominator=100)
    assert look() == (1, 0)
    assert Alert.objects.get().value == 45


def test_days_whose_outcomes_still_come_in_are_not_held_against_a_bound(rule):
    AlertRule.objects.update(window_days=2, comparison="below", threshold=50, metric="acceptance")
    for back, count in ((0, 1), (3, 10), (4, 60), (5, 70)):
        DailyMetric.objects.create(
            metric="acceptance", day=TODAY - timedelta(days=back), numerator=count, denominator=100
        )  # fmt: skip
    assert look() == (0, 0)
    DailyMetric.objects.filter(day=TODAY - timedelta(days=4)).update(numerator=20)
    assert look(5) == (1, 1)
    assert "45 %, below 50 % over the last 2 days whose outcomes are in." in mail.outbox[0].body


def test_a_rule_may_be_of_one_value_alone(rule):
    AlertRule.objects.update(metric="queue_oldest", dimension="queue", value="talk", threshold=60, least_behind=0)
    DailyMetric.objects.create(metric="queue_oldest", day=TODAY, dim1="queue", value1="work", numerator=900)
    assert look() == (0, 0)
    DailyMetric.objects.create(metric="queue_oldest", day=TODAY, dim1="queue", value1="talk", numerator=90)
    assert look() == (1, 1)
    assert "(queue: talk: answers, sends): 90 s, above 60 s today" in mail.outbox[0].body


def test_a_mail_that_does_not_leave_is_tried_again_after_the_next_count(rule, monkeypatch):
    failed(10, 100)
    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", lambda *_: (_ for _ in ()).throw(OSError("no route")))
        assert look() == (1, 0)
    assert Alert.objects.get().mailed_at is None
    assert look(5) == (0, 1)


def test_without_a_mail_server_nothing_is_mailed_and_nothing_is_taken_for_mailed(rule, settings):
    settings.EMAIL_HOST = ""
    failed(10, 100)
    assert look() == (1, 0)
    assert Alert.objects.get().mailed_at is None


def test_the_database_refuses_a_second_alert_of_a_rule_that_fires(rule):
    Alert.objects.create(rule=rule, opened_at=NOW, value=1, last_value=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Alert.objects.create(rule=rule, opened_at=NOW, value=1, last_value=1)


def test_it_stands_on_every_page_for_those_who_see_its_dashboard(rule, sign_in):
    AlertRule.objects.update(metric="first_opted_out", name="<i>Many say STOP</i>")
    Alert.objects.create(rule=rule, opened_at=NOW, value=7, last_value=7)
    html = sign_in("marketer").get("/admin/").content.decode()
    assert "&lt;i&gt;Many say STOP&lt;/i&gt;" in html
    assert "Said STOP: 7 %, above 5 % today." in html
    assert "Many say STOP" not in sign_in("editor").get("/admin/").content.decode()


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({}, ""),
        ({"mail_to": "not an address"}, "valid email"),
        ({"metric": "queue_oldest"}, "is not counted as a whole; it is by: queue"),
        ({"metric": "queue_oldest", "dimension": "queue"}, "Say which one"),
        ({"dimension": "genre", "value": "rpg"}, "is not counted by genre"),
        ({"window_days": "0"}, "greater than or equal to 1"),
    ],
)
def test_a_rule_is_made_in_a_form_that_knows_what_is_counted(sign_in, told, said):
    form = {
        "name": "Failures", "metric": "failed", "dimension": "", "value": "", "comparison": "above", "threshold": "5",
        "window_days": "1", "least_behind": "0", "mail_to": "", "is_active": "on", **told,
    }  # fmt: skip
    answer = sign_in("analyst").post(reverse("admin:analytics_alertrule_add"), form)
    assert AlertRule.objects.exists() == (not said)
    assert said in answer.content.decode()


def test_a_value_may_be_told_by_its_name_on_the_pages(sign_in):
    form = {
        "name": "Web", "metric": "failed", "dimension": "channel", "value": "Web Chat", "comparison": "above",
        "threshold": "5", "window_days": "1", "least_behind": "0", "mail_to": "", "is_active": "on",
    }  # fmt: skip
    sign_in("analyst").post(reverse("admin:analytics_alertrule_add"), form)
    assert AlertRule.objects.get().value == "web"


def test_lists_of_rules_and_alerts_ask_as_often_whatever_there_is(sign_in, queries_stay_flat, rule):
    client = sign_in("analyst")
    pages = [reverse(f"admin:analytics_{model}_changelist") for model in ("alertrule", "alert")]

    def more():
        for number in range(4):
            one = AlertRule.objects.create(name=f"Rule {number}", metric="failed", threshold=number)
            Alert.objects.create(rule=one, opened_at=NOW, value=7, last_value=7)

    queries_stay_flat(lambda: [client.get(page) for page in pages], more)
    assert "firing" in client.get(pages[0]).content.decode()
