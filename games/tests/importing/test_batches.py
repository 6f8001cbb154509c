"""An upload's life: checked, decided, applied; large ones as jobs that survive their workers."""

import io

import pytest
from django.contrib.auth import get_user_model

from games import jobs
from games.catalogue.export import bad_rows_csv
from games.importing import batches
from games.importing.csv_reading import UnreadableFileError
from games.importing.name_mappings import remember_names
from games.models import Game, ImportBatch, ImportRow, Job

from .conftest import NOW, as_csv

GOOD = {"title": "Good", "critic_score": "90"}
BAD = {"title": "Bad", "critic_score": "900"}


@pytest.fixture
def small_chunks(monkeypatch):
    """Three rows count as many, so that files of a few rows go through jobs in several chunks."""
    monkeypatch.setattr(batches, "INLINE_ROWS", 3)


@pytest.fixture
def upload(db):
    editor = get_user_model().objects.create_user("edith")

    def receive(*rows) -> ImportBatch:
        content = rows[0] if isinstance(rows[0], bytes) else as_csv(*rows)
        return batches.receive_upload(file=io.BytesIO(content), file_name="games.csv", preset="", by=editor, now=NOW)

    return receive


def apply(batch, mode="good_rows"):
    batches.start_apply(batch=batch, mode=mode, by=None, now=NOW)
    batch.refresh_from_db()


def many(count: int):
    return [{"title": f"Game {number}", "critic_score": "90"} for number in range(count)]


def test_a_small_file_is_checked_at_once_and_writes_nothing_yet(upload):
    batch = upload(GOOD, BAD)
    assert (batch.state, batch.created, batch.refused) == ("checked", 1, 1)
    assert list(batch.rows.values_list("line", "effect", "column")) == [
        (2, "created", ""),
        (3, "refused", "critic_score"),
    ]
    assert not Game.objects.exists()
    assert [job.kind for job in Job.objects.all()] == ["import_compare"]


def test_good_rows_go_in_and_the_report_stays(upload):
    batch = upload(GOOD, BAD)
    apply(batch)
    assert (batch.state, batch.created, batch.refused, batch.content) == ("done", 1, 1, None)
    assert Game.objects.get() == batch.rows.get(effect="created").game


def test_all_or_nothing_refuses_the_whole_file(upload):
    batch = upload(GOOD, BAD)
    apply(batch, "all_or_nothing")
    assert (batch.state, batch.created, batch.refused) == ("refused", 0, 1)
    assert batch.rows.get().effect == "refused"
    assert not Game.objects.exists()


def test_a_decision_is_taken_once(upload):
    batch = upload(GOOD)
    apply(batch)
    with pytest.raises(batches.NotReadyError):
        apply(batch)
    with pytest.raises(batches.NotReadyError):
        batches.check_again(batch=batch, by=None, now=NOW)
    assert Game.objects.count() == 1


def test_an_unreadable_file_is_not_stored(upload):
    with pytest.raises(UnreadableFileError):
        upload(b"slug,title\na,A\nb,\xe9\n")
    assert not ImportBatch.objects.exists()


def test_mapped_names_change_what_a_check_says(upload):
    batch = upload({"title": "Towerfall", "platforms": "Zeebo"}, {"title": "Other", "platforms": "Zeebo"})
    assert batch.unknown_names == [["platform", "zeebo", 2]]
    remember_names(meanings={("platform", "zeebo"): ""})
    batches.check_again(batch=batch, by=None, now=NOW)
    batch.refresh_from_db()
    assert (batch.unknown_names, batch.refused, batch.created) == ([], 0, 2)


def test_a_large_file_is_checked_and_applied_by_jobs(small_chunks, upload, run_queue):
    batch = upload(*many(10), BAD)
    assert batch.state == "uploaded"
    assert batch.job.total == 11
    run_queue()
    batch.refresh_from_db()
    assert (batch.state, batch.created, batch.refused) == ("checked", 10, 1)
    assert not Game.objects.exists()

    apply(batch)
    assert batch.state == "applying"
    run_queue()
    batch.refresh_from_db()
    assert (batch.state, batch.created, batch.refused, Game.objects.count()) == ("done", 10, 1, 10)
    assert (batch.job.state, batch.job.done) == ("done", 11)


@pytest.mark.parametrize("count", [6, 7])
def test_a_file_that_ends_with_a_chunk_is_no_special_case(small_chunks, upload, run_queue, count):
    batch = upload(*many(count))
    run_queue()
    apply(batch)
    run_queue()
    assert Game.objects.count() == count


def test_keys_are_unique_over_chunks(small_chunks, upload, run_queue):
    batch = upload(*many(7), {"title": "Game 0", "critic_score": ""})
    run_queue()
    apply(batch)
    run_queue()
    refused = ImportRow.objects.get(batch=batch, effect="refused")
    assert refused.reason == "the same title as in line 2; the first one counts"


def test_a_large_all_or_nothing_file_goes_in_whole_or_not_at_all(small_chunks, upload, run_queue):
    batch = upload(*many(9), BAD)
    run_queue()
    apply(batch, "all_or_nothing")
    run_queue()
    batch.refresh_from_db()
    assert (batch.state, batch.refused, Game.objects.count()) == ("refused", 1, 0)

    batch = upload(*many(9))
    run_queue()
    apply(batch, "all_or_nothing")
    run_queue()
    assert Game.objects.count() == 9


def test_all_or_nothing_has_a_size_at_which_it_says_no(upload, monkeypatch):
    monkeypatch.setattr(batches, "ALL_OR_NOTHING_ROWS", 1)
    batch = upload(*many(2))
    with pytest.raises(batches.NotReadyError, match="split the file"):
        apply(batch, "all_or_nothing")
    apply(batch)
    assert Game.objects.count() == 2


def test_a_cancelled_import_keeps_what_is_done_and_goes_on_later(small_chunks, upload, run_queue):
    batch = upload(*many(8))
    run_queue()
    apply(batch)
    jobs.run_chunk(batch.job_id, 0)
    jobs.request_cancel(batch.job)
    run_queue()
    assert Game.objects.count() == 3

    batch.job.refresh_from_db()
    jobs.resume(batch.job)
    run_queue()
    batch.refresh_from_db()
    assert (batch.state, batch.created, Game.objects.count()) == ("done", 8, 8)
    assert batch.rows.count() == 8


def test_each_task_run_twice_changes_nothing(small_chunks, upload, run_queue):
    batch = upload(*many(8))
    run_queue()
    apply(batch)
    for chunk in (0, 0, 1, 1, 2, 2):
        jobs.run_chunk(batch.job_id, chunk)
    batch.refresh_from_db()
    assert (batch.state, batch.created, batch.rows.count(), Game.objects.count()) == ("done", 8, 8, 8)


def test_a_deleted_upload_ends_its_job(small_chunks, upload, run_queue):
    batch = upload(*many(8))
    job = batch.job
    ImportBatch.objects.all().delete()
    run_queue()
    job.refresh_from_db()
    assert (job.state, job.result["error"]) == ("failed", "the upload was deleted")


def test_the_refused_rows_can_be_mended_and_sent_again(upload):
    batch = upload({"title": "=Bad", "critic_score": "900"}, {"title": "Good", "critic_score": "1"})
    text = "".join(bad_rows_csv(batch))
    assert text.splitlines() == [
        "title,critic_score,refused_line,refused_column,refused_because",
        "'=Bad,900,2,critic_score,\"must be a whole number from 0 to 100, not '900'\"",
    ]
    mended = upload(text.replace("Bad,900", "Bad,90").encode())
    apply(mended)
    assert Game.objects.get().title == "=Bad"
