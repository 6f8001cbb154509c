"""Approved templates that an operator may send where the reply window is closed.

Who keeps templates is an app above: it puts its source in (in AppConfig.ready).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from conversations.models import Contact
from games.models import Player


@dataclass(frozen=True)
class OfferedTemplate:
    """One text that the provider has approved. ``variables`` are the names of its gaps, in order."""

    key: str
    name: str
    language: str
    body: str
    sid: str
    is_marketing: bool
    variables: tuple[str, ...]
    samples: Mapping[str, str]
    problems_with: Callable[[Mapping[str, str]], Sequence[str]]
    filled_with: Callable[[Mapping[str, str]], str]

    @property
    def gaps(self) -> list[tuple[str, str]]:
        """Each variable with its sample, for a form."""
        return [(name, self.samples.get(name, "")) for name in self.variables]


sources: list[Callable[[], Sequence[OfferedTemplate]]] = []


def offered_to(contact: Contact) -> list[OfferedTemplate]:
    """All that may go to them. Marketing needs their yes, and never goes to somebody under 13."""
    may_market = contact.proactive_allowed and contact.player.age_band != Player.AgeBand.UNDER_13
    return [one for read in sources for one in read() if may_market or not one.is_marketing]
