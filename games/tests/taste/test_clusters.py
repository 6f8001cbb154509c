"""Three tastes, a night, and another night."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from django.db import connection, transaction

from games.interactions.recording import reset_taste
from games.jobs import run_chunk
from games.models import Job, Player, PlayerCluster, PlayerClusterMembership
from games.players.facts import remember
from games.taste import clustering
from games.taste.clustering_job import KIND, queue_clustering
from games.taste.clusters import group, match, nearest

NIGHT = datetime(2026, 5, 4, 2, 40, tzinfo=UTC)
KINDS = {
    "cosy": ("genre:farming", "tag:cozy", "tag:cute"),
    "grim": ("genre:horror", "tag:dark", "tag:gore"),
    "fast": ("genre:racing", "tag:cars", "tag:arcade"),
}


def taste(kind: str, rng: np.random.Generator) -> dict[str, float]:
    scores = {name: float(rng.uniform(0.3, 1)) for name in KINDS[kind]}
    other = sorted({name for names in KINDS.values() for name in names} - set(scores))
    return {**scores, str(rng.choice(other)): float(rng.uniform(-0.5, 0.1)), "tag:solo": float(rng.uniform(0.2, 0.6))}


def crowd(each: int = 20, seed: int = 1) -> list[tuple[str, dict[str, float]]]:
    rng = np.random.default_rng(seed)
    return [(kind, taste(kind, rng)) for _ in range(each) for kind in KINDS]


def refresh() -> Job:
    """What the queue would do, chunk by chunk."""
    job = queue_clustering()
    for chunk in range(20):
        run_chunk(job.pk, chunk)
        job.refresh_from_db()
        if job.state == Job.State.DONE:
            return job
    raise AssertionError(job.result)


def labels() -> dict[int, str]:
    return dict(PlayerClusterMembership.objects.values_list("player_id", "cluster__label"))


@pytest.fixture(scope="module")
def grouped():
    return group([scores for _, scores in crowd()])


def test_players_of_one_taste_are_one_group_named_by_what_tells_them_from_others(grouped):
    people, (space, groups) = crowd(), grouped
    found = nearest(space, groups, [scores for _, scores in people])
    assert len(groups) == 3
    assert len({(kind, of[0]) for (kind, _), of in zip(people, found, strict=True) if of}) == 3
    assert {frozenset(name for name, _ in one.top[:3]) for one in groups} == {
        frozenset(names) for names in KINDS.values()
    }
    assert "solo" not in " ".join(one.label for one in groups)


def test_the_same_players_give_the_same_groups_and_too_few_give_none(grouped):
    tastes = [scores for _, scores in crowd()]
    assert group(tastes) == grouped
    assert group(tastes[:29])[1] == []
    assert group([{"genre:rpg": 0.5}] * 50)[1] == []
    assert group([])[1] == []


def test_a_taste_of_nothing_known_is_of_no_group(grouped):
    space, groups = grouped
    assert nearest(space, groups, [{}, {"tag:unheard-of": 1.0}]) == [None, None]


def test_a_group_goes_on_from_the_one_that_lay_there_before(grouped):
    _, groups = grouped
    before = [{"tag:else": 1.0}, dict(groups[2].features), dict(groups[0].features)]
    assert match(groups, before) == [2, None, 1]
    assert match(groups, []) == [None, None, None]


@pytest.fixture
def people(db):
    Player.objects.bulk_create(Player(origin="web", scores=scores) for _, scores in crowd())
    return list(Player.objects.order_by("pk"))


@pytest.mark.usefixtures("people")
def test_a_night_finds_the_groups_and_counts_them_part_by_part(monkeypatch):
    monkeypatch.setattr(clustering, "_AT_ONCE", 25)
    stranger = Player.objects.create(origin="web")
    job = refresh()
    assert (job.kind, job.done, job.total, job.result) == (KIND, 60, 60, {"groups": 3})
    assert sorted(PlayerCluster.objects.values_list("size", flat=True)) == [20, 20, 20]
    assert stranger.pk not in labels()


def test_the_next_night_keeps_groups_labels_and_since_when(people):
    refresh()
    before = dict(PlayerClusterMembership.objects.values_list("player_id", "cluster_id"))
    since = dict(PlayerClusterMembership.objects.values_list("player_id", "since"))
    named = labels()
    mover, leaver = people[0], people[1]
    rng = np.random.default_rng(5)
    Player.objects.filter(pk=mover.pk).update(scores=taste("fast", rng))
    Player.objects.filter(pk=leaver.pk).update(scores={})
    Player.objects.bulk_create(Player(origin="web", scores=scores) for _, scores in crowd(seed=3))
    refresh()

    after = dict(PlayerClusterMembership.objects.values_list("player_id", "cluster_id"))
    assert PlayerCluster.objects.count() == 3
    assert leaver.pk not in after
    assert after[mover.pk] != before[mover.pk]
    stayed = before.keys() - {mover.pk, leaver.pk}
    assert {pk: after[pk] for pk in stayed} == {pk: before[pk] for pk in stayed}
    assert {pk: labels()[pk] for pk in stayed} == {pk: named[pk] for pk in stayed}
    now_since = dict(PlayerClusterMembership.objects.values_list("player_id", "since"))
    assert {pk: now_since[pk] for pk in stayed} == {pk: since[pk] for pk in stayed}
    assert now_since[mover.pk] > since[mover.pk]


@pytest.mark.usefixtures("people")
def test_a_group_that_is_no_more_keeps_its_name_and_has_no_players():
    gone = PlayerCluster.objects.create(
        label="old", features={"tag:old": 1.0}, size=4, created_at=NIGHT, refreshed_at=NIGHT - timedelta(days=1)
    )
    refresh()
    gone.refresh_from_db()
    assert (gone.label, gone.size, gone.is_current) == ("old", 0, False)
    Player.objects.all().update(scores={})
    refresh()
    assert not PlayerClusterMembership.objects.exists()
    assert not PlayerCluster.objects.filter(is_current=True).exists()


def test_who_is_reset_or_a_child_is_of_no_group(people):
    refresh()
    reset_taste(player_id=people[0].pk)
    remember(player_id=people[1].pk, age_band="under_13")
    people[2].delete()
    assert not {player.pk for player in people[:3] if player.pk} & labels().keys()
    refresh()
    assert len(labels()) == 57


@pytest.mark.django_db(transaction=True)
def test_two_that_queue_the_grouping_at_once_queue_one():
    queued, told = threading.Event(), threading.Event()

    def queue_first():
        with transaction.atomic():
            queue_clustering()
            queued.set()
            told.wait(0.3)  # not before this transaction has ended may the other be told anything
        connection.close()

    first = threading.Thread(target=queue_first)
    first.start()
    queued.wait(5)
    second = queue_clustering()
    told.set()
    first.join()

    assert second is None
    assert Job.objects.filter(kind=KIND).count() == 1
