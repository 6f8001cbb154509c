"""Each page for its roles: charts, tables, files and ways to the rows; nothing counted is no fault."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.html import escape

from analytics.models import DailyMetric, PlayerDay
from analytics.number_words import in_words
from analytics.pages import PAGES, drawing
from analytics.pages.asking import ask_from, form_of
from analytics.pages.drills import address
from analytics.tests.pages.days import NOW, TODAY, VALUES, count_days
from analytics.views import table_for
from games.models import Player, PlayerCluster

pytestmark = pytest.mark.django_db

SEES = {
    "analyst": set(PAGES),
    "operator": {"overview", "quality", "system"},
    "marketer": {"overview", "moods", "engagement", "campaigns"},
    "editor": {"overview", "moods", "recommendations", "catalogue"},
}


def at(key, **asked):
    return reverse("analytics:page", args=[key], query=asked or None)


def panel_of(html, key):
    """The part of a page that holds one panel."""
    return re.search(rf'aria-labelledby="panel-{key}".*?</section>', html, re.DOTALL).group()


@pytest.mark.parametrize("role", SEES)
def test_each_role_opens_its_own_pages_and_no_other(role, sign_in):
    client = sign_in(role)
    opened = {key for key in PAGES if client.get(at(key)).status_code == 200}
    assert opened == SEES[role]
    refused = next(iter(set(PAGES) - SEES[role]), None)
    if refused:
        panel = PAGES[refused].panels[0].key
        assert client.get(reverse("analytics:file", args=[refused, panel])).status_code == 403
    expected = 200 if "recommendations" in SEES[role] else 403
    assert client.get(reverse("analytics:confidence_log")).status_code == expected


def test_who_is_not_signed_in_is_asked_to(client):
    for asked in (
        at("overview"),
        reverse("analytics:file", args=["moods", "most"]),
        reverse("analytics:confidence_log"),
    ):
        assert client.get(asked)["Location"].startswith("/admin/login/")


def test_the_home_page_shows_what_stands_for_ones_own_dashboards(sign_in, counted):
    html = sign_in("marketer").get("/admin/").content.decode()
    assert "sent first · Campaigns and experiments" in html
    assert "failed tasks · System" not in html
    assert at("campaigns", days="7") in html


def test_every_page_is_drawn_and_nothing_on_it_is_silent_where_something_was_counted(sign_in, counted):
    client = sign_in("superuser")
    for key, page in PAGES.items():
        html = client.get(at(key)).content.decode()
        for panel in page.panels:
            part = panel_of(html, panel.key)
            assert panel.metrics == () or "data-chart" in part or "<table>" in part or panel.key in {
                "lifts", "experiments_lift", "starving", "cost", "cohorts"}, (key, panel.key)  # fmt: skip
            for _, definition in panel.definitions:
                assert escape(definition) in part
        assert "counted 4 minutes ago" in html


def test_what_a_task_is_called_is_shown_and_never_run(sign_in, counted):
    client = sign_in("superuser")
    html = client.get(at("system")).content.decode()
    assert "<b>task</b>" not in html
    assert "&lt;b&gt;task&lt;/b&gt;" in html
    told = client.get(reverse("analytics:file", args=["system", "failures"]))
    assert b"".join(told.streaming_content).decode().startswith("\ufeffday,<b>task</b>,'=task\r\n")


def test_the_file_of_every_panel_is_its_table(sign_in, counted):
    client = sign_in("superuser")
    ask, _ = ask_from({}, now=NOW)
    for key, page in PAGES.items():
        for panel in page.panels:
            table = table_for(panel, ask)
            answer = client.get(reverse("analytics:file", args=[key, panel.key]))
            assert "attachment" in answer["Content-Disposition"]
            text = b"".join(answer.streaming_content).decode().removeprefix("\ufeff")
            header, *rows = csv.reader(io.StringIO(text))
            assert [name.removeprefix("'") for name in header] == list(table.headers)
            assert len(rows) == len(table.rows)
            for row, cells in zip(rows, table.rows, strict=True):
                for told, cell in zip(row, cells, strict=True):
                    exact = "" if cell.value is None else cell.value
                    assert (
                        told.removeprefix("'") == exact
                        if isinstance(exact, str)
                        else float(told) == pytest.approx(exact)
                    )


def test_before_anything_was_counted_each_chart_says_what_will_appear(sign_in):
    client = sign_in("superuser")
    for key, page in PAGES.items():
        html = client.get(at(key)).content.decode()
        assert "data-chart" not in html
        assert "nothing was counted yet" in html
        for panel in page.panels:
            part = panel_of(html, panel.key)
            assert 'class="silence"' in part or "<table>" in part


def test_a_page_asks_as_often_whatever_there_is_to_see(counted, queries_stay_flat):
    DailyMetric.objects.filter(value1__in=[value for known in VALUES.values() for value in known[1:]]).delete()
    ask, _ = ask_from({}, now=NOW)

    def look():
        for page in PAGES.values():
            form_of(page, ask)
            page.tiles(ask)
            for panel in page.panels:
                panel.draw(ask)

    def more():
        DailyMetric.objects.all().delete()
        count_days(1, values=3)

    queries_stay_flat(look, more)


def test_a_chart_that_is_not_counted_by_the_filter_says_so(sign_in, counted):
    client = sign_in("analyst")
    html = client.get(at("overview", channel="web")).content.decode()
    assert "Not counted by channel." in panel_of(html, "queue")
    assert "data-chart" in panel_of(html, "sessions")
    assert reverse("analytics:file", args=["overview", "queue"]) not in html
    assert (
        client.get(reverse("analytics:file", args=["overview", "queue"], query={"channel": "web"})).status_code == 404
    )


def test_a_filter_that_goes_with_none_of_the_chosen_is_off_with_the_reason(sign_in, counted):
    PlayerCluster.objects.create(label="Cosy", size=3, created_at=NOW, refreshed_at=NOW)
    html = sign_in("analyst").get(at("engagement", channel="web", days="7")).content.decode()
    assert "There is no segment yet." in html
    assert 'value="web" selected' in html
    assert re.search(r'<select name="segment" disabled', html)


@pytest.mark.parametrize(
    ("asked", "shown", "said"),
    [
        ({}, 28, ""), ({"days": "7"}, 7, ""), ({"days": "8"}, 28, ""), ({"days": "x"}, 28, ""),
        ({"from": "2026-06-01", "to": "2026-06-03"}, 3, ""), ({"from": "2026-06-09", "to": "2099-01-01"}, 2, ""),
        ({"from": "2026-06-05", "to": "2026-06-01"}, 28, "after the last"), ({"from": "soon"}, 28, "no day"),
        ({"from": "2001-01-01", "to": "2026-06-01"}, 366, "At most 366"),
    ],
)  # fmt: skip
def test_days_are_asked_for_by_a_preset_or_from_one_to_another(asked, shown, said):
    ask, problem = ask_from(asked, now=NOW)
    assert len(ask.period.days) == shown
    assert said in problem
    assert ask.period.last_day <= TODAY


def test_every_way_to_the_rows_opens_a_list_that_understands_it(sign_in):
    client = sign_in("superuser")
    ask, _ = ask_from({"channel": "web"}, now=NOW, page=PAGES["overview"])
    ways = {address(drill, ask) for page in PAGES.values() for panel in page.panels for drill in panel.drills}
    assert len(ways) > 15
    for way in ways:
        answer = client.get(way)
        assert answer.status_code == 200, (way, answer.get("Location"))


def test_who_may_not_see_the_rows_finds_no_way_to_them(sign_in, counted):
    html = sign_in("analyst").get(at("overview")).content.decode()
    assert "/admin/conversations/session/" not in panel_of(html, "sessions")


def test_made_up_people_are_shown_under_their_name_and_never_among_real_ones(sign_in, time_machine_at_noon):
    count_days(3, is_demo=True)
    doll = Player.objects.create(origin="demo")
    PlayerDay.objects.create(day=TODAY, player=doll, is_demo=True, first_day=TODAY)
    client = sign_in("analyst")
    html = client.get(at("overview")).content.decode()
    assert "Made-up people only." in html
    assert "data-chart" in panel_of(html, "sessions")
    real = Player.objects.create(origin="web")
    PlayerDay.objects.create(day=TODAY, player=real, first_day=TODAY)
    html = client.get(at("overview"), {"people": "real"}).content.decode()
    assert "Made-up people only." not in html
    assert "data-chart" not in panel_of(html, "sessions")


def test_today_stands_beside_the_same_day_of_last_week_up_to_the_same_hour(counted, time_machine_at_noon):
    """What was counted at nine is compared, not yet what was at twenty-one."""
    ask, _ = ask_from({}, now=NOW)
    table = table_for(PAGES["overview"].panel("today"), ask)
    sessions = next(row for row in table.rows if row[0].text == "sessions")
    assert [cell.value for cell in sessions[1:3]] == [10, 17]
    assert sessions[3].text == f"−{round((1 - 10 / 17) * 100)} %"
    assert sessions[4].text == "until 12:00"


def test_of_newcomers_the_share_that_is_still_here_is_told_week_by_week():
    came = date(2026, 6, 1)
    for day, count in ((came, 19), (came + timedelta(days=7), 12)):
        DailyMetric.objects.create(metric="cohort_active", day=day, dim1="cohort", value1=str(came), numerator=count)
    ask, _ = ask_from({}, now=NOW)
    drawn = PAGES["engagement"].panel("cohorts").draw(ask)
    assert drawn.rows == ("1 Jun (19)",)
    assert [in_words(value, "%") for value in drawn.values[0][:3]] == ["63 %", "–", "–"]


def test_own_days_stay_in_the_addresses_of_files_and_rows(sign_in, counted):
    first = TODAY - timedelta(days=4)
    html = sign_in("superuser").get(at("overview", **{"from": str(first), "to": str(TODAY)})).content.decode()
    part = panel_of(html, "sessions")
    assert f"from={first}&amp;to={TODAY}" in part
    assert f"opened_at__gte={first}T00%3A00%3A00%2B00%3A00" in part


def test_while_a_demo_stands_it_is_shown_and_real_people_are_one_choice_away(db):
    for origin, is_demo in (("demo", True), ("web", False)):
        player = Player.objects.create(origin=origin)
        PlayerDay.objects.create(day=NOW.date(), first_day=NOW.date(), player=player, is_demo=is_demo)
    made_up, _ = ask_from({}, now=NOW)
    real, _ = ask_from({"people": "real"}, now=NOW)
    assert (made_up.only.is_demo, real.only.is_demo) == (True, False)
    form = form_of(PAGES["overview"], real)
    assert [field.chosen for field in form.fields if field.key == "people"] == ["real"]
    assert all("people=real" in address for _, address, _ in form.presets)


def test_days_whose_outcomes_still_come_in_are_in_no_sum(time_machine_at_noon, sign_in):
    """Of yesterday's picks only those are final that were answered at once, and these were mostly liked."""
    for back, accepted in ((1, 9), (2, 9), (10, 3), (11, 3)):
        DailyMetric.objects.create(
            metric="acceptance", day=TODAY - timedelta(days=back), numerator=accepted, denominator=10
        )
    ask, _ = ask_from({}, now=NOW)
    assert drawing.tile("acceptance", ask).value == "30 %"
    assert "last 3 days" in drawing.tile("acceptance", ask).definition
    newest, _ = ask_from({"from": str(TODAY - timedelta(days=2))}, now=NOW)
    assert drawing.tile("acceptance", newest).value == "90 %", "as far as it has come, where nothing else is in"


def test_players_of_a_day_are_those_of_one_that_is_over(time_machine_at_noon, sign_in, counted):
    html = sign_in("superuser").get(at("overview")).content.decode()
    assert "players on 9 Jun" in html
