"""Learning takes half a minute, so nobody who waits for an answer waits for it."""

from __future__ import annotations

import pytest
from django_q.models import OrmQ

from conversations import knowledge, tasks
from conversations.knowledge_files import School, make_corrector, read_files
from conversations.understanding.types import MoodWords
from games import versions
from games.models import DataVersion, Mood
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
    assert [queued.task["func"] for queued in OrmQ.objects.all()] == [tasks.learn_what_editors_changed]
    assert (changed.heads.mood.dense == usual.heads.mood.dense).all()


def test_what_was_learnt_is_recalled_and_learnt_once(tmp_path):
    files = read_files()
    few = type(files)(**{**vars(files), "examples": files.examples[:60]})
    school = School(few, make_corrector(few, {}), {}, None, tmp_path)
    moods = {"chill": MoodWords("chill", "Chill", ("calm", "cosy"), "rest")}
    assert school.recall(moods) is None
    learnt = school.learn_or_recall(moods)
    recalled = school.recall(moods)
    assert recalled is not None
    assert (recalled.heads.intent.sparse == learnt.heads.intent.sparse).all()
    assert school.recall({**moods, "sad": MoodWords("sad", "Sad", ("down",), "comfort")}) is None
