"""A place for everybody in an experiment that nobody can choose and that never changes. Pure.

The place follows from a salt and the player's random public id alone: whoever computes it, in whatever
process, today or next year, gets the same one, and two salts have nothing to do with each other.
"""

from __future__ import annotations

import hashlib
from uuid import UUID

BUCKETS = 10_000


def bucket_of(player: UUID, *, salt: str) -> int:
    """0…9999. What 2**64 leaves over when divided by that moves a bucket's chance by less than 1e-15."""
    digest = hashlib.sha256(salt.encode() + b":" + player.bytes).digest()
    return int.from_bytes(digest[:8], "big") % BUCKETS
