"""The sixteen moods as data: how people say them, what they need, which games suit them.

``games/data/moods.json`` is the source. The Mood rows are seeded from it and may then be edited
(label, phrases, needs); what scores a game for a mood (genres, tags) stays here, for a change of it must be
followed by new estimates, which the digest in ``version()`` brings about. What a game's text says of its
moods is learnt elsewhere (``games.moods.learning``).
Pure: no ORM, no settings.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from games.vocabulary import MOODS

_FILE = Path(__file__).parent.parent / "data" / "moods.json"


@dataclass(frozen=True)
class MoodProfile:
    """``genres`` and ``tags`` weigh from -1 (spoils the mood) to 1 (made for it)."""

    key: str
    label: str
    phrases: tuple[str, ...]
    needs: str
    genres: Mapping[str, float]
    tags: Mapping[str, float]


@functools.cache
def mood_profiles() -> Mapping[str, MoodProfile]:
    """Every mood by its key, in the order of the vocabulary."""
    entries = {entry["key"]: entry for entry in json.loads(_FILE.read_text(encoding="utf-8"))}
    return {
        key: MoodProfile(
            key=key,
            label=entries[key]["label"],
            phrases=tuple(entries[key]["phrases"]),
            needs=entries[key]["needs"],
            genres=entries[key]["genres"],
            tags=entries[key]["tags"],
        )
        for key in MOODS
    }


@functools.cache
def version() -> str:
    """Changes with whatever may change the fit of a game; phrases and labels do not."""
    told = [[dict(profile.genres), dict(profile.tags)] for profile in mood_profiles().values()]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:6]
