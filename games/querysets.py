"""Reads of the catalogue as verbs that chain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from games.models import Game  # noqa: F401  (named in the base class below)


class GameQuerySet(models.QuerySet["Game"]):
    def published(self) -> Self:
        return self.filter(is_published=True)
