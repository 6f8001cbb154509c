"""Parts of the player page that apps above bring: a title, a template, and what to fill it with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conversations.models import Contact


@dataclass(frozen=True)
class Panel:
    """``permission`` is what one needs to see it; ``read`` fills the template for one person."""

    title: str
    template: str
    permission: str
    read: Callable[[Contact, datetime], Mapping[str, Any]]


# Put in by apps above, in AppConfig.ready; shown in this order.
panels: list[Panel] = []
