"""Many at once: counted first, done in the background, a line for each, and taken back where nobody came between."""

from __future__ import annotations

import pytest

from games import jobs
from games.by_hand import bulk
from games.models import BulkRun, Game, Job, Tag
from games.tests.factories import GameFactory

LIST = "/admin/games/game/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def tags() -> None:
    Tag.objects.bulk_create([Tag(key="cozy", label="cozy"), Tag(key="short", label="short")])


def act_on(client, games, act: str, **told):
    chosen = {"action": f"bulk_{act}", "_selected_action": [game.pk for game in games], "select_across": "0"}
    return client.post(LIST, {**chosen, "looked_at": len(games), "do_it": "1", **told})


def outcomes(run: BulkRun) -> dict[str, int]:
    return dict(bulk.outcomes(run))


def work(job: Job | None) -> None:
    """The job alone: new tags also queue new vectors, which take their time."""
    jobs.run_chunk(job.pk, job.chunk)


def test_tags_are_added_in_the_background_told_in_a_file_and_taken_back_where_nobody_came_between(superuser, tags):
    plain, tagged, full = (
        GameFactory(tags=[]),
        GameFactory(tags=["cozy"]),
        GameFactory(tags=[f"t{n}" for n in range(30)]),
    )
    changed_since = GameFactory(tags=[])
    page = act_on(superuser, [plain, tagged, full, changed_since], "tag_games", tags=["cozy"], why="for autumn")
    run = BulkRun.objects.get()
    assert page.url.endswith(f"/bulkrun/{run.pk}/change/")
    work(run.job)
    assert outcomes(run) == {"changed": 2, "was so already": 1, "refused": 1}
    shown = superuser.get(page.url).content.decode()
    assert "for autumn" in shown
    assert "it would have more than 30 tags" in shown
    file = b"".join(superuser.get(page.url.replace("change/", "result.csv"))).decode()
    assert f"{plain.pk}," in file
    assert len(file.splitlines()) == 5
    plain.refresh_from_db()
    assert (plain.tags, plain.embedding_version) == (["cozy"], "")
    Game.objects.filter(pk=changed_since.pk).update(tags=["cozy", "short"])
    superuser.post(page.url.replace("change/", "undo/"))
    run.refresh_from_db()
    work(run.undo_job)
    plain.refresh_from_db()
    changed_since.refresh_from_db()
    assert (plain.tags, changed_since.tags) == ([], ["cozy", "short"])
    assert outcomes(run)["taken back"] == 1
    assert outcomes(run)["not taken back: somebody has changed it since"] == 1
    superuser.post(page.url.replace("change/", "undo/"))
    assert Job.objects.filter(kind=bulk.UNDO).count() == 1, "once"


def test_a_list_that_has_changed_is_looked_at_again(superuser):
    games = [GameFactory(), GameFactory()]
    page = act_on(superuser, games, "withdraw_games", looked_at="3")
    assert "has changed meanwhile" in page.content.decode()
    assert not BulkRun.objects.exists()


def test_all_that_a_filter_finds_are_chosen_in_one_statement_and_a_killed_worker_repeats_its_chunk(
    superuser, run_queue, monkeypatch
):
    GameFactory.create_batch(5, is_published=True)
    monkeypatch.setattr(bulk, "_CHUNK", 2)
    first = Game.objects.first()
    superuser.post(LIST, {
        "action": "bulk_withdraw_games", "_selected_action": [first.pk], "select_across": "1", "looked_at": "5", "do_it": "1"
    })  # fmt: skip
    run = BulkRun.objects.get()
    assert run.chosen == 5
    jobs.run_chunk(run.job_id, 0)
    jobs.run_chunk(run.job_id, 0)  # the queue delivers it again
    assert outcomes(run) == {"changed": 2, "waiting": 3}
    run_queue()
    assert outcomes(run) == {"changed": 5}
    assert not Game.objects.filter(is_published=True).exists()
    run.job.refresh_from_db()
    assert run.job.state == Job.State.DONE


def test_who_may_not_change_games_finds_no_act_and_no_result(vera, superuser, run_queue):
    game = GameFactory()
    act_on(superuser, [game], "withdraw_games")
    run_queue()
    assert "bulk_" not in vera.get(LIST).content.decode()
    act_on(vera, [game], "publish_games")
    assert BulkRun.objects.count() == 1
    assert vera.get(f"/admin/games/bulkrun/{BulkRun.objects.get().pk}/result.csv").status_code == 403
