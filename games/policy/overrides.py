"""Which settings of the recommender a player gets, where an experiment wants others for some.

Kept by the process until the rows change, which is asked at most once a second and with the same statement as for
everything else that is kept. Nobody who is under 18 takes part, nor whoever is held back for comparison.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from games import versions
from games.buckets import bucket_of
from games.models import DataVersion, Override, Player, PolicyOverride
from games.policy.in_use import is_held_back
from games.recommender.tuning import PLAIN, Tuning, tuned


@dataclass(frozen=True)
class Range:
    """An override as it is kept in memory."""

    label: str
    salt: str
    bucket_from: int
    bucket_to: int
    config: dict[str, Any]

    def holds(self, player: UUID) -> bool:
        return self.bucket_from <= bucket_of(player, salt=self.salt) < self.bucket_to


class Kept:
    """The ranges of one kind of override, as this process knows them."""

    def __init__(self, model: type[Override], kind: str) -> None:
        self._model = model
        self._kind = kind
        self._held: tuple[int, tuple[Range, ...]] = (0, ())

    def ranges(self) -> tuple[Range, ...]:
        """A second old at most. No version, no rows: who never ran an experiment never pays a statement for it."""
        version = versions.current(self._kind)
        if self._held[0] != version:
            fields = ("label", "salt", "bucket_from", "bucket_to", "config")
            rows = self._model._default_manager.order_by("pk").values_list(*fields) if version else ()
            self._held = version, tuple(Range(*row) for row in rows)
        return self._held[1]

    def for_player(self, player: Player) -> tuple[Range, ...]:
        """Those of this player; none for who may not take part in any experiment."""
        ranges = self.ranges()
        if not ranges or not takes_part(player):
            return ()
        return tuple(one for one in ranges if one.holds(player.public_id))

    def replace(self, *, drop: Collection[str], put: Iterable[Override] = ()) -> None:
        """In one step: the rows with these labels go and others come; every process sees it within a second."""
        with transaction.atomic():
            self._model._default_manager.filter(label__in=drop).delete()
            self._model._default_manager.bulk_create(put)
            versions.bump(self._kind)

    def forget(self) -> None:
        """Read anew at the next question."""
        if self._held[0]:
            versions.forget()
            self._held = (0, ())


policy = Kept(PolicyOverride, DataVersion.Kind.POLICY_OVERRIDES)
_ADULT = (Player.AgeBand.UNKNOWN, Player.AgeBand.ADULT)


def takes_part(player: Player) -> bool:
    """Nothing is tried on children, and who is held back stays with what served before anything was learnt."""
    return player.age_band in _ADULT and not is_held_back(player.public_id)


def tuning_for(player: Player | None) -> Tuning:
    """Their settings; the usual ones for a stranger."""
    if player is None:
        return PLAIN
    ranges = policy.for_player(player)
    return tuned((one.label, one.config) for one in ranges) if ranges else PLAIN
