"""Which neighbours recommendations lean on: read once, until another version is activated or gone back to."""

from __future__ import annotations

import logging

from games import artefacts, versions
from games.artefacts import DamagedArtefactError
from games.collaborative.model import ranker_from_bytes
from games.recommender.sources.base import Kin

logger = logging.getLogger(__name__)

ARTEFACT = "collaborative"
_held: tuple[int, Kin | None] | None = None


def kin() -> Kin | None:
    """None while nothing is learnt, or what is cannot be read: the other sources serve then."""
    global _held
    stamp = versions.current(artefacts.kind_of(ARTEFACT))
    if _held is None or _held[0] != stamp:
        _held = (stamp, _read())
    return _held[1]


def forget() -> None:
    """Read again at the next question."""
    global _held
    _held = None


def _read() -> Kin | None:
    artefact = artefacts.active(ARTEFACT)
    if artefact is None:
        return None
    try:
        return Kin(artefact.pk, ranker_from_bytes(artefacts.read(artefact)))
    except (DamagedArtefactError, ValueError, KeyError, OSError):
        logger.exception("neighbours %s are unreadable; recommending without them", artefact.version[:12])
        return None
