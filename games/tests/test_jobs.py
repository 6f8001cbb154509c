"""Long work in chunks: it goes on after a crash, stops when asked, and a task too many does no harm."""

from datetime import timedelta

import pytest
from django.db import transaction
from django_q.models import OrmQ

from games import jobs, tasks
from games.models import Tag


class _Killed(BaseException):
    """What a test sees of kill -9: nothing after it runs, the open transaction is gone."""


@pytest.fixture
def counting(db, monkeypatch):
    """Jobs of a kind that writes one tag a chunk, five in all. ``trouble`` maps a chunk to what it raises."""
    trouble = {}

    def handler(job, now):
        number = job.cursor.get("next", 0)
        Tag.objects.create(key=f"t{number}", label="x")
        if number in trouble:
            raise trouble[number]
        return jobs.Progress(
            done=number + 1, total=5, finished=number == 4, cursor={"next": number + 1}, result={"last": number}
        )

    monkeypatch.setitem(jobs._handlers, "counting", handler)
    return trouble


def tags() -> int:
    return Tag.objects.count()


def test_a_job_runs_chunk_by_chunk_to_its_end(counting, run_queue):
    job = jobs.create(kind="counting")
    assert run_queue() == 5
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.result, tags()) == ("done", 5, 5, {"last": 4}, 5)
    assert job.finished_at is not None


def test_its_tasks_go_to_the_work_cluster(counting):
    jobs.create(kind="counting")
    assert OrmQ.objects.get().task["cluster"] == "work"


def test_a_rolled_back_job_leaves_no_task(counting):
    def create_and_fail():
        with transaction.atomic():
            jobs.create(kind="counting")
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        create_and_fail()
    assert not OrmQ.objects.exists()


def test_nobody_creates_a_job_that_nothing_does(db):
    with pytest.raises(ValueError, match="nothing does"):
        jobs.create(kind="dreaming")


def test_a_task_delivered_twice_does_its_chunk_once(counting):
    job = jobs.create(kind="counting")
    jobs.run_chunk(job.pk, 0)
    jobs.run_chunk(job.pk, 0)
    job.refresh_from_db()
    assert (job.chunk, job.done, tags()) == (1, 1, 1)
    assert OrmQ.objects.filter().count() == 2  # the first chunk's and the second's, not a third


def test_every_task_delivered_twice_gives_the_same_end(counting):
    job = jobs.create(kind="counting")
    while queued := OrmQ.objects.order_by("pk").first():
        task = queued.task
        queued.delete()
        for _ in range(2):
            task["func"](*task["args"])
    job.refresh_from_db()
    assert (job.state, job.done, tags()) == ("done", 5, 5)


def test_a_worker_killed_between_chunks_loses_nothing(counting, run_queue):
    job = jobs.create(kind="counting")
    counting[2] = _Killed()
    with pytest.raises(_Killed):
        run_queue()
    job.refresh_from_db()
    assert (job.state, job.done, tags()) == ("running", 2, 2)

    counting.clear()
    jobs.run_chunk(job.pk, 2)  # the queue delivers the lost task again
    run_queue()
    job.refresh_from_db()
    assert (job.state, job.done, tags()) == ("done", 5, 5)


def test_a_job_whose_task_is_lost_is_found_by_the_sweep(counting, run_queue):
    job = jobs.create(kind="counting")
    jobs.run_chunk(job.pk, 0)
    OrmQ.objects.all().delete()
    job.refresh_from_db()

    assert jobs.requeue_stalled(now=job.heartbeat_at + timedelta(minutes=1)) == 0
    assert jobs.requeue_stalled(now=job.heartbeat_at + timedelta(minutes=6)) == 1
    assert jobs.requeue_stalled(now=job.heartbeat_at + timedelta(minutes=6)) == 0
    tasks.requeue_stalled_jobs()
    run_queue()
    job.refresh_from_db()
    assert (job.state, tags()) == ("done", 5)


def test_a_chunk_that_kills_its_worker_is_given_up_after_three_times(counting):
    job = jobs.create(kind="counting")
    counting[0] = _Killed()
    for _ in range(3):
        with pytest.raises(_Killed):
            jobs.run_chunk(job.pk, 0)
    jobs.run_chunk(job.pk, 0)
    job.refresh_from_db()
    assert (job.state, tags()) == ("failed", 0)
    assert "three times" in job.result["error"]


def test_a_failing_chunk_is_tried_three_times_and_then_told(counting, run_queue, caplog):
    job = jobs.create(kind="counting")
    counting[1] = RuntimeError("disk full")
    run_queue()
    job.refresh_from_db()
    assert (job.state, job.done, tags()) == ("failed", 1, 1)
    assert job.result["error"] == "RuntimeError: disk full"


def test_a_job_that_cannot_be_done_fails_at_once(counting, run_queue):
    job = jobs.create(kind="counting")
    counting[0] = jobs.JobRefusedError("the file is gone")
    assert run_queue() == 1
    job.refresh_from_db()
    assert (job.state, job.result) == ("failed", {"error": "the file is gone"})


def test_a_failed_job_goes_on_from_where_it_stopped(counting, run_queue, caplog):
    job = jobs.create(kind="counting")
    counting[3] = RuntimeError("disk full")
    run_queue()
    counting.clear()

    job.refresh_from_db()
    assert jobs.resume(job)
    run_queue()
    job.refresh_from_db()
    assert (job.state, job.done, tags(), job.result) == ("done", 5, 5, {"last": 4})
    assert not jobs.resume(job)


def test_a_job_that_has_not_begun_is_cancelled_at_once(counting, run_queue):
    job = jobs.create(kind="counting")
    jobs.request_cancel(job)
    job.refresh_from_db()
    assert job.state == "cancelled"
    run_queue()
    assert tags() == 0


def test_a_running_job_stops_after_its_chunk_and_can_go_on(counting, run_queue):
    job = jobs.create(kind="counting")
    jobs.run_chunk(job.pk, 0)
    jobs.request_cancel(job)
    run_queue()
    job.refresh_from_db()
    assert (job.state, job.done, tags()) == ("cancelled", 1, 1)

    jobs.resume(job)
    run_queue()
    job.refresh_from_db()
    assert (job.state, tags()) == ("done", 5)


def test_a_total_that_was_too_low_does_not_stop_the_work(counting, run_queue):
    job = jobs.create(kind="counting", total=2)
    run_queue()
    job.refresh_from_db()
    assert (job.done, job.total) == (5, 5)
