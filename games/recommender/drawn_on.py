"""Which liked game a recommendation drew on most: what a reason may name. Reads in one statement, never fails."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence

from django.db import DatabaseError

from games.models import Game
from games.neighbours.in_use import Kindred
from games.recommender.wishes import LikedGame
from games.statements import on_its_own

logger = logging.getLogger(__name__)

# A game is named only if so much of the nearness to everything liked is its own.
_LEAST_SHARE = 0.25


def drawn_on(kindred: Kindred | None, picks: Sequence[int]) -> Mapping[int, LikedGame]:
    """For each of these games that has one, the liked game that its collaborative part drew on most."""
    named = {} if kindred is None else kindred.drawn_on(picks, least_share=_LEAST_SHARE)
    if not named:
        return {}
    columns = ("pk", "title", "genres", "tags", "studio")
    try:
        with on_its_own():
            rows = list(Game.objects.filter(pk__in=set(named.values())).order_by().values_list(*columns))
    except DatabaseError:
        logger.warning("reasons name no liked game: what was drawn on cannot be read", exc_info=True)
        return {}
    games = {pk: LikedGame(pk, title, tuple(genres), tuple(tags), studio) for pk, title, genres, tags, studio in rows}
    return {pick: games[liked] for pick, liked in named.items() if liked in games}
