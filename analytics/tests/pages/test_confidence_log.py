"""How sure we were of each pick: newest first, page by page, filtered, and whole as a file."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from analytics import confidence_log, reports
from analytics.pages.asking import ask_from
from analytics.tests.history import person
from analytics.tests.pages.days import NOW
from games.models import Impression, Slate
from games.tests.factories import GameFactory

pytestmark = pytest.mark.django_db
LOG = reverse("analytics:confidence_log")


@pytest.fixture
def picks(time_machine_at_noon):
    """120 picks of one minute each, three at the same moment; and one of a made-up person."""
    ada, doll = person(came=NOW), person("Doll", came=NOW, origin="demo")
    game = GameFactory(title="=Evil")
    for contact, count in ((ada, 120), (doll, 1)):
        slate = [
            Slate.objects.create(player=contact.player, surface="chat", policy_version="x", seed=1, created_at=NOW)
            for _ in range(count)
        ]
        Impression.objects.bulk_create(
            Impression(
                slate=one, player=contact.player, game=game, slot=0, score=1, confidence=0.15 + (number % 3) * 0.3,
                strategy="discovery" if number % 4 == 0 else "best_fit", propensity=0.5, reason="because",
                shown_at=NOW - timedelta(minutes=number // 3), outcome="accepted" if number % 2 else "pending",
            )
            for number, one in enumerate(slate)
        )  # fmt: skip


def walk(client, **asked):
    """All rows of all pages, as they are shown."""
    rows, address = [], f"{LOG}?{'&'.join(f'{key}={value}' for key, value in asked.items())}"
    while address:
        html = client.get(address).content.decode()
        rows += re.findall(r'<tr><th scope="row">.*?</tr>', html)
        older = re.search(r'href="([^"]+)" rel="next"', html)
        address = LOG + older.group(1).replace("&amp;", "&") if older else ""
    return rows


def test_every_pick_is_met_once_walking_from_page_to_page(sign_in, picks):
    rows = walk(sign_in("analyst"))
    links = [re.search(r"/slate/(\d+)/", row).group(1) for row in rows]
    assert len(rows) == len(set(links)) == 120
    assert sum("discovery" in row for row in rows) == 30


def test_filters_narrow_it_and_stay_while_walking(sign_in, picks):
    client = sign_in("analyst")
    assert len(walk(client, strategy="discovery")) == 30
    assert len(walk(client, outcome="accepted")) == 60
    assert len(walk(client, confidence="4")) == 40
    assert len(walk(client, confidence="4", outcome="nonsense", before="x~y")) == 40


def test_the_file_holds_all_of_it_and_runs_nothing(sign_in, picks):
    answer = sign_in("analyst").get(LOG, {"as": "csv", "outcome": "accepted"})
    header, *rows = csv.reader(io.StringIO(b"".join(answer.streaming_content).decode().removeprefix("\ufeff")))
    assert tuple(header) == confidence_log.HEADERS
    assert len(rows) == 60
    assert {row[1] for row in rows} == {"'=Evil"}
    assert {float(row[2]) for row in rows} <= {0.15, 0.45, 0.75}


def test_a_page_of_it_is_read_through_the_index_of_what_was_shown(picks):
    ask, _ = ask_from({}, now=NOW)
    wanted = confidence_log.wanted_from({"before": f"{(NOW - timedelta(minutes=9)).isoformat()}~5"})
    assert wanted.before == (NOW - timedelta(minutes=9), 5)
    found = confidence_log.page(wanted, ask=ask)
    assert not found.is_first
    assert len(found.rows) == confidence_log.PAGE


def test_reports_are_reckoned_of_real_people_and_kept_with_their_age(picks, sign_in):
    assert reports.read("ranking", is_demo=False) is None
    reports.refresh(now=NOW + timedelta(days=1))
    kept = reports.read("ranking", is_demo=False)
    assert kept.counted_at == NOW + timedelta(days=1)
    assert kept.told["chance"]["of_drawn"][0] == pytest.approx(30 / 120, abs=0.01)
    made_up = reports.read("ranking", is_demo=True)
    assert made_up.told["chance"]["of_drawn"][0] == 1.0  # of the one pick that a made-up player was shown
    assert made_up.told["version"] == "as built"
    html = sign_in("editor").get(reverse("analytics:page", args=["recommendations"])).content.decode()
    assert "Agreed are" in html
