"""Learning what editors taught, as a job whose progress they can see."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser

from games import jobs
from games.jobs import Progress
from games.models import Job

KIND = "learn"


def queue_learning(*, by: AbstractBaseUser | None = None) -> Job:
    """One lesson for all that was taught up to its beginning: while one waits, no second is queued."""
    waiting = Job.objects.filter(kind=KIND, state=Job.State.QUEUED).first()
    return waiting or jobs.create(kind=KIND, by=by, total=1)


def run_learning(job: Job, now: datetime) -> Progress:
    from conversations.knowledge import in_use  # here, for it brings onnxruntime along; every process knows this job

    is_news = in_use.learn_and_publish(now=now)
    return Progress(done=1, finished=True, total=1, result={"learnt": is_news})
