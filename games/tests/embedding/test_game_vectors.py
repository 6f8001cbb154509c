from __future__ import annotations

import functools
import threading
from datetime import UTC, datetime
from io import StringIO

import numpy as np
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from games.embedding import game_vectors
from games.embedding.encoder import DIMENSIONS
from games.embedding.game_vectors import CURRENT_VERSION, embed_pending, pending_count, text_of
from games.models import Game
from games.moods import estimates as mood_estimates
from games.tests.moods.making import publish_head
from games.vocabulary import MOODS
from thrum_project.tests.at_once import at_once

NOW = datetime(2026, 5, 4, tzinfo=UTC)


class Hasher:
    """Stands in for the model: a direction for every text, and a note of what it was asked."""

    def __init__(self, *, fails_after: int | None = None) -> None:
        self.texts: list[str] = []
        self.meeting: threading.Barrier | None = None
        self._fails_after = fails_after

    def encode(self, texts):
        if any(text.startswith("Game ") for text in texts):
            if self._fails_after == 0:
                raise RuntimeError("killed")
            if self._fails_after is not None:
                self._fails_after -= 1
            if self.meeting is not None:
                self.meeting.wait(timeout=20)
        self.texts += texts
        rows = [np.random.default_rng(abs(hash(text))).normal(size=DIMENSIONS) for text in texts]
        return np.array([row / np.linalg.norm(row) for row in rows], dtype=np.float32)


@pytest.fixture
def make_games(db):
    def make(number: int) -> None:
        Game.objects.bulk_create(
            Game(slug=f"game-{n}", title=f"Game {n}", genres=["farming"], tags=["cozy"]) for n in range(number)
        )

    return make


def test_the_text_tells_how_it_feels_before_what_it_is():
    game = Game(title="Valley", feel="Warm as toast.", summary="You farm.", genres=["farming"], tags=["life-sim"])
    assert text_of(game) == "Valley. Warm as toast. You farm. farming. life sim"
    assert text_of(Game(title="Bare")) == "Bare"


def test_every_game_gets_its_vector_its_version_and_an_estimate_of_its_moods(make_games):
    make_games(3)

    assert embed_pending(limit=10, encoder=Hasher(), now=NOW) == 3
    assert pending_count() == 0
    for game in Game.objects.all():
        assert game.embedding_version == CURRENT_VERSION
        assert len(game.embedding) == DIMENSIONS
        assert len(game.mood_fit_estimate) == len(MOODS)
        assert game.mood_fit_estimate[MOODS.index("chill")] > game.mood_fit_estimate[MOODS.index("spooky")]
        assert game.mood_fit == {}


def test_the_vector_that_is_stored_is_the_one_of_its_text(make_games):
    make_games(5)
    encoder = Hasher()
    embed_pending(limit=10, encoder=encoder, now=NOW)

    for game in Game.objects.all():
        assert np.array(game.embedding) == pytest.approx(encoder.encode([text_of(game)])[0], abs=1e-3)


def test_a_second_run_has_nothing_to_do_and_a_limit_is_kept(make_games):
    make_games(5)

    assert embed_pending(limit=2, encoder=Hasher(), now=NOW) == 2
    assert pending_count() == 3
    assert embed_pending(limit=10, encoder=Hasher(), now=NOW) == 3
    assert embed_pending(limit=10, encoder=Hasher(), now=NOW) == 0


def test_a_vector_of_an_older_version_is_made_anew(make_games):
    make_games(2)
    embed_pending(limit=10, encoder=Hasher(), now=NOW)
    Game.objects.filter(slug="game-1").update(embedding_version="older/1")

    assert pending_count() == 1
    assert embed_pending(limit=10, encoder=Hasher(), now=NOW) == 1


def test_a_killed_run_keeps_what_it_did_and_the_next_goes_on(make_games, monkeypatch):
    make_games(6)
    monkeypatch.setattr(game_vectors, "_CHUNK", 2)

    with pytest.raises(RuntimeError, match="killed"):
        embed_pending(limit=10, encoder=Hasher(fails_after=2), now=NOW)
    assert pending_count() == 2
    assert embed_pending(limit=10, encoder=Hasher(), now=NOW) == 2


@pytest.mark.django_db(transaction=True)
def test_two_at_once_share_the_work(make_games, monkeypatch):
    make_games(4)
    monkeypatch.setattr(game_vectors, "_CHUNK", 2)
    meeting = threading.Barrier(2)
    encoders = [Hasher(), Hasher()]
    for encoder in encoders:
        encoder.meeting = meeting

    at_once(*(functools.partial(embed_pending, limit=2, encoder=one, now=NOW) for one in encoders))

    assert pending_count() == 0
    done = [text for encoder in encoders for text in encoder.texts if text.startswith("Game ")]
    assert len(done) == len(set(done)) == 4


@pytest.mark.django_db(transaction=True)
def test_the_command_shows_its_progress_and_can_be_repeated(make_games):
    publish_head(mood_estimates.lesson(), calm=0, spooky=1)
    make_games(3)
    out = StringIO()
    call_command("embed_games", threads=1, stdout=out)
    assert "3/3" in out.getvalue()
    assert "3 games embedded" in out.getvalue()

    again = StringIO()
    call_command("embed_games", threads=1, stdout=again)
    assert "every game has its vector" in again.getvalue()


def test_the_command_says_in_one_line_that_the_model_is_missing(make_games, settings, tmp_path):
    make_games(1)
    settings.MODEL_DIR = tmp_path
    with pytest.raises(CommandError, match="prepare_model"):
        call_command("embed_games", stdout=StringIO())


@pytest.mark.django_db(transaction=True)
def test_several_workers_embed_each_game_once_and_count_them_all(make_games, monkeypatch):
    monkeypatch.setattr(game_vectors, "_CHUNK", 2)
    make_games(9)
    encoder, progress = Hasher(), []
    game_vectors.embed_all(workers=3, encoder=encoder, now=NOW, on_progress=progress.append)
    assert pending_count() == 0
    assert max(progress) == 9
    texts = [text for text in encoder.texts if text.startswith("Game ")]
    assert len(texts) == len(set(texts)) == 9


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_fails_is_not_passed_over_in_silence(make_games):
    make_games(3)
    with pytest.raises(RuntimeError):
        game_vectors.embed_all(workers=2, encoder=Hasher(fails_after=0), now=NOW, on_progress=lambda done: None)


@pytest.mark.django_db(transaction=True)
def test_a_stopped_run_ends_with_the_chunk_in_hand(make_games, monkeypatch):
    monkeypatch.setattr(game_vectors, "_CHUNK", 1)
    make_games(40)
    stopped = threading.Event()

    class StoppedAfterOne(Hasher):
        def encode(self, texts):
            if texts[0].startswith("Game "):
                if threading.current_thread().name.endswith("_0"):
                    stopped.set()
                    raise KeyboardInterrupt
                stopped.wait(10)
            return super().encode(texts)

    with pytest.raises(KeyboardInterrupt):
        game_vectors.embed_all(workers=2, encoder=StoppedAfterOne(), now=NOW, on_progress=lambda done: None)
    assert pending_count() > 20
