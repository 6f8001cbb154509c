"""Learning takes half a minute, so nobody who waits for an answer waits for it."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from conversations.knowledge import in_use as knowledge
from conversations.knowledge import learning_job, lessons
from conversations.knowledge.files import read_files
from conversations.knowledge.lessons import School
from conversations.models import TaughtExample
from conversations.understanding.cross_validation import hold_out
from conversations.understanding.types import MoodWords
from games import artefacts, versions
from games.models import DataVersion, Job, Mood
from games.seeds import seed


@pytest.fixture
def forgetful():
    knowledge.forget()
    yield
    knowledge.forget()


@pytest.mark.django_db
def test_a_phrase_that_an_editor_changed_is_learnt_by_the_work_cluster(forgetful, encoder):
    seed()
    usual = knowledge.current()
    chill = Mood.objects.get(key="chill")
    chill.phrases = [*chill.phrases, "floating on a lilo"]
    chill.save()
    versions.bump(DataVersion.Kind.KNOWLEDGE)
    knowledge.forget()  # rather than wait for the second within which a version is trusted

    changed = knowledge.current()

    assert "floating on a lilo" in changed.moods["chill"].phrases
    assert Job.objects.filter(kind=learning_job.KIND).count() == 1
    assert (changed.heads.mood.dense == usual.heads.mood.dense).all()


def test_what_was_learnt_is_recalled_and_learnt_once(tmp_path):
    files = read_files()
    few = type(files)(**{**vars(files), "examples": files.examples[:60]})
    moods = {"chill": MoodWords("chill", "Chill", ("calm", "cosy"), "rest")}
    school = School(few, moods, {}, None, tmp_path)
    assert school.recall() is None
    learnt = school.learn_or_recall()
    recalled = school.recall()
    assert recalled is not None
    assert (recalled.heads.intent.sparse == learnt.heads.intent.sparse).all()
    sad = MoodWords("sad", "Sad", ("down",), "comfort")
    assert School(few, {**moods, "sad": sad}, {}, None, tmp_path).recall() is None


def test_a_damaged_copy_is_learnt_anew(tmp_path):
    files = read_files()
    few = type(files)(**{**vars(files), "examples": files.examples[:30]})
    school = School(few, {}, {}, None, tmp_path)
    school.learn_or_recall()
    (kept,) = (tmp_path / "understanding").glob("*.npz")
    for damage in (b"", b"PK\x03\x04 cut short", kept.read_bytes()[:-400], b"\x00" * 5_000):
        kept.write_bytes(damage)
        assert school.recall() is None


@pytest.mark.django_db
def test_a_change_that_is_taken_back_brings_the_earlier_lesson_back(tmp_path, settings, monkeypatch):
    """Off and on again: the lesson is known already, and must be the one in use."""
    files = read_files()
    few = type(files)(**{**vars(files), "examples": files.examples[:30]})
    settings.STATE_DIR = tmp_path
    monkeypatch.setattr(knowledge, "_files", lambda: few)
    monkeypatch.setattr(knowledge, "_encoder", lambda: None)
    seed()
    example = TaughtExample.objects.create(text="wibble", intent="more")
    now = datetime(2026, 5, 4, tzinfo=UTC)
    assert knowledge.learn_and_publish(now=now)
    taught = artefacts.active(knowledge.ARTEFACT)
    TaughtExample.objects.update(is_active=False)
    assert knowledge.learn_and_publish(now=now)
    TaughtExample.objects.filter(pk=example.pk).update(is_active=True)
    assert knowledge.learn_and_publish(now=now)
    assert artefacts.active(knowledge.ARTEFACT) == taught
    assert not knowledge.learn_and_publish(now=now)


def test_a_changed_phrase_makes_what_was_learnt_stale(tmp_path, monkeypatch):
    (tmp_path / "phrases").mkdir()
    phrases = tmp_path / "phrases" / "minutes.txt"
    monkeypatch.setattr(lessons, "_CODE_DIR", tmp_path)
    phrases.write_text("[hour units]\nhours?\n")
    before = lessons.code_digest.__wrapped__()

    phrases.write_text("[hour units]\nhours?|hrs?\n")

    assert lessons.code_digest.__wrapped__() != before


def test_what_is_held_out_is_judged_by_heads_that_never_saw_it(tmp_path):
    files = read_files()
    some = type(files)(**{**vars(files), "examples": files.examples[:240]})
    examples, features = School(some, {}, {}, None, tmp_path).study()

    intent, mood, sentiment = hold_out(examples, features, folds=3, rng=np.random.default_rng(1))

    assert [held.name for held in (intent, mood, sentiment)] == ["intent", "mood", "sentiment"]
    most_common = np.bincount(intent.truth).max() / len(intent.truth)
    assert len(intent.truth) == 240
    assert intent.accuracy() >= most_common
    # Every row was scored by somebody: a row of zeros would be a message that no fold held out.
    assert intent.scores.any(axis=1).all()
    assert intent.loss(intent.best_temperature()) <= intent.loss(2.5)


def test_cross_validation_refuses_a_single_fold():
    with pytest.raises(CommandError, match="2 to 20"):
        call_command("train_understanding", "--cross-validate", "1")
