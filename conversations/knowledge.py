"""The one loader of what understanding knows: the project's files, the moods' and titles' rows, the learnt heads.

A snapshot is immutable and shared by the whole process. It is made anew when the catalogue or the editors'
knowledge changes, which one small query a second finds out. Without a database (none migrated, none running)
the files alone serve. What takes time, encoding the example bank and learning from it, is done once per content
and kept under STATE_DIR, named by its hash. Nobody who waits for an answer waits for that: phrases that editors
changed count once the work cluster has learnt them, and until then what the files teach.
"""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import threading
import time
from types import MappingProxyType

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection, transaction
from django_q.tasks import async_task

from conversations.knowledge_files import Learnt, School, make_corrector, read_files, read_word_ranks
from conversations.understanding.titles import TitleIndex
from conversations.understanding.types import Knowledge, MoodWords
from games import versions
from games.encoder import Encoder, EncoderUnavailable, get_encoder
from games.models import DataVersion, Game, Mood
from games.moods import mood_profiles

logger = logging.getLogger(__name__)

_RETRY_DATABASE_SECONDS = 5.0


@dataclasses.dataclass(frozen=True)
class _Rows:
    """What the database adds; the same value means that nothing has changed."""

    version: str
    moods: tuple[MoodWords, ...]
    titles: tuple[str, ...]


@dataclasses.dataclass
class _Held:
    knowledge: Knowledge
    version: str


_loading = threading.RLock()
_held: _Held | None = None
_database_failed_at: float | None = None


def current() -> Knowledge:
    """The newest snapshot, the same object until something changes."""
    global _held
    held = _held
    version = _version()
    if held and version in (held.version, None):
        return held.knowledge
    with _loading:
        if _held is None or _held.version != version:
            rows = _read_rows(version)
            _held = _Held(load(rows), rows.version)
        return _held.knowledge


def forget() -> None:
    """Drop the snapshot, so that the next call reads everything again."""
    global _held, _database_failed_at
    with _loading:
        _held = None
        _database_failed_at = None


def learn_what_editors_changed() -> bool:
    """Learn the phrases as they stand in the database; True when that was news. Takes half a minute."""
    rows = _read_rows(_version())
    school, moods = _school(), _moods_of(rows)
    if school.recall(moods) is not None:
        return False
    school.learn_or_recall(moods)
    return True


def load(rows: _Rows | None = None) -> Knowledge:
    """A new snapshot from files and, if given, rows."""
    rows = rows or _Rows("files", (), ())
    school, moods = _school(), _moods_of(rows)
    files, encoder, correct = school.files, school.encoder, school.correct
    titles = TitleIndex(files.titles, word_ranks=school.word_ranks, catalogue=rows.titles)
    learnt = school.recall(moods) or _meanwhile(school, rows)
    return Knowledge(
        version=f"{rows.version}:{learnt.digest[:12]}",
        moods=MappingProxyType(moods),
        mood_vectors=MappingProxyType({key: vector for key, vector in learnt.mood_vectors.items() if key in moods}),
        examples=files.examples,
        example_vectors=learnt.example_vectors,
        slang=MappingProxyType(dict(files.slang)),
        titles=titles,
        heads=learnt.heads,
        correct=correct,
        encode=encoder.encode_one if encoder else None,
    )


def _meanwhile(school: School, rows: _Rows) -> Learnt:
    """What the files teach, while the work cluster learns what the rows add. On a new machine it is learnt here."""
    of_files = _moods_of(_Rows("files", (), ()))
    if rows.moods and _moods_of(rows) != of_files:
        from conversations import tasks

        async_task(tasks.learn_what_editors_changed, cluster="work")
    return school.recall(of_files) or school.learn_or_recall(of_files)


def _school() -> School:
    files, ranks = read_files(), read_word_ranks(settings.MODEL_DIR)
    return School(files, make_corrector(files, ranks), ranks, _encoder(), settings.STATE_DIR)


def _moods_of(rows: _Rows) -> dict[str, MoodWords]:
    return {mood.key: mood for mood in rows.moods or _moods_of_files()}


def _version() -> str | None:
    """One value for all rows that matter; "files" without a database; None while one that failed is left alone."""
    global _database_failed_at
    if _database_failed_at is not None and time.monotonic() - _database_failed_at < _RETRY_DATABASE_SECONDS:
        return _held.version if _held else "files"
    try:
        # A savepoint, so that a missing table does not spoil the caller's transaction.
        with transaction.atomic() if connection.in_atomic_block else _no_transaction():
            catalogue = versions.current(DataVersion.Kind.CATALOGUE)
            knowledge = versions.current(DataVersion.Kind.KNOWLEDGE)
    except DatabaseError:
        _database_failed_at = time.monotonic()
        logger.warning("no knowledge rows: the database is not there or not migrated; the files serve alone")
        return _held.version if _held else "files"
    _database_failed_at = None
    return f"{catalogue}.{knowledge}"


def _read_rows(version: str | None) -> _Rows:
    if version is None or version == "files":
        return _Rows("files", (), ())
    try:
        with transaction.atomic() if connection.in_atomic_block else _no_transaction():
            moods = tuple(
                MoodWords(mood.key, mood.label, tuple(str(phrase) for phrase in mood.phrases), mood.needs)
                for mood in Mood.objects.all()
            )
            titles = tuple(Game.objects.filter(is_published=True).order_by("pk").values_list("title", flat=True))
    except DatabaseError:
        return _Rows("files", (), ())
    return _Rows(version, moods, titles)


def _no_transaction() -> contextlib.nullcontext[None]:
    return contextlib.nullcontext()


def _moods_of_files() -> tuple[MoodWords, ...]:
    return tuple(MoodWords(one.key, one.label, tuple(one.phrases), one.needs) for one in mood_profiles().values())


def _encoder() -> Encoder | None:
    try:
        return get_encoder(settings.MODEL_DIR)
    except EncoderUnavailable:
        logger.warning("no exported model: messages are read by rules and words alone; run manage.py prepare_model")
        return None
