"""A changed text spoken to a share of players first; whoever is in it stays in it, the rest keeps hearing the last one.

``in_use.current()`` is what everybody else hears. Who is in a trial is a salted hash of the player, the text and the
number of the change, so that a larger share keeps those who were in and another trial draws anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection, transaction
from django.db.models import Max

from conversations.dialogue.wording.prompt_text import PromptName, PromptText, read_prompt
from conversations.models import PersonaText
from conversations.personas import in_use
from conversations.personas.in_use import Cast

_MOST_CASTS = 64


@dataclass(frozen=True)
class Trial:
    name: str
    number: int
    percent: int
    text: PromptText


@dataclass
class _Known:
    """What holds beside one cast; ``numbers`` is which change of each text everybody hears."""

    everybody: Cast
    trials: tuple[Trial, ...]
    numbers: Mapping[str, int]
    casts: dict[frozenset[str], Cast] = field(default_factory=dict)


_loading = threading.Lock()
_known: _Known | None = None
_played: ContextVar[Cast | None] = ContextVar("played", default=None)


def cast_for(public_id: UUID) -> Cast:
    """Everybody who can speak, as this player hears them."""
    if (played := _played.get()) is not None:
        return played
    known = _current()
    names = frozenset(trial.name for trial in known.trials if is_in(public_id, trial))
    if not names:
        return known.everybody
    cast = known.casts.get(names)  # another thread may empty them at any moment
    if cast is None:
        if len(known.casts) >= _MOST_CASTS:
            known.casts.clear()
        changed = {trial.name: trial.text for trial in known.trials if trial.name in names}
        cast = known.casts[names] = _cast_with(known.everybody, changed)
    return cast


def number_for(public_id: UUID, name: PromptName) -> int:
    """Which change of a persona's text they hear; 0 for the project's file."""
    known, text = _current(), str(name)
    trial = next((one for one in known.trials if one.name == text and is_in(public_id, one)), None)
    return trial.number if trial else known.numbers.get(text, 0)


def is_in(public_id: UUID, trial: Trial) -> bool:
    said = f"{settings.SECRET_KEY}:persona:{trial.name}:{trial.number}:{public_id}"
    return int.from_bytes(hashlib.sha256(said.encode()).digest()[:8], "big") % 10_000 < trial.percent * 100


@contextlib.contextmanager
def played_with(name: str, text: str) -> Iterator[None]:
    """Here everybody hears this text, whatever is live: for playing chats. Raises ValueError for a wrong one."""
    prompt = PromptName.read(name)
    read, problems = read_prompt(text, name=prompt, base=in_use.base()) if prompt else (None, ["no such text"])
    if read is None or problems:
        raise ValueError(str(problems[0]))
    token = _played.set(_cast_with(in_use.current(), {name: read}))
    try:
        yield
    finally:
        _played.reset(token)


def _cast_with(cast: Cast, changed: Mapping[str, PromptText]) -> Cast:
    return in_use.make_cast({**cast.texts, **changed}, default=settings.DEFAULT_PERSONA)


def _current() -> _Known:
    """Read again whenever the cast is a new one, as it is after every change."""
    global _known
    everybody = in_use.current()
    known = _known
    if known is None or known.everybody is not everybody:
        with _loading:
            known = _known
            if known is None or known.everybody is not everybody:
                try:
                    known = _known = _Known(everybody, *_read())
                except DatabaseError:  # gone for a moment, or on its way to this release: the next turn asks again
                    return _Known(everybody, (), {})
    return known


def _read() -> tuple[tuple[Trial, ...], dict[str, int]]:
    rows = PersonaText.objects.annotate(last=Max("changes__number"))
    with transaction.atomic() if connection.in_atomic_block else contextlib.nullcontext():
        found = list(rows)
    trials, numbers = [], {}
    for row in found:
        numbers[row.name] = row.before_number if row.trial_percent is not None else row.last or 0
        prompt = PromptName.read(row.name)
        if not row.trial_percent or prompt is None:
            continue
        text = row.text or in_use.files().get(row.name, "")
        read, problems = read_prompt(text, name=prompt, base=in_use.base())
        if not problems:
            trials.append(Trial(row.name, row.last or 0, row.trial_percent, read))
    return tuple(trials), numbers
