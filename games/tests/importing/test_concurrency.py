"""Two imports at once, and an editor in between."""

import io
import threading

import pytest
from django.db import transaction

from games import jobs, versions
from games.importing.engine import import_file
from games.importing.writing import lock_catalogue
from games.models import Game, ImportRow, Job, Offer, Tag
from thrum_project.tests.at_once import at_once

from .conftest import NOW, as_csv

pytestmark = pytest.mark.django_db(transaction=True)


def importer(content):
    def run():
        import_file(
            io.BytesIO(content), file_name="x.csv", sha256="", preset="", mode="all_or_nothing",
            dry_run=False, now=NOW, watch=lambda change: None,
        )  # fmt: skip

    return run


def test_two_imports_of_the_same_games_at_once_make_each_game_once():
    rows = [{"title": f"Game {n}", "igdb_id": str(n + 1), "prices": f"Steam|pc|{n}|USD|"} for n in range(40)]
    at_once(importer(as_csv(*rows)), importer(as_csv(*reversed(rows))))
    assert Game.objects.count() == 40
    assert Offer.objects.filter(is_current=True).count() == 40
    assert ImportRow.objects.filter(effect="created").count() == 40


def test_an_import_waits_while_another_holds_the_catalogue():
    importer(as_csv({"title": "Hades", "studio": "A"}))()
    order = []
    holding, release = threading.Event(), threading.Event()

    def holder():
        with transaction.atomic():
            lock_catalogue()
            holding.set()
            release.wait(10)
            order.append("holder")

    def second():
        holding.wait(10)
        threading.Timer(0.05, release.set).start()
        importer(as_csv({"title": "Hades", "studio": "B"}))()
        order.append("import")

    at_once(holder, second)
    assert order == ["holder", "import"]
    assert Game.objects.get().studio == "B"


def test_a_kind_of_data_that_has_no_row_yet_is_bumped_by_two_at_once():
    from games.models import DataVersion

    DataVersion.objects.all().delete()
    at_once(*[lambda: versions.bump("catalogue")] * 4)
    assert DataVersion.objects.get(kind="catalogue").version == 4


def test_cancelling_does_not_wait_for_the_chunk_under_way(monkeypatch):
    began, go_on = threading.Event(), threading.Event()

    def slow(job, now):
        began.set()
        assert go_on.wait(20)
        return jobs.Progress(done=1, finished=False)

    monkeypatch.setitem(jobs._handlers, "slow", slow)
    job = jobs.create(kind="slow")

    def canceller():
        assert began.wait(20)
        jobs.request_cancel(job)
        assert Job.objects.get().cancel_requested
        go_on.set()

    at_once(lambda: jobs.run_chunk(job.pk, 0), canceller)
    jobs.run_chunk(job.pk, 1)
    job.refresh_from_db()
    assert (job.state, job.done) == ("cancelled", 1)


def test_two_workers_at_one_chunk_do_it_once(monkeypatch):
    both = threading.Barrier(2, timeout=20)

    def handler(job, now):
        Tag.objects.create(key=f"chunk-{job.chunk}", label="x")
        return jobs.Progress(done=1, finished=True)

    monkeypatch.setitem(jobs._handlers, "once", handler)
    job = jobs.create(kind="once")

    def worker():
        both.wait()
        jobs.run_chunk(job.pk, 0)

    at_once(worker, worker)
    job.refresh_from_db()
    assert (job.state, job.chunk, Tag.objects.count()) == ("done", 1, 1)
