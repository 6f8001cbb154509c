"""The one loader of what understanding knows: the project's files, the editors' rows, the learnt heads.

A snapshot is immutable and shared by the whole process. It is made anew when the catalogue or the editors'
knowledge changes, which one small query a second finds out. Without a database (none migrated, none running)
the files alone serve. Nobody who waits for an answer waits for learning: what editors changed counts once the
work cluster has learnt it and published the heads as a ModelArtefact, which every machine reads; until then
what was learnt last serves.
"""

from __future__ import annotations

import dataclasses
import functools
import logging
import threading
import time
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

import numpy as np
from django.conf import settings
from django.db import Error as DatabaseError

from conversations.knowledge.files import Files, extended, read_files, read_word_ranks
from conversations.knowledge.lessons import ENCODING, Learnt, School, code_digest
from conversations.knowledge.rows import ARTEFACT, Rows, read_rows, read_version
from conversations.knowledge.titles_at_hand import Titles, TitlesAtHand
from conversations.understanding.cross_validation import Held, hold_out
from conversations.understanding.titles import TitleIndex
from conversations.understanding.types import Knowledge, MoodWords
from games import artefacts
from games.embedding.encoder import Encoder, EncoderUnavailable, get_encoder
from games.moods.profiles import mood_profiles

logger = logging.getLogger(__name__)

_RETRY_DATABASE_SECONDS = 5.0


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
    if held and version == held.version:
        return held.knowledge
    with _loading:
        if _held is None or _held.version != version:
            rows = read_rows(version) if version != "files" else Rows()
            _held = _Held(load(rows), rows.version)
        return _held.knowledge


def forget() -> None:
    """Drop the snapshot, so that the next call reads everything again."""
    global _held, _database_failed_at
    with _loading:
        _held = None
        _database_failed_at = None


def load(rows: Rows | None = None) -> Knowledge:
    """A new snapshot from files and, if given, rows."""
    rows = rows or Rows()
    school = _school(rows)
    learnt = _learnt(school, rows)
    return Knowledge(
        version=f"{rows.version}:{learnt.digest[:12]}",
        moods=MappingProxyType(dict(school.moods)),
        slang=MappingProxyType(dict(school.files.slang)),
        titles=_titles.index_of(rows.titles),
        heads=learnt.heads,
        correct=school.correct,
        tags=rows.tags,
        encode=school.encoder.encode_one_pooled if school.encoder else None,
    )


def learn_and_publish(*, now: datetime) -> bool:
    """Learn what files and rows say now and put it into use everywhere. False when it was published before.

    Takes up to a minute. Raises DatabaseError without a database.
    """
    school = _school(read_rows(read_version()))
    known = artefacts.of_version(ARTEFACT, school.digest)
    if known:
        # Switched off and on again, an example makes a lesson that was learnt before. Only its editors ask for
        # lessons, so an older version that somebody went back to stays until one of them changes something.
        if not known.is_active:
            artefacts.activate(known, now=now)
        return not known.is_active
    learnt = school.learn_or_recall()
    artefacts.publish(
        name=ARTEFACT, version=learnt.digest, content=learnt.as_bytes(), now=now,
        embedding=ENCODING if school.encoder else "",
        config={"code": code_digest(), "examples": len(school.files.examples)},
    )  # fmt: skip
    return True


def cross_validate(*, folds: int, rng: np.random.Generator) -> tuple[Held, ...]:
    """How good heads are on the part of the bank that they did not learn from, without rules and context."""
    examples, features = _school(Rows()).study()
    return hold_out(examples, features, folds=folds, rng=rng)


def _learnt(school: School, rows: Rows) -> Learnt:
    """What is in use everywhere; else what was learnt on this machine; on a new machine, what the files teach."""
    of_files = _school(Rows())
    published = _published(school, needs_learning=school.digest != of_files.digest) if rows.are_there else None
    return published or school.recall() or of_files.learn_or_recall()


def _published(school: School, *, needs_learning: bool) -> Learnt | None:
    """The active heads, if this version of the code made them. Asks for a lesson where one is due."""
    try:
        active = artefacts.active(ARTEFACT)
        if needs_learning and artefacts.of_version(ARTEFACT, school.digest) is None:
            from conversations.knowledge import learning_job

            learning_job.queue_learning()
        if active is None or active.config.get("code") != code_digest():
            return None
        return Learnt.from_bytes(artefacts.read(active))
    except (DatabaseError, ValueError, artefacts.DamagedArtefactError):
        logger.exception("the published heads cannot be read; what this machine learnt serves")
        return None


def _school(rows: Rows) -> School:
    files = extended(_files(), examples=rows.examples, slang=dict(rows.slang))
    moods = {mood.key: mood for mood in rows.moods or _moods_of_files()}
    encoder = _encoder()
    return School(files, moods, _word_ranks(settings.MODEL_DIR, encoder is not None), encoder, settings.STATE_DIR)


# What stays the same from one snapshot to the next is not made again: a taught word must not cost every
# process a second look through the files.
@functools.cache
def _files() -> Files:
    return read_files()


def _index(titles: Titles) -> TitleIndex:
    return TitleIndex(
        _files().titles, word_ranks=_word_ranks(settings.MODEL_DIR, _encoder() is not None), catalogue=titles
    )


def _take_titles(index: TitleIndex) -> None:
    """What was made beside, into the snapshot that serves."""
    global _held
    with _loading:
        if _held is not None:
            _held = _Held(dataclasses.replace(_held.knowledge, titles=index), _held.version)


@functools.lru_cache(maxsize=2)
def _word_ranks(model_dir: Path, has_model: bool) -> Mapping[str, int]:
    return read_word_ranks(model_dir) if has_model else {}


def _version() -> str:
    """Of the rows; what is held while a database that failed is left alone; "files" without any."""
    global _database_failed_at
    meanwhile = _held.version if _held else "files"
    if _database_failed_at is not None and time.monotonic() - _database_failed_at < _RETRY_DATABASE_SECONDS:
        return meanwhile
    try:
        version = read_version()
    except DatabaseError:
        _database_failed_at = time.monotonic()
        logger.warning("no knowledge rows: the database is not there or not migrated; the files serve alone")
        return meanwhile
    _database_failed_at = None
    return version


def _moods_of_files() -> tuple[MoodWords, ...]:
    return tuple(MoodWords(one.key, one.label, tuple(one.phrases), one.needs) for one in mood_profiles().values())


def _encoder() -> Encoder | None:
    try:
        return get_encoder(settings.MODEL_DIR)
    except EncoderUnavailable:
        logger.warning("no exported model: messages are read by rules and words alone; run manage.py prepare_model")
        return None


_titles = TitlesAtHand(_index, _take_titles)
