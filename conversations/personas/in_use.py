"""Who may speak, and with which words: persona files and what editors made of them, always the newest that is valid.

One immutable snapshot a process. Whether a file or a row has changed is asked twice a second. A text with a
problem is never spoken: the last good one stays, the log and ``manage.py check`` say what is wrong. Whatever a
persona does not say in its own words is said in the base wordings of ``templates/conversations/replies``.
"""

from __future__ import annotations

import contextlib
import functools
import logging
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection, transaction

from conversations.dialogue.said.english import EASY, NORMAL
from conversations.dialogue.wording.prompt_text import (
    AS_WRITTEN,
    FORMALLY,
    LEVELS,
    SEALED,
    BaseKey,
    Problem,
    PromptName,
    PromptText,
    base_keys,
    read_prompt,
)
from conversations.dialogue.wording.voice import PROMPTS, all_wordings
from conversations.dialogue.wording.wordings import Wording, formal
from conversations.models import PersonaText
from games import versions
from games.models import DataVersion

logger = logging.getLogger(__name__)

_LOOK_AGAIN_SECONDS = 0.5
_RETRY_DATABASE_SECONDS = 5.0
# Older words of an editor that are tried when a release has made the newest invalid.
_OLDER_TRIED = 5


@dataclass(frozen=True)
class Speaker:
    """A persona at one level of English."""

    persona: str
    level: str
    wordings: Mapping[str, tuple[Wording, ...]]


@dataclass(frozen=True)
class Cast:
    """Everybody who can speak. ``default`` is who speaks to whom chose nobody."""

    default: str
    names: Mapping[str, str]  # key -> as players see it; the default first
    aliases: Mapping[str, str]  # what players call them, folded -> key
    texts: Mapping[str, PromptText]
    _speakers: dict[tuple[str, str], Speaker] = field(default_factory=dict, compare=False, repr=False)

    def speaker(self, persona: str, level: str) -> Speaker:
        """Whoever is gone, or was never there, is replaced by the default. Put together when first asked for."""
        key = persona if persona in self.names else self.default, level if level in LEVELS else NORMAL
        if key not in self._speakers:
            self._speakers[key] = Speaker(*key, _words(self.texts, key[0], self.default, key[1]))
        return self._speakers[key]

    def after(self, persona: str) -> str:
        """Who is next when somebody else is wanted."""
        keys = list(self.names)
        return keys[(keys.index(persona) + 1) % len(keys)] if persona in keys else keys[0]


@dataclass(frozen=True)
class _Source:
    """The texts that one prompt may be read from, the best first, and where each stands."""

    name: PromptName
    texts: tuple[tuple[str, str], ...]


@dataclass
class _Held:
    cast: Cast
    mark: object
    good: dict[str, PromptText]


_loading = threading.RLock()
_held: _Held | None = None
_looked_at = 0.0
_database_failed_at: float | None = None


def current() -> Cast:
    """The newest cast, a second old at most, or little more; the same object until something changes."""
    global _held, _looked_at
    held, at = _held, time.monotonic()
    if held is not None and at - _looked_at < _LOOK_AGAIN_SECONDS:
        return held.cast
    mark = (_fingerprint(), _version(), settings.DEFAULT_PERSONA)
    if held is None or held.mark != mark:
        with _loading:
            if _held is None or _held.mark != mark:
                _held = _load(mark, good=_held.good if _held else {})
            held = _held
    _looked_at = at
    return held.cast


def forget() -> None:
    """Drop the snapshot, so that the next call reads everything again."""
    global _held, _looked_at, _database_failed_at
    with _loading:
        _held, _looked_at, _database_failed_at = None, 0.0, None


def files() -> dict[str, str]:
    """The texts of the project's own files, by name."""
    return {path.stem: path.read_text(encoding="utf-8") for path in _files() if PromptName.read(path.stem)}


def problems_of(text: str, name: PromptName) -> list[Problem]:
    return _read(text, name)[1]


def problems_of_files() -> Iterator[tuple[str, Problem]]:
    """Everything wrong with the project's own files, by the file's name."""
    for path in _files():
        name = PromptName.read(path.stem)
        if name is None:
            yield path.name, Problem(1, "a file is called persona_level.txt or persona_level_hint.txt")
            continue
        for problem in problems_of(path.read_text(encoding="utf-8"), name):
            yield path.name, problem


def problems_of_rows() -> Iterator[tuple[str, Problem]]:
    """The first problem of each text of the editors that is passed over."""
    for key, texts in _rows().items():
        name = PromptName.read(key)
        for problem in problems_of(texts[0][1], name)[:1] if name else ():
            yield key, problem


def base() -> Mapping[str, BaseKey]:
    return _base(tuple(all_wordings()))


@functools.lru_cache(maxsize=2)
def _base(keys: tuple[str, ...]) -> Mapping[str, BaseKey]:
    wordings = all_wordings()
    return MappingProxyType(base_keys({key: wordings[key] for key in keys}))


@functools.lru_cache(maxsize=3)
def _borrowed_base(manner: str) -> Mapping[str, tuple[Wording, ...]]:
    return _borrowed(all_wordings(), manner)


def _borrowed(words: Mapping[str, tuple[Wording, ...]], manner: str) -> Mapping[str, tuple[Wording, ...]]:
    """Words of others, as they are written where they are borrowed."""
    if manner == AS_WRITTEN:
        return words
    return {
        key: wordings if key.startswith(SEALED) else tuple(formal(one, quiet=manner == FORMALLY) for one in wordings)
        for key, wordings in words.items()
    }


@functools.lru_cache(maxsize=64)
def _read(text: str, name: PromptName) -> tuple[PromptText, list[Problem]]:
    """Kept by its content, so that one changed text does not make us read all the others again."""
    return read_prompt(text, name=name, base=base())


def _files() -> list[Path]:
    return sorted(PROMPTS.glob("*.txt"))


def _fingerprint() -> tuple[tuple[str, int, int], ...]:
    with contextlib.suppress(FileNotFoundError):  # taken away since the folder was read: the next look sees it
        return tuple((path.name, stat.st_mtime_ns, stat.st_size) for path in _files() for stat in (path.stat(),))
    return ()


def _version() -> int | None:
    """Which rows there are; None without a database."""
    global _database_failed_at
    if _database_failed_at is not None and time.monotonic() - _database_failed_at < _RETRY_DATABASE_SECONDS:
        return None
    try:
        with _savepoint():
            version = versions.current(DataVersion.Kind.PERSONAS)
    except DatabaseError:
        _database_failed_at = time.monotonic()
        logger.warning("no persona rows: the database is not there or not migrated; the files speak alone")
        return None
    _database_failed_at = None
    return version


def _load(mark: object, *, good: Mapping[str, PromptText]) -> _Held:
    kept: dict[str, PromptText] = {}
    for source in _sources():
        text = _first_valid(source, good.get(str(source.name)))
        if text is not None:
            kept[str(source.name)] = text
    return _Held(make_cast(kept, default=settings.DEFAULT_PERSONA), mark, kept)


def _sources() -> Iterable[_Source]:
    ours, theirs = files(), _rows()
    for key in sorted({*ours, *theirs}):
        name = PromptName.read(key)
        if name is not None:
            own = (("file", ours[key]),) if key in ours else ()
            yield _Source(name, (*theirs.get(key, ()), *own))


def _rows() -> dict[str, tuple[tuple[str, str], ...]]:
    global _database_failed_at
    if _database_failed_at is not None:
        return {}
    try:
        with _savepoint():
            rows = [row for row in PersonaText.objects.prefetch_related("changes") if row.heard_by_all]
    except DatabaseError:
        _database_failed_at = time.monotonic()  # gone, or on its way to this release: the files speak alone for now
        return {}
    return {
        row.name: (
            ("admin", row.heard_by_all),
            *(("admin, older", text) for text in row.older_texts[:_OLDER_TRIED] if text),
        )
        for row in rows
    }


def _savepoint() -> contextlib.AbstractContextManager[object]:
    """So that a missing table does not spoil the caller's transaction."""
    return transaction.atomic() if connection.in_atomic_block else contextlib.nullcontext()


def _first_valid(source: _Source, last_good: PromptText | None) -> PromptText | None:
    for place, (where, raw) in enumerate(source.texts):
        text, problems = _read(raw, source.name)
        if not problems:
            return text
        logger.error(
            "persona %s (%s) is not used, %d problems, the first: %s", source.name, where, len(problems), problems[0],
        )  # fmt: skip
        if place == 0 and last_good is not None:
            return last_good
    return None


def make_cast(texts: Mapping[str, PromptText], *, default: str) -> Cast:
    """Everybody with a valid normal level. Without the default, whoever comes first in the alphabet steps in."""
    found = [key.removesuffix("_normal") for key in sorted(texts) if key.endswith("_normal")]
    present = found or [default]
    first = default if default in present else present[0]
    order = [first, *(key for key in present if key != first)]
    headers = {key: texts[f"{key}_normal"].header for key in order if f"{key}_normal" in texts}
    names = {key: headers[key].name if key in headers else key.capitalize() for key in order}
    aliases = {
        alias.casefold(): key
        for key in order
        for alias in (key, names[key], *(headers[key].called if key in headers else ()))
    }
    return Cast(first, MappingProxyType(names), MappingProxyType(aliases), texts)


def _words(
    texts: Mapping[str, PromptText], persona: str, default: str, level: str
) -> Mapping[str, tuple[Wording, ...]]:
    """The base, then more and more their own words. Easy words matter more than whose words they are."""
    chain = [f"{persona}_{NORMAL}"]
    if level == EASY:
        chain = [*chain, f"{default}_{EASY}", f"{persona}_{EASY}"]
    elif level != NORMAL:
        chain = [f"{default}_{level}", *chain, f"{persona}_{level}"]
    own = f"{persona}_{level}"
    headers = [texts[name].header.borrows for name in (own, f"{persona}_{NORMAL}") if name in texts]
    manner = next(filter(None, headers), AS_WRITTEN)
    merged = dict(_borrowed_base(manner))
    for name in chain:
        for part in (name, f"{name}_hint"):
            words = texts[part].wordings if part in texts else {}
            merged |= words if name == own else _borrowed(words, manner)
    return MappingProxyType(merged)
