from __future__ import annotations

from datetime import UTC, datetime
from io import StringIO

import numpy as np
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from games import artefacts, jobs
from games.embedding.game_vectors import CURRENT_VERSION
from games.models import Game, Job, ModelArtefact
from games.moods import estimates, estimates_job, profiles
from games.moods.learning.bank import Described, Example
from games.tests.moods.making import publish_head, vector
from games.vocabulary import MOODS

NOW = datetime(2026, 5, 4, tzinfo=UTC)


@pytest.fixture
def tea_garden(db):
    return Game.objects.create(
        title="Tea", slug="tea", embedding=vector(0), embedding_version=CURRENT_VERSION, mood_fit_estimate=[0.0] * 16
    )


def chill(game: Game) -> float:
    game.refresh_from_db()
    return game.mood_fit_estimate[MOODS.index("chill")]


def test_another_head_makes_estimates_stale_and_the_stored_vector_renews_them(tea_garden):
    publish_head("a" * 64, calm=0, spooky=1)
    assert list(estimates.pending()) == [tea_garden]
    assert estimates.renew_some(now=NOW) == 1
    assert chill(tea_garden) > 0.9
    assert tea_garden.mood_fit_version == f"{'a' * 12}-{profiles.version()}"
    assert tea_garden.embedding_version == CURRENT_VERSION
    assert not estimates.pending().exists()
    assert estimates.renew_some(now=NOW) == 0


def test_going_back_to_an_older_head_brings_its_estimates_back(tea_garden):
    old = publish_head("a" * 64, calm=0, spooky=1)
    publish_head("b" * 64, calm=1, spooky=0)
    estimates.renew_some(now=NOW)
    assert chill(tea_garden) < 0.5

    artefacts.activate(old, now=NOW)
    estimates.renew_some(now=NOW)
    assert chill(tea_garden) > 0.9


def test_an_older_head_that_was_chosen_is_not_overruled_until_the_lessons_change(tea_garden):
    publish_head(estimates.lesson(), calm=0, spooky=1)
    chosen = publish_head("a" * 64, calm=0, spooky=1)

    assert estimates.learn_and_publish(encoder=None, now=NOW) is False
    assert artefacts.active(estimates.ARTEFACT) == chosen


def test_the_job_renews_every_stale_estimate_and_says_how_many(tea_garden):
    publish_head(estimates.lesson(), calm=0, spooky=1)
    job = estimates_job.queue_renewal()
    jobs.run_chunk(job.pk)

    job.refresh_from_db()
    assert (job.state, job.done) == (Job.State.DONE, 1)
    assert chill(tea_garden) > 0.9


def test_with_a_damaged_head_genres_and_tags_tell_and_health_says_so(tea_garden, caplog):
    broken = publish_head("a" * 64, calm=0, spooky=1)
    assert estimates.state() == "learnt"
    ModelArtefact.objects.filter(pk=broken.pk).update(content=b"rubbish", sha256="0" * 64)
    tea_garden.genres = ["farming"]

    (fits,) = estimates.estimate([tea_garden], vector(0)[None])
    assert fits[MOODS.index("chill")] > 0.6 > fits[MOODS.index("angry")]
    assert estimates.state() == "unreadable"
    assert "cannot be read" in caplog.text


def test_before_the_first_lesson_health_says_so(db):
    assert estimates.state() == "not learnt yet"


def test_the_scale_of_a_catalogue_can_be_measured(tea_garden):
    with pytest.raises(CommandError, match="No head was learnt"):
        call_command("train_mood_fit", "--measure")
    publish_head("a" * 64, calm=0, spooky=1)
    out = StringIO()
    call_command("train_mood_fit", "--measure", stdout=out)
    assert '"chill": [' in out.getvalue()


def test_a_game_without_a_vector_waits_for_it(tea_garden):
    publish_head("a" * 64, calm=0, spooky=1)
    Game.objects.update(embedding=None, embedding_version="")
    assert not estimates.pending().exists()


class Parrot:
    """An encoder for which every text means the same."""

    def encode(self, texts):
        return np.tile(vector(3), (len(texts), 1))


def test_what_the_files_teach_is_learnt_once(tea_garden):
    examples = [Example(Described(text=text), (1.0,) * len(MOODS)) for text in ("tea", "ghosts")]
    assert estimates.learn_and_publish(encoder=Parrot(), now=NOW, examples=examples)

    published = artefacts.active(estimates.ARTEFACT)
    assert (published.version, published.embedding) == (estimates.lesson(), estimates.ENCODING)
    assert published.config == {"examples": 2}
    assert not estimates.learn_and_publish(encoder=Parrot(), now=NOW, examples=examples)
    assert estimates.renew_all(now=NOW) == 1
