"""What the database adds to the files that understanding knows: moods, titles, editors' examples and slang."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import Error as DatabaseError
from django.db import connection, transaction
from django.db.models import Func

from conversations.models import SlangWord, TaughtExample
from conversations.understanding.types import Example, MoodWords
from games import artefacts, versions
from games.models import DataVersion, Game, Mood

# The name of what was learnt from all this, among the artefacts.
ARTEFACT = "understanding"
# An editor's example corrects the bot where the bank misled it, so it weighs more than one of the bank.
_TAUGHT_WEIGHT = 4.0


@dataclass(frozen=True)
class Rows:
    """The same value means that nothing has changed."""

    version: str = "files"
    moods: tuple[MoodWords, ...] = ()
    titles: tuple[str, ...] = ()
    tags: frozenset[str] = frozenset()
    examples: tuple[Example, ...] = ()
    slang: tuple[tuple[str, str | None], ...] = ()

    @property
    def are_there(self) -> bool:
        return self.version != "files"


def read_version() -> str:
    """One value for all rows that matter. Raises DatabaseError where there is no database, or none migrated."""
    with _savepoint():
        catalogue = versions.current(DataVersion.Kind.CATALOGUE)
        knowledge = versions.current(DataVersion.Kind.KNOWLEDGE)
        learnt = versions.current(artefacts.kind_of(ARTEFACT))
    return f"{catalogue}.{knowledge}.{learnt}"


def read_rows(version: str) -> Rows:
    """All of them; none where they cannot be read."""
    try:
        with _savepoint():
            return Rows(
                version,
                moods=tuple(
                    MoodWords(mood.key, mood.label, tuple(str(phrase) for phrase in mood.phrases), mood.needs)
                    for mood in Mood.objects.all()
                ),
                titles=tuple(Game.objects.filter(is_published=True).order_by("pk").values_list("title", flat=True)),
                tags=frozenset(_tags_in_use()),
                examples=tuple(
                    Example(one.intent, tuple(one.moods), one.sentiment, one.text, _TAUGHT_WEIGHT)
                    for one in TaughtExample.objects.filter(is_active=True).order_by("pk")
                ),
                slang=tuple(
                    (word.slang, word.plain if word.is_active else None) for word in SlangWord.objects.order_by("pk")
                ),
            )
    except DatabaseError:
        return Rows()


def _tags_in_use() -> Iterator[str]:
    games = Game.objects.filter(is_published=True).annotate(tag=Func("tags", function="unnest"))
    yield from games.values_list("tag", flat=True).distinct()


@contextlib.contextmanager
def _savepoint() -> Iterator[None]:
    """A missing table must not spoil the caller's transaction."""
    with transaction.atomic() if connection.in_atomic_block else contextlib.nullcontext():
        yield
