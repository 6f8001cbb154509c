"""Events and rewards: learnt at once, once, and only by whom they belong to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from games.interactions.in_bulk import Event, record_many
from games.interactions.recording import record_interaction
from games.models import Interaction, Player
from games.tests.api.conftest import client_of

pytestmark = pytest.mark.django_db
LOG = "/v1/behavior/log"
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def test_a_batch_answers_with_its_events_and_sent_again_is_the_same(shelf, of_mika, mika) -> None:
    batch = {
        "events": [
            {"kind": "search", "query": "cozy"},
            {"kind": "view", "slug": "tale-01", "id": "a"},
            {"kind": "purchase", "slug": "tale-02", "id": "b"},
            {"kind": "play", "slug": "tale-03", "id": "c"},
        ]
    }
    first = of_mika.post(LOG, batch, format="json")
    assert first.status_code == 201, first.content
    again = of_mika.post(LOG, {"events": batch["events"][1:]}, format="json")
    assert again.json()["event_ids"] == first.json()["event_ids"][1:]
    assert Interaction.objects.filter(player=mika).count() == 4
    assert "cozy" not in str(Interaction.objects.filter(kind="search").values())


def test_one_event_needs_no_list(shelf, of_mika) -> None:
    assert len(of_mika.post(LOG, {"kind": "view", "slug": "tale-01"}, format="json").json()["event_ids"]) == 1


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "9999-01-01T00:00:00Z"])
def test_an_event_of_a_day_that_cannot_be_is_refused_and_teaches_nothing(shelf, of_mika, at) -> None:
    answer = of_mika.post(LOG, {"kind": "view", "slug": "tale-01", "at": at}, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["at"]) == (400, "events.0.at")
    assert not Interaction.objects.exists()


@pytest.mark.parametrize(("reward", "score"), [("purchase", 0.15), ("skip", -0.05), ("like", 0.15), (-1, -0.05)])
def test_a_reward_moves_the_taste_and_the_next_feed_is_another(shelf, of_mika, mika, reward, score) -> None:
    feed = of_mika.post("/v1/recommend/feed", {}, format="json").json()
    told = of_mika.post(
        "/v1/feedback/reward", {"recommendation_id": feed["items"][0]["recommendation_id"], "reward": reward},
        format="json",
    )  # fmt: skip
    assert told.status_code == 201, told.content
    mika.refresh_from_db()
    assert mika.scores[f"genre:{feed['items'][0]['genres'][0]}"] == pytest.approx(score)
    assert of_mika.post("/v1/recommend/feed", {}, format="json").json()["slate_id"] != feed["slate_id"]


def test_the_reward_of_an_event_is_written_on_the_event(shelf, of_mika) -> None:
    event = of_mika.post(LOG, {"kind": "view", "slug": "tale-01"}, format="json").json()["event_ids"][0]
    assert of_mika.post("/v1/feedback/reward", {"event_id": event, "reward": 0.5}, format="json").status_code == 201
    assert Interaction.objects.get(kind="view").value == 0.5


def test_nobody_rewards_what_belongs_to_somebody_else(shelf, of_mika, ren) -> None:
    item = of_mika.post("/v1/recommend/feed", {}, format="json").json()["items"][0]
    event = of_mika.post(LOG, {"kind": "view", "slug": "tale-01"}, format="json").json()["event_ids"][0]
    stranger = client_of(ren)
    for body in ({"recommendation_id": item["recommendation_id"]}, {"event_id": event}):
        assert stranger.post("/v1/feedback/reward", {**body, "reward": "like"}, format="json").status_code == 404
    body = {"feedback": "like", "recommendation_id": item["recommendation_id"]}
    assert stranger.post("/v1/feedback/", body, format="json").status_code == 404


def test_whoever_learns_takes_the_player_before_what_was_shown(shelf, of_mika) -> None:
    """Two that took them in another order would wait for each other."""
    shown = of_mika.post("/v1/recommend/feed", {}, format="json").json()["items"][0]["recommendation_id"]
    event = of_mika.post(LOG, {"kind": "view", "slug": "tale-01"}, format="json").json()["event_ids"][0]
    for at, body in (
        (LOG, {"kind": "view", "recommendation_id": shown}),
        ("/v1/feedback/", {"feedback": "like", "recommendation_id": shown}),
        ("/v1/feedback/reward", {"reward": "like", "recommendation_id": shown}),
        ("/v1/feedback/reward", {"reward": "like", "event_id": event}),
    ):
        with CaptureQueriesContext(connection) as statements:
            assert of_mika.post(at, body, format="json").status_code == 201
        taken = [one["sql"] for one in statements if "FOR UPDATE" in one["sql"] or one["sql"].startswith("UPDATE")]
        assert "games_player" in taken[0]
        assert "FOR UPDATE" in taken[0]


def test_a_repeated_reward_counts_once(shelf, of_mika, mika) -> None:
    body = {"feedback": "like", "slug": "tale-01"}
    first, second = (of_mika.post("/v1/feedback/", body, format="json", HTTP_IDEMPOTENCY_KEY="x") for _ in range(2))
    assert first.json() == second.json()
    assert Interaction.objects.filter(player=mika).count() == 1


KINDS = st.sampled_from(["view", "click", "like", "dislike", "played", "skip", "save", "purchase"])


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=st.lists(st.tuples(KINDS, st.integers(0, 3), st.integers(0, 100)), min_size=1, max_size=8))
def test_many_at_once_teach_what_they_teach_one_by_one(shelf, told) -> None:
    apart, together = (Player.objects.create(origin="api") for _ in range(2))
    for kind, number, minutes in told:
        at = NOON + timedelta(minutes=minutes)
        record_interaction(player=apart, game=shelf[number], kind=kind, source="api", at=at)
    events = [
        Event(kind=kind, game=shelf[number], at=NOON + timedelta(minutes=minutes)) for kind, number, minutes in told
    ]
    record_many(player_id=together.pk, events=events, source="api")
    apart.refresh_from_db()
    together.refresh_from_db()
    assert together.scores == pytest.approx(apart.scores)
    assert (together.events_count, together.cold_start_done) == (apart.events_count, apart.cold_start_done)
    assert (together.price_low, together.scores_at) == (apart.price_low, apart.scores_at)
